/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * ParlourPictureFolder:
 *
 * The small pictures of one account on the disk: plain files beside its copy, a bounded number, the
 * ones that were looked at last. Counted atomically; load and save block and are for any thread
 * but the main one.
 */
typedef struct _ParlourPictureFolder ParlourPictureFolder;

/** parlour_picture_folder_new: @most: files */
ParlourPictureFolder *parlour_picture_folder_new (const char *path, guint most);
ParlourPictureFolder *parlour_picture_folder_ref (ParlourPictureFolder *self);
void parlour_picture_folder_unref (ParlourPictureFolder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourPictureFolder, parlour_picture_folder_unref)

/** parlour_picture_folder_load: (transfer full) (nullable): the picture of @id that @mark names.
 * Both are a server's words. */
GBytes *parlour_picture_folder_load (ParlourPictureFolder *self, const char *id, const char *mark);

/** parlour_picture_folder_save: keeps it, and forgets those that nobody looked at for longest. What
 * can't be kept is fetched again one day. */
void parlour_picture_folder_save (ParlourPictureFolder *self,
                                  const char *id,
                                  const char *mark,
                                  GBytes *png);

/** parlour_picture_folder_close: from now on nothing is written. */
void parlour_picture_folder_close (ParlourPictureFolder *self);

G_END_DECLS
