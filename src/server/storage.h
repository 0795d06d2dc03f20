/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** ParlourStorage: what a data folder takes of its disk, in bytes. Plain data. */
typedef struct {
  gint64 database;
  gint64 log;     /* what was written and is not in the database's file yet */
  gint64 backups; /* those in the server's own folder */
  gint64 all;     /* those three, key, certificate and whatever else lies in the folder */
  gint64 free;    /* that the server may still take; -1: nobody knows */
} ParlourStorage;

/** parlour_storage_measure: asks the disk, so never on a main loop. */
void parlour_storage_measure (const char *data_dir, ParlourStorage *into);

/** parlour_storage_is_low: whether less than @mebibytes are free; 0: never. */
gboolean parlour_storage_is_low (const ParlourStorage *self, gint64 mebibytes);

G_END_DECLS
