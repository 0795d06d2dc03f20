/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * ParlourDataFolder:
 *
 * A server's data folder, held by this process alone for as long as the object lives.
 */
typedef struct _ParlourDataFolder ParlourDataFolder;

/**
 * parlour_data_folder_open:
 * @path: the folder; made with mode 0700 where it is missing, with its parents
 * @error: a #G_IO_ERROR: BUSY where another process holds it (the message names its pid), else why
 *   it can't be used
 *
 * Blocks on the disk; any thread.
 *
 * Returns: (transfer full) (nullable)
 */
ParlourDataFolder *parlour_data_folder_open (const char *path, GError **error);

/** parlour_data_folder_free: (nullable): lets it go; the next one may open it. */
void parlour_data_folder_free (ParlourDataFolder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourDataFolder, parlour_data_folder_free)

const char *parlour_data_folder_get_path (ParlourDataFolder *self);

/** parlour_data_folder_file: (transfer full): the path of @name in it. */
char *parlour_data_folder_file (ParlourDataFolder *self, const char *name);

#define PARLOUR_DATABASE_FILE "parlour.db"
#define PARLOUR_CONTROL_FILE  "control.sock"

G_END_DECLS
