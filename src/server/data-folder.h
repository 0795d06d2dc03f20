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
 * @error: a #G_IO_ERROR: BUSY where another process holds it (the message names its pid), CLOSED
 *   where its place has moved to another computer, else why it can't be used
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

/** parlour_data_folder_remove_database: the one at @path, with its log and index, where they are.
 */
void parlour_data_folder_remove_database (const char *path);

/**
 * parlour_data_folder_close_down:
 * @words: what whoever opens it from now on is told, in a sentence
 *
 * Makes the folder one that nobody opens any more: its place has moved. Lasts when it returns.
 */
gboolean
parlour_data_folder_close_down (ParlourDataFolder *self, const char *words, GError **error);

/** parlour_data_folder_reopen: takes that back. */
void parlour_data_folder_reopen (ParlourDataFolder *self);

#define PARLOUR_DATABASE_FILE "parlour.db"
#define PARLOUR_CONTROL_FILE  "control.sock"
#define PARLOUR_MOVED_FILE    "moved" /* there where the folder is closed down */

G_END_DECLS
