/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-member-dialog"

#include "app/server/member-dialog.h"

#include "app/dialog-fit.h"
#include "app/form.h"
#include "app/problem-text.h"
#include "core/problem.h"
#include "core/text.h"

#include <glib/gi18n.h>

/* The dialog. One request at a time, which dispose cancels. Main thread. */

struct _ParlourMemberDialog {
  AdwWindow parent_instance;
  ParlourHostAdmin *admin;
  ParlourUser *user; /* or NULL: a new one */
  GCancellable *cancellable;
  GtkListBox *form;
  GtkWidget *username;
  GtkWidget *display_name;
  GtkWidget *password;
  GtkWidget *administrator_row;
  GtkSwitch *administrator;
  GtkLabel *lead;
  GtkLabel *problem;
  GtkSpinner *spinner;
};

G_DEFINE_FINAL_TYPE (ParlourMemberDialog, parlour_member_dialog, ADW_TYPE_WINDOW)

enum { SIGNAL_DONE, N_SIGNALS };
static guint signals[N_SIGNALS];

static const char *
text_of (GtkWidget *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static void
set_busy (ParlourMemberDialog *self, gboolean busy)
{
  gtk_editable_set_editable (GTK_EDITABLE (self->username), !busy);
  gtk_editable_set_editable (GTK_EDITABLE (self->display_name), !busy);
  gtk_editable_set_editable (GTK_EDITABLE (self->password), !busy);
  gtk_widget_set_sensitive (self->administrator_row, !busy);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "member-dialog.submit", !busy);
  gtk_spinner_set_spinning (self->spinner, busy);
  if (!busy)
    g_clear_object (&self->cancellable);
}

static void
fail (ParlourMemberDialog *self, const GError *error)
{
  const char *field = parlour_problem_get_field (error);
  g_autofree char *text = parlour_problem_text (error);
  GtkWidget *row = g_strcmp0 (field, "username") == 0       ? self->username
                   : g_strcmp0 (field, "display_name") == 0 ? self->display_name
                   : g_strcmp0 (field, "password") == 0     ? self->password
                                                            : NULL;
  if (g_error_matches (error, PARLOUR_PROBLEM, PARLOUR_PROBLEM_USERNAME_TAKEN))
    row = self->username;
  gtk_label_set_text (self->problem, row ? "" : text);
  gtk_widget_set_visible (GTK_WIDGET (self->problem), !row);
  if (!row)
    return;
  parlour_form_set_error (row, text);
  gtk_widget_grab_focus (row);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  gboolean done = parlour_host_admin_done_finish (PARLOUR_HOST_ADMIN (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  ParlourMemberDialog *self = user_data;
  set_busy (self, FALSE);
  if (!done) {
    fail (self, error);
    return;
  }
  g_signal_emit (self, signals[SIGNAL_DONE], 0);
  gtk_window_close (GTK_WINDOW (self));
}

/* Says early what the server would say later. */
static gboolean
check (ParlourMemberDialog *self, char **username, char **display_name)
{
  g_autoptr (GError) error = NULL;
  if (!self->user)
    *username = parlour_username_normalize (text_of (self->username), &error);
  if (!error && !self->user && !parlour_text_is_blank (text_of (self->display_name)))
    *display_name = parlour_display_name_normalize (text_of (self->display_name), &error);
  if (!error)
    parlour_password_check (text_of (self->password), &error);
  if (error)
    fail (self, error);
  return error == NULL;
}

static void
submit_cb (ParlourMemberDialog *self)
{
  g_autofree char *username = NULL;
  g_autofree char *display_name = NULL;
  if (self->cancellable)
    return;
  parlour_form_clear (self->form);
  gtk_widget_set_visible (GTK_WIDGET (self->problem), FALSE);
  if (!check (self, &username, &display_name))
    return;
  set_busy (self, TRUE);
  self->cancellable = g_cancellable_new ();
  if (self->user)
    parlour_host_admin_reset_password_async (self->admin, self->user->id, text_of (self->password),
                                             self->cancellable, done_cb, self);
  else
    parlour_host_admin_add_user_async (
        self->admin, username, display_name, text_of (self->password),
        gtk_switch_get_active (self->administrator), self->cancellable, done_cb, self);
}

static void
submit_action_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  submit_cb (PARLOUR_MEMBER_DIALOG (widget));
}

static void
parlour_member_dialog_dispose (GObject *object)
{
  ParlourMemberDialog *self = PARLOUR_MEMBER_DIALOG (object);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->admin);
  g_clear_pointer (&self->user, parlour_user_unref);
  gtk_widget_dispose_template (GTK_WIDGET (object), PARLOUR_TYPE_MEMBER_DIALOG);
  G_OBJECT_CLASS (parlour_member_dialog_parent_class)->dispose (object);
}

static void
parlour_member_dialog_class_init (ParlourMemberDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_member_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/im/parlour/Parlour/ui/member-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlourMemberDialog, form);
  gtk_widget_class_bind_template_child (widget_class, ParlourMemberDialog, username);
  gtk_widget_class_bind_template_child (widget_class, ParlourMemberDialog, display_name);
  gtk_widget_class_bind_template_child (widget_class, ParlourMemberDialog, password);
  gtk_widget_class_bind_template_child (widget_class, ParlourMemberDialog, administrator_row);
  gtk_widget_class_bind_template_child (widget_class, ParlourMemberDialog, administrator);
  gtk_widget_class_bind_template_child (widget_class, ParlourMemberDialog, lead);
  gtk_widget_class_bind_template_child (widget_class, ParlourMemberDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, ParlourMemberDialog, spinner);
  gtk_widget_class_bind_template_callback (widget_class, submit_cb);
  gtk_widget_class_install_action (widget_class, "member-dialog.submit", NULL, submit_action_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  signals[SIGNAL_DONE] = g_signal_new ("done", PARLOUR_TYPE_MEMBER_DIALOG, G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
parlour_member_dialog_init (ParlourMemberDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  parlour_form_clear_on_edit (self->username);
  parlour_form_clear_on_edit (self->display_name);
  parlour_form_clear_on_edit (self->password);
}

ParlourMemberDialog *
parlour_member_dialog_new (GtkWindow *parent, ParlourHostAdmin *admin, ParlourUser *user)
{
  ParlourMemberDialog *self =
      g_object_new (PARLOUR_TYPE_MEMBER_DIALOG, "transient-for", parent, NULL);
  parlour_dialog_fit (GTK_WINDOW (self), parent);
  self->admin = g_object_ref (admin);
  self->user = user ? parlour_user_ref (user) : NULL;
  gtk_widget_set_visible (self->username, !user);
  gtk_widget_set_visible (self->display_name, !user);
  gtk_widget_set_visible (self->administrator_row, !user);
  gtk_window_set_title (GTK_WINDOW (self), user ? _ ("Reset Password") : _ ("Add Account"));
  g_autofree char *lead =
      /* Translators: a person's name */
      user ? g_strdup_printf (_ ("%s is signed out everywhere, and signs in with this password."),
                              user->display_name)
           : g_strdup (_ ("Tell the person the username and the password."));
  gtk_label_set_text (self->lead, lead);
  gtk_widget_grab_focus (user ? self->password : self->username);
  return self;
}
