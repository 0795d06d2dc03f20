/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-failed-bar"

#include "app/history/failed-bar.h"

#include "app/history/message-words.h"

/* What stands at a message that was refused. Main thread. */

struct _ParlourFailedBar {
  GtkWidget parent_instance;
  GtkWidget *content;
  GtkLabel *reason;
  GtkActionable *retry;
  GtkActionable *discard;
};

G_DEFINE_FINAL_TYPE (ParlourFailedBar, parlour_failed_bar, GTK_TYPE_WIDGET)

static void
parlour_failed_bar_dispose (GObject *object)
{
  ParlourFailedBar *self = PARLOUR_FAILED_BAR (object);
  g_clear_pointer (&self->content, gtk_widget_unparent);
  G_OBJECT_CLASS (parlour_failed_bar_parent_class)->dispose (object);
}

static void
parlour_failed_bar_class_init (ParlourFailedBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_failed_bar_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/im/parlour/Parlour/ui/failed-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlourFailedBar, content);
  gtk_widget_class_bind_template_child (widget_class, ParlourFailedBar, reason);
  gtk_widget_class_bind_template_child (widget_class, ParlourFailedBar, retry);
  gtk_widget_class_bind_template_child (widget_class, ParlourFailedBar, discard);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
parlour_failed_bar_init (ParlourFailedBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
set_action (GtkActionable *button, const char *name, const char *client_id)
{
  gtk_actionable_set_action_target (button, "s", client_id);
  gtk_actionable_set_action_name (button, name);
}

void
parlour_failed_bar_show (ParlourFailedBar *self, ParlourMessageItem *item)
{
  g_return_if_fail (PARLOUR_IS_FAILED_BAR (self));
  g_return_if_fail (PARLOUR_IS_MESSAGE_ITEM (item));
  gboolean failed = parlour_message_item_get_state (item) == PARLOUR_MESSAGE_FAILED;
  gtk_widget_set_visible (GTK_WIDGET (self), failed);
  if (!failed)
    return;
  g_autofree char *reason = parlour_message_failure_words (item);
  const char *client_id = parlour_message_item_get_client_id (item);
  gtk_label_set_text (self->reason, reason);
  set_action (self->retry, "win.retry-message", client_id);
  set_action (self->discard, "win.discard-message", client_id);
}
