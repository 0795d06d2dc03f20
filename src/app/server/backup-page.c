/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-backup-page"

#include "app/server/backup-page.h"

#include "app/group-rows.h"
#include "app/problem-text.h"
#include "app/server/move-dialog.h"
#include "app/server/restore-dialog.h"
#include "app/server/server-words.h"
#include "app/server/storage-group.h"
#include "app/time-text.h"
#include "app/toast.h"

#include <glib/gi18n.h>

/* The page. Backups that the server makes by itself lie in its own folder; a copy to carry away
 * goes where one says. Main thread. */

struct _ParlourBackupPage {
  AdwPreferencesPage parent_instance;
  ParlourHost *host;
  ParlourHostAdmin *admin;
  GCancellable *cancellable;
  GtkFileChooserNative *chooser; /* while a file is being chosen, or NULL */
  gboolean filling;              /* the fields are being set, which nobody wished */
  AdwActionRow *last;
  AdwComboRow *every;
  AdwEntryRow *keep;
  AdwPreferencesGroup *kept;
  GPtrArray *rows; /* widgets of @kept, borrowed */
  GtkWidget *now;
  GtkWidget *copy;
  GtkSpinner *spinner;
  ParlourStorageGroup *storage;
};

G_DEFINE_FINAL_TYPE (ParlourBackupPage, parlour_backup_page, ADW_TYPE_PREFERENCES_PAGE)

#define PATH "parlour-path"
#define NAME "parlour-name"

enum { DAY = 24 /* hours */, KEEP_MAX = 1000 };

/* In the order in which the template offers them. */
static const gint64 spans[] = {0, DAY, 7 * DAY};

static void refresh (ParlourBackupPage *self);

static GtkWindow *
window_of (ParlourBackupPage *self)
{
  return GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
}

/* @response_cb: (self, response): takes the chooser. */
static void
choose (ParlourBackupPage *self,
        const char *title,
        GtkFileChooserAction action,
        GCallback response_cb)
{
  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (title, window_of (self), action, NULL, NULL);
  g_signal_connect_object (self->chooser, "response", response_cb, self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

/* (transfer full) (nullable) */
static char *
take_chosen (ParlourBackupPage *self, int response)
{
  g_autoptr (GtkFileChooserNative) chooser = g_steal_pointer (&self->chooser);
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  return response == GTK_RESPONSE_ACCEPT && file ? g_file_get_path (file) : NULL;
}

/* --- making one --------------------------------------------------------------------------- */

static void
set_busy (ParlourBackupPage *self, gboolean busy)
{
  gtk_widget_set_sensitive (self->now, !busy);
  gtk_widget_set_sensitive (self->copy, !busy);
  gtk_spinner_set_spinning (self->spinner, busy);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), busy);
}

static void
backed_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourHostBackup) backup =
      parlour_host_admin_backup_finish (PARLOUR_HOST_ADMIN (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  ParlourBackupPage *self = user_data;
  set_busy (self, FALSE);
  if (backup)
    parlour_toast (GTK_WIDGET (self), _ ("The backup is made"));
  else
    parlour_toast_error (GTK_WIDGET (self), error);
  refresh (self);
}

static void
back_up (ParlourBackupPage *self, const char *path)
{
  set_busy (self, TRUE);
  parlour_host_admin_backup_async (self->admin, path, self->cancellable, backed_up_cb, self);
}

static void
now_cb (ParlourBackupPage *self)
{
  back_up (self, NULL);
}

static void
chosen_cb (ParlourBackupPage *self, int response)
{
  g_autofree char *path = take_chosen (self, response);
  if (path)
    back_up (self, path);
}

static void
copy_cb (ParlourBackupPage *self)
{
  g_autoptr (GDateTime) today = g_date_time_new_now_local ();
  g_autofree char *name = g_date_time_format (today, "parlour-%Y-%m-%d.backup");
  choose (self, _ ("Back Up To"), GTK_FILE_CHOOSER_ACTION_SAVE, G_CALLBACK (chosen_cb));
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
}

/* --- going back to one, and leaving with all of them --------------------------------------------
 */

static void
restored_cb (ParlourBackupPage *self)
{
  parlour_toast (GTK_WIDGET (self), _ ("The backup is restored"));
  refresh (self);
}

static void
ask_to_restore (ParlourBackupPage *self, const char *path, const char *name)
{
  ParlourRestoreDialog *dialog =
      parlour_restore_dialog_new (window_of (self), self->host, path, name);
  g_signal_connect_object (dialog, "done", G_CALLBACK (restored_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
restore_kept_cb (ParlourBackupPage *self, GObject *button)
{
  ask_to_restore (self, g_object_get_data (button, PATH), g_object_get_data (button, NAME));
}

static void
backup_chosen_cb (ParlourBackupPage *self, int response)
{
  g_autofree char *path = take_chosen (self, response);
  g_autofree char *name = path ? g_filename_display_basename (path) : NULL;
  if (path)
    ask_to_restore (self, path, name);
}

static void
restore_cb (ParlourBackupPage *self)
{
  choose (self, _ ("Restore From"), GTK_FILE_CHOOSER_ACTION_OPEN, G_CALLBACK (backup_chosen_cb));
}

/* There is nothing left to administer. */
static void
moved_cb (ParlourBackupPage *self)
{
  gtk_window_close (window_of (self));
}

static void
move_cb (ParlourBackupPage *self)
{
  ParlourMoveDialog *dialog = parlour_move_dialog_new (window_of (self), self->host);
  g_signal_connect_object (dialog, "done", G_CALLBACK (moved_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* --- what there is ------------------------------------------------------------------------ */

static void
status_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourHostStatus) status =
      parlour_host_admin_get_status_finish (PARLOUR_HOST_ADMIN (source), result, &error);
  if (!status)
    return;
  ParlourBackupPage *self = user_data;
  g_autofree char *when =
      status->backup_last > 0 ? parlour_time_text_full (status->backup_last) : NULL;
  g_autofree char *reason =
      status->backup_failure
          ? parlour_problem_text_for_code (status->backup_code, status->backup_failure)
          : NULL;
  g_autofree char *failed =
      /* Translators: why a backup could not be written, a sentence */
      reason ? g_strdup_printf (_ ("The last one failed: %s"), reason) : NULL;
  adw_action_row_set_subtitle (self->last, failed ? failed : when ? when : _ ("None yet"));
}

static void
add_kept (ParlourBackupPage *self, const ParlourHostBackup *backup)
{
  g_autofree char *when = parlour_time_text_full (backup->at);
  g_autofree char *size = g_format_size ((guint64)backup->size);
  AdwActionRow *row = parlour_group_rows_add (self->kept, self->rows, when, size);
  GtkWidget *button = gtk_button_new_with_label (_ ("Restore…"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (row), backup->path);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_object_set_data_full (G_OBJECT (button), PATH, g_strdup (backup->path), g_free);
  g_object_set_data_full (G_OBJECT (button), NAME, g_steal_pointer (&when), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (restore_kept_cb), self,
                           G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (row, button);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) backups =
      parlour_host_admin_list_backups_finish (PARLOUR_HOST_ADMIN (source), result, &error);
  if (!backups)
    return;
  ParlourBackupPage *self = user_data;
  parlour_group_rows_clear (self->kept, self->rows);
  for (guint i = 0; i < backups->len; i++)
    add_kept (self, g_ptr_array_index (backups, i));
  gtk_widget_set_visible (GTK_WIDGET (self->kept), backups->len > 0);
}

static void
settings_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourHostSettings) settings =
      parlour_host_admin_get_settings_finish (PARLOUR_HOST_ADMIN (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  ParlourBackupPage *self = user_data;
  gtk_widget_set_sensitive (GTK_WIDGET (self->every), settings != NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->keep), settings != NULL);
  if (!settings)
    return;
  g_autofree char *keep = g_strdup_printf ("%" G_GINT64_FORMAT, settings->backup_keep);
  self->filling = TRUE;
  parlour_server_show_value (self->keep, keep);
  for (guint i = 0; i < G_N_ELEMENTS (spans); i++)
    if (settings->backup_every >= spans[i])
      adw_combo_row_set_selected (self->every, i);
  self->filling = FALSE;
}

static void
refresh (ParlourBackupPage *self)
{
  if (!self->admin)
    return;
  parlour_host_admin_get_status_async (self->admin, self->cancellable, status_cb, self);
  parlour_host_admin_list_backups_async (self->admin, self->cancellable, listed_cb, self);
  parlour_host_admin_get_settings_async (self->admin, self->cancellable, settings_cb, self);
  parlour_settings_group_refresh (PARLOUR_SETTINGS_GROUP (self->storage));
}

static void
set_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  gboolean done = parlour_host_admin_done_finish (PARLOUR_HOST_ADMIN (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (!done)
    parlour_toast_error (user_data, error);
  refresh (user_data); /* what holds is what the server says */
}

static void
every_cb (ParlourBackupPage *self)
{
  guint selected = adw_combo_row_get_selected (self->every);
  if (self->filling || !self->admin || selected >= G_N_ELEMENTS (spans))
    return;
  ParlourHostSettings settings = {PARLOUR_SERVER_UNCHANGED};
  settings.backup_every = spans[selected];
  parlour_host_admin_set_settings_async (self->admin, &settings, self->cancellable, set_cb, self);
}

static void
keep_cb (ParlourBackupPage *self)
{
  ParlourHostSettings settings = {PARLOUR_SERVER_UNCHANGED};
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->keep));
  if (parlour_server_read_count (text, KEEP_MAX, &settings.backup_keep) && settings.backup_keep > 0)
    parlour_host_admin_set_settings_async (self->admin, &settings, self->cancellable, set_cb, self);
  else
    parlour_toast (GTK_WIDGET (self), _ ("Write a number from 1 to 1000."));
}

/* --- the widget --------------------------------------------------------------------------- */

static void
parlour_backup_page_dispose (GObject *object)
{
  ParlourBackupPage *self = PARLOUR_BACKUP_PAGE (object);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->chooser);
  g_clear_object (&self->host);
  g_clear_object (&self->admin);
  gtk_widget_dispose_template (GTK_WIDGET (object), PARLOUR_TYPE_BACKUP_PAGE);
  G_OBJECT_CLASS (parlour_backup_page_parent_class)->dispose (object);
}

static void
parlour_backup_page_finalize (GObject *object)
{
  ParlourBackupPage *self = PARLOUR_BACKUP_PAGE (object);
  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->rows);
  G_OBJECT_CLASS (parlour_backup_page_parent_class)->finalize (object);
}

static void
parlour_backup_page_class_init (ParlourBackupPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_backup_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = parlour_backup_page_finalize;
  g_type_ensure (PARLOUR_TYPE_STORAGE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/im/parlour/Parlour/ui/backup-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlourBackupPage, last);
  gtk_widget_class_bind_template_child (widget_class, ParlourBackupPage, every);
  gtk_widget_class_bind_template_child (widget_class, ParlourBackupPage, keep);
  gtk_widget_class_bind_template_child (widget_class, ParlourBackupPage, storage);
  gtk_widget_class_bind_template_child (widget_class, ParlourBackupPage, kept);
  gtk_widget_class_bind_template_child (widget_class, ParlourBackupPage, now);
  gtk_widget_class_bind_template_child (widget_class, ParlourBackupPage, copy);
  gtk_widget_class_bind_template_child (widget_class, ParlourBackupPage, spinner);
  gtk_widget_class_bind_template_callback (widget_class, now_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
  gtk_widget_class_bind_template_callback (widget_class, every_cb);
  gtk_widget_class_bind_template_callback (widget_class, keep_cb);
  gtk_widget_class_bind_template_callback (widget_class, restore_cb);
  gtk_widget_class_bind_template_callback (widget_class, move_cb);
}

static void
parlour_backup_page_init (ParlourBackupPage *self)
{
  self->cancellable = g_cancellable_new ();
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self, "map", G_CALLBACK (refresh), NULL);
}

void
parlour_backup_page_set_up (ParlourBackupPage *self, ParlourHost *host, ParlourHostAdmin *admin)
{
  g_return_if_fail (PARLOUR_IS_BACKUP_PAGE (self));
  g_set_object (&self->host, host);
  g_set_object (&self->admin, admin);
  parlour_settings_group_set_admin (PARLOUR_SETTINGS_GROUP (self->storage), admin);
}
