/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/picture.h"

G_BEGIN_DECLS

/**
 * ParlourPictures:
 *
 * The pictures of an account's people and groups: fetched when first asked for, a few at a time,
 * and again when there is another one; kept on the disk, so that they show without network. Main
 * thread; nothing here reads a file or decodes.
 */
#define PARLOUR_TYPE_PICTURES (parlour_pictures_get_type ())
G_DECLARE_FINAL_TYPE (ParlourPictures, parlour_pictures, PARLOUR, PICTURES, GObject)

/** parlour_pictures_get_person: (transfer full): @user: an id, also of somebody who has none.
 * It goes on to follow the person's picture while it is held. */
ParlourPicture *parlour_pictures_get_person (ParlourPictures *self, const char *user);

/**
 * parlour_pictures_get_group:
 * @conversation: the group's id
 * @mark: (nullable): what names the picture of an open group that one is not in
 *
 * Returns: (transfer full): the same for a group
 */
ParlourPicture *
parlour_pictures_get_group (ParlourPictures *self, const char *conversation, const char *mark);

/** parlour_pictures_set_program: another `parlour-picture` than the one of this program. */
void parlour_pictures_set_program (ParlourPictures *self, const char *program);

G_END_DECLS
