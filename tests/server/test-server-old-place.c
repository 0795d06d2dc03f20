/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test"

#include "support-groups.h"
#include "test-png.h"

#include <sqlite3.h>

/* A folder that an earlier version wrote opens whole, and is from then on like one made today. */

static sqlite3 *
open_database (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "parlour.db", NULL);
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  return db;
}

static Place *
place_new_of_version_1 (void)
{
  g_autofree char *sql = NULL;
  Place *place = place_new ();
  sqlite3 *db = open_database (place->folder);

  g_assert_true (g_file_get_contents (PLACE_1, &sql, NULL, NULL));
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
  place_start (place);
  return place;
}

static char *
find_group (Place *place, Person *who, const char *title)
{
  g_autoptr (Reply) reply = expect (place, 200, "GET", "/api/v1/conversations", who->token, NULL);

  for (guint i = 0; i < n_items (reply); i++)
    if (g_strcmp0 (json_object_get_string_member_with_default (item (reply, i), "title", NULL),
                   title) == 0)
      return g_strdup (member_string (item (reply, i), "id"));
  g_assert_not_reached ();
}

static void
test_keeps_everything (void)
{
  Place *place = place_new_of_version_1 ();
  g_autoptr (Person) anna = person_login (place, "anna");
  g_autoptr (Person) bert = person_login (place, "bert");
  g_autofree char *avatar = g_strdup_printf ("/api/v1/users/%s/avatar", bert->id);
  g_autoptr (Reply) titled =
      expect (place, 200, "GET", "/api/v1/messages?box=received&titled=true", anna->token, NULL);
  g_autoptr (Reply) picture = expect (place, 200, "GET", avatar, anna->token, NULL);

  g_assert_cmpuint (n_items (titled), ==, 1);
  g_assert_cmpstr (member_string (item (titled, 0), "body"), ==, "At eight?");
  g_assert_cmpstr (picture->type, ==, "image/png");
  place_free (place);
}

/* What only later versions know works on what is there. */
static void
test_goes_on_as_one_of_today (void)
{
  Place *place = place_new_of_version_1 ();
  g_autoptr (Person) anna = person_login (place, "anna");
  g_autoptr (Person) bert = person_login (place, "bert");
  g_autofree char *choir = find_group (place, anna, "Choir");
  g_autofree char *avatar = group_path (choir, "/avatar");
  g_autoptr (GBytes) png = test_png_new (300, 0x808080);
  g_autoptr (Reply) set = ask_bytes (place, "PUT", avatar, anna->token, "image/png", png);
  g_autoptr (Reply) seen = expect (place, 200, "GET", avatar, bert->token, NULL);

  g_assert_cmpuint (set->status, ==, 200);
  g_assert_cmpstr (seen->type, ==, "image/png");
  group_remove (place, choir, anna, bert);
  expect_problem (place, 404, "not_found", "GET", avatar, bert->token, NULL);
  place_free (place);
}

static char *
read_schema (const char *folder)
{
  sqlite3 *db = open_database (folder);
  GString *schema = g_string_new (NULL);
  sqlite3_stmt *rows = NULL;

  g_assert_cmpint (sqlite3_prepare_v2 (db,
                                       "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL"
                                       " ORDER BY type, name",
                                       -1, &rows, NULL),
                   ==, SQLITE_OK);
  while (sqlite3_step (rows) == SQLITE_ROW)
    g_string_append_printf (schema, "%s\n", (const char *)sqlite3_column_text (rows, 0));
  sqlite3_finalize (rows);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
  return g_string_free (schema, FALSE);
}

/* Fails also where somebody changes a migration that people's folders have behind them. */
static void
test_has_the_tables_of_today (void)
{
  Place *old = place_new_of_version_1 ();
  Place *new = place_new ();

  place_start (new);
  g_autofree char *of_old = read_schema (old->folder);
  g_autofree char *of_new = read_schema (new->folder);
  g_assert_cmpstr (of_old, ==, of_new);
  place_free (new);
  place_free (old);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/server/old-place/keeps-everything", test_keeps_everything);
  g_test_add_func ("/server/old-place/goes-on-as-one-of-today", test_goes_on_as_one_of_today);
  g_test_add_func ("/server/old-place/has-the-tables-of-today", test_has_the_tables_of_today);
  return g_test_run ();
}
