/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-discard-dialog"

#include "app/compose/discard-dialog.h"

/* The question; the answer is the caller's. Main thread. */

struct _ParlourDiscardDialog {
  AdwMessageDialog parent_instance;
};

G_DEFINE_FINAL_TYPE (ParlourDiscardDialog, parlour_discard_dialog, ADW_TYPE_MESSAGE_DIALOG)

static void
parlour_discard_dialog_class_init (ParlourDiscardDialogClass *klass)
{
  gtk_widget_class_set_template_from_resource (GTK_WIDGET_CLASS (klass),
                                               "/im/parlour/Parlour/ui/discard-dialog.ui");
}

static void
parlour_discard_dialog_init (ParlourDiscardDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
parlour_discard_dialog_new (GtkWindow *parent)
{
  return g_object_new (PARLOUR_TYPE_DISCARD_DIALOG, "transient-for", parent, NULL);
}
