/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "server/store/changes.h"

#include "db/connection.h"

G_BEGIN_DECLS

/**
 * ParlourStore:
 *
 * A connection to the place's database with all that may be asked of it. It belongs to one thread
 * at a time. All SQL of the server stands behind it. Errors are of #PARLOUR_PROBLEM: a refusal, or
 * for the database's own failures "storage_full" (with Retry-After) and "unavailable" or
 * "internal", which are logged here with the driver's words. People and streams are named by their
 * integer numbers; ids of text stand only at the edge. No call leaves a statement open.
 *
 * A writer calls everything that writes inside a transaction that is not the store's own (see
 * parlour_db_group_run()); what it changed is in parlour_store_get_changes() until the transaction
 * has ended. A reader that asks more than one question wraps them in parlour_store_begin_read().
 */
typedef struct _ParlourStore ParlourStore;

typedef enum {
  PARLOUR_STORE_READER, /* the file exists and has the newest schema */
  PARLOUR_STORE_WRITER, /* makes the file, brings the schema up to date, fills the place in */
} ParlourStoreMode;

/**
 * ParlourStoreClock:
 *
 * Returns: milliseconds since 1970 in UTC
 */
typedef gint64 (*ParlourStoreClock) (gpointer data);

/**
 * parlour_store_open:
 * @path: the database file; its folder exists
 * @error: a #PARLOUR_DB_ERROR, for the one who starts the program, or a #PARLOUR_PROBLEM
 *
 * Returns: (transfer full) (nullable)
 */
ParlourStore *parlour_store_open (const char *path, ParlourStoreMode mode, GError **error);

/** parlour_store_close: (nullable) (transfer full): on the thread that it belongs to. */
void parlour_store_close (ParlourStore *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourStore, parlour_store_close)

/** parlour_store_get_db: (transfer none): for transactions and checkpoints. */
ParlourDb *parlour_store_get_db (ParlourStore *self);

/**
 * parlour_store_get_changes: (transfer none): what was changed since it was last taken. The one who
 * owns the transaction marks it before a savepoint, takes it back with the savepoint, and empties
 * it with parlour_changes_take() after COMMIT.
 */
ParlourChanges *parlour_store_get_changes (ParlourStore *self);

/** parlour_store_set_clock: replaces the system's clock; for tests. */
void parlour_store_set_clock (ParlourStore *self, ParlourStoreClock clock, gpointer data);

/** parlour_store_now: milliseconds since 1970 in UTC by the store's clock. */
gint64 parlour_store_now (ParlourStore *self);

/** parlour_store_begin_read: from now on all questions see one state of the database. */
gboolean parlour_store_begin_read (ParlourStore *self, GError **error);

/** parlour_store_end_read: harmless where nothing was begun. */
void parlour_store_end_read (ParlourStore *self);

G_END_DECLS
