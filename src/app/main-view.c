/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-main-view"

#include "app/main-view-private.h"

#include "app/account/device-dialog.h"
#include "app/account/export-dialog.h"
#include "app/account/sign-in-again.h"
#include "app/account/sign-out-dialog.h"
#include "app/compose/compose-dialog.h"
#include "app/problem-text.h"
#include "app/template.h"

#include <glib/gi18n.h>

/* The two panes and what goes from one to the other. Main thread. */

G_DEFINE_FINAL_TYPE (ParlourMainView, parlour_main_view, GTK_TYPE_WIDGET)

GtkWindow *
parlour_main_view_get_window (ParlourMainView *self)
{
  return GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
}

static void
folded_cb (ParlourMainView *self)
{
  gboolean folded = adw_leaflet_get_folded (self->leaflet);
  parlour_sidebar_set_folded (self->sidebar, folded);
  parlour_conversation_page_set_folded (self->page, folded);
  parlour_reading_page_set_folded (self->reading, folded);
}

static gboolean
shows_list_alone (ParlourMainView *self)
{
  return adw_leaflet_get_folded (self->leaflet) &&
         adw_leaflet_get_visible_child (self->leaflet) == self->list_pane;
}

/* Marks are told of the conversation that is on the screen. */
static void
leave_reading (ParlourMainView *self)
{
  if (!parlour_main_view_is_reading (self))
    return;
  gtk_stack_set_visible_child (self->content, GTK_WIDGET (self->page));
  parlour_account_watch (self->account, parlour_conversation_page_get_conversation (self->page));
}

/* Folded, with the list in front, no conversation counts as seen. */
static void
visible_child_cb (ParlourMainView *self)
{
  if (shows_list_alone (self))
    parlour_conversation_page_flush (self->page);
}

/* The direct conversation with @username, or NULL. */
static const char *
conversation_with (ParlourMainView *self, const char *username)
{
  GListModel *conversations = parlour_account_get_conversations (self->account);
  guint n = g_list_model_get_n_items (conversations);
  for (guint i = 0; i < n; i++) {
    g_autoptr (ParlourConversationItem) item = g_list_model_get_item (conversations, i);
    if (g_strcmp0 (parlour_conversation_item_get_peer_username (item), username) == 0)
      return parlour_conversation_item_get_id (item); /* the model holds it */
  }
  return NULL;
}

/* Or NULL. */
static const char *
common_conversation (ParlourMainView *self)
{
  GListModel *conversations = parlour_account_get_conversations (self->account);
  for (guint i = 0; i < g_list_model_get_n_items (conversations); i++) {
    g_autoptr (ParlourConversationItem) item = g_list_model_get_item (conversations, i);
    if (parlour_conversation_item_get_common (item))
      return parlour_conversation_item_get_id (item); /* the model holds it */
  }
  return NULL;
}

static void
open_awaited (ParlourMainView *self)
{
  const char *found = self->awaited        ? self->awaited
                      : self->awaited_peer ? conversation_with (self, self->awaited_peer)
                                           : common_conversation (self);
  g_autofree char *conversation = g_strdup (found);
  if (conversation && parlour_account_get_conversation (self->account, conversation))
    parlour_main_view_show_conversation (self, conversation, 0);
}

/* A copy that is built anew knows of no conversation for a moment; then it opens again. */
static void
lose_conversation (ParlourMainView *self, const char *conversation)
{
  if (!shows_list_alone (self))
    self->awaited = g_strdup (conversation);
  parlour_conversation_page_show (self->page, NULL, 0);
}

static void
conversations_changed_cb (ParlourMainView *self)
{
  const char *open = parlour_conversation_page_get_conversation (self->page);
  if (self->awaited || self->awaited_peer || self->awaits_common)
    open_awaited (self);
  else if (open && !parlour_account_get_conversation (self->account, open))
    lose_conversation (self, open);
}

static void
message_chosen_cb (ParlourMainView *self, ParlourMessageItem *item)
{
  parlour_main_view_read (self, item);
  adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->content));
  if (adw_leaflet_get_folded (self->leaflet))
    parlour_reading_page_focus (self->reading);
}

static void
composed_cb (ParlourMainView *self, const char *conversation, const char *username)
{
  if (conversation) {
    parlour_main_view_show_conversation (self, conversation, 0);
    return;
  }
  g_free (self->awaited_peer);
  self->awaited_peer = g_strdup (username);
  open_awaited (self);
  if (parlour_account_get_state (self->account) != PARLOUR_ACCOUNT_ONLINE)
    parlour_main_view_toast (self, _ ("The message will be sent once you are online"));
}

/* What was seen at once has gone back to what it was. */
static void
refused_cb (ParlourMainView *self, const char *conversation, gint64 seq, const GError *error)
{
  g_autofree char *reason = parlour_problem_text (error);
  /* Translators: followed by the reason, a sentence */
  g_autofree char *text = g_strdup_printf (_ ("That was not possible. %s"), reason);
  parlour_main_view_toast (self, text);
}

/* --- the widget --------------------------------------------------------------------------- */

static void
parlour_main_view_dispose (GObject *object)
{
  ParlourMainView *self = PARLOUR_MAIN_VIEW (object);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  parlour_template_dispose (GTK_WIDGET (object), PARLOUR_TYPE_MAIN_VIEW);
  g_clear_pointer (&self->deletions, parlour_held_deletions_free);
  g_clear_pointer (&self->reading_deletions, parlour_held_deletions_free);
  g_clear_object (&self->account);
  g_clear_object (&self->accounts);
  g_clear_pointer (&self->awaited, g_free);
  g_clear_pointer (&self->awaited_peer, g_free);
  G_OBJECT_CLASS (parlour_main_view_parent_class)->dispose (object);
}

static void
parlour_main_view_class_init (ParlourMainViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_main_view_dispose;
  g_type_ensure (PARLOUR_TYPE_NOTICE_BAR);
  g_type_ensure (PARLOUR_TYPE_SIDEBAR);
  g_type_ensure (PARLOUR_TYPE_CONVERSATION_PAGE);
  g_type_ensure (PARLOUR_TYPE_READING_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class, "/im/parlour/Parlour/ui/main-view.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlourMainView, leaflet);
  gtk_widget_class_bind_template_child (widget_class, ParlourMainView, list_pane);
  gtk_widget_class_bind_template_child (widget_class, ParlourMainView, list_notice);
  gtk_widget_class_bind_template_child (widget_class, ParlourMainView, sidebar);
  gtk_widget_class_bind_template_child (widget_class, ParlourMainView, content);
  gtk_widget_class_bind_template_child (widget_class, ParlourMainView, page);
  gtk_widget_class_bind_template_child (widget_class, ParlourMainView, reading);
  gtk_widget_class_bind_template_callback (widget_class, folded_cb);
  gtk_widget_class_bind_template_callback (widget_class, visible_child_cb);
  gtk_widget_class_bind_template_callback (widget_class, message_chosen_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "win.back", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "win.back", NULL);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
parlour_main_view_init (ParlourMainView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
}

GtkWidget *
parlour_main_view_new (ParlourAccounts *accounts, ParlourAccount *account)
{
  ParlourMainView *self = g_object_new (PARLOUR_TYPE_MAIN_VIEW, NULL);
  self->accounts = g_object_ref (accounts);
  self->account = g_object_ref (account);
  parlour_sidebar_set_up (self->sidebar, accounts, account);
  parlour_conversation_page_set_account (self->page, account);
  parlour_reading_page_set_account (self->reading, account);
  self->deletions =
      parlour_held_deletions_new (parlour_conversation_page_get_notice (self->page), account);
  self->reading_deletions =
      parlour_held_deletions_new (parlour_reading_page_get_notice (self->reading), account);
  g_signal_connect_object (parlour_account_get_conversations (account), "items-changed",
                           G_CALLBACK (conversations_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (account, "refused", G_CALLBACK (refused_cb), self, G_CONNECT_SWAPPED);
  folded_cb (self);
  return GTK_WIDGET (self);
}

ParlourAccount *
parlour_main_view_get_account (ParlourMainView *self)
{
  g_return_val_if_fail (PARLOUR_IS_MAIN_VIEW (self), NULL);
  return self->account;
}

void
parlour_main_view_set_enter_sends (ParlourMainView *self, gboolean enter_sends)
{
  g_return_if_fail (PARLOUR_IS_MAIN_VIEW (self));
  parlour_conversation_page_set_enter_sends (self->page, enter_sends);
}

void
parlour_main_view_flush (ParlourMainView *self)
{
  g_return_if_fail (PARLOUR_IS_MAIN_VIEW (self));
  parlour_notice_bar_close (parlour_conversation_page_get_notice (self->page));
  parlour_notice_bar_close (parlour_reading_page_get_notice (self->reading));
  parlour_conversation_page_flush (self->page);
}

void
parlour_main_view_show_conversation (ParlourMainView *self, const char *conversation, gint64 seq)
{
  g_return_if_fail (PARLOUR_IS_MAIN_VIEW (self));
  if (!conversation)
    return;
  g_clear_pointer (&self->awaited, g_free);
  g_clear_pointer (&self->awaited_peer, g_free);
  self->awaits_common = FALSE;
  ParlourConversationItem *item = parlour_account_get_conversation (self->account, conversation);
  if (!item) {
    self->awaited = g_strdup (conversation);
    return;
  }
  if (parlour_conversation_item_get_marked_unread (item))
    parlour_account_set_marked_unread (self->account, conversation, FALSE);
  parlour_conversation_page_show (self->page, conversation, seq);
  parlour_conversation_list_view_select (parlour_sidebar_get_conversations (self->sidebar),
                                         conversation);
  leave_reading (self);
  adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->content));
  parlour_conversation_page_focus_composer (self->page);
}

void
parlour_main_view_show_common (ParlourMainView *self)
{
  g_return_if_fail (PARLOUR_IS_MAIN_VIEW (self));
  self->awaits_common = TRUE;
  open_awaited (self);
}

gboolean
parlour_main_view_shows (ParlourMainView *self, const char *conversation)
{
  g_return_val_if_fail (PARLOUR_IS_MAIN_VIEW (self), FALSE);
  return !shows_list_alone (self) && !parlour_main_view_is_reading (self) &&
         g_strcmp0 (parlour_conversation_page_get_conversation (self->page), conversation) == 0;
}

void
parlour_main_view_show_list (ParlourMainView *self, const char *name)
{
  g_return_if_fail (PARLOUR_IS_MAIN_VIEW (self));
  parlour_sidebar_show_list (self->sidebar, name);
  if (parlour_sidebar_shows_box (self->sidebar)) {
    parlour_main_view_read (self, parlour_sidebar_get_chosen (self->sidebar));
    return;
  }
  leave_reading (self);
}

void
parlour_main_view_set_unread_only (ParlourMainView *self, gboolean unread_only)
{
  g_return_if_fail (PARLOUR_IS_MAIN_VIEW (self));
  parlour_conversation_list_view_set_unread_only (parlour_sidebar_get_conversations (self->sidebar),
                                                  unread_only);
}

void
parlour_main_view_set_archived (ParlourMainView *self, gboolean archived)
{
  g_return_if_fail (PARLOUR_IS_MAIN_VIEW (self));
  parlour_conversation_list_view_set_archived (parlour_sidebar_get_conversations (self->sidebar),
                                               archived);
}

void
parlour_main_view_go (ParlourMainView *self, int step, gboolean unread)
{
  g_return_if_fail (PARLOUR_IS_MAIN_VIEW (self));
  ParlourConversationListView *list = parlour_sidebar_get_conversations (self->sidebar);
  g_autofree char *conversation =
      g_strdup (parlour_conversation_list_view_step (list, step, unread));
  parlour_main_view_show_conversation (self, conversation, 0);
}

void
parlour_main_view_go_nth (ParlourMainView *self, guint nth)
{
  g_return_if_fail (PARLOUR_IS_MAIN_VIEW (self));
  ParlourConversationListView *list = parlour_sidebar_get_conversations (self->sidebar);
  g_autofree char *conversation = g_strdup (parlour_conversation_list_view_nth (list, nth));
  parlour_main_view_show_conversation (self, conversation, 0);
}

typedef enum { PANE_LIST, PANE_HISTORY, PANE_COMPOSER, N_PANES } Pane;

static Pane
focused_pane (ParlourMainView *self)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));
  if (!focus || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->content)))
    return PANE_LIST;
  return parlour_conversation_page_has_composer_focus (self->page) ? PANE_COMPOSER : PANE_HISTORY;
}

void
parlour_main_view_next_pane (ParlourMainView *self, int step)
{
  g_return_if_fail (PARLOUR_IS_MAIN_VIEW (self));
  gboolean folded = adw_leaflet_get_folded (self->leaflet);
  gboolean reading = parlour_main_view_is_reading (self);
  int pane = (int)focused_pane (self);
  for (int tries = 0; tries < N_PANES; tries++) {
    pane = (pane + step + N_PANES) % N_PANES;
    if (pane == PANE_LIST && !folded && parlour_sidebar_focus_list (self->sidebar))
      return;
    if (pane == PANE_HISTORY && (reading ? parlour_reading_page_focus (self->reading)
                                         : parlour_conversation_page_focus_history (self->page)))
      return;
    if (pane == PANE_COMPOSER && !reading &&
        parlour_conversation_page_get_conversation (self->page)) {
      parlour_conversation_page_focus_composer (self->page);
      return;
    }
  }
}

void
parlour_main_view_back (ParlourMainView *self)
{
  g_return_if_fail (PARLOUR_IS_MAIN_VIEW (self));
  if (!parlour_main_view_is_reading (self) && parlour_conversation_page_cancel (self->page))
    return;
  if (adw_leaflet_get_folded (self->leaflet))
    adw_leaflet_set_visible_child (self->leaflet, self->list_pane);
  parlour_sidebar_focus_list (self->sidebar);
}

static ParlourComposeDialog *
open_compose (ParlourMainView *self, const char *to)
{
  ParlourComposeDialog *dialog =
      parlour_compose_dialog_new (parlour_main_view_get_window (self), self->account, to);
  g_signal_connect_object (dialog, "sent", G_CALLBACK (composed_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
  return dialog;
}

void
parlour_main_view_compose (ParlourMainView *self, const char *to)
{
  g_return_if_fail (PARLOUR_IS_MAIN_VIEW (self));
  open_compose (self, to);
}

void
parlour_main_view_compose_with (ParlourMainView *self, const char *subject, const char *body)
{
  g_return_if_fail (PARLOUR_IS_MAIN_VIEW (self) && body != NULL);
  parlour_compose_dialog_set_texts (open_compose (self, ""), subject, body);
}

void
parlour_main_view_toggle_title (ParlourMainView *self)
{
  g_return_if_fail (PARLOUR_IS_MAIN_VIEW (self));
  parlour_conversation_page_toggle_title (self->page);
}

void
parlour_main_view_scroll_to_end (ParlourMainView *self)
{
  g_return_if_fail (PARLOUR_IS_MAIN_VIEW (self));
  parlour_conversation_page_scroll_to_end (self->page);
}

void
parlour_main_view_sign_out (ParlourMainView *self)
{
  g_return_if_fail (PARLOUR_IS_MAIN_VIEW (self));
  parlour_main_view_flush (self);
  GtkWidget *dialog = parlour_sign_out_dialog_new (parlour_main_view_get_window (self),
                                                   self->accounts, self->account);
  gtk_window_present (GTK_WINDOW (dialog));
}

void
parlour_main_view_add_device (ParlourMainView *self)
{
  g_return_if_fail (PARLOUR_IS_MAIN_VIEW (self));
  gtk_window_present (
      parlour_device_dialog_new (parlour_main_view_get_window (self), self->account));
}

void
parlour_main_view_export (ParlourMainView *self, const char *conversation)
{
  g_return_if_fail (PARLOUR_IS_MAIN_VIEW (self));
  parlour_export_dialog_run (parlour_main_view_get_window (self), self->account, conversation);
}

static void
woken_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  gboolean sent = parlour_account_wake_finish (PARLOUR_ACCOUNT (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_autofree char *text = sent ? NULL : parlour_problem_text (error);
  parlour_main_view_toast (user_data, sent ? _ ("Asked it to wake up. That takes a while.") : text);
}

void
parlour_main_view_wake (ParlourMainView *self)
{
  g_return_if_fail (PARLOUR_IS_MAIN_VIEW (self));
  parlour_account_wake_async (self->account, self->cancellable, woken_cb, self);
}

void
parlour_main_view_sign_in_again (ParlourMainView *self)
{
  g_return_if_fail (PARLOUR_IS_MAIN_VIEW (self));
  gtk_window_present (
      GTK_WINDOW (parlour_sign_in_again_new (parlour_main_view_get_window (self), self->account)));
}

ParlourNoticeBar *
parlour_main_view_get_notice (ParlourMainView *self)
{
  if (shows_list_alone (self))
    return self->list_notice;
  return parlour_main_view_is_reading (self) ? parlour_reading_page_get_notice (self->reading)
                                             : parlour_conversation_page_get_notice (self->page);
}

void
parlour_main_view_toast (ParlourMainView *self, const char *text)
{
  g_return_if_fail (PARLOUR_IS_MAIN_VIEW (self));
  parlour_notice_bar_tell (parlour_main_view_get_notice (self), text);
}
