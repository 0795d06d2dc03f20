/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test-box-filters"

#include "client/cache/copy-pending.h"
#include "client/models/box-list.h"
#include "copy-fixture.h"
#include "db/connection.h"
#include "db/statement.h"
#include "shadow-list.h"

#include <sqlite3.h>

/* This file proves what the filters of Received and Sent let through, what they do where the copy
 * lacks something, and that they read no more than they have to. */

#define C "conversation-1"
#define G "group-1"

typedef struct {
  CopyFixture *copy;
  ParlourBoxList *received;
  ShadowList *shadow;
} Fixture;

static void
settle (Fixture *f)
{
  for (int i = 0; i < 8; i++)
    barrier (f->copy);
}

static void
open_list (Fixture *f)
{
  f->received = parlour_box_list_new (f->copy->copy, PARLOUR_BOX_RECEIVED);
  f->shadow = shadow_list_new (G_LIST_MODEL (f->received));
}

static void
close_list (Fixture *f)
{
  settle (f);
  shadow_list_check (f->shadow);
  shadow_list_free (f->shadow);
  g_assert_finalize_object (f->received);
}

static void
set_up (Fixture *f, gconstpointer filter)
{
  f->copy = copy_fixture_new ();
  open_list (f);
  parlour_box_list_set_filter (f->received, (ParlourBoxFilter)GPOINTER_TO_INT (filter));
}

static void
tear_down (Fixture *f, gconstpointer filter)
{
  close_list (f);
  parlour_copy_set_box_fetcher (f->copy->copy, NULL, NULL);
  copy_fixture_free (f->copy);
}

static ParlourMessage *
write_message (
    const char *conversation, gint64 seq, const char *sender, const char *title, gint64 reply_to)
{
  g_autofree char *client_id = g_strdup_printf ("%s/%" G_GINT64_FORMAT, conversation, seq);

  return parlour_message_new (&(ParlourMessage){
      .conversation = conversation,
      .seq = seq,
      .rev = seq,
      .sender = sender,
      .client_id = client_id,
      .subject = title,
      .body = "body",
      .reply_to = reply_to,
      .created_at = 1000 * seq,
  });
}

static void
hear (Fixture *f,
      const char *conversation,
      gint64 seq,
      const char *sender,
      const char *title,
      gint64 reply_to)
{
  g_autoptr (ParlourMessage) message = write_message (conversation, seq, sender, title, reply_to);

  apply_well (f->copy, parlour_event_new (&(ParlourEvent){.stream = conversation,
                                                          .seq = seq,
                                                          .kind = PARLOUR_EVENT_MESSAGE_CREATED,
                                                          .at = message->created_at,
                                                          .actor = sender,
                                                          .message = message}));
}

static void
store_group (Fixture *f, ParlourMemberRole role)
{
  g_autoptr (GPtrArray) list =
      g_ptr_array_new_with_free_func ((GDestroyNotify)parlour_conversation_unref);

  g_ptr_array_add (list, parlour_conversation_new (&(ParlourConversation){
                             .id = G,
                             .kind = PARLOUR_CONVERSATION_GROUP,
                             .title = "Group",
                             .created_at = 1,
                             .member_count = 3,
                             .role = role,
                         }));
  WRITE (f->copy, parlour_copy_store_conversations_async, list, NULL);
}

static void
assert_rows (Fixture *f, const char *expected)
{
  g_autoptr (GString) rows = g_string_new (NULL);
  GListModel *model = G_LIST_MODEL (f->received);

  settle (f);
  for (guint i = 0; i < g_list_model_get_n_items (model); i++) {
    g_autoptr (ParlourMessageItem) item = g_list_model_get_item (model, i);
    g_string_append_printf (rows, "%s%" G_GINT64_FORMAT, i > 0 ? " " : "",
                            parlour_message_item_get_seq (item));
  }
  g_assert_cmpstr (rows->str, ==, expected);
}

static guint
count_owed (Fixture *f)
{
  Waiter waiter = {NULL, FALSE};
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  int count;

  parlour_copy_count_owed_async (f->copy->copy, NULL, waiter_cb, &waiter);
  result = waiter_wait (&waiter);
  count = parlour_copy_count_owed_finish (f->copy->copy, result, &error);
  g_assert_no_error (error);
  return (guint)count;
}

static void
test_titled (Fixture *f, gconstpointer filter)
{
  store_direct (f->copy, C, ANNA, 0, 0);
  hear (f, C, 1, ANNA, "First", 0);
  hear (f, C, 2, ANNA, NULL, 0);
  hear (f, C, 3, ME, "Mine", 0);
  hear (f, C, 4, ANNA, "Second", 0);
  assert_rows (f, "4 1");
  parlour_box_list_set_filter (f->received, PARLOUR_BOX_FILTER_NONE);
  assert_rows (f, "4 2 1");
  g_assert_true (parlour_box_list_get_ready (f->received));
  parlour_box_list_set_filter (f->received, PARLOUR_BOX_FILTER_TITLED);
  assert_rows (f, "4 1");
}

static void
test_titled_of_sent (Fixture *f, gconstpointer filter)
{
  ParlourBoxList *sent = parlour_box_list_new (f->copy->copy, PARLOUR_BOX_SENT);
  const ParlourOutboxRow rows[] = {
      {.client_id = "a", .conversation = C, .body = "plain"},
      {.client_id = "b", .conversation = C, .subject = "Titled", .body = "text"},
  };

  parlour_box_list_set_filter (sent, PARLOUR_BOX_FILTER_TITLED);
  store_direct (f->copy, C, ANNA, 0, 0);
  hear (f, C, 1, ME, "Mine", 0);
  hear (f, C, 2, ME, NULL, 0);
  add_outbox_row (f->copy, &rows[0]);
  add_outbox_row (f->copy, &rows[1]);
  settle (f);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (sent)), ==, 2);
  g_assert_finalize_object (sent);
}

static void
test_owed_from_reading_to_answer (Fixture *f, gconstpointer filter)
{
  const ParlourOutboxRow waits = {.client_id = "w", .conversation = C, .body = "Soon"};

  store_direct (f->copy, C, ANNA, 0, 0);
  hear (f, C, 1, ANNA, "When?", 0);
  assert_rows (f, "");
  WRITE (f->copy, parlour_copy_mark_read_async, C, 1);
  assert_rows (f, "1");
  g_assert_cmpuint (count_owed (f), ==, 1);
  add_outbox_row (f->copy, &waits);
  assert_rows (f, "");
  WRITE (f->copy, parlour_copy_outbox_discard_async, "w");
  assert_rows (f, "1");
  hear (f, C, 2, ME, NULL, 0);
  assert_rows (f, "");
  g_assert_cmpuint (count_owed (f), ==, 0);
  WRITE (f->copy, parlour_copy_hide_async, C, 2);
  assert_rows (f, "1");
}

static void
test_owed_in_a_group (Fixture *f, gconstpointer filter)
{
  store_group (f, PARLOUR_MEMBER_MEMBER);
  hear (f, G, 1, ANNA, "Who comes?", 0);
  hear (f, G, 2, ANNA, "Who drives?", 0);
  WRITE (f->copy, parlour_copy_mark_read_async, G, 2);
  hear (f, G, 3, ME, NULL, 0);
  hear (f, G, 4, BERND, NULL, 1);
  assert_rows (f, "2 1");
  hear (f, G, 5, ME, NULL, 1);
  assert_rows (f, "2");
  store_group (f, PARLOUR_MEMBER_READER);
  assert_rows (f, "");
}

/* --- what the copy lacks ---------------------------------------------------------------------- */

static void
store_told (Fixture *f, gint64 seq, gboolean owed)
{
  g_autoptr (GPtrArray) messages =
      g_ptr_array_new_with_free_func ((GDestroyNotify)parlour_message_unref);

  g_ptr_array_add (messages, write_message (C, seq, ANNA, "Far back", 0));
  g_ptr_array_add (messages, write_message ("of-no-conversation", 1, ANNA, "Unknown", 0));
  WRITE (f->copy, parlour_copy_store_box_async, messages, owed);
}

/* Between 5 and 90 nothing is held: an answer may lie there. */
static void
test_owed_over_a_hole (Fixture *f, gconstpointer filter)
{
  store_direct (f->copy, C, ANNA, 90, 90);
  store_told (f, 5, FALSE);
  assert_rows (f, "");
  store_told (f, 5, TRUE);
  assert_rows (f, "5");
  hear (f, C, 91, ME, NULL, 0);
  assert_rows (f, "");
}

static void
test_what_was_told_ends_with_the_stream (Fixture *f, gconstpointer filter)
{
  store_direct (f->copy, C, ANNA, 90, 90);
  store_told (f, 5, TRUE);
  assert_rows (f, "5");
  WRITE (f->copy, parlour_copy_reset_stream_async, C);
  parlour_box_list_set_filter (f->received, PARLOUR_BOX_FILTER_NONE);
  parlour_box_list_set_filter (f->received, PARLOUR_BOX_FILTER_OWED);
  assert_rows (f, "");
}

/* A server with the titled messages 1 to 120, which gives fifty at a time. */
typedef struct {
  Fixture *f;
  guint asked;
  gboolean gone;
} Server;

static void
stored_cb (GObject *source, GAsyncResult *result, gpointer task)
{
  g_assert_true (parlour_copy_write_finish (PARLOUR_COPY (source), result, NULL));
  g_task_return_pointer (task, g_object_steal_data (task, "told"),
                         (GDestroyNotify)parlour_box_told_free);
  g_object_unref (task);
}

static void
server_fetcher (ParlourCopy *copy, const ParlourBoxQuestion *question, GTask *task, gpointer data)
{
  Server *server = data;
  gint64 below = question->before != NULL ? g_ascii_strtoll (question->before, NULL, 10) : 121;
  gint64 lowest = MAX (below - 50, 1);
  g_autoptr (GPtrArray) messages =
      g_ptr_array_new_with_free_func ((GDestroyNotify)parlour_message_unref);
  g_autofree char *next = lowest > 1 ? g_strdup_printf ("%" G_GINT64_FORMAT, lowest) : NULL;

  server->asked++;
  if (server->gone) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_CONNECTED, "gone");
    g_object_unref (task);
    return;
  }
  g_assert_cmpint (question->filter, ==, PARLOUR_BOX_FILTER_TITLED);
  for (gint64 seq = below - 1; seq >= lowest; seq--)
    g_ptr_array_add (messages, write_message (C, seq, ANNA, "Title", 0));
  g_object_set_data (G_OBJECT (task), "told", parlour_box_told_new (1000 * lowest, next));
  parlour_copy_store_box_async (copy, messages, FALSE, stored_cb, task);
}

static guint
count_rows (Fixture *f)
{
  settle (f);
  return g_list_model_get_n_items (G_LIST_MODEL (f->received));
}

/* The copy holds the top, and one far down, which is not shown before what lies between. */
static void
test_the_server_fills_the_list (Fixture *f, gconstpointer filter)
{
  Server server = {f, 0, FALSE};

  parlour_box_list_set_filter (f->received, PARLOUR_BOX_FILTER_NONE);
  store_direct (f->copy, C, ANNA, 121, 121);
  store_told (f, 3, FALSE);
  settle (f);
  parlour_copy_set_box_fetcher (f->copy->copy, server_fetcher, &server);
  parlour_box_list_set_filter (f->received, PARLOUR_BOX_FILTER_TITLED);
  g_assert_cmpuint (count_rows (f), ==, 50);
  g_assert_cmpuint (server.asked, ==, 1);
  g_assert_false (parlour_box_list_get_complete (f->received));
  parlour_box_list_load_more (f->received);
  g_assert_cmpuint (count_rows (f), ==, 100);
  parlour_box_list_load_more (f->received);
  g_assert_cmpuint (count_rows (f), ==, 120);
  g_assert_true (parlour_box_list_get_complete (f->received));
  g_assert_cmpuint (server.asked, ==, 3);
}

static void
test_without_a_server_what_is_held_shows (Fixture *f, gconstpointer filter)
{
  Server server = {f, 0, TRUE};

  parlour_copy_set_box_fetcher (f->copy->copy, server_fetcher, &server);
  store_direct (f->copy, C, ANNA, 121, 121);
  store_told (f, 3, FALSE);
  assert_rows (f, "3");
  g_assert_true (parlour_box_list_get_complete (f->received));
  g_assert_true (parlour_box_list_get_ready (f->received));
}

/* --- how much is read --------------------------------------------------------------------------
 */

#define MANY 100000

static GMutex heard_lock;
static GHashTable *heard; /* texts of statements that read messages */

static int
traced_cb (unsigned what, void *context, void *statement, void *detail)
{
  const char *sql = sqlite3_sql (statement);

  g_mutex_lock (&heard_lock);
  if (g_str_has_prefix (sql, "SELECT") && strstr (sql, "FROM messages m") != NULL)
    g_hash_table_add (heard, g_strdup (sql));
  g_mutex_unlock (&heard_lock);
  return 0;
}

/* Called by SQLite for each connection that is opened. */
static int
trace_connection (sqlite3 *handle, const char **message, const void *api)
{
  return sqlite3_trace_v2 (handle, SQLITE_TRACE_PROFILE, traced_cb, NULL);
}

/* No table is walked as a whole, and nothing is sorted. */
static void
check_plan (ParlourDb *db, const char *sql)
{
  g_autofree char *explain = g_strconcat ("EXPLAIN QUERY PLAN ", sql, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourStatement) statement = parlour_db_prepare (db, explain, &error);
  gboolean row = TRUE;

  g_assert_no_error (error);
  while (parlour_statement_step (statement, &row, &error) && row) {
    const char *step = parlour_statement_get_text (statement, 3);
    gboolean walks = g_str_has_prefix (step, "SCAN ") && strstr (step, "INDEX") == NULL &&
                     strstr (step, "SCAN o") == NULL && strstr (step, "(subquery") == NULL;
    if (walks || (strstr (sql, "BETWEEN") == NULL && strstr (step, "TEMP B-TREE") != NULL))
      g_error ("%s\n%s", step, sql);
  }
  g_assert_no_error (error);
}

/* Every tenth one has a title, every third one is mine. */
static void
fill (Fixture *f)
{
  store_direct (f->copy, C, ANNA, MANY + 1, MANY + 1);
  for (gint64 from = 1; from < MANY; from += 10000) {
    g_autoptr (GPtrArray) page =
        g_ptr_array_new_with_free_func ((GDestroyNotify)parlour_message_unref);
    for (gint64 seq = from; seq < from + 10000; seq++)
      g_ptr_array_add (page, write_message (C, seq, seq % 3 == 0 ? ME : ANNA,
                                            seq % 10 == 0 ? "Title" : NULL, 0));
    WRITE (f->copy, parlour_copy_store_page_async, C, page, NULL, from, from + 9999);
  }
}

static void
test_nothing_is_read_as_a_whole (Fixture *f, gconstpointer filter)
{
  g_autofree char *path = g_build_filename (f->copy->folder, "copy.db", NULL);
  g_autoptr (GError) error = NULL;
  GHashTableIter iter;
  gpointer sql;
  gint64 began;

  heard = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  sqlite3_auto_extension ((void (*) (void))trace_connection);
  close_list (f);
  copy_fixture_close (f->copy);
  copy_fixture_open (f->copy);
  sqlite3_reset_auto_extension ();
  fill (f);
  open_list (f);
  settle (f);
  parlour_box_list_set_filter (f->received, PARLOUR_BOX_FILTER_TITLED);
  settle (f);
  parlour_box_list_set_filter (f->received, PARLOUR_BOX_FILTER_OWED);
  settle (f);
  began = g_get_monotonic_time ();
  g_assert_cmpuint (count_owed (f), ==, 1); /* the last titled one */
  g_test_message ("to count what is owed of %d: %" G_GINT64_FORMAT " us", MANY,
                  g_get_monotonic_time () - began);
  hear (f, C, MANY + 2, ME, "An answer", 0);
  close_list (f);
  copy_fixture_close (f->copy);

  g_assert_cmpuint (g_hash_table_size (heard), >=, 6);
  g_autoptr (ParlourDb) db = parlour_db_open (path, PARLOUR_DB_READ_ONLY, &error);
  g_assert_no_error (error);
  g_hash_table_iter_init (&iter, heard);
  while (g_hash_table_iter_next (&iter, &sql, NULL))
    check_plan (db, sql);
  g_clear_pointer (&heard, g_hash_table_unref);
  copy_fixture_open (f->copy);
  open_list (f);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name_, filter_)                                                                        \
  g_test_add ("/box-filters/" #name_, Fixture, GINT_TO_POINTER (PARLOUR_BOX_FILTER_##filter_),     \
              set_up, test_##name_, tear_down)
  ADD (titled, TITLED);
  ADD (titled_of_sent, NONE);
  ADD (owed_from_reading_to_answer, OWED);
  ADD (owed_in_a_group, OWED);
  ADD (owed_over_a_hole, OWED);
  ADD (what_was_told_ends_with_the_stream, OWED);
  ADD (the_server_fills_the_list, TITLED);
  ADD (without_a_server_what_is_held_shows, TITLED);
  ADD (nothing_is_read_as_a_whole, NONE);
#undef ADD
  return g_test_run ();
}
