/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-move-dialog"

#include "app/server/move-dialog.h"

#include "app/dialog-fit.h"
#include "app/form.h"
#include "app/problem-text.h"
#include "client/host/host-move.h"
#include "core/text.h"

#include <glib/gi18n.h>

/* The dialog. What it began is not cancelled: it can't be closed meanwhile. Main thread. */

struct _ParlourMoveDialog {
  AdwWindow parent_instance;
  ParlourHost *host;
  GtkFileChooserNative *chooser; /* while a file is being chosen, or NULL */
  gboolean busy;
  gboolean moved;
  GtkWidget *form_page;
  GtkWidget *working_page;
  GtkWidget *moved_page;
  GtkWidget *cancel;
  GtkWidget *submit;
  GtkListBox *form;
  GtkWidget *passphrase;
  GtkWidget *again;
  GtkLabel *problem;
  GtkLabel *file;
  GtkSpinner *spinner;
};

G_DEFINE_FINAL_TYPE (ParlourMoveDialog, parlour_move_dialog, ADW_TYPE_WINDOW)

enum { SIGNAL_DONE, N_SIGNALS };
static guint signals[N_SIGNALS];

static const char *
text_of (GtkWidget *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

/* One of the three pages: no GtkStack, which would make the window as wide as its texts are long.
 */
static void
show_page (ParlourMoveDialog *self, GtkWidget *page)
{
  self->busy = page == self->working_page;
  self->moved = page == self->moved_page;
  gtk_widget_set_visible (self->form_page, page == self->form_page);
  gtk_widget_set_visible (self->working_page, self->busy);
  gtk_widget_set_visible (self->moved_page, self->moved);
  gtk_spinner_set_spinning (self->spinner, self->busy);
  gtk_widget_set_visible (self->cancel, !self->moved);
  gtk_widget_set_visible (self->submit, !self->moved);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "move-dialog.submit", !self->busy);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "move-dialog.close", !self->busy);
}

static void
say_problem (ParlourMoveDialog *self, const char *text)
{
  gtk_label_set_text (self->problem, text);
  gtk_widget_set_visible (GTK_WIDGET (self->problem), *text != '\0');
}

/* --- what is done ------------------------------------------------------------------------- */

static void
moved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ParlourMoveDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean moved = parlour_host_move_finish (PARLOUR_HOST (source), result, &error);
  if (!self->host) /* the window has gone, with the whole program */
    return;
  show_page (self, moved ? self->moved_page : self->form_page);
  if (moved)
    return;
  g_autofree char *reason = parlour_problem_text (error);
  /* Translators: a sentence that gives the reason */
  g_autofree char *text = g_strdup_printf (_ ("Nothing was changed. %s"), reason);
  say_problem (self, text);
}

static void
chosen_cb (ParlourMoveDialog *self, int response)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));
  g_autofree char *path = file ? g_file_get_path (file) : NULL;
  g_clear_object (&self->chooser);
  if (response != GTK_RESPONSE_ACCEPT || !path)
    return;
  gtk_label_set_text (self->file, path);
  show_page (self, self->working_page);
  parlour_host_move_out_async (self->host, path, text_of (self->passphrase), moved_cb,
                               g_object_ref (self));
}

static void
choose (ParlourMoveDialog *self)
{
  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_ ("Move Into a File"), GTK_WINDOW (self),
                                               GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);
  /* Translators: the name that is proposed for a file */
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), _ ("parlour-place.moved"));
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (chosen_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static gboolean
check (ParlourMoveDialog *self)
{
  g_autoptr (GError) error = NULL;
  const char *passphrase = text_of (self->passphrase);
  GtkWidget *row = self->passphrase;
  g_autofree char *text = NULL;
  if (!parlour_password_check (passphrase, &error)) {
    text = g_strdup (_ ("A passphrase has at least 10 characters."));
  } else if (!g_str_equal (passphrase, text_of (self->again))) {
    text = g_strdup (_ ("These are two different passphrases."));
    row = self->again;
  } else {
    return TRUE;
  }
  parlour_form_set_error (row, text);
  gtk_widget_grab_focus (row);
  return FALSE;
}

static void
submit_cb (ParlourMoveDialog *self)
{
  if (self->busy || self->moved)
    return;
  parlour_form_clear (self->form);
  say_problem (self, "");
  if (check (self))
    choose (self);
}

static void
submit_action_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  submit_cb (PARLOUR_MOVE_DIALOG (widget));
}

static void
close_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  gtk_window_close (GTK_WINDOW (widget));
}

/* --- the widget --------------------------------------------------------------------------- */

static gboolean
parlour_move_dialog_close_request (GtkWindow *window)
{
  ParlourMoveDialog *self = PARLOUR_MOVE_DIALOG (window);
  if (self->busy)
    return TRUE;
  if (self->moved)
    g_signal_emit (self, signals[SIGNAL_DONE], 0);
  return GTK_WINDOW_CLASS (parlour_move_dialog_parent_class)->close_request (window);
}

static void
parlour_move_dialog_dispose (GObject *object)
{
  ParlourMoveDialog *self = PARLOUR_MOVE_DIALOG (object);
  g_clear_object (&self->chooser);
  g_clear_object (&self->host);
  gtk_widget_dispose_template (GTK_WIDGET (object), PARLOUR_TYPE_MOVE_DIALOG);
  G_OBJECT_CLASS (parlour_move_dialog_parent_class)->dispose (object);
}

static void
parlour_move_dialog_class_init (ParlourMoveDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_move_dialog_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = parlour_move_dialog_close_request;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/im/parlour/Parlour/ui/move-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlourMoveDialog, form_page);
  gtk_widget_class_bind_template_child (widget_class, ParlourMoveDialog, working_page);
  gtk_widget_class_bind_template_child (widget_class, ParlourMoveDialog, moved_page);
  gtk_widget_class_bind_template_child (widget_class, ParlourMoveDialog, cancel);
  gtk_widget_class_bind_template_child (widget_class, ParlourMoveDialog, submit);
  gtk_widget_class_bind_template_child (widget_class, ParlourMoveDialog, form);
  gtk_widget_class_bind_template_child (widget_class, ParlourMoveDialog, passphrase);
  gtk_widget_class_bind_template_child (widget_class, ParlourMoveDialog, again);
  gtk_widget_class_bind_template_child (widget_class, ParlourMoveDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, ParlourMoveDialog, file);
  gtk_widget_class_bind_template_child (widget_class, ParlourMoveDialog, spinner);
  gtk_widget_class_bind_template_callback (widget_class, submit_cb);
  gtk_widget_class_install_action (widget_class, "move-dialog.submit", NULL, submit_action_cb);
  gtk_widget_class_install_action (widget_class, "move-dialog.close", NULL, close_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "move-dialog.close", NULL);
  signals[SIGNAL_DONE] = g_signal_new ("done", PARLOUR_TYPE_MOVE_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 0);
}

static void
parlour_move_dialog_init (ParlourMoveDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  parlour_form_clear_on_edit (self->passphrase);
  parlour_form_clear_on_edit (self->again);
}

ParlourMoveDialog *
parlour_move_dialog_new (GtkWindow *parent, ParlourHost *host)
{
  ParlourMoveDialog *self = g_object_new (PARLOUR_TYPE_MOVE_DIALOG, "transient-for", parent, NULL);
  parlour_dialog_fit (GTK_WINDOW (self), parent);
  self->host = g_object_ref (host);
  gtk_widget_grab_focus (self->passphrase);
  return self;
}
