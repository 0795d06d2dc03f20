/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-blocked-group"

#include "app/account/blocked-group.h"

#include "app/avatar.h"
#include "app/toast.h"
#include "client/account-calls.h"
#include "core/user.h"

#include <glib/gi18n.h>

/* The group. It is read with the window that it is in: a list of its own that is kept up would be
 * for something that hardly ever changes. Main thread. */

#define USER "parlour-user"

struct _ParlourBlockedGroup {
  AdwPreferencesGroup parent_instance;
  ParlourAccount *account;
  GCancellable *cancellable;
  guint n_rows;
};

G_DEFINE_FINAL_TYPE (ParlourBlockedGroup, parlour_blocked_group, ADW_TYPE_PREFERENCES_GROUP)

static void
unblock_cb (ParlourBlockedGroup *self, GtkWidget *button)
{
  GtkWidget *row = gtk_widget_get_ancestor (button, ADW_TYPE_ACTION_ROW);
  /* Translators: %s is a person's name */
  g_autofree char *text = g_strdup_printf (
      _ ("%s can write to you again"), adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)));
  parlour_account_block (self->account, g_object_get_data (G_OBJECT (button), USER), FALSE);
  parlour_toast (GTK_WIDGET (self), text);
  adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), row);
  gtk_widget_set_visible (GTK_WIDGET (self), --self->n_rows > 0);
}

static GtkWidget *
make_button (ParlourBlockedGroup *self, const ParlourUser *user)
{
  GtkWidget *button = gtk_button_new_with_label (_ ("Unblock"));
  /* Translators: of a button; %s is a person's name */
  g_autofree char *words = g_strdup_printf (_ ("Unblock %s"), user->display_name);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words,
                                  -1);
  g_object_set_data_full (G_OBJECT (button), USER, g_strdup (user->id), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (unblock_cb), self, G_CONNECT_SWAPPED);
  return button;
}

static void
add_row (ParlourBlockedGroup *self, const ParlourUser *user)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *avatar = adw_avatar_new (32, user->display_name, TRUE);
  g_autofree char *name = g_strconcat ("@", user->username, NULL);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), user->display_name);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), name);
  parlour_avatar_show_person (ADW_AVATAR (avatar), parlour_account_get_pictures (self->account),
                              user->id);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), avatar);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), make_button (self, user));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) people =
      parlour_account_list_finish (PARLOUR_ACCOUNT (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  ParlourBlockedGroup *self = user_data;
  /* Without a connection the page says so already. */
  self->n_rows = people ? people->len : 0;
  for (guint i = 0; i < self->n_rows; i++)
    add_row (self, g_ptr_array_index (people, i));
  gtk_widget_set_visible (GTK_WIDGET (self), self->n_rows > 0);
}

static void
parlour_blocked_group_dispose (GObject *object)
{
  ParlourBlockedGroup *self = PARLOUR_BLOCKED_GROUP (object);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->account);
  gtk_widget_dispose_template (GTK_WIDGET (object), PARLOUR_TYPE_BLOCKED_GROUP);
  G_OBJECT_CLASS (parlour_blocked_group_parent_class)->dispose (object);
}

static void
parlour_blocked_group_finalize (GObject *object)
{
  g_object_unref (PARLOUR_BLOCKED_GROUP (object)->cancellable);
  G_OBJECT_CLASS (parlour_blocked_group_parent_class)->finalize (object);
}

static void
parlour_blocked_group_class_init (ParlourBlockedGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_blocked_group_dispose;
  G_OBJECT_CLASS (klass)->finalize = parlour_blocked_group_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/im/parlour/Parlour/ui/blocked-group.ui");
}

static void
parlour_blocked_group_init (ParlourBlockedGroup *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
parlour_blocked_group_set_account (ParlourBlockedGroup *self, ParlourAccount *account)
{
  g_return_if_fail (PARLOUR_IS_BLOCKED_GROUP (self) && self->account == NULL);
  self->account = g_object_ref (account);
  parlour_account_list_blocks_async (account, self->cancellable, listed_cb, self);
}
