/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test-message-watch"

#include "client/models/box-list.h"
#include "client/models/message-watch.h"
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

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name_)                                                                                 \
  g_test_add ("/message-watch/" #name_, Fixture, NULL, set_up, test_##name_, tear_down)
  ADD (from_the_outbox_into_the_stream);
  ADD (quote_reaction_and_end);
#undef ADD
  return g_test_run ();
}
