/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-details-dialog"

#include "app/history/details-dialog.h"

#include "app/history/message-words.h"
#include "app/time-text.h"

#include <glib/gi18n.h>

/* What is known of a message. It follows the message's state while it is open. Main thread. */

struct _ParlourDetailsDialog {
  AdwMessageDialog parent_instance;
  ParlourMessageItem *item;
  AdwActionRow *from;
  AdwActionRow *sent;
  AdwActionRow *state;
};

G_DEFINE_FINAL_TYPE (ParlourDetailsDialog, parlour_details_dialog, ADW_TYPE_MESSAGE_DIALOG)

static void
update (ParlourDetailsDialog *self)
{
  const char *state = parlour_message_state_words (parlour_message_item_get_state (self->item));
  gboolean mine = parlour_message_item_get_mine (self->item);
  g_autofree char *time = parlour_time_text_full (parlour_message_item_get_created_at (self->item));
  adw_action_row_set_subtitle (
      self->from, mine ? _ ("You") : parlour_message_item_get_sender_name (self->item));
  adw_action_row_set_subtitle (self->sent, time);
  adw_action_row_set_subtitle (self->state, state ? state : "");
  gtk_widget_set_visible (GTK_WIDGET (self->state), state != NULL);
}

static void
parlour_details_dialog_dispose (GObject *object)
{
  ParlourDetailsDialog *self = PARLOUR_DETAILS_DIALOG (object);
  if (self->item)
    g_signal_handlers_disconnect_by_data (self->item, self);
  g_clear_object (&self->item);
  gtk_widget_dispose_template (GTK_WIDGET (object), PARLOUR_TYPE_DETAILS_DIALOG);
  G_OBJECT_CLASS (parlour_details_dialog_parent_class)->dispose (object);
}

static void
parlour_details_dialog_class_init (ParlourDetailsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_details_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/im/parlour/Parlour/ui/details-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlourDetailsDialog, from);
  gtk_widget_class_bind_template_child (widget_class, ParlourDetailsDialog, sent);
  gtk_widget_class_bind_template_child (widget_class, ParlourDetailsDialog, state);
}

static void
parlour_details_dialog_init (ParlourDetailsDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
parlour_details_dialog_new (GtkWindow *parent, ParlourMessageItem *item)
{
  g_return_val_if_fail (PARLOUR_IS_MESSAGE_ITEM (item), NULL);
  ParlourDetailsDialog *self =
      g_object_new (PARLOUR_TYPE_DETAILS_DIALOG, "transient-for", parent, NULL);
  self->item = g_object_ref (item);
  g_signal_connect_swapped (item, "notify", G_CALLBACK (update), self);
  update (self);
  return GTK_WIDGET (self);
}
