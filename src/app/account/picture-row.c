/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-picture-row"

#include "app/account/picture-row.h"

#include "app/avatar.h"
#include "app/problem-text.h"
#include "app/toast.h"

#include <glib/gi18n.h>

/* The row. One change is under way at a time. Main thread. */

struct _ParlourPictureRow {
  AdwActionRow parent_instance;
  ParlourAccount *account;
  GCancellable *cancellable;
  GtkFileChooserNative *chooser; /* while a file is being chosen, or NULL */
  AdwAvatar *avatar;
  GtkWidget *choose;
  GtkWidget *remove;
  GtkSpinner *spinner;
};

G_DEFINE_FINAL_TYPE (ParlourPictureRow, parlour_picture_row, ADW_TYPE_ACTION_ROW)

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
changed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourUser) me = parlour_account_me_finish (PARLOUR_ACCOUNT (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  ParlourPictureRow *self = user_data;
  g_autofree char *text = me ? g_strdup (_ ("Saved")) : parlour_problem_text (error);
  set_busy (self, FALSE);
  if (me)
    parlour_picture_row_show (self, me);
  parlour_toast (GTK_WIDGET (self), text);
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
  parlour_account_remove_picture_async (self->account, self->cancellable, changed_cb, self);
}

static void
parlour_picture_row_dispose (GObject *object)
{
  ParlourPictureRow *self = PARLOUR_PICTURE_ROW (object);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->chooser);
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
