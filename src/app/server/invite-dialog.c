/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-invite-dialog"

#include "app/server/invite-dialog.h"

#include "app/dialog-fit.h"
#include "app/problem-text.h"
#include "app/server/invite-view.h"
#include "client/models/conversation-item.h"

#include <glib/gi18n.h>

/* The dialog. One request at a time, which dispose cancels. Main thread. */

struct _ParlourInviteDialog {
  AdwWindow parent_instance;
  ParlourHostAdmin *admin;
  GCancellable *cancellable;
  GtkStack *stack;
  AdwComboRow *people;
  AdwComboRow *span;
  AdwPreferencesGroup *groups;
  GPtrArray *checks; /* one for each group, borrowed */
  GtkWidget *create;
  GtkLabel *problem;
  ParlourInviteView *view;
};

G_DEFINE_FINAL_TYPE (ParlourInviteDialog, parlour_invite_dialog, ADW_TYPE_WINDOW)

enum { SIGNAL_MADE, N_SIGNALS };
static guint signals[N_SIGNALS];

enum { HOUR = 3600, DAY = 24 * HOUR };

/* In the order in which the template offers them. */
static const guint uses[] = {1, 10, 100};
static const gint64 spans[] = {HOUR, DAY, 7 * DAY, 30 * DAY};

static void
fail (ParlourInviteDialog *self, const GError *error)
{
  g_autofree char *text = parlour_problem_text (error);
  gtk_label_set_text (self->problem, text);
  gtk_widget_set_visible (GTK_WIDGET (self->problem), TRUE);
  gtk_stack_set_visible_child_name (self->stack, "options");
}

static void
show_invite (ParlourInviteDialog *self, ParlourHostInvite *invite)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourInviteLink) link = parlour_invite_link_parse (invite->link, &error);
  if (!link) {
    fail (self, error);
    return;
  }
  parlour_invite_view_show (self->view, link, (guint)invite->uses_left, invite->expires_at);
  gtk_stack_set_visible_child_name (self->stack, "invite");
  gtk_widget_child_focus (GTK_WIDGET (self->view), GTK_DIR_TAB_FORWARD);
}

static void
created_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourHostInvite) invite =
      parlour_host_admin_create_invite_finish (PARLOUR_HOST_ADMIN (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  ParlourInviteDialog *self = user_data;
  g_clear_object (&self->cancellable);
  if (!invite) {
    fail (self, error);
    return;
  }
  show_invite (self, invite);
  g_signal_emit (self, signals[SIGNAL_MADE], 0);
}

/* --- groups ------------------------------------------------------------------------------- */

#define GROUP_KEY "parlour-group" /* of a check: the group's id */

static gboolean
is_run_by_me (ParlourConversationItem *item)
{
  return parlour_conversation_item_get_kind (item) == PARLOUR_CONVERSATION_GROUP &&
         parlour_conversation_item_get_role (item) <= PARLOUR_MEMBER_ADMIN &&
         !parlour_conversation_item_get_common (item) &&
         !parlour_conversation_item_get_former (item);
}

static void
add_group (ParlourInviteDialog *self, ParlourConversationItem *item)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                 parlour_conversation_item_get_title (item));
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  g_object_set_data_full (G_OBJECT (check), GROUP_KEY,
                          g_strdup (parlour_conversation_item_get_id (item)), g_free);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  adw_preferences_group_add (self->groups, row);
  g_ptr_array_add (self->checks, check);
}

void
parlour_invite_dialog_offer_groups (ParlourInviteDialog *self, GListModel *conversations)
{
  g_return_if_fail (PARLOUR_IS_INVITE_DIALOG (self) && G_IS_LIST_MODEL (conversations));
  for (guint i = 0; i < g_list_model_get_n_items (conversations); i++) {
    g_autoptr (ParlourConversationItem) item = g_list_model_get_item (conversations, i);
    if (is_run_by_me (item))
      add_group (self, item);
  }
  gtk_widget_set_visible (GTK_WIDGET (self->groups), self->checks->len > 0);
}

static GStrv
list_chosen (ParlourInviteDialog *self)
{
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  for (guint i = 0; i < self->checks->len; i++) {
    if (gtk_check_button_get_active (self->checks->pdata[i]))
      g_strv_builder_add (ids, g_object_get_data (self->checks->pdata[i], GROUP_KEY));
  }
  return g_strv_builder_end (ids);
}

/* --- making it ---------------------------------------------------------------------------- */

static void
create_cb (ParlourInviteDialog *self)
{
  g_auto (GStrv) chosen = list_chosen (self);
  guint people = adw_combo_row_get_selected (self->people);
  guint span = adw_combo_row_get_selected (self->span);
  if (self->cancellable || people >= G_N_ELEMENTS (uses) || span >= G_N_ELEMENTS (spans))
    return;
  gtk_widget_set_visible (GTK_WIDGET (self->problem), FALSE);
  gtk_stack_set_visible_child_name (self->stack, "working");
  self->cancellable = g_cancellable_new ();
  parlour_host_admin_create_invite_async (self->admin, uses[people], spans[span],
                                          (const char *const *)chosen, self->cancellable,
                                          created_cb, self);
}

static void
parlour_invite_dialog_dispose (GObject *object)
{
  ParlourInviteDialog *self = PARLOUR_INVITE_DIALOG (object);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->admin);
  gtk_widget_dispose_template (GTK_WIDGET (object), PARLOUR_TYPE_INVITE_DIALOG);
  g_clear_pointer (&self->checks, g_ptr_array_unref);
  G_OBJECT_CLASS (parlour_invite_dialog_parent_class)->dispose (object);
}

static void
parlour_invite_dialog_class_init (ParlourInviteDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_invite_dialog_dispose;
  g_type_ensure (PARLOUR_TYPE_INVITE_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/im/parlour/Parlour/ui/invite-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlourInviteDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, ParlourInviteDialog, people);
  gtk_widget_class_bind_template_child (widget_class, ParlourInviteDialog, span);
  gtk_widget_class_bind_template_child (widget_class, ParlourInviteDialog, groups);
  gtk_widget_class_bind_template_child (widget_class, ParlourInviteDialog, create);
  gtk_widget_class_bind_template_child (widget_class, ParlourInviteDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, ParlourInviteDialog, view);
  gtk_widget_class_bind_template_callback (widget_class, create_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  signals[SIGNAL_MADE] = g_signal_new ("made", PARLOUR_TYPE_INVITE_DIALOG, G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
parlour_invite_dialog_init (ParlourInviteDialog *self)
{
  self->checks = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

ParlourInviteDialog *
parlour_invite_dialog_new (GtkWindow *parent, ParlourHostAdmin *admin, gboolean at_once)
{
  ParlourInviteDialog *self =
      g_object_new (PARLOUR_TYPE_INVITE_DIALOG, "transient-for", parent, NULL);
  parlour_dialog_fit (GTK_WINDOW (self), parent);
  self->admin = g_object_ref (admin);
  if (at_once)
    create_cb (self);
  return self;
}
