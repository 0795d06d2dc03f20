/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "db/connection.h"

G_BEGIN_DECLS

/**
 * ParlourMigration:
 * @version: 1, 2, 3, … without a gap, in order
 * @sql: the script that leads from the version before to this one; no BEGIN or COMMIT in it
 */
typedef struct {
  int version;
  const char *sql;
} ParlourMigration;

/**
 * parlour_db_migrate:
 * @application_id: what marks our files, not 0; a file of another application is refused
 * @migrations: (array length=n): all migrations that there are
 * @n: their number
 *
 * Brings the schema to the newest version, all outstanding migrations in one transaction, so that
 * a failure leaves the file as it was. Foreign keys are not enforced in between (a table may be
 * rebuilt), but checked before the commit. A file that is up to date is not written to, so it works
 * on a read-only connection too. Not inside a transaction.
 *
 * Returns: %FALSE with PARLOUR_DB_ERROR_NEWER_SCHEMA, PARLOUR_DB_ERROR_OTHER_APPLICATION or what
 *   the failing script said
 */
gboolean parlour_db_migrate (ParlourDb *self,
                             guint32 application_id,
                             const ParlourMigration *migrations,
                             gsize n,
                             GError **error);

G_END_DECLS
