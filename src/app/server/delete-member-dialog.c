/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-delete-member-dialog"

#include "app/server/delete-member-dialog.h"

#include <glib/gi18n.h>

/* The question; the answer is the caller's. Main thread. */

struct _ParlourDeleteMemberDialog {
  AdwMessageDialog parent_instance;
};

G_DEFINE_FINAL_TYPE (ParlourDeleteMemberDialog,
                     parlour_delete_member_dialog,
                     ADW_TYPE_MESSAGE_DIALOG)

static void
parlour_delete_member_dialog_class_init (ParlourDeleteMemberDialogClass *klass)
{
  gtk_widget_class_set_template_from_resource (GTK_WIDGET_CLASS (klass),
                                               "/im/parlour/Parlour/ui/delete-member-dialog.ui");
}

static void
parlour_delete_member_dialog_init (ParlourDeleteMemberDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
parlour_delete_member_dialog_new (GtkWindow *parent, const char *name)
{
  /* Translators: a person's name */
  g_autofree char *heading = g_strdup_printf (_ ("Delete the account of %s?"), name);
  return g_object_new (PARLOUR_TYPE_DELETE_MEMBER_DIALOG, "transient-for", parent, "heading",
                       heading, NULL);
}
