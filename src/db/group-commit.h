/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "db/connection.h"

G_BEGIN_DECLS

/**
 * ParlourDbGroupJob:
 * @run: writes what it has to write, inside a transaction and a savepoint that are not its own: no
 *   begin, commit or rollback in it. %FALSE with an error refuses. May be called more than once,
 *   with @undo in between, so everything that it decides it reads from the database.
 * @undo: (nullable): called after each run whose writes were rolled back, so that the job drops
 *   what it remembered (results, rows to tell others about); the database isn't touched in it
 * @data: for both
 * @error: (out): why the job was not committed, owned by the caller; %NULL before and on success
 * @committed: (out): %TRUE when what it wrote is on the disk
 */
typedef struct {
  gboolean (*run) (ParlourDb *db, gpointer data, GError **error);
  void (*undo) (gpointer data);
  gpointer data;
  GError *error;
  gboolean committed;
  /*< private >*/
  gboolean remembers;
} ParlourDbGroupJob;

/**
 * parlour_db_group_run:
 * @jobs: (array length=n): the jobs, in order
 * @n: their number
 *
 * Runs the jobs in one transaction, each in its savepoint, so that one flush of the disk serves
 * them all. A job that refuses is undone alone and its answer still waits for the commit. When the
 * transaction is lost on the way (full disk, I/O) or the commit fails, each job runs again in a
 * transaction of its own. Afterwards every job is either committed or has its error; no answer may
 * leave before. On the connection's thread, not inside a transaction.
 */
void parlour_db_group_run (ParlourDb *db, ParlourDbGroupJob **jobs, guint n);

G_END_DECLS
