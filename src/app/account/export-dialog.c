/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-export-dialog"

#include "app/account/export-dialog.h"

#include "app/problem-text.h"
#include "client/export.h"
#include "client/models/conversation-item.h"

#include <glib/gi18n.h>

/* An export from the choice of the file to its end. The dialog is there from the beginning and
 * shows once a file was chosen. Main thread. */

struct _ParlourExportDialog {
  AdwMessageDialog parent_instance;
  ParlourAccount *account;
  char *conversation; /* nullable */
  GtkFileChooserNative *chooser;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (ParlourExportDialog, parlour_export_dialog, ADW_TYPE_MESSAGE_DIALOG)

/* Slashes and what can't be seen do not go into a file's name. */
static char *
to_file_name (const char *title, const char *extension)
{
  GString *name = g_string_new (NULL);
  for (const char *at = title; *at; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);
    g_string_append_unichar (name, c == '/' || !g_unichar_isprint (c) ? '_' : c);
  }
  if (name->str[0] == '.' || name->len == 0)
    g_string_prepend_c (name, '_');
  g_string_append (name, extension);
  return g_string_free (name, FALSE);
}

static void
progress_cb (guint n_messages, gpointer user_data)
{
  /* Translators: %u is how many messages have been written so far */
  g_autofree char *text = g_strdup_printf (
      ngettext ("%u message so far", "%u messages so far", n_messages), n_messages);
  adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (user_data), text);
}

static void
tell_end (ParlourExportDialog *self, const char *heading, const char *body)
{
  adw_message_dialog_set_heading (ADW_MESSAGE_DIALOG (self), heading);
  adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (self), body);
  adw_message_dialog_set_response_label (ADW_MESSAGE_DIALOG (self), "cancel", _ ("_Close"));
}

static void
exported_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ParlourExportDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  guint n = 0;
  gboolean good = parlour_account_export_finish (PARLOUR_ACCOUNT (source), result, &n, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_autofree char *reason = good ? NULL : parlour_problem_text (error);
  g_autofree char *count = g_strdup_printf (
      /* Translators: %u is how many messages were written */
      ngettext ("%u message was written.", "%u messages were written.", n), n);
  tell_end (self, good ? _ ("Exported") : _ ("Not exported"), good ? count : reason);
}

static ParlourExportFormat
format_of (ParlourExportDialog *self, GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);
  if (!self->conversation)
    return PARLOUR_EXPORT_JSON;
  return name && g_str_has_suffix (name, ".txt") ? PARLOUR_EXPORT_TEXT : PARLOUR_EXPORT_HTML;
}

static void
chosen_cb (ParlourExportDialog *self, int response)
{
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT
                               ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser))
                               : NULL;
  if (!file) {
    gtk_window_destroy (GTK_WINDOW (self));
    return;
  }
  gtk_window_present (GTK_WINDOW (self));
  parlour_account_export_async (self->account, self->conversation, format_of (self, file), file,
                                progress_cb, self->cancellable, exported_cb, g_object_ref (self));
}

static void
add_filter (ParlourExportDialog *self, const char *name, const char *pattern)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();
  gtk_file_filter_set_name (filter, name);
  gtk_file_filter_add_pattern (filter, pattern);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), filter);
}

static void
choose (ParlourExportDialog *self, GtkWindow *parent)
{
  gpointer item = self->conversation
                      ? parlour_account_get_conversation (self->account, self->conversation)
                      : NULL;
  const char *title = item ? parlour_conversation_item_get_title (item)
                           : parlour_account_get_place_name (self->account);
  g_autofree char *name =
      to_file_name (title ? title : "Parlour", self->conversation ? ".html" : ".jsonl");
  self->chooser = gtk_file_chooser_native_new (_ ("Export"), parent, GTK_FILE_CHOOSER_ACTION_SAVE,
                                               _ ("_Export"), NULL);
  if (self->conversation) {
    add_filter (self, _ ("Web pages (.html)"), "*.html");
    add_filter (self, _ ("Plain text (.txt)"), "*.txt");
  } else {
    add_filter (self, _ ("JSON, one object a line (.jsonl)"), "*.jsonl");
  }
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (chosen_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
parlour_export_dialog_response (AdwMessageDialog *dialog, const char *response)
{
  g_cancellable_cancel (PARLOUR_EXPORT_DIALOG (dialog)->cancellable);
}

static void
parlour_export_dialog_dispose (GObject *object)
{
  ParlourExportDialog *self = PARLOUR_EXPORT_DIALOG (object);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->chooser);
  g_clear_object (&self->account);
  g_clear_pointer (&self->conversation, g_free);
  G_OBJECT_CLASS (parlour_export_dialog_parent_class)->dispose (object);
}

static void
parlour_export_dialog_class_init (ParlourExportDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = parlour_export_dialog_dispose;
  ADW_MESSAGE_DIALOG_CLASS (klass)->response = parlour_export_dialog_response;
  gtk_widget_class_set_template_from_resource (GTK_WIDGET_CLASS (klass),
                                               "/im/parlour/Parlour/ui/export-dialog.ui");
}

static void
parlour_export_dialog_init (ParlourExportDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
}

void
parlour_export_dialog_run (GtkWindow *parent, ParlourAccount *account, const char *conversation)
{
  ParlourExportDialog *self =
      g_object_new (PARLOUR_TYPE_EXPORT_DIALOG, "transient-for", parent, NULL);
  self->account = g_object_ref (account);
  self->conversation = g_strdup (conversation);
  choose (self, parent);
}
