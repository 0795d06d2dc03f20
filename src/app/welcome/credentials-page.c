/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-credentials-page"

#include "app/welcome/credentials-page.h"

#include "app/form.h"
#include "app/problem-text.h"
#include "app/template.h"
#include "core/problem.h"
#include "core/text.h"

#include <glib/gi18n.h>

/* The page that signs in or registers. One request at a time, which dispose cancels. Main thread.
 */

struct _ParlourCredentialsPage {
  GtkWidget parent_instance;
  ParlourAccounts *accounts;
  ParlourDestination *destination;
  GCancellable *cancellable;
  gboolean create;
  GtkLabel *title;
  GtkLabel *place_name;
  GtkListBox *form;
  GtkLabel *problem; /* what no field is to blame for */
  GtkWidget *display_name;
  GtkWidget *username;
  GtkWidget *password;
  GtkButton *submit;
  GtkSpinner *spinner;
};

G_DEFINE_FINAL_TYPE (ParlourCredentialsPage, parlour_credentials_page, GTK_TYPE_WIDGET)

static const char *
text_of (GtkWidget *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static void
set_busy (ParlourCredentialsPage *self, gboolean busy)
{
  gtk_editable_set_editable (GTK_EDITABLE (self->display_name), !busy);
  gtk_editable_set_editable (GTK_EDITABLE (self->username), !busy);
  gtk_editable_set_editable (GTK_EDITABLE (self->password), !busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->submit), !busy);
  gtk_spinner_set_spinning (self->spinner, busy);
  if (!busy)
    g_clear_object (&self->cancellable);
}

static void
set_problem (ParlourCredentialsPage *self, const char *text)
{
  gtk_label_set_text (self->problem, text ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), text != NULL);
}

/* NULL where it lies at none of them. */
static GtkWidget *
row_to_blame (ParlourCredentialsPage *self, const GError *error)
{
  const char *field = parlour_problem_get_field (error);
  if (g_strcmp0 (field, "username") == 0 ||
      g_error_matches (error, PARLOUR_PROBLEM, PARLOUR_PROBLEM_USERNAME_TAKEN))
    return self->username;
  if (g_strcmp0 (field, "display_name") == 0 && self->create)
    return self->display_name;
  if (g_strcmp0 (field, "password") == 0 ||
      g_error_matches (error, PARLOUR_PROBLEM, PARLOUR_PROBLEM_INVALID_PASSWORD) ||
      g_error_matches (error, PARLOUR_PROBLEM, PARLOUR_PROBLEM_WRONG_CREDENTIALS))
    return self->password;
  return NULL;
}

static void
fail (ParlourCredentialsPage *self, const GError *error)
{
  GtkWidget *row = row_to_blame (self, error);
  g_autofree char *text = parlour_problem_text (error);
  if (!row) {
    set_problem (self, text);
    gtk_widget_grab_focus (GTK_WIDGET (self->submit)); /* it was insensitive meanwhile */
    return;
  }
  parlour_form_set_error (row, text);
  gtk_widget_grab_focus (row);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourAccount) account =
      parlour_accounts_join_finish (PARLOUR_ACCOUNTS (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  ParlourCredentialsPage *self = user_data;
  set_busy (self, FALSE);
  if (!account) {
    fail (self, error);
    return;
  }
  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-account", "s",
                              parlour_account_get_id (account));
  if (self->create)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.show-common", NULL);
}

/* Says early what the server would say later. */
static gboolean
check (ParlourCredentialsPage *self, char **username, char **display_name)
{
  g_autoptr (GError) error = NULL;
  gboolean named = self->create && !parlour_text_is_blank (text_of (self->display_name));
  if (named)
    *display_name = parlour_display_name_normalize (text_of (self->display_name), &error);
  if (!error)
    *username = parlour_username_normalize (text_of (self->username), &error);
  if (!error && self->create)
    parlour_password_check (text_of (self->password), &error);
  if (error)
    fail (self, error);
  return error == NULL;
}

static void
submit_cb (ParlourCredentialsPage *self)
{
  g_autofree char *username = NULL;
  g_autofree char *display_name = NULL;
  if (self->cancellable)
    return;
  parlour_form_clear (self->form);
  set_problem (self, NULL);
  if (!check (self, &username, &display_name))
    return;
  set_busy (self, TRUE);
  self->cancellable = g_cancellable_new ();
  if (self->create)
    parlour_accounts_join_async (self->accounts, self->destination, username, display_name,
                                 text_of (self->password), self->cancellable, done_cb, self);
  else
    parlour_accounts_enter_async (self->accounts, self->destination, username,
                                  text_of (self->password), self->cancellable, done_cb, self);
}

static gboolean
parlour_credentials_page_grab_focus (GtkWidget *widget)
{
  ParlourCredentialsPage *self = PARLOUR_CREDENTIALS_PAGE (widget);
  return gtk_widget_grab_focus (self->create ? self->display_name : self->username);
}

static void
parlour_credentials_page_dispose (GObject *object)
{
  ParlourCredentialsPage *self = PARLOUR_CREDENTIALS_PAGE (object);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->accounts);
  g_clear_pointer (&self->destination, parlour_destination_unref);
  parlour_template_dispose (GTK_WIDGET (object), PARLOUR_TYPE_CREDENTIALS_PAGE);
  G_OBJECT_CLASS (parlour_credentials_page_parent_class)->dispose (object);
}

static void
parlour_credentials_page_class_init (ParlourCredentialsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_credentials_page_dispose;
  widget_class->grab_focus = parlour_credentials_page_grab_focus;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/im/parlour/Parlour/ui/credentials-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlourCredentialsPage, title);
  gtk_widget_class_bind_template_child (widget_class, ParlourCredentialsPage, place_name);
  gtk_widget_class_bind_template_child (widget_class, ParlourCredentialsPage, form);
  gtk_widget_class_bind_template_child (widget_class, ParlourCredentialsPage, problem);
  gtk_widget_class_bind_template_child (widget_class, ParlourCredentialsPage, display_name);
  gtk_widget_class_bind_template_child (widget_class, ParlourCredentialsPage, username);
  gtk_widget_class_bind_template_child (widget_class, ParlourCredentialsPage, password);
  gtk_widget_class_bind_template_child (widget_class, ParlourCredentialsPage, submit);
  gtk_widget_class_bind_template_child (widget_class, ParlourCredentialsPage, spinner);
  gtk_widget_class_bind_template_callback (widget_class, submit_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
parlour_credentials_page_init (ParlourCredentialsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  parlour_form_clear_on_edit (self->display_name);
  parlour_form_clear_on_edit (self->username);
  parlour_form_clear_on_edit (self->password);
}

void
parlour_credentials_page_set_accounts (ParlourCredentialsPage *self, ParlourAccounts *accounts)
{
  g_return_if_fail (PARLOUR_IS_CREDENTIALS_PAGE (self));
  g_set_object (&self->accounts, accounts);
}

void
parlour_credentials_page_set_place (ParlourCredentialsPage *self,
                                    ParlourDestination *destination,
                                    ParlourPlace *place,
                                    gboolean create)
{
  g_return_if_fail (PARLOUR_IS_CREDENTIALS_PAGE (self));
  parlour_destination_ref (destination);
  g_clear_pointer (&self->destination, parlour_destination_unref);
  self->destination = destination;
  self->create = create;
  /* Translators: the name of a place, and the address of its server */
  g_autofree char *where = g_strdup_printf (_ ("%s, at %s"), place->name, place->server);
  gtk_label_set_text (self->title, create ? _ ("Create an account") : _ ("Sign in"));
  gtk_label_set_text (self->place_name, where);
  gtk_button_set_label (self->submit, create ? _ ("C_reate Account") : _ ("_Sign In"));
  parlour_form_clear (self->form);
  set_problem (self, NULL);
  gtk_widget_set_visible (self->display_name, create);
}

void
parlour_credentials_page_stop (ParlourCredentialsPage *self)
{
  g_return_if_fail (PARLOUR_IS_CREDENTIALS_PAGE (self));
  g_cancellable_cancel (self->cancellable);
  set_busy (self, FALSE);
}

void
parlour_credentials_page_clear (ParlourCredentialsPage *self)
{
  g_return_if_fail (PARLOUR_IS_CREDENTIALS_PAGE (self));
  gtk_editable_set_text (GTK_EDITABLE (self->username), "");
  gtk_editable_set_text (GTK_EDITABLE (self->display_name), "");
  gtk_editable_set_text (GTK_EDITABLE (self->password), "");
  parlour_form_clear (self->form);
}
