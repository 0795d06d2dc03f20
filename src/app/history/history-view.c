/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-history-view"

#include "app/history/history-view.h"

#include "app/history/message-menu.h"
#include "app/history/message-bubble.h"
#include "app/history/place-memory.h"
#include "app/history/read-marker.h"
#include "app/log/message-log.h"
#include "app/problem-text.h"
#include "app/template.h"

#include <glib/gi18n.h>

/* Joins the message log, which knows rows and pixels, with the window over the copy, which knows
 * messages. A jump under way belongs to the conversation that asked for it. Main thread. */

struct _ParlourHistoryView {
  GtkWidget parent_instance;
  ParlourAccount *account;
  ParlourMessageWindow *window;
  ParlourConversationItem *conversation;
  ParlourPlaceMemory *places;
  ParlourReadMarker *marker;
  GSignalGroup *window_signals;
  GSignalGroup *conversation_signals;
  GCancellable *cancellable; /* of the jump */
  gint64 wanted;             /* seq to land on once the window is ready */
  double wanted_align;       /* -1: by wanted_offset */
  int wanted_offset;
  gulong active_id;
  guint to_end_idle;
  GtkStack *stack;
  ParlourMessageLog *log;
  GtkWidget *to_end;
  GtkRevealer *to_end_revealer;
  GtkLabel *to_end_count;
  GtkRevealer *problem_revealer;
  GtkLabel *problem;
  GtkPopover *menu;
};

G_DEFINE_FINAL_TYPE (ParlourHistoryView, parlour_history_view, GTK_TYPE_WIDGET)

/* --- rows --------------------------------------------------------------------------------- */

static void
row_menu_cb (ParlourHistoryView *self, double x, double y, GtkWidget *row)
{
  g_autoptr (GMenuModel) model =
      parlour_message_menu_new (parlour_message_bubble_get_item (PARLOUR_MESSAGE_BUBBLE (row)));
  double at_x = 0;
  double at_y = 0;
  gtk_widget_translate_coordinates (row, GTK_WIDGET (self), x, y, &at_x, &at_y);
  GdkRectangle point = {(int)at_x, (int)at_y, 1, 1};
  gtk_popover_menu_set_menu_model (GTK_POPOVER_MENU (self->menu), model);
  gtk_popover_set_pointing_to (self->menu, &point);
  gtk_popover_popup (self->menu);
}

static GtkWidget *
create_row (gpointer data)
{
  GtkWidget *row = parlour_message_bubble_new ();
  g_signal_connect_object (row, "menu", G_CALLBACK (row_menu_cb), data, G_CONNECT_SWAPPED);
  return row;
}

static void
bind_row (GtkWidget *row, GObject *item, GObject *previous, GObject *next, gpointer data)
{
  ParlourHistoryView *self = data;
  gint64 first_unread = self->window ? parlour_message_window_get_first_unread (self->window) : 0;
  parlour_message_bubble_bind (PARLOUR_MESSAGE_BUBBLE (row), PARLOUR_MESSAGE_ITEM (item),
                               previous ? PARLOUR_MESSAGE_ITEM (previous) : NULL, first_unread);
}

static void
unbind_row (GtkWidget *row, gpointer data)
{
  parlour_message_bubble_unbind (PARLOUR_MESSAGE_BUBBLE (row));
}

static const ParlourMessageLogFactory row_factory = {create_row, bind_row, unbind_row};

/* --- landing on a message ----------------------------------------------------------------- */

static void
land (ParlourHistoryView *self, guint position)
{
  if (self->wanted_align < 0)
    parlour_message_log_set_anchor (self->log, position, self->wanted_offset);
  else
    parlour_message_log_scroll_to_item (self->log, position, self->wanted_align);
  self->wanted = 0;
}

static void
jumped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  guint position = 0;
  gboolean found = parlour_message_window_jump_finish (PARLOUR_MESSAGE_WINDOW (source), result,
                                                       &position, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  ParlourHistoryView *self = user_data;
  if (found)
    land (self, position);
  else
    g_debug ("Cannot jump: %s", error->message);
}

static void
jump (ParlourHistoryView *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  parlour_message_window_jump_async (self->window, self->wanted, self->cancellable, jumped_cb,
                                     self);
}

static void
to_end_jumped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  parlour_message_window_jump_finish (PARLOUR_MESSAGE_WINDOW (source), result, NULL, &error);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    parlour_message_log_scroll_to_end (PARLOUR_HISTORY_VIEW (user_data)->log, FALSE);
}

static void
want (ParlourHistoryView *self, gint64 seq, double align, int offset)
{
  self->wanted = seq;
  self->wanted_align = align;
  self->wanted_offset = offset;
}

/* --- what the window and the log tell ----------------------------------------------------- */

static void
update_counts (ParlourHistoryView *self)
{
  parlour_message_log_set_more (self->log, parlour_message_window_get_more_before (self->window),
                                parlour_message_window_get_more_after (self->window));
}

static void
update_page (ParlourHistoryView *self)
{
  const char *page = "log";
  if (!parlour_message_window_is_ready (self->window))
    page = "loading";
  else if (g_list_model_get_n_items (G_LIST_MODEL (self->window)) == 0 &&
           parlour_message_window_get_more_before (self->window) == 0)
    page = "empty";
  gtk_stack_set_visible_child_name (self->stack, page);
}

static void
update_problem (ParlourHistoryView *self)
{
  const GError *error = parlour_message_window_get_problem (self->window);
  if (error) {
    g_autofree char *text = parlour_problem_text (error);
    /* Translators: followed by the reason, a sentence */
    g_autofree char *whole = g_strdup_printf (_ ("Older messages are not here yet. %s"), text);
    gtk_label_set_text (self->problem, whole);
  }
  gtk_revealer_set_reveal_child (self->problem_revealer, error != NULL);
}

static void
update_to_end (ParlourHistoryView *self)
{
  gboolean show = self->window && !parlour_message_log_get_at_end (self->log);
  guint unread = self->conversation ? parlour_conversation_item_get_unread (self->conversation) : 0;
  g_autofree char *count = g_strdup_printf ("%u", unread);
  gtk_label_set_text (self->to_end_count, count);
  gtk_widget_set_visible (GTK_WIDGET (self->to_end_count), unread > 0);
  gtk_revealer_set_reveal_child (self->to_end_revealer, show);
  gtk_widget_set_can_target (GTK_WIDGET (self->to_end_revealer), show);
  g_autofree char *label =
      unread > 0 ? g_strdup_printf (ngettext ("To the newest message, %u new", /* 1 */
                                              "To the newest message, %u new", unread),
                                    unread)
                 : g_strdup (_ ("To the newest message"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->to_end), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
}

/* The log tells while it is laid out, when nothing may change its size. */
static gboolean
to_end_idle_cb (gpointer user_data)
{
  ParlourHistoryView *self = user_data;
  self->to_end_idle = 0;
  update_to_end (self);
  return G_SOURCE_REMOVE;
}

static void
at_end_cb (ParlourHistoryView *self)
{
  if (self->to_end_idle == 0)
    self->to_end_idle = g_idle_add (to_end_idle_cb, self);
}

static void
window_ready (ParlourHistoryView *self)
{
  gint64 first_unread = parlour_message_window_get_first_unread (self->window);
  update_counts (self);
  update_page (self);
  if (self->wanted == 0 && first_unread > 0)
    want (self, first_unread, 0.0, 0);
  if (self->wanted > 0)
    jump (self);
}

static void
near_start_cb (ParlourHistoryView *self)
{
  if (self->window && parlour_message_window_get_more_before (self->window) > 0)
    parlour_message_window_load_older (self->window);
}

static void
near_end_cb (ParlourHistoryView *self)
{
  if (self->window && parlour_message_window_get_more_after (self->window) > 0)
    parlour_message_window_load_newer (self->window);
}

static void
jump_cb (ParlourHistoryView *self, double fraction)
{
  if (!self->window)
    return;
  if (fraction >= 1.0)
    parlour_history_view_scroll_to_end (self);
  else
    parlour_message_window_jump_fraction (self->window, fraction);
}

static gint64
highest_seq (GListModel *model, guint last)
{
  for (guint i = last + 1; i > 0; i--) {
    g_autoptr (ParlourMessageItem) item = g_list_model_get_item (model, i - 1);
    if (item && parlour_message_item_get_seq (item) > 0)
      return parlour_message_item_get_seq (item);
  }
  return 0;
}

static void
visible_changed_cb (ParlourHistoryView *self, guint first, guint last)
{
  at_end_cb (self);
  if (!self->window || last == GTK_INVALID_LIST_POSITION || self->wanted > 0)
    return;
  parlour_read_marker_saw (self->marker, highest_seq (G_LIST_MODEL (self->window), last));
}

static void
window_active_cb (ParlourHistoryView *self)
{
  parlour_read_marker_check (self->marker);
}

/* --- the widget --------------------------------------------------------------------------- */

static void
leave (ParlourHistoryView *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->window && parlour_message_window_is_ready (self->window))
    parlour_place_memory_keep (self->places, parlour_message_window_get_conversation (self->window),
                               self->log);
  parlour_message_log_set_model (self->log, NULL);
  g_signal_group_set_target (self->window_signals, NULL);
  g_signal_group_set_target (self->conversation_signals, NULL);
  g_clear_object (&self->conversation);
  g_clear_object (&self->window);
  gtk_revealer_set_reveal_child (self->problem_revealer, FALSE);
}

static void
parlour_history_view_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (parlour_history_view_parent_class)->root (widget);
  PARLOUR_HISTORY_VIEW (widget)->active_id = g_signal_connect_swapped (
      gtk_widget_get_root (widget), "notify::is-active", G_CALLBACK (window_active_cb), widget);
}

static void
parlour_history_view_unroot (GtkWidget *widget)
{
  g_clear_signal_handler (&PARLOUR_HISTORY_VIEW (widget)->active_id, gtk_widget_get_root (widget));
  GTK_WIDGET_CLASS (parlour_history_view_parent_class)->unroot (widget);
}

static void
parlour_history_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (parlour_history_view_parent_class)->map (widget);
  parlour_read_marker_check (PARLOUR_HISTORY_VIEW (widget)->marker);
}

static void
parlour_history_view_dispose (GObject *object)
{
  ParlourHistoryView *self = PARLOUR_HISTORY_VIEW (object);
  if (self->log)
    leave (self);
  g_clear_handle_id (&self->to_end_idle, g_source_remove);
  g_clear_pointer (&self->marker, parlour_read_marker_free);
  g_clear_pointer (&self->places, parlour_place_memory_free);
  g_clear_object (&self->window_signals);
  g_clear_object (&self->conversation_signals);
  g_clear_object (&self->account);
  if (self->menu)
    gtk_widget_unparent (GTK_WIDGET (self->menu));
  self->menu = NULL;
  parlour_template_dispose (GTK_WIDGET (object), PARLOUR_TYPE_HISTORY_VIEW);
  self->log = NULL;
  G_OBJECT_CLASS (parlour_history_view_parent_class)->dispose (object);
}

static void
parlour_history_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  gtk_widget_size_allocate (gtk_widget_get_first_child (widget),
                            &(GtkAllocation){0, 0, width, height}, baseline);
  gtk_popover_present (PARLOUR_HISTORY_VIEW (widget)->menu);
}

static void
parlour_history_view_measure (GtkWidget *widget,
                              GtkOrientation orientation,
                              int for_size,
                              int *minimum,
                              int *natural,
                              int *minimum_baseline,
                              int *natural_baseline)
{
  gtk_widget_measure (gtk_widget_get_first_child (widget), orientation, for_size, minimum, natural,
                      NULL, NULL);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, ParlourHistoryView, stack);
  gtk_widget_class_bind_template_child (widget_class, ParlourHistoryView, log);
  gtk_widget_class_bind_template_child (widget_class, ParlourHistoryView, to_end);
  gtk_widget_class_bind_template_child (widget_class, ParlourHistoryView, to_end_revealer);
  gtk_widget_class_bind_template_child (widget_class, ParlourHistoryView, to_end_count);
  gtk_widget_class_bind_template_child (widget_class, ParlourHistoryView, problem_revealer);
  gtk_widget_class_bind_template_child (widget_class, ParlourHistoryView, problem);
  gtk_widget_class_bind_template_callback (widget_class, near_start_cb);
  gtk_widget_class_bind_template_callback (widget_class, near_end_cb);
  gtk_widget_class_bind_template_callback (widget_class, jump_cb);
  gtk_widget_class_bind_template_callback (widget_class, visible_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, at_end_cb);
}

static void
parlour_history_view_class_init (ParlourHistoryViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_history_view_dispose;
  widget_class->root = parlour_history_view_root;
  widget_class->unroot = parlour_history_view_unroot;
  widget_class->map = parlour_history_view_map;
  widget_class->measure = parlour_history_view_measure;
  widget_class->size_allocate = parlour_history_view_size_allocate;
  g_type_ensure (PARLOUR_TYPE_MESSAGE_LOG);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/im/parlour/Parlour/ui/history-view.ui");
  bind_template (widget_class);
}

static void
add_signal (GSignalGroup *group, const char *name, gpointer callback, ParlourHistoryView *self)
{
  g_signal_group_connect_swapped (group, name, callback, self);
}

static void
parlour_history_view_init (ParlourHistoryView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->places = parlour_place_memory_new ();
  self->marker = parlour_read_marker_new (GTK_WIDGET (self));
  self->menu = GTK_POPOVER (gtk_popover_menu_new_from_model (NULL));
  gtk_popover_set_has_arrow (self->menu, FALSE);
  gtk_widget_set_halign (GTK_WIDGET (self->menu), GTK_ALIGN_START);
  gtk_widget_set_parent (GTK_WIDGET (self->menu), GTK_WIDGET (self));
  parlour_message_log_set_factory (self->log, &row_factory, self, NULL);
  self->window_signals = g_signal_group_new (PARLOUR_TYPE_MESSAGE_WINDOW);
  add_signal (self->window_signals, "ready", window_ready, self);
  add_signal (self->window_signals, "items-changed", update_page, self);
  add_signal (self->window_signals, "notify::more-before", update_counts, self);
  add_signal (self->window_signals, "notify::more-after", update_counts, self);
  add_signal (self->window_signals, "notify::problem", update_problem, self);
  self->conversation_signals = g_signal_group_new (PARLOUR_TYPE_CONVERSATION_ITEM);
  add_signal (self->conversation_signals, "notify::unread", update_to_end, self);
}

static void
open_window (ParlourHistoryView *self, const char *conversation)
{
  ParlourReadingPlace place;
  self->window = parlour_account_open_messages (self->account, conversation);
  self->conversation = parlour_account_get_conversation (self->account, conversation);
  if (self->conversation)
    g_object_ref (self->conversation);
  if (self->wanted == 0 && parlour_place_memory_get (self->places, conversation, &place))
    want (self, place.seq, -1, place.offset);
  g_signal_group_set_target (self->window_signals, self->window);
  g_signal_group_set_target (self->conversation_signals, self->conversation);
  parlour_message_log_set_model (self->log, G_LIST_MODEL (self->window));
  parlour_read_marker_set_conversation (self->marker, self->account, conversation);
  update_page (self);
  update_problem (self);
  if (parlour_message_window_is_ready (self->window))
    window_ready (self);
}

void
parlour_history_view_show (ParlourHistoryView *self,
                           ParlourAccount *account,
                           const char *conversation,
                           gint64 seq)
{
  g_return_if_fail (PARLOUR_IS_HISTORY_VIEW (self));
  gboolean same =
      self->window && self->account == account &&
      g_strcmp0 (parlour_message_window_get_conversation (self->window), conversation) == 0;
  if (same && seq == 0)
    return;
  want (self, seq, 0.3, 0);
  if (same) {
    jump (self);
    return;
  }
  leave (self);
  g_set_object (&self->account, account);
  if (conversation)
    open_window (self, conversation);
  update_to_end (self);
}

ParlourMessageItem *
parlour_history_view_find (ParlourHistoryView *self, gint64 seq)
{
  g_return_val_if_fail (PARLOUR_IS_HISTORY_VIEW (self), NULL);
  GListModel *model = self->window ? G_LIST_MODEL (self->window) : NULL;
  guint n = model ? g_list_model_get_n_items (model) : 0;
  for (guint i = 0; i < n; i++) {
    g_autoptr (ParlourMessageItem) item = g_list_model_get_item (model, i);
    if (parlour_message_item_get_seq (item) == seq)
      return item; /* the model holds it */
  }
  return NULL;
}

void
parlour_history_view_scroll_to_end (ParlourHistoryView *self)
{
  g_return_if_fail (PARLOUR_IS_HISTORY_VIEW (self));
  if (!self->window)
    return;
  self->wanted = 0;
  if (parlour_message_window_get_more_after (self->window) == 0) {
    parlour_message_log_scroll_to_end (self->log, TRUE);
    return;
  }
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  parlour_message_window_jump_async (self->window, 0, self->cancellable, to_end_jumped_cb, self);
}
