/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-sign-in-again"

#include "app/account/sign-in-again.h"

#include "app/dialog-fit.h"
#include "app/form.h"
#include "app/problem-text.h"

#include <glib/gi18n.h>

/* The dialog. One request at a time, which dispose cancels. Main thread. */

struct _ParlourSignInAgain {
  AdwWindow parent_instance;
  ParlourAccount *account;
  GCancellable *cancellable;
  GtkLabel *text;
  GtkWidget *password;
  GtkSpinner *spinner;
};

G_DEFINE_FINAL_TYPE (ParlourSignInAgain, parlour_sign_in_again, ADW_TYPE_WINDOW)

static void
set_busy (ParlourSignInAgain *self, gboolean busy)
{
  gtk_editable_set_editable (GTK_EDITABLE (self->password), !busy);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "sign-in.submit", !busy);
  gtk_spinner_set_spinning (self->spinner, busy);
  if (!busy)
    g_clear_object (&self->cancellable);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  gboolean done = parlour_account_sign_in_again_finish (PARLOUR_ACCOUNT (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  ParlourSignInAgain *self = user_data;
  set_busy (self, FALSE);
  if (done) {
    gtk_window_close (GTK_WINDOW (self));
    return;
  }
  g_autofree char *text = parlour_problem_text (error);
  parlour_form_set_error (self->password, text);
  gtk_widget_grab_focus (self->password);
}

static void
submit_cb (ParlourSignInAgain *self)
{
  if (self->cancellable)
    return;
  parlour_form_set_error (self->password, NULL);
  set_busy (self, TRUE);
  self->cancellable = g_cancellable_new ();
  parlour_account_sign_in_again_async (self->account,
                                       gtk_editable_get_text (GTK_EDITABLE (self->password)),
                                       self->cancellable, done_cb, self);
}

static void
submit_action_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  submit_cb (PARLOUR_SIGN_IN_AGAIN (widget));
}

static void
parlour_sign_in_again_dispose (GObject *object)
{
  ParlourSignInAgain *self = PARLOUR_SIGN_IN_AGAIN (object);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->account);
  gtk_widget_dispose_template (GTK_WIDGET (object), PARLOUR_TYPE_SIGN_IN_AGAIN);
  G_OBJECT_CLASS (parlour_sign_in_again_parent_class)->dispose (object);
}

static void
parlour_sign_in_again_class_init (ParlourSignInAgainClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_sign_in_again_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/im/parlour/Parlour/ui/sign-in-again.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlourSignInAgain, text);
  gtk_widget_class_bind_template_child (widget_class, ParlourSignInAgain, password);
  gtk_widget_class_bind_template_child (widget_class, ParlourSignInAgain, spinner);
  gtk_widget_class_bind_template_callback (widget_class, submit_cb);
  gtk_widget_class_install_action (widget_class, "sign-in.submit", NULL, submit_action_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
parlour_sign_in_again_init (ParlourSignInAgain *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  parlour_form_clear_on_edit (self->password);
}

ParlourSignInAgain *
parlour_sign_in_again_new (GtkWindow *parent, ParlourAccount *account)
{
  ParlourSignInAgain *self =
      g_object_new (PARLOUR_TYPE_SIGN_IN_AGAIN, "transient-for", parent, NULL);
  parlour_dialog_fit (GTK_WINDOW (self), parent);
  self->account = g_object_ref (account);
  g_autofree char *text =
      /* Translators: a username, then the name of a place or the address of its server */
      g_strdup_printf (_ ("As %s at %s"), parlour_account_get_username (account),
                       parlour_account_get_server (account));
  gtk_label_set_text (self->text, text);
  gtk_widget_grab_focus (self->password);
  return self;
}
