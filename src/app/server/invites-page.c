/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-invites-page"

#include "app/server/invites-page.h"

#include "app/group-rows.h"
#include "app/server/invite-dialog.h"
#include "app/server/invite-row.h"
#include "app/toast.h"

#include <glib/gi18n.h>

/* The page. It reads the list when it is looked at and after each change. Main thread. */

struct _ParlourInvitesPage {
  AdwPreferencesPage parent_instance;
  ParlourHostAdmin *admin;
  GListModel *conversations; /* nullable: of an account in the place */
  GCancellable *cancellable;
  AdwPreferencesGroup *good;
  AdwPreferencesGroup *ended;
  GPtrArray *good_rows;  /* widgets of @good, borrowed */
  GPtrArray *ended_rows; /* widgets of @ended, borrowed */
};

G_DEFINE_FINAL_TYPE (ParlourInvitesPage, parlour_invites_page, ADW_TYPE_PREFERENCES_PAGE)

static void refresh (ParlourInvitesPage *self);

static void
revoked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  gboolean done = parlour_host_admin_done_finish (PARLOUR_HOST_ADMIN (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  ParlourInvitesPage *self = user_data;
  if (done)
    parlour_toast (GTK_WIDGET (self), _ ("Nobody can join with it any more"));
  else
    parlour_toast_error (GTK_WIDGET (self), error);
  refresh (self);
}

static void
revoke_cb (ParlourInvitesPage *self, const char *id)
{
  parlour_host_admin_revoke_invite_async (self->admin, id, self->cancellable, revoked_cb, self);
}

static void
add (ParlourInvitesPage *self, const ParlourHostInvite *invite)
{
  gboolean good = g_strcmp0 (invite->state, "open") == 0;
  GtkWidget *row = parlour_invite_row_new (invite);
  g_signal_connect_object (row, "revoke", G_CALLBACK (revoke_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (good ? self->good : self->ended, row);
  g_ptr_array_add (good ? self->good_rows : self->ended_rows, row);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) invites =
      parlour_host_admin_list_invites_finish (PARLOUR_HOST_ADMIN (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  ParlourInvitesPage *self = user_data;
  if (!invites) {
    parlour_toast_error (GTK_WIDGET (self), error);
    return;
  }
  parlour_group_rows_clear (self->good, self->good_rows);
  parlour_group_rows_clear (self->ended, self->ended_rows);
  for (guint i = 0; i < invites->len; i++)
    add (self, g_ptr_array_index (invites, i));
  adw_preferences_group_set_description (
      self->good, self->good_rows->len > 0 ? NULL : _ ("There is no open invite."));
  gtk_widget_set_visible (GTK_WIDGET (self->ended), self->ended_rows->len > 0);
}

static void
refresh (ParlourInvitesPage *self)
{
  if (self->admin)
    parlour_host_admin_list_invites_async (self->admin, self->cancellable, listed_cb, self);
}

static void
new_invite_cb (ParlourInvitesPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  ParlourInviteDialog *dialog = parlour_invite_dialog_new (GTK_WINDOW (root), self->admin, FALSE);
  g_signal_connect_object (dialog, "made", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  if (self->conversations)
    parlour_invite_dialog_offer_groups (dialog, self->conversations);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
parlour_invites_page_dispose (GObject *object)
{
  ParlourInvitesPage *self = PARLOUR_INVITES_PAGE (object);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->admin);
  g_clear_object (&self->conversations);
  gtk_widget_dispose_template (GTK_WIDGET (object), PARLOUR_TYPE_INVITES_PAGE);
  G_OBJECT_CLASS (parlour_invites_page_parent_class)->dispose (object);
}

static void
parlour_invites_page_finalize (GObject *object)
{
  ParlourInvitesPage *self = PARLOUR_INVITES_PAGE (object);
  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->good_rows);
  g_ptr_array_unref (self->ended_rows);
  G_OBJECT_CLASS (parlour_invites_page_parent_class)->finalize (object);
}

static void
parlour_invites_page_class_init (ParlourInvitesPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_invites_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = parlour_invites_page_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/im/parlour/Parlour/ui/invites-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlourInvitesPage, good);
  gtk_widget_class_bind_template_child (widget_class, ParlourInvitesPage, ended);
  gtk_widget_class_bind_template_callback (widget_class, new_invite_cb);
}

static void
parlour_invites_page_init (ParlourInvitesPage *self)
{
  self->cancellable = g_cancellable_new ();
  self->good_rows = g_ptr_array_new ();
  self->ended_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self, "map", G_CALLBACK (refresh), NULL);
}

void
parlour_invites_page_set_up (ParlourInvitesPage *self,
                             ParlourHostAdmin *admin,
                             GListModel *conversations)
{
  g_return_if_fail (PARLOUR_IS_INVITES_PAGE (self));
  g_set_object (&self->admin, admin);
  g_set_object (&self->conversations, conversations);
}
