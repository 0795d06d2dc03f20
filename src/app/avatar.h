/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/models/conversation-item.h"
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

/** parlour_avatar_show_group: the same for a group; @mark as for parlour_pictures_get_group(). */
void parlour_avatar_show_group (AdwAvatar *avatar,
                                ParlourPictures *pictures,
                                const char *id,
                                const char *mark);

/** parlour_avatar_show_conversation: the other person's picture, or the group's. */
void parlour_avatar_show_conversation (AdwAvatar *avatar,
                                       ParlourPictures *pictures,
                                       ParlourConversationItem *item);

G_END_DECLS
