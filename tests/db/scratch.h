/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "db/connection.h"

/** Scratch: a folder of its own with a database in it, gone at the end of the test */
typedef struct {
  char *folder;
  char *path; /* FOLDER/test.db, not made yet */
} Scratch;

Scratch *scratch_new (void);
void scratch_free (Scratch *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Scratch, scratch_free)

/** scratch_open: opens the file for reading and writing; fails the test when it can't */
ParlourDb *scratch_open (Scratch *self);

/** scratch_ask: the number that @sql answers with on a connection of its own, so from the disk */
gint64 scratch_ask (Scratch *self, const char *sql);

/** exec_or_fail: runs a script; fails the test when it can't */
void exec_or_fail (ParlourDb *db, const char *sql);

/** ask: the number that @sql answers with; fails the test when there is none */
gint64 ask (ParlourDb *db, const char *sql);
