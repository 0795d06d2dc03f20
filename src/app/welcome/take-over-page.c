/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-take-over-page"

#include "app/welcome/take-over-page.h"

#include "app/form.h"
#include "app/problem-text.h"
#include "app/template.h"
#include "client/host/host-move.h"
#include "core/text.h"

#include <glib/gi18n.h>

/* The page: first the place, then the sign-in. Where the second step fails the server runs already,
 * and the next try goes on from there. The move itself is not cancelled. Main thread. */

struct _ParlourTakeOverPage {
  GtkWidget parent_instance;
  ParlourAccounts *accounts;
  ParlourHost *host;
  GCancellable *cancellable;     /* while it works */
  GtkFileChooserNative *chooser; /* while a file is being chosen, or NULL */
  char *path;                    /* of the file, or NULL */
  GtkListBox *form;
  AdwActionRow *file;
  GtkWidget *choose;
  GtkWidget *passphrase;
  GtkWidget *username;
  GtkWidget *password;
  GtkWidget *submit;
  GtkSpinner *spinner;
};

G_DEFINE_FINAL_TYPE (ParlourTakeOverPage, parlour_take_over_page, GTK_TYPE_WIDGET)

static const char *
text_of (GtkWidget *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static void
set_busy (ParlourTakeOverPage *self, gboolean busy)
{
  gtk_widget_set_sensitive (self->choose, !busy);
  gtk_editable_set_editable (GTK_EDITABLE (self->passphrase), !busy);
  gtk_editable_set_editable (GTK_EDITABLE (self->username), !busy);
  gtk_editable_set_editable (GTK_EDITABLE (self->password), !busy);
  gtk_widget_set_sensitive (self->submit, !busy);
  gtk_spinner_set_spinning (self->spinner, busy);
  if (!busy)
    g_clear_object (&self->cancellable);
}

static void
fail_at (GtkWidget *row, GtkWidget *focus, const char *text)
{
  parlour_form_set_error (row, text);
  gtk_widget_grab_focus (focus);
}

static void
fail_with (ParlourTakeOverPage *self, GtkWidget *row, const GError *error)
{
  g_autofree char *text = parlour_problem_text (error);
  fail_at (row, row == GTK_WIDGET (self->file) ? self->choose : row, text);
}

/* --- what is done ------------------------------------------------------------------------- */

static void
signed_in_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourAccount) account =
      parlour_accounts_join_finish (PARLOUR_ACCOUNTS (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  ParlourTakeOverPage *self = user_data;
  set_busy (self, FALSE);
  if (!account)
    fail_with (self, self->password, error);
}

static void
sign_in (ParlourTakeOverPage *self)
{
  g_autofree char *username = parlour_username_normalize (text_of (self->username), NULL);
  g_autoptr (ParlourDestination) destination = parlour_host_to_destination (self->host);
  parlour_accounts_enter_async (self->accounts, destination, username, text_of (self->password),
                                self->cancellable, signed_in_cb, self);
}

static void
moved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ParlourTakeOverPage) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean moved = parlour_host_move_finish (PARLOUR_HOST (source), result, &error);
  if (!self->cancellable) /* the page was left, or has gone */
    return;
  if (moved) {
    sign_in (self);
    return;
  }
  set_busy (self, FALSE);
  fail_with (self,
             g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED)
                 ? self->passphrase
                 : GTK_WIDGET (self->file),
             error);
}

static gboolean
check (ParlourTakeOverPage *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *username = NULL;
  if (!self->path && !parlour_host_get_running (self->host)) {
    fail_at (GTK_WIDGET (self->file), self->choose, _ ("Choose the file that was made there."));
    return FALSE;
  }
  username = parlour_username_normalize (text_of (self->username), &error);
  if (!username) {
    fail_with (self, self->username, error);
    return FALSE;
  }
  if (!parlour_password_check (text_of (self->password), &error)) {
    fail_with (self, self->password, error);
    return FALSE;
  }
  return TRUE;
}

static void
submit_cb (ParlourTakeOverPage *self)
{
  if (self->cancellable)
    return;
  parlour_form_clear (self->form);
  if (!check (self))
    return;
  set_busy (self, TRUE);
  self->cancellable = g_cancellable_new ();
  if (parlour_host_get_running (self->host))
    sign_in (self);
  else
    parlour_host_move_in_async (self->host, self->path, text_of (self->passphrase), moved_cb,
                                g_object_ref (self));
}

static void
set_path (ParlourTakeOverPage *self, const char *path)
{
  g_autofree char *name = path ? g_filename_display_basename (path) : NULL;
  g_free (self->path);
  self->path = g_strdup (path);
  adw_action_row_set_subtitle (self->file, name ? name : _ ("None chosen"));
}

static void
chosen_cb (ParlourTakeOverPage *self, int response)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));
  g_autofree char *path = file ? g_file_get_path (file) : NULL;
  g_clear_object (&self->chooser);
  if (response != GTK_RESPONSE_ACCEPT || !path)
    return;
  set_path (self, path);
  parlour_form_set_error (GTK_WIDGET (self->file), NULL);
  gtk_widget_grab_focus (self->passphrase);
}

static void
choose_cb (ParlourTakeOverPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_ ("Choose a Moved Place"), GTK_WINDOW (root),
                                               GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (chosen_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

/* --- the widget --------------------------------------------------------------------------- */

static gboolean
parlour_take_over_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (PARLOUR_TAKE_OVER_PAGE (widget)->choose);
}

static void
parlour_take_over_page_dispose (GObject *object)
{
  ParlourTakeOverPage *self = PARLOUR_TAKE_OVER_PAGE (object);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->chooser);
  g_clear_object (&self->accounts);
  g_clear_object (&self->host);
  g_clear_pointer (&self->path, g_free);
  parlour_template_dispose (GTK_WIDGET (object), PARLOUR_TYPE_TAKE_OVER_PAGE);
  G_OBJECT_CLASS (parlour_take_over_page_parent_class)->dispose (object);
}

static void
parlour_take_over_page_class_init (ParlourTakeOverPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_take_over_page_dispose;
  widget_class->grab_focus = parlour_take_over_page_grab_focus;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/im/parlour/Parlour/ui/take-over-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlourTakeOverPage, form);
  gtk_widget_class_bind_template_child (widget_class, ParlourTakeOverPage, file);
  gtk_widget_class_bind_template_child (widget_class, ParlourTakeOverPage, choose);
  gtk_widget_class_bind_template_child (widget_class, ParlourTakeOverPage, passphrase);
  gtk_widget_class_bind_template_child (widget_class, ParlourTakeOverPage, username);
  gtk_widget_class_bind_template_child (widget_class, ParlourTakeOverPage, password);
  gtk_widget_class_bind_template_child (widget_class, ParlourTakeOverPage, submit);
  gtk_widget_class_bind_template_child (widget_class, ParlourTakeOverPage, spinner);
  gtk_widget_class_bind_template_callback (widget_class, choose_cb);
  gtk_widget_class_bind_template_callback (widget_class, submit_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
parlour_take_over_page_init (ParlourTakeOverPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  parlour_form_clear_on_edit (self->passphrase);
  parlour_form_clear_on_edit (self->username);
  parlour_form_clear_on_edit (self->password);
  set_path (self, NULL);
}

void
parlour_take_over_page_set_up (ParlourTakeOverPage *self,
                               ParlourAccounts *accounts,
                               ParlourHost *host)
{
  g_return_if_fail (PARLOUR_IS_TAKE_OVER_PAGE (self));
  g_set_object (&self->accounts, accounts);
  g_set_object (&self->host, host);
}

void
parlour_take_over_page_stop (ParlourTakeOverPage *self)
{
  g_return_if_fail (PARLOUR_IS_TAKE_OVER_PAGE (self));
  g_cancellable_cancel (self->cancellable);
  set_busy (self, FALSE);
}

void
parlour_take_over_page_clear (ParlourTakeOverPage *self)
{
  g_return_if_fail (PARLOUR_IS_TAKE_OVER_PAGE (self));
  set_path (self, NULL);
  gtk_editable_set_text (GTK_EDITABLE (self->passphrase), "");
  gtk_editable_set_text (GTK_EDITABLE (self->username), "");
  gtk_editable_set_text (GTK_EDITABLE (self->password), "");
  parlour_form_clear (self->form);
}
