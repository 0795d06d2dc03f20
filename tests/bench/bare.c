/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-bench"

#include "bare.h"

#include "place.h"

#include "server/store/schema.h"

#include "core/event.h"
#include "core/id.h"

#include <sqlite3.h>

#include <string.h>

/* This file owns the group commit that the server is compared with. On its caller's thread. */

#define HMAC_BYTES 32

enum { BEGIN, TAKE, EVENT, CLIENT_ID, COMMIT, N_STATEMENTS };

static const char *const sql[N_STATEMENTS] = {
    [BEGIN] = "BEGIN IMMEDIATE",
    [TAKE] = "UPDATE streams SET top = top + 1, last_at = max (last_at, ?2)"
             " WHERE number = ?1 RETURNING top",
    [EVENT] = "INSERT INTO events (key, kind, at, actor, client_id, body)"
              " VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    [CLIENT_ID] = "INSERT INTO client_ids (stream, client_id, sender, hmac, seq)"
                  " VALUES (?1, ?2, ?3, ?4, ?5)",
    [COMMIT] = "COMMIT",
};

struct _Bare {
  char *folder;
  sqlite3 *db;
  sqlite3_stmt *statements[N_STATEMENTS];
};

static void
run_script (Bare *self, const char *script)
{
  char *problem = NULL;

  if (sqlite3_exec (self->db, script, NULL, NULL, &problem) != SQLITE_OK)
    g_error ("SQLite: %s", problem);
}

static void
make_streams (Bare *self, guint n)
{
  for (guint i = 1; i <= n; i++) {
    g_autofree char *script = g_strdup_printf (
        "INSERT INTO streams (number, id, last_at) VALUES (%u, 'stream %u', 0)", i, i);
    run_script (self, script);
  }
}

Bare *
bare_new (const char *parent, guint n_streams)
{
  Bare *self = g_new0 (Bare, 1);
  gsize n = 0;
  const ParlourMigration *migrations = parlour_store_schema (&n);

  self->folder = g_build_filename (parent, "parlour-bench-XXXXXX", NULL);
  if (g_mkdtemp (self->folder) == NULL)
    g_error ("can't make a folder in %s", parent);
  g_autofree char *path = g_build_filename (self->folder, "bare.db", NULL);
  if (sqlite3_open (path, &self->db) != SQLITE_OK)
    g_error ("can't open %s", path);
  run_script (self, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; BEGIN");
  for (gsize i = 0; i < n; i++)
    run_script (self, migrations[i].sql);
  make_streams (self, n_streams);
  run_script (self, "COMMIT");
  for (guint i = 0; i < N_STATEMENTS; i++)
    if (sqlite3_prepare_v3 (self->db, sql[i], -1, SQLITE_PREPARE_PERSISTENT, &self->statements[i],
                            NULL) != SQLITE_OK)
      g_error ("SQLite: %s", sqlite3_errmsg (self->db));
  return self;
}

void
bare_free (Bare *self)
{
  for (guint i = 0; i < N_STATEMENTS; i++)
    sqlite3_finalize (self->statements[i]);
  sqlite3_close (self->db);
  folder_remove (self->folder);
  g_free (self->folder);
  g_free (self);
}

/* Steps to the end; the first column of the row, where there is one. */
static gint64
run (Bare *self, guint which)
{
  sqlite3_stmt *statement = self->statements[which];
  gint64 answer = 0;
  int rc;

  while ((rc = sqlite3_step (statement)) == SQLITE_ROW)
    answer = sqlite3_column_int64 (statement, 0);
  if (rc != SQLITE_DONE)
    g_error ("SQLite: %s", sqlite3_errmsg (self->db));
  sqlite3_reset (statement);
  return answer;
}

static void
write_message (Bare *self, gint64 stream, const char *body)
{
  gint64 now = g_get_real_time () / 1000;
  g_autofree char *id = parlour_id_new ();
  sqlite3_stmt *take = self->statements[TAKE], *event = self->statements[EVENT],
               *client = self->statements[CLIENT_ID];
  guint8 client_id[PARLOUR_ID_BYTES], hmac[HMAC_BYTES];

  parlour_id_parse (id, client_id);
  memset (hmac, client_id[PARLOUR_ID_BYTES - 1], sizeof hmac);
  sqlite3_bind_int64 (take, 1, stream);
  sqlite3_bind_int64 (take, 2, now);
  gint64 seq = run (self, TAKE);

  sqlite3_bind_int64 (event, 1, stream << 32 | seq);
  sqlite3_bind_int64 (event, 2, PARLOUR_EVENT_MESSAGE_CREATED);
  sqlite3_bind_int64 (event, 3, now);
  sqlite3_bind_int64 (event, 4, stream);
  sqlite3_bind_blob (event, 5, client_id, sizeof client_id, SQLITE_STATIC);
  sqlite3_bind_text (event, 6, body, -1, SQLITE_STATIC);
  run (self, EVENT);

  sqlite3_bind_int64 (client, 1, stream);
  sqlite3_bind_blob (client, 2, client_id, sizeof client_id, SQLITE_STATIC);
  sqlite3_bind_int64 (client, 3, stream);
  sqlite3_bind_blob (client, 4, hmac, sizeof hmac, SQLITE_STATIC);
  sqlite3_bind_int64 (client, 5, seq);
  run (self, CLIENT_ID);
}

guint
bare_run (Bare *self, guint group, double seconds, const char *body, double *took)
{
  gint64 start = g_get_monotonic_time (), now = start;
  gint64 end = start + (gint64)(seconds * G_USEC_PER_SEC);
  guint n = 0;

  while (now < end) {
    run (self, BEGIN);
    for (guint i = 1; i <= group; i++)
      write_message (self, i, body);
    run (self, COMMIT);
    n += group;
    now = g_get_monotonic_time ();
  }
  *took = (double)(now - start) / G_USEC_PER_SEC;
  return n;
}
