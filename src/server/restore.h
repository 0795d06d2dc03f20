/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/data-folder.h"
#include "server/store/verify.h"

G_BEGIN_DECLS

/**
 * parlour_verify:
 * @file: a backup, or a database that is in use
 * @census: (out): cleared by the caller, also after an error
 *
 * Blocks: it reads all of it. Any thread.
 */
gboolean parlour_verify (const char *file, ParlourCensus *census, GError **error);

/**
 * parlour_restore:
 * @folder: held, so no server runs on it
 * @file: the backup; stays as it is
 * @keep_sessions: who is signed in stays so, and invitations hold; else all are ended
 * @census: (out): what is there now; cleared by the caller, also after an error
 * @kept: (out) (nullable) (transfer full): where the database lies that was there before
 *
 * Puts the backup in the place of the folder's database, as a timeline of its own (new epoch).
 * Until the very last step the folder is as it was; afterwards the old database lies beside. The
 * server's identity is the folder's own before and after. Blocks. Any thread.
 */
gboolean parlour_restore (ParlourDataFolder *folder,
                          const char *file,
                          gboolean keep_sessions,
                          ParlourCensus *census,
                          char **kept,
                          GError **error);

G_END_DECLS
