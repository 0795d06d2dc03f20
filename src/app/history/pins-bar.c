/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-pins-bar"

#include "app/history/pins-bar.h"

#include "app/history/message-words.h"
#include "app/template.h"
#include "client/account-calls.h"

#include <glib/gi18n.h>

/* The bar. What is pinned is read when a conversation opens, and again when it changes. Main
 * thread. */

struct _ParlourPinsBar {
  GtkWidget parent_instance;
  ParlourAccount *account;
  char *conversation;
  GCancellable *cancellable;
  GSignalGroup *account_signals;
  ParlourMessage *message;    /* the newest one; nullable */
  ParlourMessageWatch *watch; /* of it: whether who wrote it is blocked; nullable */
  GSignalGroup *item_signals;
  GtkRevealer *revealer;
  GtkButton *newest;
  GtkLabel *line;
  GtkButton *all;
};

G_DEFINE_FINAL_TYPE (ParlourPinsBar, parlour_pins_bar, GTK_TYPE_WIDGET)

static void
stop (ParlourPinsBar *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
update_line (ParlourPinsBar *self)
{
  g_autofree char *line =
      parlour_message_kept_line (self->message, parlour_message_watch_get_item (self->watch));
  /* Translators: the message that was pinned last, to a screen reader */
  g_autofree char *words = g_strdup_printf (_ ("Pinned: %s"), line);
  gtk_label_set_text (self->line, line);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->newest), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  words, -1);
}

static void
item_cb (ParlourPinsBar *self)
{
  g_signal_group_set_target (self->item_signals, parlour_message_watch_get_item (self->watch));
  update_line (self);
}

static void
set_newest (ParlourPinsBar *self, ParlourMessage *message)
{
  g_clear_object (&self->watch);
  g_clear_pointer (&self->message, parlour_message_unref);
  self->message = parlour_message_ref (message);
  self->watch = parlour_account_watch_listed (self->account, message);
  g_signal_connect_object (self->watch, "notify::item", G_CALLBACK (item_cb), self,
                           G_CONNECT_SWAPPED);
  item_cb (self);
}

static void
show (ParlourPinsBar *self, GPtrArray *pins)
{
  gtk_revealer_set_reveal_child (self->revealer, pins->len > 0);
  if (pins->len == 0)
    return;
  ParlourMessage *message = g_ptr_array_index (pins, 0);
  g_autofree char *count = g_strdup_printf ("%u", pins->len);
  g_autofree char *all =
      g_strdup_printf (ngettext ("%u pinned message", "%u pinned messages", pins->len), pins->len);
  set_newest (self, message);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->newest), "(sx)", self->conversation,
                                    message->seq);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->newest), "win.show-message");
  gtk_button_set_label (self->all, count);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->all), all);
  gtk_widget_set_visible (GTK_WIDGET (self->all), pins->len > 1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->all), GTK_ACCESSIBLE_PROPERTY_LABEL, all,
                                  -1);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) pins =
      parlour_account_list_finish (PARLOUR_ACCOUNT (source), result, &error);
  if (pins)
    show (user_data, pins);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_debug ("Cannot read what is pinned: %s", error->message);
}

static void
read_pins (ParlourPinsBar *self)
{
  stop (self);
  if (!self->conversation)
    return;
  self->cancellable = g_cancellable_new ();
  parlour_account_list_pins_async (self->account, self->conversation, self->cancellable, listed_cb,
                                   self);
}

static void
event_cb (ParlourPinsBar *self, const ParlourEvent *event)
{
  gboolean pin = event->kind == PARLOUR_EVENT_PIN_ADDED ||
                 event->kind == PARLOUR_EVENT_PIN_REMOVED ||
                 event->kind == PARLOUR_EVENT_MESSAGE_DELETED;
  if (pin && g_strcmp0 (event->stream, self->conversation) == 0)
    read_pins (self);
}

static void
state_cb (ParlourPinsBar *self)
{
  if (parlour_account_get_state (self->account) == PARLOUR_ACCOUNT_ONLINE)
    read_pins (self);
}

static void
all_cb (ParlourPinsBar *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.change-conversation", "(ss)",
                              self->conversation, "pins");
}

static void
parlour_pins_bar_dispose (GObject *object)
{
  ParlourPinsBar *self = PARLOUR_PINS_BAR (object);
  stop (self);
  g_clear_object (&self->account_signals);
  g_clear_object (&self->item_signals);
  g_clear_object (&self->watch);
  g_clear_pointer (&self->message, parlour_message_unref);
  g_clear_object (&self->account);
  g_clear_pointer (&self->conversation, g_free);
  parlour_template_dispose (GTK_WIDGET (object), PARLOUR_TYPE_PINS_BAR);
  G_OBJECT_CLASS (parlour_pins_bar_parent_class)->dispose (object);
}

static void
parlour_pins_bar_class_init (ParlourPinsBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_pins_bar_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/im/parlour/Parlour/ui/pins-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlourPinsBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, ParlourPinsBar, newest);
  gtk_widget_class_bind_template_child (widget_class, ParlourPinsBar, line);
  gtk_widget_class_bind_template_child (widget_class, ParlourPinsBar, all);
  gtk_widget_class_bind_template_callback (widget_class, all_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
parlour_pins_bar_init (ParlourPinsBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->account_signals = g_signal_group_new (PARLOUR_TYPE_ACCOUNT);
  g_signal_group_connect_swapped (self->account_signals, "event", G_CALLBACK (event_cb), self);
  g_signal_group_connect_swapped (self->account_signals, "notify::state", G_CALLBACK (state_cb),
                                  self);
  self->item_signals = g_signal_group_new (PARLOUR_TYPE_MESSAGE_ITEM);
  g_signal_group_connect_swapped (self->item_signals, "notify::sender-blocked",
                                  G_CALLBACK (update_line), self);
}

void
parlour_pins_bar_set_conversation (ParlourPinsBar *self,
                                   ParlourAccount *account,
                                   const char *conversation)
{
  g_return_if_fail (PARLOUR_IS_PINS_BAR (self));
  g_set_object (&self->account, account);
  g_free (self->conversation);
  self->conversation = g_strdup (conversation);
  g_signal_group_set_target (self->account_signals, account);
  gtk_revealer_set_reveal_child (self->revealer, FALSE);
  read_pins (self);
}
