/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-group-dialog"

#include "app/group/group-dialog.h"

#include "app/compose/people-finder.h"
#include "app/dialog-fit.h"
#include "app/group/group-member-row.h"
#include "app/notice-bar.h"
#include "app/picture-row.h"
#include "client/account-calls.h"
#include "core/text.h"

#include <glib/gi18n.h>

#include <string.h>

/* The window. It follows the group and its members. Main thread. */

struct _ParlourGroupDialog {
  AdwWindow parent_instance;
  ParlourAccount *account;
  ParlourConversationItem *group;
  GListModel *members;
  GtkFilter *filter; /* of those that the list shows */
  char *sought;      /* folded; nullable: all */
  gboolean loading;  /* what the fields show changes by us, not by a person */
  ParlourPictureRow *picture;
  GtkEditable *title;
  GtkEditable *description;
  AdwComboRow *posting;
  AdwComboRow *joining;
  AdwComboRow *past;
  GtkWidget *adding;
  GtkEditable *add;
  ParlourPeopleFinder *finder;
  GtkWidget *find;
  GtkListBox *list;
  GtkWidget *leave;
};

G_DEFINE_FINAL_TYPE (ParlourGroupDialog, parlour_group_dialog, ADW_TYPE_WINDOW)

enum { FEW_MEMBERS = 12 };
enum { SIGNAL_PERSON, N_SIGNALS };
static guint signals[N_SIGNALS];

static const char *
id_of (ParlourGroupDialog *self)
{
  return parlour_conversation_item_get_id (self->group);
}

static gboolean
may_change (ParlourGroupDialog *self)
{
  return !parlour_conversation_item_get_former (self->group) &&
         parlour_conversation_item_get_role (self->group) <= PARLOUR_MEMBER_ADMIN;
}

/* What somebody types is not taken from under their hands. */
static void
show_text (ParlourGroupDialog *self, GtkEditable *row, const char *text)
{
  if (!gtk_widget_get_focus_child (GTK_WIDGET (row)))
    gtk_editable_set_text (row, text ? text : "");
  gtk_editable_set_editable (row, may_change (self));
  gtk_widget_set_visible (GTK_WIDGET (row), may_change (self) || (text && *text));
}

static void
show_choice (ParlourGroupDialog *self, AdwComboRow *row, guint choice)
{
  adw_combo_row_set_selected (row, choice);
  gtk_widget_set_sensitive (GTK_WIDGET (row), may_change (self));
}

static void
update_rows (ParlourGroupDialog *self)
{
  ParlourMemberRole mine = parlour_conversation_item_get_role (self->group);
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->list)); row;
       row = gtk_widget_get_next_sibling (row)) {
    if (PARLOUR_IS_GROUP_MEMBER_ROW (row))
      parlour_group_member_row_set_mine (PARLOUR_GROUP_MEMBER_ROW (row),
                                         may_change (self) ? mine : PARLOUR_MEMBER_READER);
  }
}

static void
update (ParlourGroupDialog *self)
{
  ParlourConversationItem *group = self->group;
  self->loading = TRUE;
  gtk_window_set_title (GTK_WINDOW (self), parlour_conversation_item_get_title (group));
  show_text (self, self->title, parlour_conversation_item_get_title (group));
  show_text (self, self->description, parlour_conversation_item_get_description (group));
  show_choice (self, self->posting, parlour_conversation_item_get_posting (group));
  show_choice (self, self->joining, parlour_conversation_item_get_joining (group));
  show_choice (self, self->past, parlour_conversation_item_get_past (group));
  parlour_picture_row_set_editable (self->picture, may_change (self));
  gtk_widget_set_visible (self->adding, may_change (self));
  gtk_widget_set_visible (self->leave, !parlour_conversation_item_get_former (group));
  update_rows (self);
  self->loading = FALSE;
}

/* --- what a person changes ---------------------------------------------------------------- */

static void
title_cb (ParlourGroupDialog *self)
{
  parlour_account_set_group_title (self->account, id_of (self),
                                   gtk_editable_get_text (self->title));
}

static void
description_cb (ParlourGroupDialog *self)
{
  const char *text = gtk_editable_get_text (self->description);
  parlour_account_set_group_description (self->account, id_of (self), *text ? text : NULL);
}

static void
posting_cb (ParlourGroupDialog *self)
{
  if (!self->loading)
    parlour_account_set_posting (self->account, id_of (self),
                                 (ParlourPosting)adw_combo_row_get_selected (self->posting));
}

static void
joining_cb (ParlourGroupDialog *self)
{
  if (!self->loading)
    parlour_account_set_joining (self->account, id_of (self),
                                 (ParlourJoining)adw_combo_row_get_selected (self->joining));
}

static void
past_cb (ParlourGroupDialog *self)
{
  if (!self->loading)
    parlour_account_set_past (self->account, id_of (self),
                              (ParlourPast)adw_combo_row_get_selected (self->past));
}

static void
change_cb (ParlourGroupDialog *self, const char *change, ParlourGroupMemberRow *row)
{
  const char *user = parlour_member_item_get_user_id (parlour_group_member_row_get_item (row));
  ParlourMemberRole role = PARLOUR_MEMBER_MEMBER;
  if (g_str_equal (change, "remove"))
    parlour_account_remove_member (self->account, id_of (self), user);
  else if (parlour_member_role_from_string (change, &role))
    parlour_account_set_member_role (self->account, id_of (self), user, role);
}

static void
add_changed_cb (ParlourGroupDialog *self)
{
  const char *text = gtk_editable_get_text (self->add);
  gtk_widget_set_visible (GTK_WIDGET (self->finder), *text != '\0');
  parlour_people_finder_find (self->finder, self->account, text);
}

static void
chosen_cb (ParlourGroupDialog *self, const char *username)
{
  ParlourUser *user = parlour_people_finder_get_user (self->finder, username);
  if (user)
    parlour_account_add_member (self->account, id_of (self), user->id, PARLOUR_MEMBER_MEMBER);
  gtk_editable_set_text (self->add, "");
}

static void
add_cb (ParlourGroupDialog *self)
{
  g_autofree char *username = g_strdup (parlour_people_finder_guess (self->finder));
  if (username)
    chosen_cb (self, username);
}

/* The question goes first: it does not survive its parent in the middle of an answer. */
static void
left_cb (ParlourGroupDialog *self, const char *response, GObject *dialog)
{
  if (!g_str_equal (response, "leave"))
    return;
  parlour_account_remove_member (self->account, id_of (self),
                                 parlour_account_get_user_id (self->account));
  g_signal_connect_object (dialog, "destroy", G_CALLBACK (gtk_window_close), self,
                           G_CONNECT_SWAPPED);
}

static void
leave_cb (ParlourGroupDialog *self)
{
  GtkWidget *dialog = adw_message_dialog_new (
      GTK_WINDOW (self), _ ("Leave this group?"),
      _ ("What was written until now stays here to be read. Somebody has to let you in again "
         "before you can write."));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "leave",
                                    _ ("_Leave"), NULL);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "leave",
                                              ADW_RESPONSE_DESTRUCTIVE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (left_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
person_cb (ParlourGroupDialog *self, ParlourGroupMemberRow *row)
{
  ParlourMemberItem *member = parlour_group_member_row_get_item (row);
  g_signal_emit (self, signals[SIGNAL_PERSON], 0, parlour_member_item_get_user_id (member));
}

static GtkWidget *
create_row (gpointer item, gpointer user_data)
{
  ParlourGroupDialog *self = user_data;
  ParlourMemberRole mine = parlour_conversation_item_get_role (self->group);
  GtkWidget *row = parlour_group_member_row_new (
      item, may_change (self) ? mine : PARLOUR_MEMBER_READER, self->account);
  g_signal_connect_object (row, "activated", G_CALLBACK (person_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "change", G_CALLBACK (change_cb), self, G_CONNECT_SWAPPED);
  return row;
}

/* --- finding a member --------------------------------------------------------------------- */

static gboolean
has (const char *text, const char *sought)
{
  g_autofree char *folded = parlour_text_fold (text ? text : "");
  return strstr (folded, sought) != NULL;
}

static gboolean
is_sought (gpointer item, gpointer user_data)
{
  ParlourGroupDialog *self = user_data;
  return !self->sought || has (parlour_member_item_get_display_name (item), self->sought) ||
         has (parlour_member_item_get_username (item), self->sought);
}

static void
find_cb (ParlourGroupDialog *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->find));
  g_free (self->sought);
  self->sought = *text ? parlour_text_fold (text) : NULL;
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
}

/* Few are seen at one look. */
static void
members_changed_cb (ParlourGroupDialog *self)
{
  gtk_widget_set_visible (self->find,
                          self->sought || g_list_model_get_n_items (self->members) > FEW_MEMBERS);
}

static void
show_members (ParlourGroupDialog *self)
{
  self->members = parlour_account_open_members (self->account, id_of (self));
  self->filter = GTK_FILTER (gtk_custom_filter_new (is_sought, self, NULL));
  g_autoptr (GtkFilterListModel) shown =
      gtk_filter_list_model_new (g_object_ref (self->members), g_object_ref (self->filter));
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (shown), create_row, self, NULL);
  g_signal_connect_object (self->members, "items-changed", G_CALLBACK (members_changed_cb), self,
                           G_CONNECT_SWAPPED);
  members_changed_cb (self);
}

/* --- the widget --------------------------------------------------------------------------- */

static void
parlour_group_dialog_dispose (GObject *object)
{
  ParlourGroupDialog *self = PARLOUR_GROUP_DIALOG (object);
  if (self->list)
    gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), PARLOUR_TYPE_GROUP_DIALOG);
  self->list = NULL;
  g_clear_object (&self->filter);
  g_clear_object (&self->members);
  g_clear_pointer (&self->sought, g_free);
  g_clear_object (&self->group);
  g_clear_object (&self->account);
  G_OBJECT_CLASS (parlour_group_dialog_parent_class)->dispose (object);
}

static void
parlour_group_dialog_class_init (ParlourGroupDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_group_dialog_dispose;
  g_type_ensure (PARLOUR_TYPE_NOTICE_BAR);
  g_type_ensure (PARLOUR_TYPE_PEOPLE_FINDER);
  g_type_ensure (PARLOUR_TYPE_PICTURE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/im/parlour/Parlour/ui/group-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlourGroupDialog, picture);
  gtk_widget_class_bind_template_child (widget_class, ParlourGroupDialog, title);
  gtk_widget_class_bind_template_child (widget_class, ParlourGroupDialog, description);
  gtk_widget_class_bind_template_child (widget_class, ParlourGroupDialog, posting);
  gtk_widget_class_bind_template_child (widget_class, ParlourGroupDialog, joining);
  gtk_widget_class_bind_template_child (widget_class, ParlourGroupDialog, past);
  gtk_widget_class_bind_template_child (widget_class, ParlourGroupDialog, adding);
  gtk_widget_class_bind_template_child (widget_class, ParlourGroupDialog, add);
  gtk_widget_class_bind_template_child (widget_class, ParlourGroupDialog, finder);
  gtk_widget_class_bind_template_child (widget_class, ParlourGroupDialog, find);
  gtk_widget_class_bind_template_child (widget_class, ParlourGroupDialog, list);
  gtk_widget_class_bind_template_child (widget_class, ParlourGroupDialog, leave);
  gtk_widget_class_bind_template_callback (widget_class, parlour_notice_bar_tell);
  gtk_widget_class_bind_template_callback (widget_class, title_cb);
  gtk_widget_class_bind_template_callback (widget_class, description_cb);
  gtk_widget_class_bind_template_callback (widget_class, posting_cb);
  gtk_widget_class_bind_template_callback (widget_class, joining_cb);
  gtk_widget_class_bind_template_callback (widget_class, past_cb);
  gtk_widget_class_bind_template_callback (widget_class, add_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
  gtk_widget_class_bind_template_callback (widget_class, find_cb);
  gtk_widget_class_bind_template_callback (widget_class, leave_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  signals[SIGNAL_PERSON] = g_signal_new ("person", PARLOUR_TYPE_GROUP_DIALOG, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
parlour_group_dialog_init (ParlourGroupDialog *self)
{
  self->loading = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWindow *
parlour_group_dialog_new (GtkWindow *parent,
                          ParlourAccount *account,
                          ParlourConversationItem *group)
{
  g_return_val_if_fail (PARLOUR_IS_CONVERSATION_ITEM (group), NULL);
  ParlourGroupDialog *self =
      g_object_new (PARLOUR_TYPE_GROUP_DIALOG, "transient-for", parent, NULL);
  parlour_dialog_fit (GTK_WINDOW (self), parent);
  self->account = g_object_ref (account);
  self->group = g_object_ref (group);
  parlour_picture_row_set_group (self->picture, account, group);
  show_members (self);
  g_signal_connect_object (group, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WINDOW (self);
}
