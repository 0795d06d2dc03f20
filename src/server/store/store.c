/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-store"

#include "server/store/store.h"

#include "server/store/place-private.h"
#include "server/store/schema.h"
#include "server/store/sql.h"

#include "core/timestamp.h"

#include "db/transaction.h"

#include <string.h>

/* This file owns a store's life: its connection, its clock, the list of what it changed. On the
 * thread that the store belongs to. */

struct _ParlourStore {
  ParlourDb *db;
  ParlourChanges *changes;
  ParlourStoreClock clock;
  gpointer clock_data;
  guint8 key[PARLOUR_PLACE_KEY_BYTES];
};

static gint64
system_clock_cb (gpointer data)
{
  return parlour_timestamp_now ();
}

/* What was erased is overwritten in the file: SQLite only forgets where it lay. */
static const char erase_for_good[] = "PRAGMA secure_delete = ON";

static gboolean
open_schema (ParlourStore *self, ParlourStoreMode mode, GError **error)
{
  gsize n = 0;
  const ParlourMigration *migrations = parlour_store_schema (&n);

  if (mode == PARLOUR_STORE_WRITER && !parlour_db_exec (self->db, erase_for_good, error))
    return FALSE;
  return parlour_db_migrate (self->db, PARLOUR_STORE_APPLICATION_ID, migrations, n, error);
}

static gboolean
open_place (ParlourStore *self, ParlourStoreMode mode, GError **error)
{
  gboolean write = mode == PARLOUR_STORE_WRITER;

  if (!parlour_db_begin (self->db, write, error))
    return FALSE;
  if ((!write || parlour_store_fill_place (self, error)) &&
      parlour_store_read_key (self, self->key, error) && parlour_db_commit (self->db, error))
    return TRUE;
  parlour_db_rollback (self->db);
  return FALSE;
}

ParlourStore *
parlour_store_open (const char *path, ParlourStoreMode mode, GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);

  ParlourDbMode db_mode =
      mode == PARLOUR_STORE_WRITER ? PARLOUR_DB_READ_WRITE_CREATE : PARLOUR_DB_READ_ONLY;
  g_autoptr (ParlourStore) self = g_new0 (ParlourStore, 1);
  self->changes = parlour_changes_new ();
  self->clock = system_clock_cb;
  self->db = parlour_db_open (path, db_mode, error);
  if (self->db == NULL || !open_schema (self, mode, error) || !open_place (self, mode, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
parlour_store_close (ParlourStore *self)
{
  if (self == NULL)
    return;
  parlour_db_close (self->db);
  parlour_changes_free (self->changes);
  explicit_bzero (self->key, sizeof self->key);
  g_free (self);
}

ParlourDb *
parlour_store_get_db (ParlourStore *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->db;
}

ParlourChanges *
parlour_store_get_changes (ParlourStore *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->changes;
}

const guint8 *
parlour_store_get_key (ParlourStore *self)
{
  return self->key;
}

void
parlour_store_set_clock (ParlourStore *self, ParlourStoreClock clock, gpointer data)
{
  g_return_if_fail (self != NULL && clock != NULL);
  self->clock = clock;
  self->clock_data = data;
}

gint64
parlour_store_now (ParlourStore *self)
{
  return self->clock (self->clock_data);
}

gboolean
parlour_store_begin_read (ParlourStore *self, GError **error)
{
  GError *local = NULL;

  if (parlour_db_begin (self->db, FALSE, &local))
    return TRUE;
  parlour_store_translate (&local);
  g_propagate_error (error, local);
  return FALSE;
}

void
parlour_store_end_read (ParlourStore *self)
{
  if (parlour_db_in_transaction (self->db))
    parlour_db_rollback (self->db);
}
