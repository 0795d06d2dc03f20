/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-members-page"

#include "app/server/members-page.h"

#include "app/server/delete-member-dialog.h"
#include "app/server/member-dialog.h"
#include "app/server/member-row.h"
#include "app/server/server-words.h"
#include "app/toast.h"

#include <glib/gi18n.h>

/* The page. It reads the list when it is looked at and after each change. Main thread. */

#define USER "parlour-user"

struct _ParlourMembersPage {
  AdwPreferencesPage parent_instance;
  ParlourHostAdmin *admin;
  ParlourPictures *pictures; /* nullable */
  GCancellable *cancellable;
  AdwPreferencesGroup *group;
  GPtrArray *rows; /* widgets of @group, borrowed */
};

G_DEFINE_FINAL_TYPE (ParlourMembersPage, parlour_members_page, ADW_TYPE_PREFERENCES_PAGE)

static void refresh (ParlourMembersPage *self);

static GtkWindow *
window_of (ParlourMembersPage *self)
{
  return GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
}

/* --- what is done ------------------------------------------------------------------------- */

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  gboolean done = parlour_host_admin_done_finish (PARLOUR_HOST_ADMIN (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  ParlourMembersPage *self = user_data;
  if (!done)
    parlour_toast_error (GTK_WIDGET (self), error);
  refresh (self);
}

static void
delete_response_cb (ParlourMembersPage *self, const char *response, GObject *dialog)
{
  ParlourUser *user = g_object_get_data (dialog, USER);
  if (!g_str_equal (response, "cancel"))
    parlour_host_admin_delete_user_async (self->admin, user->id, g_str_equal (response, "erase"),
                                          self->cancellable, done_cb, self);
}

static void
ask_to_delete (ParlourMembersPage *self, ParlourUser *user)
{
  GtkWidget *dialog = parlour_delete_member_dialog_new (window_of (self), user->display_name);
  g_object_set_data_full (G_OBJECT (dialog), USER, parlour_user_ref (user),
                          (GDestroyNotify)parlour_user_unref);
  g_signal_connect_object (dialog, "response", G_CALLBACK (delete_response_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
show_dialog (ParlourMembersPage *self, ParlourUser *user)
{
  ParlourMemberDialog *dialog = parlour_member_dialog_new (window_of (self), self->admin, user);
  g_signal_connect_object (dialog, "done", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
add_cb (ParlourMembersPage *self)
{
  show_dialog (self, NULL);
}

static void
act_cb (ParlourMembersPage *self, const char *action, ParlourMemberRow *row)
{
  ParlourUser *user = parlour_member_row_get_user (row);
  if (g_str_equal (action, "delete"))
    ask_to_delete (self, user);
  else if (g_str_equal (action, "reset-password"))
    show_dialog (self, user);
  else if (g_str_equal (action, "promote") || g_str_equal (action, "demote"))
    parlour_host_admin_set_role_async (self->admin, user->id,
                                       g_str_equal (action, "promote") ? PARLOUR_USER_ADMIN
                                                                       : PARLOUR_USER_MEMBER,
                                       self->cancellable, done_cb, self);
  else
    parlour_host_admin_set_active_async (self->admin, user->id, g_str_equal (action, "enable"),
                                         self->cancellable, done_cb, self);
}

/* --- what is shown ------------------------------------------------------------------------ */

/* As many as are wanted; those that stay keep the keyboard where it is. */
static void
fit_rows (ParlourMembersPage *self, guint n)
{
  while (self->rows->len > n) {
    adw_preferences_group_remove (self->group, self->rows->pdata[self->rows->len - 1]);
    g_ptr_array_set_size (self->rows, (int)self->rows->len - 1);
  }
  while (self->rows->len < n) {
    GtkWidget *row = parlour_member_row_new ();
    g_signal_connect_object (row, "act", G_CALLBACK (act_cb), self, G_CONNECT_SWAPPED);
    adw_preferences_group_add (self->group, row);
    g_ptr_array_add (self->rows, row);
  }
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) users =
      parlour_host_admin_list_users_finish (PARLOUR_HOST_ADMIN (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  ParlourMembersPage *self = user_data;
  if (!users) {
    parlour_toast_error (GTK_WIDGET (self), error);
    return;
  }
  fit_rows (self, users->len);
  for (guint i = 0; i < users->len; i++)
    parlour_member_row_show (self->rows->pdata[i], users->pdata[i], self->pictures);
}

static void
refresh (ParlourMembersPage *self)
{
  if (self->admin)
    parlour_host_admin_list_users_async (self->admin, self->cancellable, listed_cb, self);
}

static void
parlour_members_page_dispose (GObject *object)
{
  ParlourMembersPage *self = PARLOUR_MEMBERS_PAGE (object);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->admin);
  g_clear_object (&self->pictures);
  gtk_widget_dispose_template (GTK_WIDGET (object), PARLOUR_TYPE_MEMBERS_PAGE);
  G_OBJECT_CLASS (parlour_members_page_parent_class)->dispose (object);
}

static void
parlour_members_page_finalize (GObject *object)
{
  ParlourMembersPage *self = PARLOUR_MEMBERS_PAGE (object);
  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->rows);
  G_OBJECT_CLASS (parlour_members_page_parent_class)->finalize (object);
}

static void
parlour_members_page_class_init (ParlourMembersPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_members_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = parlour_members_page_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/im/parlour/Parlour/ui/members-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlourMembersPage, group);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
}

static void
parlour_members_page_init (ParlourMembersPage *self)
{
  self->cancellable = g_cancellable_new ();
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self, "map", G_CALLBACK (refresh), NULL);
}

void
parlour_members_page_set_up (ParlourMembersPage *self,
                             ParlourHostAdmin *admin,
                             ParlourPictures *pictures)
{
  g_return_if_fail (PARLOUR_IS_MEMBERS_PAGE (self));
  g_set_object (&self->admin, admin);
  g_set_object (&self->pictures, pictures);
}
