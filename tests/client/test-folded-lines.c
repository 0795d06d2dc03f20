/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test-folded-lines"

#include "client/models/message-window.h"
#include "copy-fixture.h"

#include <glib/gstdio.h>
#include <sqlite3.h>

/* This file proves which lines about a group are told as one, and that a copy of before does so. */

#define G        "group-1"
#define DAY_MS   ((gint64)24 * 60 * 60 * 1000)
#define A_MONDAY (3 * DAY_MS + DAY_MS / 2)

static ParlourMessageWindow *
open_window (CopyFixture *f)
{
  ParlourMessageWindow *window = parlour_message_window_new (f->copy, G);

  do
    barrier (f);
  while (!parlour_message_window_is_ready (window) || parlour_message_window_get_loading (window));
  return window;
}

/* The window as a text: a row a line. */
static char *
describe (CopyFixture *f)
{
  g_autoptr (ParlourMessageWindow) window = open_window (f);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (window)); i++) {
    g_autoptr (ParlourMessageItem) item = g_list_model_get_item (G_LIST_MODEL (window), i);
    GPtrArray *people = parlour_message_item_get_people (item);

    g_string_append_printf (text, "%d %s", parlour_message_item_get_notice (item),
                            parlour_message_item_get_sender_id (item));
    for (guint j = 0; people != NULL && j < people->len; j++) {
      const ParlourNoticePerson *person = g_ptr_array_index (people, j);
      g_string_append_printf (text, "%s %s%s", j > 0 ? "," : ":", person->name,
                              person->me ? " (me)" : "");
    }
    g_string_append_c (text, '\n');
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
check (CopyFixture *f, const char *wanted)
{
  g_autofree char *found = describe (f);

  g_assert_cmpstr (found, ==, wanted);
  /* What lies outside of a window is counted by blocks: all of it lies in one here. */
  g_auto (GStrv) lines = g_strsplit (wanted, "\n", -1);
  g_assert_cmpint (ask_file (f, "SELECT sum (n) FROM blocks"), ==, g_strv_length (lines) - 1);
}

/* --- which are told as one -------------------------------------------------------------------- */

static CopyFixture *
group_new (void)
{
  CopyFixture *f = copy_fixture_new ();
  g_autoptr (GPtrArray) list =
      g_ptr_array_new_with_free_func ((GDestroyNotify)parlour_conversation_unref);

  g_ptr_array_add (
      list, parlour_conversation_new (&(ParlourConversation){
                .id = G, .kind = PARLOUR_CONVERSATION_GROUP, .title = "Choir", .created_at = 1}));
  WRITE (f, parlour_copy_store_conversations_async, list, NULL);
  WRITE (f, parlour_copy_set_position_async, G, (gint64)0);
  return f;
}

static void
joins (CopyFixture *f, gint64 seq, const char *actor, const char *id, ParlourMemberRole role)
{
  g_autoptr (ParlourUser) user = make_user (id, id, id);

  apply_well (f, parlour_event_new (&(ParlourEvent){.stream = G,
                                                    .seq = seq,
                                                    .kind = PARLOUR_EVENT_MEMBER_JOINED,
                                                    .at = A_MONDAY + (seq > 8 ? DAY_MS : 0),
                                                    .actor = actor,
                                                    .member = user,
                                                    .role = role}));
}

static void
test_what_is_told_as_one (void)
{
  CopyFixture *f = group_new ();

  joins (f, 1, "anna", "anna", PARLOUR_MEMBER_OWNER);
  joins (f, 2, "bob", "bob", PARLOUR_MEMBER_MEMBER);
  joins (f, 3, NULL, "carl", PARLOUR_MEMBER_READER);
  joins (f, 4, "anna", "dora", PARLOUR_MEMBER_MEMBER);
  joins (f, 5, "anna", "emil", PARLOUR_MEMBER_ADMIN);
  joins (f, 6, "anna", "fritz", PARLOUR_MEMBER_MEMBER);
  joins (f, 7, "bob", "gero", PARLOUR_MEMBER_MEMBER);
  joins (f, 8, "bob", "hilde", PARLOUR_MEMBER_MEMBER);
  joins (f, 9, "bob", "ines", PARLOUR_MEMBER_MEMBER); /* a day later */
  check (f, "1 anna\n"
            "2 carl: bob, carl\n"
            "3 anna: dora, emil, fritz\n"
            "3 bob: gero, hilde\n"
            "3 bob\n");
  copy_fixture_free (f);
}

static void
test_what_stands_between_parts_them (void)
{
  CopyFixture *f = group_new ();

  joins (f, 1, "anna", "bob", PARLOUR_MEMBER_MEMBER);
  joins (f, 2, "anna", "carl", PARLOUR_MEMBER_MEMBER);
  apply_well (f, make_event (G, 3, ANNA));
  joins (f, 4, "anna", "dora", PARLOUR_MEMBER_MEMBER);
  check (f, "3 anna: bob, carl\n"
            "0 user-anna\n"
            "3 anna\n");
  copy_fixture_free (f);
}

/* --- a copy of before ------------------------------------------------------------------------- */

static void
put_first_schema (CopyFixture *f)
{
  g_autofree char *path = g_build_filename (f->folder, "copy.db", NULL);
  g_autofree char *sql = NULL;
  sqlite3 *file = NULL;

  g_assert_true (g_file_get_contents (COPY_SCHEMA_1, &sql, NULL, NULL));
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (sqlite3_open (path, &file), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (file, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (file), ==, SQLITE_OK);
}

static void
test_an_old_copy_tells_them_as_one (void)
{
  CopyFixture *f = copy_fixture_new ();

  copy_fixture_close (f);
  put_first_schema (f);
  copy_fixture_open (f);
  check (f, "1 user-anna\n"
            "3 user-anna: Bernd Berg, Carl, Me Myself (me)\n");
  joins (f, 5, ANNA, "dora", PARLOUR_MEMBER_MEMBER);
  check (f, "1 user-anna\n"
            "3 user-anna: Bernd Berg, Carl, Me Myself (me)\n"
            "3 user-anna\n"); /* years later */
  copy_fixture_free (f);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/copy/lines/what-is-told-as-one", test_what_is_told_as_one);
  g_test_add_func ("/copy/lines/what-stands-between-parts-them",
                   test_what_stands_between_parts_them);
  g_test_add_func ("/copy/lines/an-old-copy-tells-them-as-one", test_an_old_copy_tells_them_as_one);
  return g_test_run ();
}
