/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-group-member-row"

#include "app/group/group-member-row.h"

#include "app/avatar.h"
#include "app/people/presence-dot.h"
#include "app/group/group-words.h"

#include <glib/gi18n.h>

/* One row. It follows its item. Main thread. */

struct _ParlourGroupMemberRow {
  AdwActionRow parent_instance;
  ParlourMemberItem *item;
  ParlourMemberRole mine;
  AdwAvatar *avatar;
  ParlourPresenceDot *presence;
  GtkLabel *role;
  GtkMenuButton *menu;
};

G_DEFINE_FINAL_TYPE (ParlourGroupMemberRow, parlour_group_member_row, ADW_TYPE_ACTION_ROW)

enum { SIGNAL_CHANGE, N_SIGNALS };
static guint signals[N_SIGNALS];

static const struct {
  const char *action;
  ParlourMemberRole role;
} roles[] = {
    {"group-member.owner", PARLOUR_MEMBER_OWNER},
    {"group-member.admin", PARLOUR_MEMBER_ADMIN},
    {"group-member.member", PARLOUR_MEMBER_MEMBER},
    {"group-member.reader", PARLOUR_MEMBER_READER},
};

/* An owner may do everything; an admin has a say over those who are no admins. */
static gboolean
may_change (ParlourGroupMemberRow *self)
{
  ParlourMemberRole role = parlour_member_item_get_role (self->item);
  if (parlour_member_item_get_me (self->item))
    return FALSE;
  return self->mine == PARLOUR_MEMBER_OWNER ||
         (self->mine == PARLOUR_MEMBER_ADMIN && role > PARLOUR_MEMBER_ADMIN);
}

static void
update (ParlourGroupMemberRow *self)
{
  ParlourMemberRole role = parlour_member_item_get_role (self->item);
  const char *name = parlour_member_item_get_display_name (self->item);
  const char *username = parlour_member_item_get_username (self->item);
  g_autofree char *handle = username ? g_strconcat ("@", username, NULL) : g_strdup ("");
  const char *shown = parlour_member_item_get_me (self->item) ? _ ("You") : name ? name : handle;
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), shown);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), handle);
  adw_avatar_set_text (self->avatar, name);
  gtk_label_set_text (self->role, parlour_group_role_words (role));
  gtk_widget_set_visible (GTK_WIDGET (self->menu), may_change (self));
  for (gsize i = 0; i < G_N_ELEMENTS (roles); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), roles[i].action,
                                   roles[i].role != role && (self->mine == PARLOUR_MEMBER_OWNER ||
                                                             roles[i].role > PARLOUR_MEMBER_ADMIN));
}

static void
change_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_signal_emit (widget, signals[SIGNAL_CHANGE], 0, action + strlen ("group-member."));
}

static void
parlour_group_member_row_dispose (GObject *object)
{
  ParlourGroupMemberRow *self = PARLOUR_GROUP_MEMBER_ROW (object);
  g_clear_object (&self->item);
  gtk_widget_dispose_template (GTK_WIDGET (object), PARLOUR_TYPE_GROUP_MEMBER_ROW);
  G_OBJECT_CLASS (parlour_group_member_row_parent_class)->dispose (object);
}

static void
parlour_group_member_row_class_init (ParlourGroupMemberRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_group_member_row_dispose;
  g_type_ensure (PARLOUR_TYPE_PRESENCE_DOT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/im/parlour/Parlour/ui/group-member-row.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlourGroupMemberRow, avatar);
  gtk_widget_class_bind_template_child (widget_class, ParlourGroupMemberRow, presence);
  gtk_widget_class_bind_template_child (widget_class, ParlourGroupMemberRow, role);
  gtk_widget_class_bind_template_child (widget_class, ParlourGroupMemberRow, menu);
  for (gsize i = 0; i < G_N_ELEMENTS (roles); i++)
    gtk_widget_class_install_action (widget_class, roles[i].action, NULL, change_cb);
  gtk_widget_class_install_action (widget_class, "group-member.remove", NULL, change_cb);
  signals[SIGNAL_CHANGE] = g_signal_new ("change", PARLOUR_TYPE_GROUP_MEMBER_ROW, G_SIGNAL_RUN_LAST,
                                         0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
parlour_group_member_row_init (ParlourGroupMemberRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
parlour_group_member_row_new (ParlourMemberItem *item,
                              ParlourMemberRole mine,
                              ParlourAccount *account)
{
  g_return_val_if_fail (PARLOUR_IS_MEMBER_ITEM (item), NULL);
  ParlourGroupMemberRow *self = g_object_new (PARLOUR_TYPE_GROUP_MEMBER_ROW, NULL);
  self->item = g_object_ref (item);
  self->mine = mine;
  g_signal_connect_object (item, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  parlour_avatar_show_person (self->avatar, parlour_account_get_pictures (account),
                              parlour_member_item_get_user_id (item));
  parlour_presence_dot_follow (self->presence, parlour_account_get_presence (account),
                               parlour_member_item_get_user_id (item));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), !parlour_member_item_get_me (item));
  update (self);
  return GTK_WIDGET (self);
}

ParlourMemberItem *
parlour_group_member_row_get_item (ParlourGroupMemberRow *self)
{
  g_return_val_if_fail (PARLOUR_IS_GROUP_MEMBER_ROW (self), NULL);
  return self->item;
}

void
parlour_group_member_row_set_mine (ParlourGroupMemberRow *self, ParlourMemberRole mine)
{
  g_return_if_fail (PARLOUR_IS_GROUP_MEMBER_ROW (self));
  self->mine = mine;
  update (self);
}
