/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-host-page"

#include "app/welcome/host-page.h"

#include "app/form.h"
#include "app/problem-text.h"
#include "app/server/server-words.h"
#include "app/template.h"
#include "core/problem.h"
#include "core/text.h"

/* The page that makes a place: first the server, then the sign-in. Where the second step fails the
 * server runs already, and the next try goes on from there. Main thread. */

struct _ParlourHostPage {
  GtkWidget parent_instance;
  ParlourAccounts *accounts;
  ParlourHost *host;
  ParlourHostAdmin *admin;
  GCancellable *cancellable;
  GtkListBox *form;
  GtkWidget *place_name;
  GtkSwitch *open;
  GtkWidget *display_name;
  GtkWidget *username;
  GtkWidget *password;
  GtkWidget *submit;
  GtkSpinner *spinner;
};

G_DEFINE_FINAL_TYPE (ParlourHostPage, parlour_host_page, GTK_TYPE_WIDGET)

static const char *
text_of (GtkWidget *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static void
set_busy (ParlourHostPage *self, gboolean busy)
{
  gtk_editable_set_editable (GTK_EDITABLE (self->place_name), !busy);
  gtk_editable_set_editable (GTK_EDITABLE (self->display_name), !busy);
  gtk_editable_set_editable (GTK_EDITABLE (self->username), !busy);
  gtk_editable_set_editable (GTK_EDITABLE (self->password), !busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->open), !busy);
  gtk_widget_set_sensitive (self->submit, !busy);
  gtk_spinner_set_spinning (self->spinner, busy);
  if (!busy)
    g_clear_object (&self->cancellable);
}

static void
fail (ParlourHostPage *self, const GError *error)
{
  const char *field = parlour_problem_get_field (error);
  GtkWidget *row = g_strcmp0 (field, "username") == 0       ? self->username
                   : g_strcmp0 (field, "display_name") == 0 ? self->display_name
                   : g_strcmp0 (field, "place_name") == 0   ? self->place_name
                                                            : self->password;
  g_autofree char *text = parlour_problem_text (error);
  parlour_form_set_error (row, text);
  gtk_widget_grab_focus (row);
}

static void
signed_in_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourAccount) account =
      parlour_accounts_join_finish (PARLOUR_ACCOUNTS (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  ParlourHostPage *self = user_data;
  set_busy (self, FALSE);
  if (!account) {
    fail (self, error);
    return;
  }
  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-account", "s",
                              parlour_account_get_id (account));
  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-common", NULL);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.invite", "b", TRUE);
}

static void
sign_in (ParlourHostPage *self)
{
  g_autofree char *username = parlour_username_normalize (text_of (self->username), NULL);
  g_autoptr (ParlourDestination) destination = parlour_host_to_destination (self->host);
  parlour_accounts_enter_async (self->accounts, destination, username, text_of (self->password),
                                self->cancellable, signed_in_cb, self);
}

static void
settings_set_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  gboolean set = parlour_host_admin_done_finish (PARLOUR_HOST_ADMIN (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  ParlourHostPage *self = user_data;
  if (set) {
    sign_in (self);
    return;
  }
  set_busy (self, FALSE);
  fail (self, error);
}

static void
set_registration (ParlourHostPage *self)
{
  const char *registration = gtk_switch_get_active (self->open) ? "open" : "invite";
  ParlourHostSettings settings = {.registration = (char *)registration, PARLOUR_SERVER_UNCHANGED};
  parlour_host_admin_set_settings_async (self->admin, &settings, self->cancellable, settings_set_cb,
                                         self);
}

static void
started_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *address = parlour_host_start_finish (PARLOUR_HOST (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  ParlourHostPage *self = user_data;
  if (address) {
    set_registration (self);
    return;
  }
  set_busy (self, FALSE);
  fail (self, error);
}

typedef struct {
  char *place_name;
  char *display_name; /* NULL where the field was left empty */
  char *username;
} Names;

static void
names_clear (Names *names)
{
  g_free (names->place_name);
  g_free (names->display_name);
  g_free (names->username);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Names, names_clear)

static gboolean
check (ParlourHostPage *self, Names *names)
{
  g_autoptr (GError) error = NULL;
  names->place_name = parlour_display_name_normalize (text_of (self->place_name), NULL);
  if (!names->place_name)
    parlour_problem_set_field (&error, PARLOUR_PROBLEM_INVALID_DISPLAY_NAME, "place_name",
                               "A place needs a name.");
  if (!error && !parlour_text_is_blank (text_of (self->display_name)))
    names->display_name = parlour_display_name_normalize (text_of (self->display_name), &error);
  if (!error)
    names->username = parlour_username_normalize (text_of (self->username), &error);
  if (!error)
    parlour_password_check (text_of (self->password), &error);
  if (error)
    fail (self, error);
  return error == NULL;
}

static void
submit_cb (ParlourHostPage *self)
{
  g_auto (Names) names = {0};
  if (self->cancellable)
    return;
  parlour_form_clear (self->form);
  if (!check (self, &names))
    return;
  set_busy (self, TRUE);
  self->cancellable = g_cancellable_new ();
  const ParlourHostOwner owner = {names.username, names.display_name, text_of (self->password)};
  if (parlour_host_get_running (self->host))
    set_registration (self);
  else
    parlour_host_start_async (self->host, names.place_name, &owner, self->cancellable, started_cb,
                              self);
}

static gboolean
parlour_host_page_grab_focus (GtkWidget *widget)
{
  ParlourHostPage *self = PARLOUR_HOST_PAGE (widget);
  return gtk_widget_grab_focus (self->place_name);
}

static void
parlour_host_page_dispose (GObject *object)
{
  ParlourHostPage *self = PARLOUR_HOST_PAGE (object);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->accounts);
  g_clear_object (&self->host);
  g_clear_object (&self->admin);
  parlour_template_dispose (GTK_WIDGET (object), PARLOUR_TYPE_HOST_PAGE);
  G_OBJECT_CLASS (parlour_host_page_parent_class)->dispose (object);
}

static void
parlour_host_page_class_init (ParlourHostPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_host_page_dispose;
  widget_class->grab_focus = parlour_host_page_grab_focus;
  gtk_widget_class_set_template_from_resource (widget_class, "/im/parlour/Parlour/ui/host-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlourHostPage, form);
  gtk_widget_class_bind_template_child (widget_class, ParlourHostPage, place_name);
  gtk_widget_class_bind_template_child (widget_class, ParlourHostPage, open);
  gtk_widget_class_bind_template_child (widget_class, ParlourHostPage, display_name);
  gtk_widget_class_bind_template_child (widget_class, ParlourHostPage, username);
  gtk_widget_class_bind_template_child (widget_class, ParlourHostPage, password);
  gtk_widget_class_bind_template_child (widget_class, ParlourHostPage, submit);
  gtk_widget_class_bind_template_child (widget_class, ParlourHostPage, spinner);
  gtk_widget_class_bind_template_callback (widget_class, submit_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
parlour_host_page_init (ParlourHostPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  parlour_form_clear_on_edit (self->place_name);
  parlour_form_clear_on_edit (self->display_name);
  parlour_form_clear_on_edit (self->username);
  parlour_form_clear_on_edit (self->password);
}

void
parlour_host_page_set_up (ParlourHostPage *self,
                          ParlourAccounts *accounts,
                          ParlourHost *host,
                          ParlourHostAdmin *admin)
{
  g_return_if_fail (PARLOUR_IS_HOST_PAGE (self));
  g_set_object (&self->accounts, accounts);
  g_set_object (&self->host, host);
  g_set_object (&self->admin, admin);
}

void
parlour_host_page_stop (ParlourHostPage *self)
{
  g_return_if_fail (PARLOUR_IS_HOST_PAGE (self));
  g_cancellable_cancel (self->cancellable);
  set_busy (self, FALSE);
}

void
parlour_host_page_clear (ParlourHostPage *self)
{
  g_return_if_fail (PARLOUR_IS_HOST_PAGE (self));
  gtk_editable_set_text (GTK_EDITABLE (self->place_name), "");
  gtk_editable_set_text (GTK_EDITABLE (self->display_name), "");
  gtk_editable_set_text (GTK_EDITABLE (self->username), "");
  gtk_editable_set_text (GTK_EDITABLE (self->password), "");
  gtk_switch_set_active (self->open, FALSE);
  parlour_form_clear (self->form);
}
