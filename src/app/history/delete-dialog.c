/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-delete-dialog"

#include "app/history/delete-dialog.h"

#include <glib/gi18n.h>

/* The question. It keeps the message's number, not the message. Main thread. */

struct _ParlourDeleteDialog {
  AdwMessageDialog parent_instance;
  GVariant *target; /* (sx) */
};

G_DEFINE_FINAL_TYPE (ParlourDeleteDialog, parlour_delete_dialog, ADW_TYPE_MESSAGE_DIALOG)

static void
parlour_delete_dialog_response (AdwMessageDialog *dialog, const char *response)
{
  ParlourDeleteDialog *self = PARLOUR_DELETE_DIALOG (dialog);
  GtkWindow *window = gtk_window_get_transient_for (GTK_WINDOW (dialog));
  const char *action = g_str_equal (response, "me")         ? "hide-message"
                       : g_str_equal (response, "everyone") ? "erase-message"
                                                            : NULL;
  if (action && window)
    g_action_group_activate_action (G_ACTION_GROUP (window), action, self->target);
}

static void
parlour_delete_dialog_finalize (GObject *object)
{
  g_clear_pointer (&PARLOUR_DELETE_DIALOG (object)->target, g_variant_unref);
  G_OBJECT_CLASS (parlour_delete_dialog_parent_class)->finalize (object);
}

static void
parlour_delete_dialog_class_init (ParlourDeleteDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = parlour_delete_dialog_finalize;
  ADW_MESSAGE_DIALOG_CLASS (klass)->response = parlour_delete_dialog_response;
  gtk_widget_class_set_template_from_resource (GTK_WIDGET_CLASS (klass),
                                               "/im/parlour/Parlour/ui/delete-dialog.ui");
}

static void
parlour_delete_dialog_init (ParlourDeleteDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* A dialog of this age can't take an answer back, so that the template has only what holds always.
 */
static void
offer_everyone (AdwMessageDialog *dialog)
{
  adw_message_dialog_add_response (dialog, "everyone", _ ("For _Everyone"));
  adw_message_dialog_set_response_appearance (dialog, "everyone", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_body (dialog,
                               _ ("“Only for Me” removes it from all your devices; the others keep "
                                  "it. “For Everyone” removes its text from the server and from "
                                  "all who received it."));
}

GtkWidget *
parlour_delete_dialog_new (GtkWindow *parent, ParlourMessageItem *item, gboolean for_everyone)
{
  g_return_val_if_fail (PARLOUR_IS_MESSAGE_ITEM (item), NULL);
  ParlourDeleteDialog *self =
      g_object_new (PARLOUR_TYPE_DELETE_DIALOG, "transient-for", parent, NULL);
  GVariant *target = g_variant_new ("(sx)", parlour_message_item_get_conversation (item),
                                    parlour_message_item_get_seq (item));
  self->target = g_variant_ref_sink (target);
  if (for_everyone && !parlour_message_item_get_deleted (item))
    offer_everyone (ADW_MESSAGE_DIALOG (self));
  return GTK_WIDGET (self);
}
