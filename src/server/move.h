/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/data-folder.h"
#include "server/store/verify.h"

G_BEGIN_DECLS

/* *Move to another computer*: everything that makes a place, its identity too, in one file that a
 * passphrase encrypts (server/sealed-file.h). Only the data folder's own backups stay behind.
 * Inside stand, one after another: length of a name (u8), the name, size (u64, little-endian), the
 * file; and a length of 0 at the end. The timeline goes on: sessions hold and clients follow by the
 * key. */

typedef struct {
  guint32 passes; /* argon2id's; 0: %PARLOUR_SEALED_PASSES */
  guint32 kib;    /* 0: %PARLOUR_SEALED_KIB */
} ParlourMoveCost;

/**
 * parlour_move_out:
 * @folder: held, so no server runs on it; closed down when this returns TRUE
 * @file: is made; #G_IO_ERROR_EXISTS where it is there
 * @cost: (nullable)
 * @census: (out): what was moved; cleared by the caller, also after an error
 *
 * The folder is closed down before the file gets its name, so that at no moment both could be
 * served. After an error the folder is as it was and there is no file. Blocks. Any thread.
 */
gboolean parlour_move_out (ParlourDataFolder *folder,
                           const char *file,
                           const char *passphrase,
                           const ParlourMoveCost *cost,
                           ParlourCensus *census,
                           GError **error);

/**
 * parlour_move_in:
 * @file: made by parlour_move_out(); stays as it is
 * @data_dir: made where it is missing; must hold no place yet
 * @census: (out): what there is now; cleared by the caller, also after an error
 * @error: a #PARLOUR_SEALED_ERROR, #PARLOUR_DB_ERROR or #G_IO_ERROR; nothing is left behind
 */
gboolean parlour_move_in (const char *file,
                          const char *passphrase,
                          const char *data_dir,
                          ParlourCensus *census,
                          GError **error);

G_END_DECLS
