/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-db-transaction"

#include "db/transaction.h"

#include "db/connection-private.h"

/* This file owns how a transaction begins and ends. On the connection's thread. */

gboolean
parlour_db_begin (ParlourDb *self, gboolean immediate, GError **error)
{
  const ParlourDriver *driver = self->driver;

  return parlour_db_run (self, error, immediate ? driver->begin_write : driver->begin_read, "");
}

gboolean
parlour_db_commit (ParlourDb *self, GError **error)
{
  return parlour_db_run (self, error, "COMMIT", "");
}

void
parlour_db_rollback (ParlourDb *self)
{
  g_autoptr (GError) error = NULL;

  if (parlour_db_in_transaction (self) && !parlour_db_run (self, &error, "ROLLBACK", ""))
    g_warning ("Could not roll back: %s", error->message);
}

gboolean
parlour_db_in_transaction (ParlourDb *self)
{
  return self->driver->in_transaction (self->connection);
}

/* One name is enough: the newest savepoint of a name hides the older ones. */
gboolean
parlour_db_savepoint (ParlourDb *self, GError **error)
{
  return parlour_db_run (self, error, "SAVEPOINT parlour", "");
}

gboolean
parlour_db_savepoint_release (ParlourDb *self, GError **error)
{
  return parlour_db_run (self, error, "RELEASE parlour", "");
}

gboolean
parlour_db_savepoint_rollback (ParlourDb *self, GError **error)
{
  return parlour_db_run (self, error, "ROLLBACK TO parlour", "") &&
         parlour_db_savepoint_release (self, error);
}
