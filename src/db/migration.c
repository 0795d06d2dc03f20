/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-db-migration"

#include "db/migration.h"

#include "db/connection-private.h"
#include "db/transaction.h"

/* This file owns how a schema gets from the version that a file has to the one that the program
 * knows. On the connection's thread. */

typedef struct {
  ParlourDb *db;
  guint32 application_id;
  const ParlourMigration *migrations;
  gsize n;
} Plan;

static gboolean
refuse_newer (int version, int newest, GError **error)
{
  g_autofree char *detail =
      g_strdup_printf ("the database has version %d, this program knows %d", version, newest);

  parlour_db_error_set (error, PARLOUR_DB_ERROR_NEWER_SCHEMA, detail);
  return FALSE;
}

static gboolean
refuse_other (guint32 application_id, GError **error)
{
  g_autofree char *detail = g_strdup_printf ("application id 0x%08x", application_id);

  parlour_db_error_set (error, PARLOUR_DB_ERROR_OTHER_APPLICATION, detail);
  return FALSE;
}

/* A file without our mark is ours only while it is empty. */
static gboolean
read_version (const Plan *plan, int *version, GError **error)
{
  const ParlourDriver *driver = plan->db->driver;
  guint32 application_id = 0;
  gboolean empty = FALSE;

  if (!driver->read_marks (plan->db->connection, &application_id, version, &empty, error))
    return FALSE;
  if (application_id != plan->application_id && (application_id != 0 || *version != 0 || !empty))
    return refuse_other (application_id, error);
  if (*version < 0 || (gsize)*version > plan->n)
    return refuse_newer (*version, (int)plan->n, error);
  return TRUE;
}

static gboolean
run_scripts (const Plan *plan, int version, GError **error)
{
  for (gsize i = (gsize)version; i < plan->n; i++) {
    g_return_val_if_fail (plan->migrations[i].version == (int)i + 1, FALSE);
    if (!parlour_db_exec (plan->db, plan->migrations[i].sql, error)) {
      g_prefix_error (error, "Schema version %d: ", plan->migrations[i].version);
      return FALSE;
    }
  }
  return TRUE;
}

/* Asks for the version again: another process may have been faster to the write lock. */
static gboolean
migrate_in_transaction (const Plan *plan, GError **error)
{
  const ParlourDriver *driver = plan->db->driver;
  gpointer connection = plan->db->connection;
  int version = 0;

  return read_version (plan, &version, error) && run_scripts (plan, version, error) &&
         driver->check_foreign_keys (connection, error) &&
         driver->write_marks (connection, plan->application_id, (int)plan->n, error) &&
         parlour_db_commit (plan->db, error);
}

static gboolean
migrate (const Plan *plan, GError **error)
{
  const ParlourDriver *driver = plan->db->driver;
  gpointer connection = plan->db->connection;
  gboolean ok;

  /* Not possible inside a transaction; a script that rebuilds a table must not fire its cascades.
   */
  if (!driver->enforce_foreign_keys (connection, FALSE, error))
    return FALSE;
  ok = parlour_db_begin (plan->db, TRUE, error) && migrate_in_transaction (plan, error);
  if (!ok)
    parlour_db_rollback (plan->db);
  return driver->enforce_foreign_keys (connection, TRUE, ok ? error : NULL) && ok;
}

gboolean
parlour_db_migrate (ParlourDb *self,
                    guint32 application_id,
                    const ParlourMigration *migrations,
                    gsize n,
                    GError **error)
{
  const Plan plan = {self, application_id, migrations, n};
  int version = 0;

  g_return_val_if_fail (self != NULL && application_id != 0 && n > 0, FALSE);
  g_return_val_if_fail (!parlour_db_in_transaction (self), FALSE);

  if (!read_version (&plan, &version, error))
    return FALSE;
  return (gsize)version == n || migrate (&plan, error);
}
