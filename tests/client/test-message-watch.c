/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test-message-watch"

#include "client/cache/copy-pending.h"
#include "client/models/box-list.h"
#include "client/models/message-watch.h"
#include "client/models/message-window.h"
#include "copy-fixture.h"

/* This file proves that a message on its own is what it now is, whatever list it came from. */

#define C "conversation-1"

typedef struct {
  CopyFixture *copy;
  ParlourBoxList *sent;
  ParlourBoxList *received;
} Fixture;

static void
settle (Fixture *f)
{
  for (int i = 0; i < 4; i++)
    barrier (f->copy);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->copy = copy_fixture_new ();
  store_direct (f->copy, C, ANNA, 0, 0);
  f->sent = parlour_box_list_new (f->copy->copy, PARLOUR_BOX_SENT);
  f->received = parlour_box_list_new (f->copy->copy, PARLOUR_BOX_RECEIVED);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_assert_finalize_object (f->sent);
  g_assert_finalize_object (f->received);
  copy_fixture_free (f->copy);
}

static ParlourMessageWatch *
watch_first (Fixture *f, ParlourBoxList *list)
{
  settle (f);
  g_autoptr (ParlourMessageItem) item = g_list_model_get_item (G_LIST_MODEL (list), 0);
  g_assert_nonnull (item);
  return parlour_message_watch_new (f->copy->copy, item);
}

static void
test_from_the_outbox_into_the_stream (Fixture *f, gconstpointer data)
{
  add_outbox (f->copy, C, C "/1");
  g_autoptr (ParlourMessageWatch) watch = watch_first (f, f->sent);

  g_assert_cmpint (parlour_message_item_get_state (parlour_message_watch_get_item (watch)), ==,
                   PARLOUR_MESSAGE_WAITING);
  apply_well (f->copy, make_event (C, 1, ME));
  settle (f);
  g_assert_cmpint (parlour_message_item_get_seq (parlour_message_watch_get_item (watch)), ==, 1);
  WRITE (f->copy, parlour_copy_set_marks_async, C, ANNA, 1, 1);
  settle (f);
  g_assert_cmpint (parlour_message_item_get_state (parlour_message_watch_get_item (watch)), ==,
                   PARLOUR_MESSAGE_READ);
}

static void
test_quote_reaction_and_end (Fixture *f, gconstpointer data)
{
  g_autoptr (ParlourMessage) answer = make_message (C, 2, ANNA);
  g_autoptr (GPtrArray) page = g_ptr_array_new ();

  answer->reply_to = 1;
  g_ptr_array_add (page, answer);
  WRITE (f->copy, parlour_copy_store_page_async, C, page, NULL, 2, 2);
  g_autoptr (ParlourMessageWatch) watch = watch_first (f, f->received);
  settle (f);
  g_assert_true (parlour_message_watch_get_ready (watch));
  ParlourMessageItem *item = parlour_message_watch_get_item (watch);
  g_assert_null (parlour_message_item_get_reply_text (item));
  apply_well (f->copy, make_event (C, 1, ME)); /* what it quotes */
  settle (f);
  g_assert_true (parlour_message_watch_get_item (watch) == item);
  g_assert_cmpstr (parlour_message_item_get_reply_text (item), ==, "body 1");
  /* In another filter's list it is not there any more. */
  parlour_box_list_set_filter (f->received, PARLOUR_BOX_FILTER_TITLED);
  WRITE (f->copy, parlour_copy_wish_async,
         &(ParlourWish){
             .kind = PARLOUR_WISH_STAR, .conversation = C, .seq = 2, .key = "", .value = "1"});
  settle (f);
  g_assert_true (parlour_message_item_get_starred (item));
  WRITE (f->copy, parlour_copy_hide_async, C, 2);
  settle (f);
  g_assert_null (parlour_message_watch_get_item (watch));
  WRITE (f->copy, parlour_copy_hide_undo_async, C, 2);
  settle (f);
  g_assert_nonnull (parlour_message_watch_get_item (watch));
}

/* --- what is quoted and not held ---------------------------------------------------------------
 */

static void
stored_cb (GObject *source, GAsyncResult *result, gpointer task)
{
  g_assert_true (parlour_copy_write_finish (PARLOUR_COPY (source), result, NULL));
  g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

/* A server that has what stands around every number. */
static void
server_fetcher (ParlourCopy *copy,
                const char *conversation,
                ParlourFetchKind kind,
                gint64 seq,
                GTask *task,
                gpointer n_asked)
{
  g_autoptr (GPtrArray) page =
      g_ptr_array_new_with_free_func ((GDestroyNotify)parlour_message_unref);

  (*(guint *)n_asked)++;
  g_assert_cmpint (kind, ==, PARLOUR_FETCH_AROUND);
  g_ptr_array_add (page, make_message (conversation, seq, ANNA));
  parlour_copy_store_page_async (copy, conversation, page, NULL, seq, seq, stored_cb, task);
}

static void
store_answers (Fixture *f, gint64 quoted)
{
  g_autoptr (GPtrArray) page =
      g_ptr_array_new_with_free_func ((GDestroyNotify)parlour_message_unref);

  store_direct (f->copy, C, ANNA, 300, 300);
  for (gint64 seq = 201; seq <= 299; seq++) {
    ParlourMessage *message = make_message (C, seq, ANNA);
    message->reply_to = seq >= 298 ? quoted + (seq - 298) : 0;
    g_ptr_array_add (page, message);
  }
  WRITE (f->copy, parlour_copy_store_page_async, C, page, NULL, 201, 299);
}

static ParlourMessageItem *
find (ParlourMessageWindow *window, gint64 seq)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (window)); i++) {
    g_autoptr (ParlourMessageItem) item = g_list_model_get_item (G_LIST_MODEL (window), i);
    if (parlour_message_item_get_seq (item) == seq)
      return item; /* the window holds it */
  }
  return NULL;
}

static void
test_a_window_fetches_what_is_quoted (Fixture *f, gconstpointer data)
{
  guint n_asked = 0;

  store_answers (f, 7);
  parlour_copy_set_fetcher (f->copy->copy, server_fetcher, &n_asked);
  ParlourMessageWindow *window = parlour_message_window_new (f->copy->copy, C);
  for (int i = 0; i < 4; i++)
    settle (f);
  g_assert_cmpstr (parlour_message_item_get_reply_text (find (window, 298)), ==, "body 7");
  g_assert_cmpstr (parlour_message_item_get_reply_text (find (window, 299)), ==, "body 8");
  g_assert_cmpuint (n_asked, ==, 2);
  g_assert_finalize_object (window);
  parlour_copy_set_fetcher (f->copy->copy, NULL, NULL);
}

static void
test_one_message_fetches_what_it_quotes (Fixture *f, gconstpointer data)
{
  guint n_asked = 0;

  store_answers (f, 7);
  parlour_copy_set_fetcher (f->copy->copy, server_fetcher, &n_asked);
  g_autoptr (ParlourMessageWatch) watch =
      parlour_message_watch_new_for_place (f->copy->copy, C, 299);
  for (int i = 0; i < 4; i++)
    settle (f);
  g_assert_cmpstr (parlour_message_item_get_reply_text (parlour_message_watch_get_item (watch)), ==,
                   "body 8");
  g_assert_cmpuint (n_asked, ==, 1);
  parlour_copy_set_fetcher (f->copy->copy, NULL, NULL);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name_)                                                                                 \
  g_test_add ("/message-watch/" #name_, Fixture, NULL, set_up, test_##name_, tear_down)
  ADD (from_the_outbox_into_the_stream);
  ADD (quote_reaction_and_end);
  ADD (a_window_fetches_what_is_quoted);
  ADD (one_message_fetches_what_it_quotes);
#undef ADD
  return g_test_run ();
}
