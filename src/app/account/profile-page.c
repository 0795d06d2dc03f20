/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-profile-page"

#include "app/account/profile-page.h"

#include "app/account/blocked-group.h"
#include "app/account/delete-account-dialog.h"
#include "app/account/password-dialog.h"
#include "app/form.h"
#include "app/picture-row.h"
#include "app/problem-text.h"
#include "app/time-text.h"
#include "app/toast.h"
#include "client/account-calls.h"

#include <glib/gi18n.h>

/* The page. It shows what the server has; a row that is being written in keeps its text. Main
 * thread. */

struct _ParlourProfilePage {
  AdwPreferencesPage parent_instance;
  ParlourAccounts *accounts;
  ParlourAccount *account;
  GCancellable *cancellable;
  gboolean filling; /* the switches are moved by what the server says */
  AdwPreferencesGroup *failure;
  GtkWidget *seen; /* this and the next two need the profile */
  GtkWidget *private_group;
  GtkWidget *sharing;
  ParlourBlockedGroup *blocked;
  ParlourPictureRow *picture;
  GtkWidget *display_name;
  GtkWidget *status_text;
  GtkWidget *given_name;
  GtkWidget *family_name;
  GtkWidget *email;
  GtkSwitch *share_read;
  GtkSwitch *share_presence;
  AdwActionRow *username;
  AdwActionRow *role;
  AdwActionRow *joined;
  AdwActionRow *last_login;
};

G_DEFINE_FINAL_TYPE (ParlourProfilePage, parlour_profile_page, ADW_TYPE_PREFERENCES_PAGE)

static GtkWindow *
window_of (ParlourProfilePage *self)
{
  return GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
}

/* --- what is shown ------------------------------------------------------------------------ */

static void
fill_text (GtkWidget *row, const char *text)
{
  const char *wanted = text ? text : "";
  if (!g_str_equal (gtk_editable_get_text (GTK_EDITABLE (row)), wanted))
    gtk_editable_set_text (GTK_EDITABLE (row), wanted);
}

static void
fill_time (AdwActionRow *row, gint64 time)
{
  g_autofree char *text = time > 0 ? parlour_time_text_full (time) : NULL;
  adw_action_row_set_subtitle (row, text ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (row), text != NULL);
}

static void
fill_switches (ParlourProfilePage *self, const ParlourUser *me)
{
  self->filling = TRUE;
  gtk_switch_set_active (self->share_read, me->share_read);
  gtk_switch_set_active (self->share_presence, me->share_presence);
  self->filling = FALSE;
}

static void
fill (ParlourProfilePage *self, const ParlourUser *me)
{
  g_autofree char *handle = g_strconcat ("@", me->username, NULL);
  fill_text (self->display_name, me->display_name);
  fill_text (self->status_text, me->status_text);
  fill_text (self->given_name, me->given_name);
  fill_text (self->family_name, me->family_name);
  fill_text (self->email, me->email);
  parlour_picture_row_show (self->picture, me);
  fill_switches (self, me);
  adw_action_row_set_subtitle (self->username, handle);
  adw_action_row_set_subtitle (self->role, me->role == PARLOUR_USER_ADMIN
                                               ? _ ("Administrator of this place")
                                               : _ ("Member of this place"));
  fill_time (self->joined, me->joined_at);
  fill_time (self->last_login, me->last_login_at);
}

static void
show_failure (ParlourProfilePage *self, const GError *error)
{
  g_autofree char *text = error ? parlour_problem_text (error) : NULL;
  adw_preferences_group_set_description (self->failure, text ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->failure), text != NULL);
  gtk_widget_set_sensitive (self->seen, !text);
  gtk_widget_set_sensitive (self->private_group, !text);
  gtk_widget_set_sensitive (self->sharing, !text);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourUser) me = parlour_account_me_finish (PARLOUR_ACCOUNT (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  ParlourProfilePage *self = user_data;
  show_failure (self, error);
  if (me)
    fill (self, me);
}

static void
read_again_cb (ParlourProfilePage *self)
{
  parlour_account_show_me_async (self->account, self->cancellable, read_cb, self);
}

/* --- what is changed ---------------------------------------------------------------------- */

/* A change of one row; the others may be being written in. */
typedef struct {
  ParlourProfilePage *page; /* valid unless the call was cancelled */
  GtkWidget *row;
} Change;

static void
changed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Change *change = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourUser) me = parlour_account_me_finish (PARLOUR_ACCOUNT (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (!me) {
    g_autofree char *text = parlour_problem_text (error);
    parlour_form_set_error (change->row, text);
    gtk_widget_grab_focus (change->row);
    return;
  }
  if (change->row == change->page->display_name)
    fill_text (change->row, me->display_name);
  parlour_toast (GTK_WIDGET (change->page), _ ("Saved"));
}

/* The text of @row, as its part of the profile. */
static ParlourMeChange
change_of (ParlourProfilePage *self, GtkWidget *row, const char *text)
{
  return (ParlourMeChange){
      .display_name = row == self->display_name ? text : NULL,
      .status_text = row == self->status_text ? text : NULL,
      .given_name = row == self->given_name ? text : NULL,
      .family_name = row == self->family_name ? text : NULL,
      .email = row == self->email ? text : NULL,
  };
}

static void
apply_cb (ParlourProfilePage *self, GtkWidget *row)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));
  const ParlourMeChange fields = change_of (self, row, text);
  Change *change = g_new0 (Change, 1);
  change->page = self;
  change->row = row;
  parlour_form_set_error (row, NULL);
  parlour_account_change_me_async (self->account, &fields, self->cancellable, changed_cb, change);
}

static void
shared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourUser) me = parlour_account_me_finish (PARLOUR_ACCOUNT (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  ParlourProfilePage *self = user_data;
  if (me) {
    fill_switches (self, me);
    return;
  }
  g_autofree char *text = parlour_problem_text (error);
  parlour_toast (GTK_WIDGET (self), text);
  read_again_cb (self);
}

static void
switched_cb (ParlourProfilePage *self, GParamSpec *pspec, GtkSwitch *widget)
{
  const ParlourMeChange change = {
      .set_share_read = widget == self->share_read,
      .share_read = gtk_switch_get_active (widget),
      .set_share_presence = widget == self->share_presence,
      .share_presence = gtk_switch_get_active (widget),
  };
  if (!self->filling)
    parlour_account_change_me_async (self->account, &change, self->cancellable, shared_cb, self);
}

static void
password_cb (ParlourProfilePage *self)
{
  ParlourPasswordDialog *dialog = parlour_password_dialog_new (window_of (self), self->account);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
delete_cb (ParlourProfilePage *self)
{
  gtk_window_present (
      parlour_delete_account_dialog_new (window_of (self), self->accounts, self->account));
}

/* --- the widget --------------------------------------------------------------------------- */

static void
parlour_profile_page_dispose (GObject *object)
{
  ParlourProfilePage *self = PARLOUR_PROFILE_PAGE (object);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->accounts);
  g_clear_object (&self->account);
  gtk_widget_dispose_template (GTK_WIDGET (object), PARLOUR_TYPE_PROFILE_PAGE);
  G_OBJECT_CLASS (parlour_profile_page_parent_class)->dispose (object);
}

static void
parlour_profile_page_finalize (GObject *object)
{
  g_object_unref (PARLOUR_PROFILE_PAGE (object)->cancellable);
  G_OBJECT_CLASS (parlour_profile_page_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, ParlourProfilePage, failure);
  gtk_widget_class_bind_template_child (widget_class, ParlourProfilePage, seen);
  gtk_widget_class_bind_template_child (widget_class, ParlourProfilePage, private_group);
  gtk_widget_class_bind_template_child (widget_class, ParlourProfilePage, sharing);
  gtk_widget_class_bind_template_child (widget_class, ParlourProfilePage, blocked);
  gtk_widget_class_bind_template_child (widget_class, ParlourProfilePage, picture);
  gtk_widget_class_bind_template_child (widget_class, ParlourProfilePage, display_name);
  gtk_widget_class_bind_template_child (widget_class, ParlourProfilePage, status_text);
  gtk_widget_class_bind_template_child (widget_class, ParlourProfilePage, given_name);
  gtk_widget_class_bind_template_child (widget_class, ParlourProfilePage, family_name);
  gtk_widget_class_bind_template_child (widget_class, ParlourProfilePage, email);
  gtk_widget_class_bind_template_child (widget_class, ParlourProfilePage, share_read);
  gtk_widget_class_bind_template_child (widget_class, ParlourProfilePage, share_presence);
  gtk_widget_class_bind_template_child (widget_class, ParlourProfilePage, username);
  gtk_widget_class_bind_template_child (widget_class, ParlourProfilePage, role);
  gtk_widget_class_bind_template_child (widget_class, ParlourProfilePage, joined);
  gtk_widget_class_bind_template_child (widget_class, ParlourProfilePage, last_login);
}

static void
parlour_profile_page_class_init (ParlourProfilePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_profile_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = parlour_profile_page_finalize;
  g_type_ensure (PARLOUR_TYPE_BLOCKED_GROUP);
  g_type_ensure (PARLOUR_TYPE_PICTURE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/im/parlour/Parlour/ui/profile-page.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, read_again_cb);
  gtk_widget_class_bind_template_callback (widget_class, apply_cb);
  gtk_widget_class_bind_template_callback (widget_class, switched_cb);
  gtk_widget_class_bind_template_callback (widget_class, password_cb);
  gtk_widget_class_bind_template_callback (widget_class, delete_cb);
}

static void
parlour_profile_page_init (ParlourProfilePage *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  parlour_form_clear_on_edit (self->display_name);
  parlour_form_clear_on_edit (self->status_text);
  parlour_form_clear_on_edit (self->given_name);
  parlour_form_clear_on_edit (self->family_name);
  parlour_form_clear_on_edit (self->email);
}

void
parlour_profile_page_set_up (ParlourProfilePage *self,
                             ParlourAccounts *accounts,
                             ParlourAccount *account)
{
  g_return_if_fail (PARLOUR_IS_PROFILE_PAGE (self) && self->account == NULL);
  self->accounts = g_object_ref (accounts);
  self->account = g_object_ref (account);
  parlour_picture_row_set_account (self->picture, account);
  parlour_blocked_group_set_account (self->blocked, account);
  g_signal_connect (self->picture, "said", G_CALLBACK (parlour_toast), NULL);
  read_again_cb (self);
}
