/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "db/connection.h"

G_BEGIN_DECLS

/**
 * parlour_db_begin:
 * @immediate: %TRUE takes the write lock now (every transaction that will write should), %FALSE
 *   takes a snapshot at the first read
 */
gboolean parlour_db_begin (ParlourDb *self, gboolean immediate, GError **error);

/**
 * parlour_db_commit:
 *
 * Returns: %TRUE once the transaction is on the disk. After %FALSE it may still be open: call
 *   parlour_db_rollback().
 */
gboolean parlour_db_commit (ParlourDb *self, GError **error);

/**
 * parlour_db_rollback:
 *
 * Gives the transaction up. Harmless when the database has done so itself.
 */
void parlour_db_rollback (ParlourDb *self);

/**
 * parlour_db_in_transaction:
 *
 * After an error (full disk, I/O, memory) the database may have rolled everything back by itself;
 * only this tells.
 */
gboolean parlour_db_in_transaction (ParlourDb *self);

/**
 * parlour_db_savepoint:
 *
 * Marks a point inside the transaction. They nest; release and rollback mean the innermost one.
 */
gboolean parlour_db_savepoint (ParlourDb *self, GError **error);

/** parlour_db_savepoint_release: keeps what happened since, as part of the transaction */
gboolean parlour_db_savepoint_release (ParlourDb *self, GError **error);

/**
 * parlour_db_savepoint_rollback:
 *
 * Undoes what happened since and forgets the point; the transaction goes on.
 */
gboolean parlour_db_savepoint_rollback (ParlourDb *self, GError **error);

G_END_DECLS
