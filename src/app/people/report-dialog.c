/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-report-dialog"

#include "app/people/report-dialog.h"

#include "app/dialog-fit.h"
#include "app/form.h"
#include "app/problem-text.h"
#include "client/account-calls.h"
#include "core/text.h"

#include <glib/gi18n.h>

/* The dialog. One request at a time, which dispose cancels. Main thread. */

struct _ParlourReportDialog {
  AdwWindow parent_instance;
  ParlourAccount *account;
  char *conversation; /* nullable: of the message */
  gint64 seq;
  char *user;                /* nullable: the person */
  GCancellable *cancellable; /* of the request that is under way */
  GtkStack *stack;
  GtkLabel *lead;
  GtkListBox *form;
  GtkWidget *reason;
  GtkSpinner *spinner;
};

G_DEFINE_FINAL_TYPE (ParlourReportDialog, parlour_report_dialog, ADW_TYPE_WINDOW)

static void
set_busy (ParlourReportDialog *self, gboolean busy)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->form), !busy);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "report.submit", !busy);
  gtk_spinner_set_spinning (self->spinner, busy);
  if (!busy)
    g_clear_object (&self->cancellable);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  gboolean done = parlour_account_call_finish (PARLOUR_ACCOUNT (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  ParlourReportDialog *self = user_data;
  set_busy (self, FALSE);
  if (done) {
    gtk_widget_action_set_enabled (GTK_WIDGET (self), "report.submit", FALSE);
    gtk_stack_set_visible_child_name (self->stack, "done");
    return;
  }
  g_autofree char *text = parlour_problem_text (error);
  parlour_form_set_error (self->reason, text);
  gtk_widget_grab_focus (self->reason);
}

static void
submit_cb (ParlourReportDialog *self)
{
  const char *reason = gtk_editable_get_text (GTK_EDITABLE (self->reason));
  if (self->cancellable)
    return;
  parlour_form_clear (self->form);
  if (parlour_text_is_blank (reason)) {
    parlour_form_set_error (self->reason, _ ("Something is missing here."));
    gtk_widget_grab_focus (self->reason);
    return;
  }
  set_busy (self, TRUE);
  self->cancellable = g_cancellable_new ();
  if (self->conversation)
    parlour_account_report_message_async (self->account, self->conversation, self->seq, reason,
                                          self->cancellable, done_cb, self);
  else
    parlour_account_report_user_async (self->account, self->user, reason, self->cancellable,
                                       done_cb, self);
}

static void
submit_action_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  submit_cb (PARLOUR_REPORT_DIALOG (widget));
}

static void
parlour_report_dialog_dispose (GObject *object)
{
  ParlourReportDialog *self = PARLOUR_REPORT_DIALOG (object);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->account);
  gtk_widget_dispose_template (GTK_WIDGET (object), PARLOUR_TYPE_REPORT_DIALOG);
  G_OBJECT_CLASS (parlour_report_dialog_parent_class)->dispose (object);
}

static void
parlour_report_dialog_finalize (GObject *object)
{
  ParlourReportDialog *self = PARLOUR_REPORT_DIALOG (object);
  g_free (self->conversation);
  g_free (self->user);
  G_OBJECT_CLASS (parlour_report_dialog_parent_class)->finalize (object);
}

static void
parlour_report_dialog_class_init (ParlourReportDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_report_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = parlour_report_dialog_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/im/parlour/Parlour/ui/report-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlourReportDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, ParlourReportDialog, lead);
  gtk_widget_class_bind_template_child (widget_class, ParlourReportDialog, form);
  gtk_widget_class_bind_template_child (widget_class, ParlourReportDialog, reason);
  gtk_widget_class_bind_template_child (widget_class, ParlourReportDialog, spinner);
  gtk_widget_class_bind_template_callback (widget_class, submit_cb);
  gtk_widget_class_install_action (widget_class, "report.submit", NULL, submit_action_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
parlour_report_dialog_init (ParlourReportDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  parlour_form_clear_on_edit (self->reason);
}

static ParlourReportDialog *
make (GtkWindow *parent, ParlourAccount *account, char *lead)
{
  g_autofree char *text = lead;
  ParlourReportDialog *self =
      g_object_new (PARLOUR_TYPE_REPORT_DIALOG, "transient-for", parent, NULL);
  parlour_dialog_fit (GTK_WINDOW (self), parent);
  self->account = g_object_ref (account);
  gtk_label_set_text (self->lead, text);
  gtk_widget_grab_focus (self->reason);
  return self;
}

GtkWindow *
parlour_report_dialog_new_for_message (GtkWindow *parent,
                                       ParlourAccount *account,
                                       const ParlourMessageRef *ref,
                                       const char *name)
{
  ParlourReportDialog *self = make (
      parent, account,
      /* Translators: a person's name */
      g_strdup_printf (_ ("The administrators of this place see this message of %s, your name and "
                          "your reason. Nobody else is told."),
                       name));
  self->conversation = g_strdup (ref->conversation);
  self->seq = ref->seq;
  return GTK_WINDOW (self);
}

GtkWindow *
parlour_report_dialog_new_for_person (GtkWindow *parent,
                                      ParlourAccount *account,
                                      const char *user,
                                      const char *name)
{
  ParlourReportDialog *self = make (
      parent, account,
      /* Translators: a person's name */
      g_strdup_printf (_ ("The administrators of this place are told of %s, with your name and "
                          "your reason. Nobody else is told."),
                       name));
  self->user = g_strdup (user);
  return GTK_WINDOW (self);
}
