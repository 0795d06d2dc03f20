/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-person-dialog"

#include "app/people/person-dialog.h"

#include "app/avatar.h"
#include "app/dialog-fit.h"
#include "app/people/presence-words.h"
#include "app/people/report-dialog.h"
#include "app/problem-text.h"
#include "client/account-calls.h"
#include "client/models/conversation-item.h"
#include "client/person-name.h"
#include "core/group.h"

#include <glib/gi18n.h>

/* The dialog. Main thread. */

struct _ParlourPersonDialog {
  AdwWindow parent_instance;
  ParlourAccount *account;
  char *id;
  ParlourUser *user; /* nullable: not there yet */
  GCancellable *cancellable;
  gboolean blocked;
  GtkStack *stack;
  AdwStatusPage *problem;
  AdwAvatar *avatar;
  GtkLabel *name;
  GtkLabel *username;
  GtkLabel *presence;
  GtkLabel *status;
  GtkWidget *shared; /* the list with its heading */
  GtkListBox *groups;
  AdwActionRow *block;
};

G_DEFINE_FINAL_TYPE (ParlourPersonDialog, parlour_person_dialog, ADW_TYPE_WINDOW)

enum { SIGNAL_WRITE, SIGNAL_OPEN, N_SIGNALS };
static guint signals[N_SIGNALS];

/* --- what is shown ------------------------------------------------------------------------ */

static void
show_text (GtkLabel *label, const char *text)
{
  gtk_label_set_text (label, text ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text && *text);
}

static void
update_presence (ParlourPersonDialog *self)
{
  if (!self->user)
    return;
  g_autofree char *words = parlour_presence_words (parlour_account_get_presence (self->account),
                                                   self->id, self->user->last_seen);
  show_text (self->presence, words);
}

static void
update_block (ParlourPersonDialog *self)
{
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->block),
                                 self->blocked ? _ ("Un_block") : _ ("_Block"));
  adw_action_row_set_subtitle (
      self->block, self->blocked ? _ ("You receive what they write again.")
                                 : _ ("They can’t write to you any more, and are not told."));
}

/* The conversation with them also knows what was not told to the server yet. */
static gboolean
is_blocked (ParlourPersonDialog *self)
{
  GListModel *conversations = parlour_account_get_conversations (self->account);
  for (guint i = 0; i < g_list_model_get_n_items (conversations); i++) {
    g_autoptr (ParlourConversationItem) item = g_list_model_get_item (conversations, i);
    if (g_strcmp0 (parlour_conversation_item_get_peer_id (item), self->id) == 0)
      return parlour_conversation_item_get_blocked (item);
  }
  return self->user && self->user->blocked;
}

static void
show_user (ParlourPersonDialog *self)
{
  g_autofree char *handle = g_strconcat ("@", self->user->username, NULL);
  adw_avatar_set_text (self->avatar, parlour_person_name (self->user));
  parlour_avatar_show_person (self->avatar, parlour_account_get_pictures (self->account), self->id);
  gtk_label_set_text (self->name, parlour_person_name (self->user));
  gtk_label_set_text (self->username, handle);
  show_text (self->status, self->user->status_text);
  update_presence (self);
  gtk_stack_set_visible_child_name (self->stack, "person");
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourUser) user =
      parlour_account_show_person_finish (PARLOUR_ACCOUNT (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  ParlourPersonDialog *self = user_data;
  if (user) {
    self->user = g_steal_pointer (&user);
    self->blocked = is_blocked (self);
    update_block (self);
    show_user (self);
    return;
  }
  g_autofree char *text = parlour_problem_text (error);
  adw_status_page_set_description (self->problem, text);
  gtk_stack_set_visible_child_name (self->stack, "problem");
}

/* --- groups in common --------------------------------------------------------------------- */

static void
open_cb (ParlourPersonDialog *self, AdwActionRow *row)
{
  const char *group = g_object_get_data (G_OBJECT (row), "parlour-group");
  g_signal_emit (self, signals[SIGNAL_OPEN], 0, group);
  gtk_window_close (GTK_WINDOW (self));
}

static void
add_group (ParlourPersonDialog *self, const ParlourGroup *group)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *avatar = adw_avatar_new (32, group->title, TRUE);
  parlour_avatar_show_group (ADW_AVATAR (avatar), parlour_account_get_pictures (self->account),
                             group->id, group->avatar);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), group->title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), avatar);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "parlour-group", g_strdup (group->id), g_free);
  g_signal_connect_object (row, "activated", G_CALLBACK (open_cb), self, G_CONNECT_SWAPPED);
  gtk_list_box_append (self->groups, row);
}

/* Where they can't be had, the page does without. */
static void
groups_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) groups =
      parlour_account_list_finish (PARLOUR_ACCOUNT (source), result, &error);
  if (!groups || groups->len == 0)
    return; /* also where the dialog is no more */
  ParlourPersonDialog *self = user_data;
  for (guint i = 0; i < groups->len; i++)
    add_group (self, g_ptr_array_index (groups, i));
  gtk_widget_set_visible (self->shared, TRUE);
}

/* --- what is done ------------------------------------------------------------------------- */

static void
write_cb (ParlourPersonDialog *self)
{
  g_signal_emit (self, signals[SIGNAL_WRITE], 0, self->user);
  gtk_window_close (GTK_WINDOW (self));
}

static void
block_cb (ParlourPersonDialog *self)
{
  self->blocked = !self->blocked;
  parlour_account_block (self->account, self->id, self->blocked);
  update_block (self);
}

static void
report_cb (ParlourPersonDialog *self)
{
  gtk_window_present (parlour_report_dialog_new_for_person (
      GTK_WINDOW (self), self->account, self->id, parlour_person_name (self->user)));
}

/* --- the widget --------------------------------------------------------------------------- */

static void
parlour_person_dialog_dispose (GObject *object)
{
  ParlourPersonDialog *self = PARLOUR_PERSON_DIALOG (object);
  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (object), PARLOUR_TYPE_PERSON_DIALOG);
  G_OBJECT_CLASS (parlour_person_dialog_parent_class)->dispose (object);
}

static void
parlour_person_dialog_finalize (GObject *object)
{
  ParlourPersonDialog *self = PARLOUR_PERSON_DIALOG (object);
  g_object_unref (self->cancellable);
  g_object_unref (self->account);
  g_free (self->id);
  g_clear_pointer (&self->user, parlour_user_unref);
  G_OBJECT_CLASS (parlour_person_dialog_parent_class)->finalize (object);
}

static void
parlour_person_dialog_class_init (ParlourPersonDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_person_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = parlour_person_dialog_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/im/parlour/Parlour/ui/person-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlourPersonDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, ParlourPersonDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, ParlourPersonDialog, avatar);
  gtk_widget_class_bind_template_child (widget_class, ParlourPersonDialog, name);
  gtk_widget_class_bind_template_child (widget_class, ParlourPersonDialog, username);
  gtk_widget_class_bind_template_child (widget_class, ParlourPersonDialog, presence);
  gtk_widget_class_bind_template_child (widget_class, ParlourPersonDialog, status);
  gtk_widget_class_bind_template_child (widget_class, ParlourPersonDialog, block);
  gtk_widget_class_bind_template_child (widget_class, ParlourPersonDialog, shared);
  gtk_widget_class_bind_template_child (widget_class, ParlourPersonDialog, groups);
  gtk_widget_class_bind_template_callback (widget_class, write_cb);
  gtk_widget_class_bind_template_callback (widget_class, block_cb);
  gtk_widget_class_bind_template_callback (widget_class, report_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  signals[SIGNAL_WRITE] = g_signal_new ("write", PARLOUR_TYPE_PERSON_DIALOG, G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[SIGNAL_OPEN] = g_signal_new ("open", PARLOUR_TYPE_PERSON_DIALOG, G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
parlour_person_dialog_init (ParlourPersonDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

ParlourPersonDialog *
parlour_person_dialog_new (GtkWindow *parent, ParlourAccount *account, const char *user)
{
  ParlourPersonDialog *self =
      g_object_new (PARLOUR_TYPE_PERSON_DIALOG, "transient-for", parent, NULL);
  parlour_dialog_fit (GTK_WINDOW (self), parent);
  self->account = g_object_ref (account);
  self->id = g_strdup (user);
  self->blocked = is_blocked (self);
  update_block (self);
  g_signal_connect_object (parlour_account_get_presence (account), "changed",
                           G_CALLBACK (update_presence), self, G_CONNECT_SWAPPED);
  parlour_account_show_person_async (account, user, self->cancellable, read_cb, self);
  parlour_account_list_shared_groups_async (account, user, self->cancellable, groups_cb, self);
  return self;
}
