/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-restore-dialog"

#include "app/server/restore-dialog.h"

#include "app/dialog-fit.h"
#include "app/problem-text.h"
#include "client/host/host-move.h"

#include <glib/gi18n.h>

/* The dialog. What it began is not cancelled: it can't be closed meanwhile. Main thread. */

struct _ParlourRestoreDialog {
  AdwWindow parent_instance;
  ParlourHost *host;
  char *file;
  gboolean busy;
  GtkLabel *lead;
  GtkWidget *keep_row;
  GtkSwitch *keep;
  GtkLabel *problem;
  GtkWidget *working;
  GtkSpinner *spinner;
};

G_DEFINE_FINAL_TYPE (ParlourRestoreDialog, parlour_restore_dialog, ADW_TYPE_WINDOW)

enum { SIGNAL_DONE, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
set_busy (ParlourRestoreDialog *self, gboolean busy)
{
  self->busy = busy;
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "restore-dialog.submit", !busy);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "restore-dialog.cancel", !busy);
  gtk_widget_set_sensitive (self->keep_row, !busy);
  gtk_widget_set_visible (self->working, busy);
  gtk_spinner_set_spinning (self->spinner, busy);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ParlourRestoreDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = parlour_host_move_finish (PARLOUR_HOST (source), result, &error);
  if (!self->host) /* the window has gone, with the whole program */
    return;
  set_busy (self, FALSE);
  if (done) {
    g_signal_emit (self, signals[SIGNAL_DONE], 0);
    gtk_window_close (GTK_WINDOW (self));
    return;
  }
  g_autofree char *reason = parlour_problem_text (error);
  /* Translators: a sentence that gives the reason */
  g_autofree char *text = g_strdup_printf (_ ("Nothing was changed. %s"), reason);
  gtk_label_set_text (self->problem, text);
  gtk_widget_set_visible (GTK_WIDGET (self->problem), TRUE);
}

static void
submit_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ParlourRestoreDialog *self = PARLOUR_RESTORE_DIALOG (widget);
  gtk_widget_set_visible (GTK_WIDGET (self->problem), FALSE);
  set_busy (self, TRUE);
  parlour_host_restore_async (self->host, self->file, gtk_switch_get_active (self->keep), done_cb,
                              g_object_ref (self));
}

static void
cancel_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  gtk_window_close (GTK_WINDOW (widget));
}

static gboolean
parlour_restore_dialog_close_request (GtkWindow *window)
{
  return PARLOUR_RESTORE_DIALOG (window)->busy ||
         GTK_WINDOW_CLASS (parlour_restore_dialog_parent_class)->close_request (window);
}

static void
parlour_restore_dialog_dispose (GObject *object)
{
  ParlourRestoreDialog *self = PARLOUR_RESTORE_DIALOG (object);
  g_clear_object (&self->host);
  g_clear_pointer (&self->file, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (object), PARLOUR_TYPE_RESTORE_DIALOG);
  G_OBJECT_CLASS (parlour_restore_dialog_parent_class)->dispose (object);
}

static void
parlour_restore_dialog_class_init (ParlourRestoreDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_restore_dialog_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = parlour_restore_dialog_close_request;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/im/parlour/Parlour/ui/restore-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlourRestoreDialog, lead);
  gtk_widget_class_bind_template_child (widget_class, ParlourRestoreDialog, keep_row);
  gtk_widget_class_bind_template_child (widget_class, ParlourRestoreDialog, keep);
  gtk_widget_class_bind_template_child (widget_class, ParlourRestoreDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, ParlourRestoreDialog, working);
  gtk_widget_class_bind_template_child (widget_class, ParlourRestoreDialog, spinner);
  gtk_widget_class_install_action (widget_class, "restore-dialog.submit", NULL, submit_cb);
  gtk_widget_class_install_action (widget_class, "restore-dialog.cancel", NULL, cancel_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "restore-dialog.cancel",
                                       NULL);
  signals[SIGNAL_DONE] = g_signal_new ("done", PARLOUR_TYPE_RESTORE_DIALOG, G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
parlour_restore_dialog_init (ParlourRestoreDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

ParlourRestoreDialog *
parlour_restore_dialog_new (GtkWindow *parent,
                            ParlourHost *host,
                            const char *file,
                            const char *name)
{
  ParlourRestoreDialog *self =
      g_object_new (PARLOUR_TYPE_RESTORE_DIALOG, "transient-for", parent, NULL);
  parlour_dialog_fit (GTK_WINDOW (self), parent);
  self->host = g_object_ref (host);
  self->file = g_strdup (file);
  g_autofree char *lead = g_strdup_printf (
      /* Translators: when a backup was made, or the name of its file */
      _ ("Everything goes back to the backup “%s”. What was written since then is gone from the "
         "place; it is kept in a file beside it, on this computer. Nobody reaches the place until "
         "it is done."),
      name);
  gtk_label_set_text (self->lead, lead);
  return self;
}
