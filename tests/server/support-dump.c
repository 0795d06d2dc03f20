/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test"

#include "support-dump.h"

#include <sqlite3.h>
#include <string.h>

/* What the database holds, by a connection of the test's own: the server's own words are not what
 * is to be believed here. */

static void
dump_rows (sqlite3 *db, const char *table, GString *into)
{
  g_autofree char *sql = g_strdup_printf ("SELECT * FROM %s", table);
  sqlite3_stmt *rows = NULL;

  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &rows, NULL), ==, SQLITE_OK);
  while (sqlite3_step (rows) == SQLITE_ROW) {
    g_string_append (into, table);
    for (int i = 0; i < sqlite3_column_count (rows); i++) {
      if (strcmp (sqlite3_column_name (rows, i), "last_seen") == 0)
        continue; /* written a few seconds after somebody left, whatever a test does meanwhile */
      const void *blob = sqlite3_column_blob (rows, i);
      g_autofree char *text =
          blob != NULL ? g_base64_encode (blob, (gsize)sqlite3_column_bytes (rows, i)) : NULL;
      g_string_append_printf (into, "|%s", text != NULL ? text : "");
    }
    g_string_append_c (into, '\n');
  }
  sqlite3_finalize (rows);
}

char *
place_dump (Place *place)
{
  g_autofree char *path = g_build_filename (place->folder, "parlour.db", NULL);
  GString *text = g_string_new (NULL);
  sqlite3 *db = NULL;
  sqlite3_stmt *tables = NULL;

  g_assert_cmpint (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READWRITE, NULL), ==, SQLITE_OK);
  sqlite3_busy_timeout (db, 10000);
  g_assert_cmpint (sqlite3_exec (db, "BEGIN", NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db,
                                       "SELECT name FROM sqlite_schema WHERE type = 'table'"
                                       " AND name NOT LIKE 'sqlite_stat%' ORDER BY name",
                                       -1, &tables, NULL),
                   ==, SQLITE_OK);
  while (sqlite3_step (tables) == SQLITE_ROW)
    dump_rows (db, (const char *)sqlite3_column_text (tables, 0), text);
  sqlite3_finalize (tables);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
  return g_string_free (text, FALSE);
}
