/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-picture-row"

#include "app/picture-row.h"

#include "app/avatar.h"
#include "app/problem-text.h"
#include "client/account-calls.h"

#include <glib/gi18n.h>

/* The row. One change is under way at a time. Main thread. */

struct _ParlourPictureRow {
  AdwActionRow parent_instance;
  ParlourAccount *account;
  ParlourConversationItem *group; /* NULL: it is one's own */
  GCancellable *cancellable;
  GtkFileChooserNative *chooser; /* while a file is being chosen, or NULL */
  AdwAvatar *avatar;
  GtkWidget *choose;
  GtkWidget *remove;
  GtkSpinner *spinner;
};

G_DEFINE_FINAL_TYPE (ParlourPictureRow, parlour_picture_row, ADW_TYPE_ACTION_ROW)

enum { SIGNAL_SAID, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
set_busy (ParlourPictureRow *self, gboolean busy)
{
  gtk_widget_set_sensitive (self->choose, !busy);
  gtk_widget_set_sensitive (self->remove, !busy);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), busy);
  gtk_spinner_set_spinning (self->spinner, busy);
}

/* Also where nothing came of it: what is shown is what the server has. */
static void
end (ParlourPictureRow *self, const GError *error)
{
  g_autofree char *text = error ? parlour_problem_text (error) : g_strdup (_ ("Saved"));
  set_busy (self, FALSE);
  g_signal_emit (self, signals[SIGNAL_SAID], 0, text);
}

static void
changed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourUser) me = parlour_account_me_finish (PARLOUR_ACCOUNT (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (me)
    parlour_picture_row_show (user_data, me);
  end (user_data, error);
}

static void
group_changed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  parlour_account_call_finish (PARLOUR_ACCOUNT (source), result, &error);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    end (user_data, error);
}

static void
chosen_cb (ParlourPictureRow *self, int response)
{
  g_autoptr (GtkFileChooserNative) chooser = g_steal_pointer (&self->chooser);
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT
                               ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser))
                               : NULL;
  if (!file)
    return;
  set_busy (self, TRUE);
  if (self->group)
    parlour_account_set_group_picture_async (self->account,
                                             parlour_conversation_item_get_id (self->group), file,
                                             self->cancellable, group_changed_cb, self);
  else
    parlour_account_set_picture_async (self->account, file, self->cancellable, changed_cb, self);
}

static void
choose_cb (ParlourPictureRow *self)
{
  if (self->chooser)
    return;
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();
  gtk_file_filter_set_name (filter, _ ("Pictures (PNG, JPEG)"));
  gtk_file_filter_add_mime_type (filter, "image/png");
  gtk_file_filter_add_mime_type (filter, "image/jpeg");
  self->chooser = gtk_file_chooser_native_new (_ ("Choose a Picture"), window,
                                               GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Choose"), NULL);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), filter);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (chosen_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
remove_cb (ParlourPictureRow *self)
{
  gtk_widget_grab_focus (self->choose); /* the other button goes with the picture */
  set_busy (self, TRUE);
  if (self->group)
    parlour_account_remove_group_picture_async (self->account,
                                                parlour_conversation_item_get_id (self->group),
                                                self->cancellable, group_changed_cb, self);
  else
    parlour_account_remove_picture_async (self->account, self->cancellable, changed_cb, self);
}

static void
parlour_picture_row_dispose (GObject *object)
{
  ParlourPictureRow *self = PARLOUR_PICTURE_ROW (object);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->chooser);
  g_clear_object (&self->group);
  g_clear_object (&self->account);
  gtk_widget_dispose_template (GTK_WIDGET (object), PARLOUR_TYPE_PICTURE_ROW);
  G_OBJECT_CLASS (parlour_picture_row_parent_class)->dispose (object);
}

static void
parlour_picture_row_finalize (GObject *object)
{
  g_object_unref (PARLOUR_PICTURE_ROW (object)->cancellable);
  G_OBJECT_CLASS (parlour_picture_row_parent_class)->finalize (object);
}

static void
parlour_picture_row_class_init (ParlourPictureRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_picture_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = parlour_picture_row_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/im/parlour/Parlour/ui/picture-row.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlourPictureRow, avatar);
  gtk_widget_class_bind_template_child (widget_class, ParlourPictureRow, choose);
  gtk_widget_class_bind_template_child (widget_class, ParlourPictureRow, remove);
  gtk_widget_class_bind_template_child (widget_class, ParlourPictureRow, spinner);
  gtk_widget_class_bind_template_callback (widget_class, choose_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_cb);
  signals[SIGNAL_SAID] = g_signal_new ("said", PARLOUR_TYPE_PICTURE_ROW, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
parlour_picture_row_init (ParlourPictureRow *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
parlour_picture_row_set_account (ParlourPictureRow *self, ParlourAccount *account)
{
  g_return_if_fail (PARLOUR_IS_PICTURE_ROW (self) && self->account == NULL);
  self->account = g_object_ref (account);
  adw_avatar_set_text (self->avatar, parlour_account_get_display_name (account));
  parlour_avatar_show_person (self->avatar, parlour_account_get_pictures (account),
                              parlour_account_get_user_id (account));
}

void
parlour_picture_row_show (ParlourPictureRow *self, const ParlourUser *me)
{
  g_return_if_fail (PARLOUR_IS_PICTURE_ROW (self) && me != NULL);
  adw_avatar_set_text (self->avatar, me->display_name);
  gtk_widget_set_visible (self->remove, me->avatar != NULL);
}

static void
update_group (ParlourPictureRow *self)
{
  adw_avatar_set_text (self->avatar, parlour_conversation_item_get_title (self->group));
  gtk_widget_set_visible (self->remove, gtk_widget_get_visible (self->choose) &&
                                            adw_avatar_get_custom_image (self->avatar) != NULL);
}

void
parlour_picture_row_set_group (ParlourPictureRow *self,
                               ParlourAccount *account,
                               ParlourConversationItem *group)
{
  g_return_if_fail (PARLOUR_IS_PICTURE_ROW (self) && self->account == NULL);
  self->account = g_object_ref (account);
  self->group = g_object_ref (group);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), _ ("Picture of the Group"));
  g_signal_connect_object (group, "notify::title", G_CALLBACK (update_group), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->avatar, "notify::custom-image", G_CALLBACK (update_group), self,
                           G_CONNECT_SWAPPED);
  parlour_avatar_show_conversation (self->avatar, parlour_account_get_pictures (account), group);
  update_group (self);
}

void
parlour_picture_row_set_editable (ParlourPictureRow *self, gboolean editable)
{
  g_return_if_fail (PARLOUR_IS_PICTURE_ROW (self));
  gtk_widget_set_visible (self->choose, editable);
  if (self->group)
    update_group (self);
}
