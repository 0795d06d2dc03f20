/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test"

#include "support-pair.h"
#include "test-png.h"

#include "db/connection.h"

#include <string.h>

/* Walks the table in data/api/README.md: each column that people and messages are known by is in
 * the database, told by the call that the table names, and exported with the same value. The path
 * of the table is this program's argument. */

enum { WHAT, KEPT, CALL, TOLD, KIND, EXPORTED, SHOWN, N_CELLS };

/* Every column of the table has a value for anna. */
static void
live (Pair *f)
{
  g_autofree char *settings = pair_path (f, "/settings");
  g_autofree char *first = pair_path (f, "/messages/1");
  g_autofree char *read = pair_path (f, "/read");
  g_autoptr (GBytes) png = test_png_new (32, 0x336699);

  reply_free (expect (f->place, 200, "PATCH", "/api/v1/me", f->anna->token,
                      "{\"given_name\":\"Anna\",\"family_name\":\"Blume\","
                      "\"email\":\"anna@example.org\",\"status_text\":\"In the garden\"}"));
  reply_free (ask_bytes (f->place, "PUT", "/api/v1/me/avatar", f->anna->token, "image/png", png));
  reply_free (expect (f->place, 200, "PATCH", first, f->anna->token,
                      "{\"subject\":\"Beans\",\"body\":\"Are they ripe?\"}"));
  reply_free (expect (f->place, 200, "PATCH", settings, f->anna->token, "{\"archived\":true}"));
  reply_free (expect (f->place, 204, "POST", read, f->bert->token, "{\"seq\":1}"));
}

/* Returns: (transfer none) (nullable): what stands at a path as "items.0.subject". */
static JsonNode *
look (JsonNode *node, const char *path)
{
  g_auto (GStrv) names = g_strsplit (path, ".", -1);

  for (char **name = names; node != NULL && *name != NULL; name++) {
    if (JSON_NODE_HOLDS_OBJECT (node))
      node = json_object_get_member (json_node_get_object (node), *name);
    else if (JSON_NODE_HOLDS_ARRAY (node))
      node = json_array_get_element (json_node_get_array (node),
                                     (guint)g_ascii_strtoull (*name, NULL, 10));
    else
      node = NULL;
  }
  return node;
}

static JsonNode *
look_in (JsonObject *object, const char *path)
{
  g_autoptr (JsonNode) root = json_node_init_object (json_node_alloc (), object);
  JsonNode *found = look (root, path);

  return found != NULL ? json_node_copy (found) : NULL;
}

static JsonNode *
ask_for (Pair *f, const char *call, const char *member)
{
  g_auto (GStrv) words = g_strsplit (call, " ", 2);
  g_autoptr (GString) path = g_string_new (words[1]);

  g_string_replace (path, "{c}", f->conversation, 0);
  g_string_prepend (path, "/api/v1");
  g_autoptr (Reply) reply = expect (f->place, 200, words[0], path->str, f->anna->token, NULL);
  return look_in (reply->json, member);
}

/* Of the first item of that kind. */
static JsonNode *
find_exported (Reply *export, const char *kind, const char *member)
{
  for (guint i = 0; i < n_items (export); i++)
    if (g_str_equal (member_string (item (export, i), "kind"), kind))
      return look_in (item (export, i), member);
  return NULL;
}

static char *
cell_text (const char *cell)
{
  char *text = g_strstrip (g_strdup (cell));

  if (*text == '`') {
    memmove (text, text + 1, strlen (text));
    text[strlen (text) - 1] = '\0';
  }
  return text;
}

/* @column: "users.email" */
static void
check_kept (Pair *f, const char *column)
{
  g_auto (GStrv) names = g_strsplit (column, ".", 2);
  g_autofree char *path = g_build_filename (f->place->folder, "parlour.db", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourDb) db = parlour_db_open (path, PARLOUR_DB_READ_ONLY, &error);
  gint64 there = 0;

  g_assert_no_error (error);
  parlour_db_query_int (db, &there, &error,
                        "SELECT count (*) FROM pragma_table_info (?1) WHERE name = ?2", "ss",
                        names[0], names[1]);
  g_assert_no_error (error);
  g_assert_cmpint (there, ==, 1);
}

static void
check_row (Pair *f, Reply *export, char **cells)
{
  char *texts[N_CELLS + 1] = {NULL};

  for (guint i = 0; i < N_CELLS; i++)
    texts[i] = cell_text (cells[i + 1]);
  g_test_message ("%s", texts[WHAT]);
  g_autoptr (JsonNode) told = ask_for (f, texts[CALL], texts[TOLD]);
  g_autoptr (JsonNode) exported = find_exported (export, texts[KIND], texts[EXPORTED]);
  g_assert_nonnull (told);
  g_assert_nonnull (exported);
  g_assert_false (JSON_NODE_HOLDS_NULL (told));
  g_assert_true (json_node_equal (told, exported));
  g_assert_cmpstr (texts[SHOWN], !=, "");
  check_kept (f, texts[KEPT]);
  for (guint i = 0; i < N_CELLS; i++)
    g_free (texts[i]);
}

static gboolean
is_row (char **cells)
{
  return g_strv_length (cells) == N_CELLS + 2 && strchr (cells[KEPT + 1], '`') != NULL;
}

static void
test_table (Pair *f, gconstpointer data)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  guint n = 0;

  g_file_get_contents (data, &text, NULL, &error);
  g_assert_no_error (error);
  live (f);
  g_autoptr (Reply) export =
      expect (f->place, 200, "GET", "/api/v1/export?limit=200", f->anna->token, NULL);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line != NULL; line++) {
    g_auto (GStrv) cells = g_strsplit (*line, "|", -1);
    if (!is_row (cells))
      continue;
    check_row (f, export, cells);
    n++;
  }
  g_assert_cmpuint (n, >=, 20);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  g_test_add ("/server/rows/table", Pair, argv[1], pair_set_up, test_table, pair_tear_down);
  return g_test_run ();
}
