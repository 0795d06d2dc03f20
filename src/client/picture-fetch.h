/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/http.h"
#include "client/picture-folder.h"

G_BEGIN_DECLS

/** parlour_picture_load_async: from the disk. */
void parlour_picture_load_async (ParlourPictureFolder *folder,
                                 const char *id,
                                 const char *mark,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
/** Returns: (transfer full) (nullable): without @error where it is not there */
GBytes *parlour_picture_load_finish (GAsyncResult *result, GError **error);

/**
 * parlour_picture_fetch_async:
 * @path: below /api/v1
 * @program: (nullable): `parlour-picture`, where it is not this program's
 *
 * Fetches a picture, has it made small where what it does to a decoder does no harm, and keeps it.
 */
void parlour_picture_fetch_async (ParlourHttp *http,
                                  const char *path,
                                  ParlourPictureFolder *folder,
                                  const char *program,
                                  const char *id,
                                  const char *mark,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
/** Returns: (transfer full) (nullable): G_IO_ERROR_INVALID_DATA and the like: see
 * parlour_picture_make() */
GBytes *parlour_picture_fetch_finish (GAsyncResult *result, GError **error);

G_END_DECLS
