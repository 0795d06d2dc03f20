/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test-models-lists"

#include "client/cache/copy-pending.h"
#include "client/models/box-list.h"
#include "client/models/conversation-list.h"
#include "client/models/list-change.h"
#include "client/models/message-window.h"
#include "copy-fixture.h"
#include "shadow-list.h"

#include <sqlite3.h>

/* This file proves the smallest changes of lists, the order of conversations, the boxes, and that
 * a window over a long history reads no more than one over a short one. */

#define C "conversation-1"
#define D "conversation-2"

/* --- the smallest change -----------------------------------------------------------------------
 */

#define PLAIN_TYPE (plain_get_type ())
G_DECLARE_FINAL_TYPE (Plain, plain, TEST, PLAIN, GObject)

struct _Plain {
  GObject parent_instance;
  GPtrArray *items;
};

static guint
plain_get_n_items (GListModel *model)
{
  return TEST_PLAIN (model)->items->len;
}

static gpointer
plain_get_item (GListModel *model, guint position)
{
  GPtrArray *items = TEST_PLAIN (model)->items;

  return position < items->len ? g_object_ref (g_ptr_array_index (items, position)) : NULL;
}

static void
plain_list_init (GListModelInterface *iface)
{
  iface->get_n_items = plain_get_n_items;
  iface->get_item = plain_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (Plain,
                               plain,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, plain_list_init))

static void
plain_finalize (GObject *object)
{
  g_ptr_array_unref (TEST_PLAIN (object)->items);
  G_OBJECT_CLASS (plain_parent_class)->finalize (object);
}

static void
plain_class_init (PlainClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = plain_finalize;
}

static void
plain_init (Plain *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
}

/* The length of the longest common subsequence, the slow way. */
static guint
common (GPtrArray *a, GPtrArray *b)
{
  g_autofree guint *table = g_new0 (guint, (a->len + 1) * (b->len + 1));
  guint width = b->len + 1;

  for (guint i = 1; i <= a->len; i++)
    for (guint j = 1; j <= b->len; j++) {
      guint diagonal = table[(i - 1) * width + j - 1] + 1;
      guint beside = MAX (table[(i - 1) * width + j], table[i * width + j - 1]);

      table[i * width + j] =
          g_ptr_array_index (a, i - 1) == g_ptr_array_index (b, j - 1) ? diagonal : beside;
    }
  return table[a->len * width + b->len];
}

static GPtrArray *
pick (GPtrArray *from)
{
  GPtrArray *picked = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < from->len; i++)
    if (g_test_rand_int_range (0, 3) > 0)
      g_ptr_array_insert (picked,
                          g_test_rand_int_range (0, 6) == 0
                              ? g_test_rand_int_range (0, (gint32)picked->len + 1)
                              : (int)picked->len,
                          g_object_ref (g_ptr_array_index (from, i)));
  return picked;
}

static void
test_list_change (void)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);
  Plain *plain = g_object_new (PLAIN_TYPE, NULL);
  ShadowList *shadow = shadow_list_new (G_LIST_MODEL (plain));

  for (int i = 0; i < 40; i++)
    g_ptr_array_add (all, g_object_new (G_TYPE_OBJECT, NULL));
  for (int round = 0; round < 2000; round++) {
    g_autoptr (GPtrArray) wanted = pick (all);
    guint stay = common (plain->items, wanted);
    guint before = plain->items->len;

    shadow_list_reset (shadow);
    parlour_list_change (G_LIST_MODEL (plain), plain->items, wanted);
    shadow_list_check (shadow);
    g_assert_cmpuint (plain->items->len, ==, wanted->len);
    for (guint i = 0; i < wanted->len; i++)
      g_assert_true (g_ptr_array_index (wanted, i) == g_ptr_array_index (plain->items, i));
    g_assert_cmpuint (shadow->removed, ==, before - stay);
    g_assert_cmpuint (shadow->added, ==, wanted->len - stay);
  }
  shadow_list_free (shadow);
  g_assert_finalize_object (plain);
}

/* --- conversations -----------------------------------------------------------------------------
 */

static void
settle (CopyFixture *f)
{
  for (int i = 0; i < 4; i++)
    barrier (f);
}

static void
assert_order (ParlourConversationList *list, const char *expected)
{
  g_autoptr (GString) order = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++) {
    g_autoptr (ParlourConversationItem) item = g_list_model_get_item (G_LIST_MODEL (list), i);

    g_string_append (order, parlour_conversation_item_get_id (item));
  }
  g_assert_cmpstr (order->str, ==, expected);
}

static void
store_pinned (CopyFixture *f, const char *id)
{
  g_autoptr (GPtrArray) list =
      g_ptr_array_new_with_free_func ((GDestroyNotify)parlour_conversation_unref);

  g_ptr_array_add (list, parlour_conversation_new (&(ParlourConversation){
                             .id = id,
                             .kind = PARLOUR_CONVERSATION_GROUP,
                             .title = "Pinned",
                             .created_at = 1,
                             .pinned = TRUE,
                         }));
  WRITE (f, parlour_copy_store_conversations_async, list, NULL);
}

static void
test_conversations (void)
{
  CopyFixture *f = copy_fixture_new ();
  ParlourConversationList *list = parlour_conversation_list_new (f->copy);
  ShadowList *shadow = shadow_list_new (G_LIST_MODEL (list));
  ParlourConversationItem *a;

  store_direct (f, "a", ANNA, 0, 0);
  store_direct (f, "b", BERND, 0, 0);
  apply_well (f, make_event ("a", 1, ANNA));
  apply_well (f, make_event ("b", 1, BERND));
  apply_well (f, make_event ("b", 2, BERND));
  settle (f);
  assert_order (list, "ba");
  a = parlour_conversation_list_find (list, "a");
  g_assert_cmpstr (parlour_conversation_item_get_title (a), ==, "Anna Álvarez");
  g_assert_cmpstr (parlour_conversation_item_get_last_text (a), ==, "body 1");
  g_assert_cmpuint (parlour_conversation_list_get_unread (list), ==, 2);
  /* The last line is what waits, in its state; the draft shows. */
  apply_well (f, make_event ("a", 2, ME));
  apply_well (f, make_event ("a", 3, ANNA));
  add_outbox (f, "a", "waits");
  write_draft (f, "a", "more to say");
  settle (f);
  assert_order (list, "ab");
  g_assert_true (parlour_conversation_list_find (list, "a") == a);
  g_assert_cmpstr (parlour_conversation_item_get_last_text (a), ==, "waits");
  g_assert_cmpint (parlour_conversation_item_get_last_state (a), ==, PARLOUR_MESSAGE_WAITING);
  g_assert_cmpstr (parlour_conversation_item_get_draft (a), ==, "more to say");
  /* A hidden last message is not the last one. */
  WRITE (f, parlour_copy_outbox_discard_async, "waits");
  WRITE (f, parlour_copy_hide_async, "a", 3);
  WRITE (f, parlour_copy_set_marks_async, "a", ANNA, 0, 2);
  settle (f);
  g_assert_cmpstr (parlour_conversation_item_get_last_text (a), ==, "body 2");
  g_assert_true (parlour_conversation_item_get_last_mine (a));
  g_assert_cmpint (parlour_conversation_item_get_last_state (a), ==, PARLOUR_MESSAGE_DELIVERED);
  store_pinned (f, "p");
  settle (f);
  assert_order (list, "pab");
  apply_well (f, make_inbox_event (1, PARLOUR_EVENT_CONVERSATION_REMOVED, "a", 0));
  settle (f);
  assert_order (list, "pb");
  shadow_list_check (shadow);
  shadow_list_free (shadow);
  g_assert_finalize_object (list);
  copy_fixture_free (f);
}

/* --- boxes -------------------------------------------------------------------------------------
 */

static void
assert_box (ParlourBoxList *list, const char *expected)
{
  g_autoptr (GString) rows = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++) {
    g_autoptr (ParlourMessageItem) item = g_list_model_get_item (G_LIST_MODEL (list), i);
    const char *conversation = parlour_message_item_get_conversation (item);

    g_string_append_printf (rows, "%s%s%" G_GINT64_FORMAT "%s", i > 0 ? " " : "",
                            conversation != NULL ? conversation : "?",
                            parlour_message_item_get_seq (item),
                            parlour_message_item_get_unread (item) ? "*" : "");
  }
  g_assert_cmpstr (rows->str, ==, expected);
}

static void
test_boxes (void)
{
  CopyFixture *f = copy_fixture_new ();
  ParlourBoxList *received = parlour_box_list_new (f->copy, PARLOUR_BOX_RECEIVED);
  ParlourBoxList *sent = parlour_box_list_new (f->copy, PARLOUR_BOX_SENT);
  ShadowList *shadow = shadow_list_new (G_LIST_MODEL (received));
  ParlourMessageItem *item;

  store_direct (f, "a", ANNA, 0, 0);
  store_direct (f, "b", BERND, 0, 0);
  apply_well (f, make_event ("a", 1, ANNA));
  apply_well (f, make_event ("b", 1, BERND));
  apply_well (f, make_event ("b", 2, BERND));
  apply_well (f, make_event ("a", 2, ME));
  apply_well (f, make_event ("a", 3, ANNA));
  settle (f);
  assert_box (received, "a3* b2* b1* a1*");
  assert_box (sent, "a2");
  g_assert_true (parlour_box_list_get_complete (received));
  WRITE (f, parlour_copy_mark_read_async, "b", 1);
  WRITE (f, parlour_copy_hide_async, "a", 3);
  settle (f);
  assert_box (received, "b2* b1 a1*");
  WRITE (f, parlour_copy_hide_undo_async, "a", 3);
  settle (f);
  assert_box (received, "a3* b2* b1 a1*");
  /* What waits stands on top, and is the same object when it was sent. */
  add_outbox (f, "b", "b/3");
  settle (f);
  assert_box (sent, "b0 a2");
  item = g_list_model_get_item (G_LIST_MODEL (sent), 0);
  g_assert_cmpstr (parlour_message_item_get_peer_name (item), ==, "Bernd Berg");
  apply_well (f, make_event ("b", 3, ME));
  settle (f);
  assert_box (sent, "b3 a2");
  g_assert_cmpint (parlour_message_item_get_seq (item), ==, 3);
  g_object_unref (item);
  shadow_list_check (shadow);
  shadow_list_free (shadow);
  g_assert_finalize_object (received);
  g_assert_finalize_object (sent);
  copy_fixture_free (f);
}

static void
test_box_pages (void)
{
  CopyFixture *f = copy_fixture_new ();
  ParlourBoxList *received;
  GListModel *model;
  gint64 last = G_MAXINT64;

  store_direct (f, C, ANNA, 300, 0);
  store_direct (f, D, BERND, 300, 0);
  store_history (f, C, 1, 300);
  store_history (f, D, 150, 300);
  received = parlour_box_list_new (f->copy, PARLOUR_BOX_RECEIVED);
  model = G_LIST_MODEL (received);
  settle (f);
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 50);
  /* What is filled in far below waits until somebody scrolls there. */
  store_history (f, D, 1, 149);
  settle (f);
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 50);
  for (int i = 0; i < 20 && !parlour_box_list_get_complete (received); i++) {
    parlour_box_list_load_more (received);
    settle (f);
  }
  g_assert_cmpuint (g_list_model_get_n_items (model), ==,
                    ask_file (f, "SELECT count (*) FROM messages WHERE mine = 0"));
  for (guint i = 0; i < g_list_model_get_n_items (model); i++) {
    g_autoptr (ParlourMessageItem) item = g_list_model_get_item (model, i);

    g_assert_cmpint (parlour_message_item_get_created_at (item), <=, last);
    last = parlour_message_item_get_created_at (item);
  }
  g_assert_finalize_object (received);
  copy_fixture_free (f);
}

/* --- a window opens ----------------------------------------------------------------------------
 */

static void
ready_cb (ParlourMessageWindow *window, gboolean *ready)
{
  *ready = TRUE;
}

static ParlourMessageWindow *
open_window (CopyFixture *f)
{
  ParlourMessageWindow *window = parlour_message_window_new (f->copy, C);
  gboolean ready = FALSE;

  g_signal_connect (window, "ready", G_CALLBACK (ready_cb), &ready);
  wait_for (&ready);
  while (parlour_message_window_get_loading (window))
    barrier (f);
  return window;
}

static gint64
seq_at (ParlourMessageWindow *window, guint position)
{
  g_autoptr (ParlourMessageItem) item = g_list_model_get_item (G_LIST_MODEL (window), position);

  return parlour_message_item_get_seq (item);
}

static void
test_opens_at_first_unread (void)
{
  CopyFixture *f = copy_fixture_new ();
  ParlourMessageWindow *window;

  store_direct (f, C, ANNA, 500, 200);
  store_history (f, C, 1, 500);
  window = open_window (f);
  g_assert_cmpint (parlour_message_window_get_first_unread (window), ==, 202); /* 201 is mine */
  g_assert_cmpint (seq_at (window, 0), ==, 142);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (window)), ==, 121);
  g_assert_cmpuint (parlour_message_window_get_more_before (window), ==, 141);
  g_assert_cmpuint (parlour_message_window_get_more_after (window), ==, 500 - 262);
  /* It does not follow what comes, and what was unread stays so. */
  apply_well (f, make_event (C, 501, ANNA));
  WRITE (f, parlour_copy_mark_read_async, C, 501);
  settle (f);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (window)), ==, 121);
  g_assert_cmpuint (parlour_message_window_get_more_after (window), ==, 501 - 262);
  g_assert_cmpint (parlour_message_window_get_first_unread (window), ==, 202);
  g_assert_finalize_object (window);
  copy_fixture_free (f);
}

/* Offline with the place of the first unread not held: what is held is shown, and a reason. */
static void
test_opens_offline (void)
{
  CopyFixture *f = copy_fixture_new ();
  ParlourMessageWindow *window;

  store_direct (f, C, ANNA, 500, 200);
  store_history (f, C, 400, 500);
  window = open_window (f);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (window)), >, 0);
  g_assert_error (parlour_message_window_get_problem (window), G_IO_ERROR,
                  G_IO_ERROR_NOT_CONNECTED);
  g_assert_cmpuint (parlour_message_window_get_more_before (window), ==, 399);
  g_assert_finalize_object (window);
  copy_fixture_free (f);
}

static void
test_quotes (void)
{
  CopyFixture *f = copy_fixture_new ();
  ParlourMessageWindow *window;
  g_autoptr (ParlourMessageItem) item = NULL;
  const ParlourOutboxRow row = {
      .client_id = "r1", .conversation = C, .body = "because", .reply_to = 1};

  store_direct (f, C, ANNA, 0, 0);
  apply_well (f, make_event (C, 1, ANNA));
  window = open_window (f);
  add_outbox_row (f, &row);
  settle (f);
  item = g_list_model_get_item (G_LIST_MODEL (window), 1);
  g_assert_cmpstr (parlour_message_item_get_reply_text (item), ==, "body 1");
  g_assert_cmpstr (parlour_message_item_get_reply_sender (item), ==, "Anna Álvarez");
  WRITE (f, parlour_copy_hide_async, C, 1);
  settle (f);
  g_assert_null (parlour_message_item_get_reply_text (item));
  g_clear_object (&item);
  g_assert_finalize_object (window);
  copy_fixture_free (f);
}

/* --- how much is read --------------------------------------------------------------------------
 */

static int vm_steps; /* of all connections of this process, on the copy's thread */

static int
traced_cb (unsigned what, void *context, void *statement, void *detail)
{
  g_atomic_int_add (&vm_steps, sqlite3_stmt_status (statement, SQLITE_STMTSTATUS_VM_STEP, 1));
  return 0;
}

/* Called by SQLite for each connection that is opened. */
static int
trace_connection (sqlite3 *handle, const char **message, const void *api)
{
  return sqlite3_trace_v2 (handle, SQLITE_TRACE_PROFILE, traced_cb, NULL);
}

static int
steps_to_open (gint64 messages, gint64 read)
{
  CopyFixture *f = copy_fixture_new ();
  ParlourMessageWindow *window;
  ParlourBoxList *box;
  int steps;

  store_direct (f, C, ANNA, messages, read);
  for (gint64 from = 1; from < messages; from += 10000)
    store_history (f, C, from, MIN (from + 9999, messages));
  barrier (f);
  g_atomic_int_set (&vm_steps, 0);
  window = open_window (f);
  box = parlour_box_list_new (f->copy, PARLOUR_BOX_RECEIVED);
  settle (f);
  steps = g_atomic_int_get (&vm_steps);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (window)), ==,
                    read < messages ? 121 : 120);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (box)), ==, 50);
  g_assert_finalize_object (window);
  g_assert_finalize_object (box);
  copy_fixture_free (f);
  return steps;
}

static void
test_reads_are_bounded (void)
{
  int little, much, middle;

  sqlite3_auto_extension ((void (*) (void))trace_connection);
  little = steps_to_open (1000, 1000);
  much = steps_to_open (100000, 100000);
  middle = steps_to_open (100000, 50000);
  sqlite3_reset_auto_extension ();
  g_test_message ("VM steps to open: %d of 1,000; %d of 100,000; %d in the middle", little, much,
                  middle);
  g_assert_cmpint (little, >, 1000);
  g_assert_cmpint (much, <, little + 20000);
  g_assert_cmpint (middle, <, little + 20000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/models/list-change", test_list_change);
  g_test_add_func ("/models/conversations", test_conversations);
  g_test_add_func ("/models/boxes", test_boxes);
  g_test_add_func ("/models/box-pages", test_box_pages);
  g_test_add_func ("/models/window/opens-at-first-unread", test_opens_at_first_unread);
  g_test_add_func ("/models/window/opens-offline", test_opens_offline);
  g_test_add_func ("/models/window/quotes", test_quotes);
  g_test_add_func ("/models/window/reads-are-bounded", test_reads_are_bounded);
  return g_test_run ();
}
