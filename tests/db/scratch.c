/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test-scratch"

#include "scratch.h"

#include <glib/gstdio.h>

/* This file owns the folder that a test of the database works in. */

Scratch *
scratch_new (void)
{
  Scratch *self = g_new0 (Scratch, 1);
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("parlour-db-XXXXXX", &error);
  g_assert_no_error (error);
  self->path = g_build_filename (self->folder, "test.db", NULL);
  return self;
}

void
scratch_free (Scratch *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (self->folder, name, NULL);

    g_remove (path);
  }
  g_rmdir (self->folder);
  g_free (self->folder);
  g_free (self->path);
  g_free (self);
}

ParlourDb *
scratch_open (Scratch *self)
{
  g_autoptr (GError) error = NULL;
  ParlourDb *db = parlour_db_open (self->path, PARLOUR_DB_READ_WRITE_CREATE, &error);

  g_assert_no_error (error);
  g_assert_nonnull (db);
  return db;
}

gint64
scratch_ask (Scratch *self, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourDb) db = parlour_db_open (self->path, PARLOUR_DB_READ_ONLY, &error);

  g_assert_no_error (error);
  return ask (db, sql);
}

void
exec_or_fail (ParlourDb *db, const char *sql)
{
  g_autoptr (GError) error = NULL;

  parlour_db_exec (db, sql, &error);
  g_assert_no_error (error);
}

gint64
ask (ParlourDb *db, const char *sql)
{
  g_autoptr (GError) error = NULL;
  gint64 number = 0;
  gboolean found = parlour_db_query_int (db, &number, &error, sql, "");

  g_assert_no_error (error);
  g_assert_true (found);
  return number;
}
