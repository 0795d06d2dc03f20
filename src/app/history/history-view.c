/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-history-view"

#include "app/history/history-view.h"

#include "app/history/fresh-line.h"
#include "app/history/history-jump.h"
#include "app/history/history-rows.h"
#include "app/history/place-memory.h"
#include "app/history/read-marker.h"
#include "app/history/to-end.h"
#include "app/log/message-log.h"
#include "app/problem-text.h"
#include "app/template.h"

#include <glib/gi18n.h>

/* Joins the message log, which knows rows and pixels, with the window over the copy, which knows
 * messages. Main thread. */

struct _ParlourHistoryView {
  GtkWidget parent_instance;
  ParlourAccount *account;
  ParlourMessageWindow *window;
  ParlourConversationItem *conversation;
  ParlourPlaceMemory *places;
  ParlourReadMarker *marker;
  ParlourHistoryJump *jump;
  ParlourHistoryRows *rows;
  GSignalGroup *account_signals;
  GSignalGroup *window_signals;
  GSignalGroup *conversation_signals;
  gulong active_id;
  gint64 wished_fresh; /* where a person wants the line of new messages; 0: where it belongs */
  GtkStack *stack;
  ParlourMessageLog *log;
  ParlourToEnd *to_end;
  GtkRevealer *problem_revealer;
  GtkLabel *problem;
};

G_DEFINE_FINAL_TYPE (ParlourHistoryView, parlour_history_view, GTK_TYPE_WIDGET)

/* --- what the window and the log tell ----------------------------------------------------- */

/* Under the eyes of whoever reads the line stays where it is; nobody's eyes on it, it goes to where
 * one left off. */
static void
update_fresh (ParlourHistoryView *self)
{
  gint64 fresh = parlour_history_rows_get_fresh (self->rows);
  if (!self->window || !self->conversation || self->wished_fresh > 0 ||
      parlour_read_marker_is_on_screen (self->marker))
    return;
  fresh = parlour_fresh_line_find (G_LIST_MODEL (self->window), self->conversation, fresh);
  parlour_history_rows_set_fresh (self->rows, fresh);
}

static void
load_older (ParlourHistoryView *self)
{
  if (self->window && parlour_message_window_get_more_before (self->window) > 0)
    parlour_message_window_load_older (self->window);
}

static void
load_newer (ParlourHistoryView *self)
{
  if (self->window && parlour_message_window_get_more_after (self->window) > 0)
    parlour_message_window_load_newer (self->window);
}

/* A log without rows has no edge to come near to. */
static void
update_counts (ParlourHistoryView *self)
{
  parlour_message_log_set_more (self->log, parlour_message_window_get_more_before (self->window),
                                parlour_message_window_get_more_after (self->window));
  if (g_list_model_get_n_items (G_LIST_MODEL (self->window)) == 0)
    load_older (self);
}

/* While a copy is built anew the list knows of messages before the window does. */
static gboolean
is_empty (ParlourHistoryView *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->window)) == 0 &&
         parlour_message_window_get_more_before (self->window) == 0 &&
         !parlour_message_window_get_loading (self->window);
}

static gboolean
knows_a_last_one (ParlourHistoryView *self)
{
  return self->conversation && parlour_conversation_item_get_last_at (self->conversation) > 0;
}

static const char *
page_name (ParlourHistoryView *self)
{
  if (!parlour_message_window_is_ready (self->window))
    return "loading";
  if (g_list_model_get_n_items (G_LIST_MODEL (self->window)) > 0)
    return "log";
  return is_empty (self) && !knows_a_last_one (self) ? "empty" : "loading";
}

static void
update_page (ParlourHistoryView *self)
{
  if (self->window)
    gtk_stack_set_visible_child_name (self->stack, page_name (self));
}

static void
items_changed_cb (ParlourHistoryView *self)
{
  update_page (self);
  update_fresh (self);
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

/* What could not be had is asked for again once there is somebody to ask. */
static void
account_state_cb (ParlourHistoryView *self)
{
  if (self->window && parlour_account_get_state (self->account) == PARLOUR_ACCOUNT_ONLINE &&
      parlour_message_window_get_problem (self->window))
    load_older (self);
}

static void
update_to_end (ParlourHistoryView *self)
{
  parlour_to_end_show (
      self->to_end, self->window && !parlour_message_log_get_at_end (self->log),
      self->conversation ? parlour_conversation_item_get_unread (self->conversation) : 0);
}

static void
unread_cb (ParlourHistoryView *self)
{
  update_to_end (self);
  update_fresh (self);
}

static void
window_ready (ParlourHistoryView *self)
{
  gint64 first_unread = self->wished_fresh > 0
                            ? self->wished_fresh
                            : parlour_message_window_get_first_unread (self->window);
  parlour_history_rows_set_fresh (self->rows, first_unread);
  update_counts (self);
  update_page (self);
  if (!parlour_history_jump_is_due (self->jump) && first_unread > 0)
    parlour_history_jump_want_from (self->jump, first_unread);
  parlour_history_jump_go (self->jump, self->window);
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
  update_to_end (self);
  if (!self->window || last == GTK_INVALID_LIST_POSITION ||
      parlour_history_jump_is_due (self->jump))
    return;
  parlour_read_marker_saw (self->marker, highest_seq (G_LIST_MODEL (self->window), last));
}

static void
window_active_cb (ParlourHistoryView *self)
{
  parlour_read_marker_check (self->marker);
  update_fresh (self);
}

/* --- the widget --------------------------------------------------------------------------- */

static void
leave (ParlourHistoryView *self)
{
  parlour_history_jump_cancel (self->jump);
  if (self->window && parlour_message_window_is_ready (self->window))
    parlour_place_memory_keep (self->places, parlour_message_window_get_conversation (self->window),
                               self->log);
  parlour_message_log_set_model (self->log, NULL);
  g_signal_group_set_target (self->account_signals, NULL);
  g_signal_group_set_target (self->window_signals, NULL);
  g_signal_group_set_target (self->conversation_signals, NULL);
  g_clear_object (&self->conversation);
  g_clear_object (&self->window);
  self->wished_fresh = 0;
  parlour_history_rows_set_fresh (self->rows, 0);
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
parlour_history_view_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (parlour_history_view_parent_class)->unmap (widget);
  update_fresh (PARLOUR_HISTORY_VIEW (widget));
}

static void
parlour_history_view_dispose (GObject *object)
{
  ParlourHistoryView *self = PARLOUR_HISTORY_VIEW (object);
  if (self->log)
    leave (self);
  g_clear_pointer (&self->jump, parlour_history_jump_free);
  g_clear_pointer (&self->marker, parlour_read_marker_free);
  g_clear_pointer (&self->places, parlour_place_memory_free);
  g_clear_object (&self->account_signals);
  g_clear_object (&self->window_signals);
  g_clear_object (&self->conversation_signals);
  g_clear_object (&self->account);
  if (self->log)
    parlour_history_rows_free (self->rows); /* its menu is a child of ours, its rows are not */
  parlour_template_dispose (GTK_WIDGET (object), PARLOUR_TYPE_HISTORY_VIEW);
  self->log = NULL;
  G_OBJECT_CLASS (parlour_history_view_parent_class)->dispose (object);
}

static void
parlour_history_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  gtk_widget_size_allocate (gtk_widget_get_first_child (widget),
                            &(GtkAllocation){0, 0, width, height}, baseline);
  parlour_history_rows_present (PARLOUR_HISTORY_VIEW (widget)->rows);
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
  gtk_widget_class_bind_template_child (widget_class, ParlourHistoryView, problem_revealer);
  gtk_widget_class_bind_template_child (widget_class, ParlourHistoryView, problem);
  gtk_widget_class_bind_template_callback (widget_class, load_older);
  gtk_widget_class_bind_template_callback (widget_class, load_newer);
  gtk_widget_class_bind_template_callback (widget_class, jump_cb);
  gtk_widget_class_bind_template_callback (widget_class, visible_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_to_end);
}

static void
parlour_history_view_class_init (ParlourHistoryViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_history_view_dispose;
  widget_class->root = parlour_history_view_root;
  widget_class->unroot = parlour_history_view_unroot;
  widget_class->map = parlour_history_view_map;
  widget_class->unmap = parlour_history_view_unmap;
  widget_class->measure = parlour_history_view_measure;
  widget_class->size_allocate = parlour_history_view_size_allocate;
  g_type_ensure (PARLOUR_TYPE_MESSAGE_LOG);
  g_type_ensure (PARLOUR_TYPE_TO_END);
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
  self->rows = parlour_history_rows_new (GTK_WIDGET (self), self->log);
  self->jump = parlour_history_jump_new (self->log, self->rows);
  self->window_signals = g_signal_group_new (PARLOUR_TYPE_MESSAGE_WINDOW);
  add_signal (self->window_signals, "ready", window_ready, self);
  add_signal (self->window_signals, "items-changed", items_changed_cb, self);
  add_signal (self->window_signals, "notify::more-before", update_counts, self);
  add_signal (self->window_signals, "notify::more-after", update_counts, self);
  add_signal (self->window_signals, "notify::loading", update_page, self);
  add_signal (self->window_signals, "notify::problem", update_problem, self);
  self->account_signals = g_signal_group_new (PARLOUR_TYPE_ACCOUNT);
  add_signal (self->account_signals, "notify::state", account_state_cb, self);
  self->conversation_signals = g_signal_group_new (PARLOUR_TYPE_CONVERSATION_ITEM);
  add_signal (self->conversation_signals, "notify::unread", unread_cb, self);
  add_signal (self->conversation_signals, "notify::last-at", update_page, self);
}

static void
open_window (ParlourHistoryView *self, const char *conversation)
{
  ParlourReadingPlace place;
  self->window = parlour_account_open_messages (self->account, conversation);
  self->conversation = parlour_account_get_conversation (self->account, conversation);
  if (self->conversation)
    g_object_ref (self->conversation);
  parlour_history_rows_set_pictures (self->rows, parlour_account_get_pictures (self->account));
  parlour_history_rows_set_conversation (self->rows, self->conversation);
  if (!parlour_history_jump_is_due (self->jump) &&
      parlour_place_memory_get (self->places, conversation, &place)) {
    self->wished_fresh = place.fresh ? place.seq : 0;
    if (place.fresh)
      parlour_history_jump_want_from (self->jump, place.seq);
    else
      parlour_history_jump_want_place (self->jump, place.seq, place.offset);
  }
  g_signal_group_set_target (self->account_signals, self->account);
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
  if (!same)
    leave (self);
  parlour_history_jump_want (self->jump, seq);
  if (same) {
    parlour_history_jump_go (self->jump, self->window);
    return;
  }
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

ParlourMessageItem *
parlour_history_view_find_last_own (ParlourHistoryView *self)
{
  g_return_val_if_fail (PARLOUR_IS_HISTORY_VIEW (self), NULL);
  GListModel *model = self->window ? G_LIST_MODEL (self->window) : NULL;
  for (guint i = model ? g_list_model_get_n_items (model) : 0; i > 0; i--) {
    g_autoptr (ParlourMessageItem) item = g_list_model_get_item (model, i - 1);
    if (parlour_message_item_get_mine (item) && parlour_message_item_get_seq (item) > 0 &&
        parlour_message_item_get_notice (item) == PARLOUR_NOTICE_NONE &&
        !parlour_message_item_get_deleted (item))
      return item; /* the model holds it */
  }
  return NULL;
}

void
parlour_history_view_come_back_to (ParlourHistoryView *self, const char *conversation, gint64 seq)
{
  g_return_if_fail (PARLOUR_IS_HISTORY_VIEW (self));
  parlour_place_memory_set (self->places, conversation, seq);
}

void
parlour_history_view_scroll_to_end (ParlourHistoryView *self)
{
  g_return_if_fail (PARLOUR_IS_HISTORY_VIEW (self));
  if (self->window)
    parlour_history_jump_to_end (self->jump, self->window);
}

void
parlour_history_view_sent (ParlourHistoryView *self)
{
  g_return_if_fail (PARLOUR_IS_HISTORY_VIEW (self));
  self->wished_fresh = 0;
  parlour_history_rows_set_fresh (self->rows, 0);
  parlour_history_view_scroll_to_end (self);
}
