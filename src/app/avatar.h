/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/pictures.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * parlour_avatar_show_person:
 * @pictures: (nullable): of the account
 * @user: (nullable): an id; %NULL for nobody
 *
 * Has @avatar show the picture of @user, as it comes and changes, instead of the initials of its
 * text. Cheap where it does so already.
 */
void parlour_avatar_show_person (AdwAvatar *avatar, ParlourPictures *pictures, const char *user);

G_END_DECLS
