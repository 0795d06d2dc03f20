/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test-history"

#include "app/history/fresh-line.h"
#include "app/history/message-bubble.h"
#include "app/notice-bar.h"
#include "client/models/conversation-item-private.h"
#include "client/models/message-item-private.h"
#include "ui/parlour-resources.h"

#include <adwaita.h>

/* A message's row, the line of new messages, and the notice over the composer. Needs a display. */

static ParlourMessageItem *
make_message (gint64 seq, gboolean mine, gboolean deleted)
{
  const ParlourMessageRow fields = {
      .conversation = "c",
      .seq = seq,
      .client_id = "id",
      .sender = mine ? "me" : "ben",
      .sender_name = mine ? "Me" : "Ben",
      .mine = mine,
      .body = deleted ? NULL : "Hello",
      .created_at = G_GINT64_CONSTANT (1700000000000),
      .deleted_at = deleted ? 1 : 0,
      .state = mine ? PARLOUR_MESSAGE_SENT : PARLOUR_MESSAGE_RECEIVED,
  };
  g_autoptr (ParlourMessageRow) row = parlour_message_row_new (&fields);
  return parlour_message_item_new (row);
}

static ParlourConversationItem *
make_conversation (guint unread, gint64 read)
{
  const ParlourConversationRow fields = {.id = "c", .title = "Ben", .unread = unread, .read = read};
  g_autoptr (ParlourConversationRow) row = parlour_conversation_row_new (&fields);
  return parlour_conversation_item_new (row);
}

static void
append (GListStore *messages, gint64 seq, gboolean mine, gboolean deleted)
{
  g_autoptr (ParlourMessageItem) item = make_message (seq, mine, deleted);
  g_list_store_append (messages, item);
}

static gint64
find (GListStore *messages, guint unread, gint64 read, gint64 fresh)
{
  g_autoptr (ParlourConversationItem) conversation = make_conversation (unread, read);
  return parlour_fresh_line_find (G_LIST_MODEL (messages), conversation, fresh);
}

static void
test_line_stands_where_one_left_off (void)
{
  g_autoptr (GListStore) messages = g_list_store_new (PARLOUR_TYPE_MESSAGE_ITEM);
  g_assert_cmpint (find (messages, 0, 0, 7), ==, 0);
  append (messages, 11, FALSE, FALSE);
  append (messages, 12, TRUE, FALSE);
  append (messages, 13, FALSE, TRUE);
  append (messages, 14, FALSE, FALSE);
  append (messages, 15, FALSE, FALSE);
  append (messages, 0, TRUE, FALSE); /* still in the outbox */
  g_assert_cmpint (find (messages, 2, 11, 0), ==, 14);
  g_assert_cmpint (find (messages, 1, 14, 0), ==, 15);
  g_assert_cmpint (find (messages, 0, 15, 11), ==, 0);
  /* The first unread one lies above what is loaded: the line stays. */
  g_assert_cmpint (find (messages, 9, 5, 6), ==, 6);
  /* Nothing was ever read. */
  g_assert_cmpint (find (messages, 3, 0, 0), ==, 11);
}

static gboolean
shows_text (GtkWidget *widget, const char *text)
{
  if (!gtk_widget_get_visible (widget))
    return FALSE;
  if (GTK_IS_LABEL (widget) && g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    if (shows_text (child, text))
      return TRUE;
  return FALSE;
}

static void
test_line_comes_and_goes_at_a_row (void)
{
  GtkWidget *row = g_object_ref_sink (parlour_message_bubble_new ());
  ParlourMessageBubble *bubble = PARLOUR_MESSAGE_BUBBLE (row);
  g_autoptr (ParlourMessageItem) before = make_message (1, FALSE, FALSE);
  g_autoptr (ParlourMessageItem) item = make_message (2, FALSE, FALSE);
  parlour_message_bubble_bind (bubble, item, before, 2);
  g_assert_true (shows_text (row, "New messages"));
  g_assert_true (shows_text (row, "Ben")); /* a group begins below the line */
  parlour_message_bubble_set_first_unread (bubble, 0);
  g_assert_false (shows_text (row, "New messages"));
  g_assert_false (shows_text (row, "Ben"));
  parlour_message_bubble_unbind (bubble);
  parlour_message_bubble_set_first_unread (bubble, 2); /* in the pool: nothing to show */
  g_assert_false (shows_text (row, "New messages"));
  g_object_unref (row);
}

static ParlourMessageRow *
make_row_of (const char *sender_name)
{
  const ParlourMessageRow fields = {
      .conversation = "c",
      .seq = 1,
      .client_id = "id",
      .sender = "ben",
      .sender_name = sender_name,
      .body = "Hello",
      .created_at = G_GINT64_CONSTANT (1700000000000),
      .state = PARLOUR_MESSAGE_RECEIVED,
  };
  return parlour_message_row_new (&fields);
}

static void
test_a_new_name_stands_over_old_messages (void)
{
  GtkWidget *row = g_object_ref_sink (parlour_message_bubble_new ());
  g_autoptr (ParlourMessageRow) before = make_row_of ("Ben");
  g_autoptr (ParlourMessageRow) after = make_row_of ("Benedict");
  g_autoptr (ParlourMessageItem) item = parlour_message_item_new (before);
  parlour_message_bubble_bind (PARLOUR_MESSAGE_BUBBLE (row), item, NULL, 0);
  g_assert_true (shows_text (row, "Ben"));
  parlour_message_item_set_row (item, after);
  g_assert_true (shows_text (row, "Benedict"));
  g_assert_false (shows_text (row, "Ben"));
  g_object_unref (row);
}

static void
count_cb (guint *count)
{
  (*count)++;
}

static GtkGesture *
find_long_press (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);
    if (GTK_IS_GESTURE_LONG_PRESS (controller))
      return GTK_GESTURE (controller); /* the widget holds it */
  }
  return NULL;
}

static void
test_long_press_asks_for_the_menu (void)
{
  GtkWidget *row = g_object_ref_sink (parlour_message_bubble_new ());
  g_autoptr (ParlourMessageItem) item = make_message (1, FALSE, FALSE);
  GtkGesture *press = find_long_press (row);
  guint menus = 0;
  g_assert_nonnull (press);
  g_signal_connect_swapped (row, "menu", G_CALLBACK (count_cb), &menus);
  g_signal_emit_by_name (press, "pressed", 5.0, 5.0);
  g_assert_cmpuint (menus, ==, 0); /* nothing is bound */
  parlour_message_bubble_bind (PARLOUR_MESSAGE_BUBBLE (row), item, NULL, 0);
  g_signal_emit_by_name (press, "pressed", 5.0, 5.0);
  g_assert_cmpuint (menus, ==, 1);
  g_object_unref (row);
}

/* A line that tells of @n people; of one it has none beside the person. */
static ParlourMessageItem *
make_line (guint n)
{
  g_autoptr (GPtrArray) people =
      g_ptr_array_new_with_free_func ((GDestroyNotify)parlour_notice_person_free);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (people,
                     parlour_notice_person_new (&(ParlourNoticePerson){.id = "x", .name = "Cem"}));
  const ParlourMessageRow fields = {
      .conversation = "c",
      .seq = 2,
      .notice = PARLOUR_NOTICE_ADDED,
      .mine = TRUE,
      .person_name = "Ben",
      .people = n > 1 ? people : NULL,
  };
  g_autoptr (ParlourMessageRow) row = parlour_message_row_new (&fields);
  return parlour_message_item_new (row);
}

static GtkWidget *
find_shown_button (GtkWidget *row)
{
  for (GtkWidget *child = gtk_widget_get_first_child (row); child;
       child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_BUTTON (child) && gtk_widget_get_visible (child))
      return child;
  return NULL;
}

static void
test_line_of_several_shows_who_they_were (void)
{
  GtkWidget *row = g_object_ref_sink (parlour_message_bubble_new ());
  g_autoptr (ParlourMessageItem) one = make_line (1);
  g_autoptr (ParlourMessageItem) several = make_line (3);
  parlour_message_bubble_bind (PARLOUR_MESSAGE_BUBBLE (row), one, NULL, 0);
  g_assert_true (shows_text (row, "You added Ben"));
  g_assert_null (find_shown_button (row));
  parlour_message_bubble_bind (PARLOUR_MESSAGE_BUBBLE (row), several, NULL, 0);
  g_assert_true (shows_text (row, "You added Cem, Cem and 1 other"));
  g_assert_false (shows_text (row, "You added Ben"));
  GtkWidget *button = find_shown_button (row);
  g_assert_nonnull (button);
  g_assert_cmpstr (gtk_actionable_get_action_name (GTK_ACTIONABLE (button)), ==, "win.show-people");
  parlour_message_bubble_bind (PARLOUR_MESSAGE_BUBBLE (row), one, NULL, 0);
  g_assert_null (find_shown_button (row));
  g_object_unref (row);
}

/* Whether anything in it is drawn with a line around it. */
static gboolean
is_outlined (GtkWidget *row)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (row);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  gdk_paintable_snapshot (paintable, GDK_SNAPSHOT (snapshot), gtk_widget_get_width (row),
                          gtk_widget_get_height (row));
  g_autoptr (GskRenderNode) node = gtk_snapshot_free_to_node (snapshot);
  g_autoptr (GBytes) drawn = node ? gsk_render_node_serialize (node) : NULL;
  return drawn && g_strstr_len (g_bytes_get_data (drawn, NULL), (gssize)g_bytes_get_size (drawn),
                                "border {") != NULL;
}

static void
wait_until_drawn (GtkWidget *row)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (row);
  gint64 end = g_get_monotonic_time () + 20 * G_TIME_SPAN_SECOND;
  guint drawn = 0;
  g_signal_connect_swapped (paintable, "invalidate-contents", G_CALLBACK (count_cb), &drawn);
  gtk_widget_queue_draw (row);
  while (drawn == 0 && g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpuint (drawn, >, 0);
}

static void
test_keyboard_is_seen_at_a_row (void)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();
  g_autoptr (ParlourMessageItem) item = make_message (1, FALSE, FALSE);
  GtkWidget *window = gtk_window_new ();
  GtkWidget *row = parlour_message_bubble_new ();
  gtk_css_provider_load_from_resource (provider, "/im/parlour/Parlour/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  parlour_message_bubble_bind (PARLOUR_MESSAGE_BUBBLE (row), item, NULL, 0);
  gtk_window_set_child (GTK_WINDOW (window), row);
  gtk_widget_set_visible (window, TRUE);
  wait_until_drawn (row);
  g_assert_false (is_outlined (row));
  gtk_widget_set_state_flags (row, GTK_STATE_FLAG_FOCUSED | GTK_STATE_FLAG_FOCUS_VISIBLE, FALSE);
  wait_until_drawn (row);
  g_assert_true (is_outlined (row));
  gtk_window_destroy (GTK_WINDOW (window));
  gtk_style_context_remove_provider_for_display (gdk_display_get_default (),
                                                 GTK_STYLE_PROVIDER (provider));
}

typedef struct {
  guint taken;
  guint over;
} Ends;

static void
end_cb (gboolean taken, gpointer data)
{
  Ends *ends = data;
  if (taken)
    ends->taken++;
  else
    ends->over++;
}

static void
test_notice_ends_each_offer_once (void)
{
  ParlourNoticeBar *notice = g_object_ref_sink (g_object_new (PARLOUR_TYPE_NOTICE_BAR, NULL));
  Ends first = {0};
  Ends second = {0};
  parlour_notice_bar_offer (notice, "One gone", "_Undo", end_cb, &first);
  parlour_notice_bar_offer (notice, "Two gone", "_Undo", end_cb, &first);
  g_assert_cmpuint (first.taken + first.over, ==, 0);
  parlour_notice_bar_tell (notice, "Copied");
  g_assert_true (shows_text (GTK_WIDGET (notice), "Copied"));
  g_assert_cmpuint (first.taken + first.over, ==, 0); /* it comes back when that is said */
  parlour_notice_bar_offer (notice, "Another gone", "_Undo", end_cb, &second);
  g_assert_cmpuint (first.over, ==, 1);
  parlour_notice_bar_close (notice);
  parlour_notice_bar_close (notice);
  g_assert_cmpuint (second.over, ==, 1);
  parlour_notice_bar_offer (notice, "Last", "_Undo", end_cb, &second);
  g_object_unref (notice);
  g_assert_cmpuint (second.over, ==, 2);
  g_assert_cmpuint (first.over + first.taken + second.taken, ==, 1);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  parlour_register_resource ();
  g_test_add_func ("/history/line-stands-where-one-left-off", test_line_stands_where_one_left_off);
  g_test_add_func ("/history/line-comes-and-goes-at-a-row", test_line_comes_and_goes_at_a_row);
  g_test_add_func ("/history/a-new-name-stands-over-old-messages",
                   test_a_new_name_stands_over_old_messages);
  g_test_add_func ("/history/long-press-asks-for-the-menu", test_long_press_asks_for_the_menu);
  g_test_add_func ("/history/line-of-several-shows-who-they-were",
                   test_line_of_several_shows_who_they_were);
  g_test_add_func ("/history/keyboard-is-seen-at-a-row", test_keyboard_is_seen_at_a_row);
  g_test_add_func ("/notice/ends-each-offer-once", test_notice_ends_each_offer_once);
  return g_test_run ();
}
