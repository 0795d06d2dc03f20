/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync-fixture.h"

#include "db/connection.h"
#include "db/statement.h"

#include <string.h>

/* This file owns what tests read and change behind the backs of client and server. Main thread. */

char *
sync_person_folder (SyncPerson *self)
{
  return g_build_filename (parlour_profile_get_data_dir (self->profile), "accounts",
                           parlour_account_get_id (self->account), NULL);
}

static ParlourDb *
open_copy (const char *folder, ParlourDbMode mode)
{
  g_autofree char *path = g_build_filename (folder, "copy.db", NULL);
  g_autoptr (GError) error = NULL;
  ParlourDb *db = parlour_db_open (path, mode, &error);

  g_assert_no_error (error);
  return db;
}

gint64
sync_copy_sql_int (const char *folder, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourDb) db = open_copy (folder, PARLOUR_DB_READ_ONLY);
  gint64 value = -1;

  parlour_db_query_int (db, &value, &error, sql, "");
  g_assert_no_error (error);
  return value;
}

char *
sync_copy_sql_text (const char *folder, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourDb) db = open_copy (folder, PARLOUR_DB_READ_ONLY);
  char *value = parlour_db_query_text (db, &error, sql, "");

  g_assert_no_error (error);
  return value;
}

void
sync_copy_sql (const char *folder, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourDb) db = open_copy (folder, PARLOUR_DB_READ_WRITE_CREATE);

  parlour_db_exec (db, sql, &error);
  g_assert_no_error (error);
}

/* "conversation seq client-id body" a line, in order. */
static GPtrArray *
read_lines (ParlourDb *db, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourStatement) statement = parlour_db_prepare (db, sql, &error);
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);
  gboolean row = FALSE;

  g_assert_no_error (error);
  while (parlour_statement_step (statement, &row, &error) && row)
    g_ptr_array_add (lines, parlour_statement_dup_text (statement, 0));
  g_assert_no_error (error);
  return lines;
}

/* Kind 2 is message.created; the client id is the UUID's bytes there. */
static const char server_lines[] =
    "SELECT s.id || ' ' || (e.key & 0xffffffff) || ' ' || replace (lower (hex (e.client_id)), '-', "
    "'') || ' ' || coalesce (e.body, '') FROM events e JOIN streams s ON s.number = e.key >> 32 "
    "WHERE e.kind = 2 ORDER BY s.id, e.key";
static const char copy_lines[] =
    "SELECT c.id || ' ' || (m.id & 0xffffffff) || ' ' || replace (m.client_id, '-', '') || ' ' || "
    "coalesce (m.body, '') FROM messages m JOIN conversations c ON c.number = m.id >> 32 "
    "ORDER BY c.id, m.id";

static GPtrArray *
lines_of_copy (SyncPerson *person)
{
  g_autofree char *folder = sync_person_folder (person);
  g_autoptr (ParlourDb) db = open_copy (folder, PARLOUR_DB_READ_ONLY);

  return read_lines (db, copy_lines);
}

guint
assert_same_history (SyncServer *server, SyncPerson *const *people, guint n_people)
{
  g_autofree char *path = g_build_filename (server->folder, "parlour.db", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourDb) db = parlour_db_open (path, PARLOUR_DB_READ_WRITE_CREATE, &error);
  g_assert_no_error (error);
  g_autoptr (GPtrArray) there = read_lines (db, server_lines);

  for (guint i = 0; i < n_people; i++) {
    g_autoptr (GPtrArray) here = lines_of_copy (people[i]);
    for (guint k = 0; k < MIN (there->len, here->len); k++)
      g_assert_cmpstr (g_ptr_array_index (here, k), ==, g_ptr_array_index (there, k));
    g_assert_cmpuint (here->len, ==, there->len);
    g_assert_cmpuint (parlour_account_get_waiting (people[i]->account), ==, 0);
  }
  return there->len;
}
