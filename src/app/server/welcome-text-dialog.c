/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-welcome-text-dialog"

#include "app/server/welcome-text-dialog.h"

#include "app/dialog-fit.h"
#include "app/problem-text.h"
#include "app/server/server-words.h"
#include "core/text.h"

/* The dialog. One request at a time, which dispose cancels. Main thread. */

struct _ParlourWelcomeTextDialog {
  AdwWindow parent_instance;
  ParlourHostAdmin *admin;
  GCancellable *cancellable;
  GtkTextView *view;
  GtkTextBuffer *buffer;
  GtkLabel *problem;
};

G_DEFINE_FINAL_TYPE (ParlourWelcomeTextDialog, parlour_welcome_text_dialog, ADW_TYPE_WINDOW)

enum { SIGNAL_DONE, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
set_busy (ParlourWelcomeTextDialog *self, gboolean busy)
{
  gtk_text_view_set_editable (self->view, !busy);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "welcome-text.submit", !busy);
  if (!busy)
    g_clear_object (&self->cancellable);
}

static void
fail (ParlourWelcomeTextDialog *self, const GError *error)
{
  g_autofree char *text = parlour_problem_text (error);
  gtk_label_set_text (self->problem, text);
  gtk_widget_set_visible (GTK_WIDGET (self->problem), TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  gboolean done = parlour_host_admin_done_finish (PARLOUR_HOST_ADMIN (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  ParlourWelcomeTextDialog *self = user_data;
  set_busy (self, FALSE);
  if (!done) {
    fail (self, error);
    return;
  }
  g_signal_emit (self, signals[SIGNAL_DONE], 0);
  gtk_window_close (GTK_WINDOW (self));
}

static void
submit_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ParlourWelcomeTextDialog *self = PARLOUR_WELCOME_TEXT_DIALOG (widget);
  GtkTextIter start, end;
  g_autoptr (GError) error = NULL;
  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  g_autofree char *text = gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE);
  if (self->cancellable)
    return;
  gtk_widget_set_visible (GTK_WIDGET (self->problem), FALSE);
  if (!parlour_text_is_blank (text) && !parlour_body_check (text, &error)) {
    fail (self, error);
    return;
  }
  set_busy (self, TRUE);
  self->cancellable = g_cancellable_new ();
  ParlourHostSettings settings = {.welcome_text = text, PARLOUR_SERVER_UNCHANGED};
  parlour_host_admin_set_settings_async (self->admin, &settings, self->cancellable, done_cb, self);
}

static void
parlour_welcome_text_dialog_dispose (GObject *object)
{
  ParlourWelcomeTextDialog *self = PARLOUR_WELCOME_TEXT_DIALOG (object);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->admin);
  gtk_widget_dispose_template (GTK_WIDGET (object), PARLOUR_TYPE_WELCOME_TEXT_DIALOG);
  G_OBJECT_CLASS (parlour_welcome_text_dialog_parent_class)->dispose (object);
}

static void
parlour_welcome_text_dialog_class_init (ParlourWelcomeTextDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_welcome_text_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/im/parlour/Parlour/ui/welcome-text-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlourWelcomeTextDialog, view);
  gtk_widget_class_bind_template_child (widget_class, ParlourWelcomeTextDialog, buffer);
  gtk_widget_class_bind_template_child (widget_class, ParlourWelcomeTextDialog, problem);
  gtk_widget_class_install_action (widget_class, "welcome-text.submit", NULL, submit_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK,
                                       "welcome-text.submit", NULL);
  signals[SIGNAL_DONE] = g_signal_new ("done", PARLOUR_TYPE_WELCOME_TEXT_DIALOG, G_SIGNAL_RUN_LAST,
                                       0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
parlour_welcome_text_dialog_init (ParlourWelcomeTextDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

ParlourWelcomeTextDialog *
parlour_welcome_text_dialog_new (GtkWindow *parent, ParlourHostAdmin *admin, const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);
  ParlourWelcomeTextDialog *self =
      g_object_new (PARLOUR_TYPE_WELCOME_TEXT_DIALOG, "transient-for", parent, NULL);
  parlour_dialog_fit (GTK_WINDOW (self), parent);
  self->admin = g_object_ref (admin);
  gtk_text_buffer_set_text (self->buffer, text, -1);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
  return self;
}
