/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-conversation-menu"

#include "app/lists/conversation-menu.h"

/* The menu and the conversation that it stands for. An entry that cannot be used is not there. Main
 * thread. */

struct _ParlourConversationMenu {
  GtkWidget *parent;
  GtkPopover *popover;
  GSimpleActionGroup *actions;
  ParlourConversationItem *item; /* nullable */
};

static const char *const notify_names[] = {
    [PARLOUR_NOTIFY_ALL] = "all",
    [PARLOUR_NOTIFY_MENTIONS] = "mentions",
    [PARLOUR_NOTIFY_NONE] = "none",
};

/* Closed first: what the change does to the list below it must not meet an open menu. */
static void
ask (ParlourConversationMenu *self, const char *change)
{
  gtk_popover_popdown (self->popover);
  gtk_widget_activate_action (self->parent, "win.change-conversation", "(ss)",
                              parlour_conversation_item_get_id (self->item), change);
}

static void
entry_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ask (user_data, g_action_get_name (G_ACTION (action)));
}

/* "mute" and "notify": which one stands in the parameter. */
static void
choice_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autofree char *change = g_strdup_printf ("%s-%s", g_action_get_name (G_ACTION (action)),
                                             g_variant_get_string (parameter, NULL));
  ask (user_data, change);
}

static GSimpleAction *
find (ParlourConversationMenu *self, const char *name)
{
  return G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), name));
}

/* Of two entries that undo each other one is there. */
static void
choose (ParlourConversationMenu *self, gboolean first, const char *one, const char *other)
{
  g_simple_action_set_enabled (find (self, one), first);
  g_simple_action_set_enabled (find (self, other), !first);
}

static void
update_entries (ParlourConversationMenu *self)
{
  ParlourConversationItem *item = self->item;
  ParlourNotify notify = parlour_conversation_item_get_notify (item);
  gboolean muted = parlour_conversation_item_get_muted (item);
  choose (self,
          parlour_conversation_item_get_unread (item) > 0 ||
              parlour_conversation_item_get_marked_unread (item),
          "mark-read", "mark-unread");
  choose (self, parlour_conversation_item_get_pinned (item), "unpin", "pin");
  choose (self, parlour_conversation_item_get_archived (item), "unarchive", "archive");
  g_simple_action_set_enabled (find (self, "group"), parlour_conversation_item_get_kind (item) ==
                                                         PARLOUR_CONVERSATION_GROUP);
  g_simple_action_set_enabled (find (self, "person"),
                               parlour_conversation_item_get_peer_id (item) != NULL);
  g_simple_action_set_enabled (find (self, "mute"), !muted);
  g_simple_action_set_enabled (find (self, "unmute"), muted && notify != PARLOUR_NOTIFY_NONE);
  g_simple_action_set_state (find (self, "notify"), g_variant_new_string (notify_names[notify]));
}

static void
add_actions (ParlourConversationMenu *self)
{
  static const GActionEntry entries[] = {
      {"group", entry_cb},       {"pins", entry_cb},
      {"person", entry_cb},      {"export", entry_cb},
      {"clear", entry_cb},       {"mark-read", entry_cb},
      {"mark-unread", entry_cb}, {"pin", entry_cb},
      {"unpin", entry_cb},       {"archive", entry_cb},
      {"unarchive", entry_cb},   {"unmute", entry_cb},
      {"mute", choice_cb, "s"},  {"notify", choice_cb, "s", "'all'"},
  };
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
}

static ParlourConversationMenu *
make (GtkWidget *parent)
{
  ParlourConversationMenu *self = g_new0 (ParlourConversationMenu, 1);
  g_autoptr (GtkBuilder) builder =
      gtk_builder_new_from_resource ("/im/parlour/Parlour/ui/conversation-menu.ui");
  GMenuModel *model = G_MENU_MODEL (gtk_builder_get_object (builder, "menu"));
  add_actions (self);
  self->parent = parent;
  self->popover = GTK_POPOVER (gtk_popover_menu_new_from_model (model));
  gtk_widget_insert_action_group (GTK_WIDGET (self->popover), "conversation",
                                  G_ACTION_GROUP (self->actions));
  return self;
}

ParlourConversationMenu *
parlour_conversation_menu_new (GtkWidget *parent)
{
  ParlourConversationMenu *self = make (parent);
  gtk_popover_set_has_arrow (self->popover, FALSE);
  gtk_widget_set_halign (GTK_WIDGET (self->popover), GTK_ALIGN_START);
  gtk_widget_set_parent (GTK_WIDGET (self->popover), parent);
  return self;
}

static void
create_popup_cb (GtkMenuButton *button, gpointer user_data)
{
  ParlourConversationMenu *self = user_data;
  if (self->item)
    update_entries (self);
}

ParlourConversationMenu *
parlour_conversation_menu_new_for_button (GtkMenuButton *button)
{
  ParlourConversationMenu *self = make (GTK_WIDGET (button));
  gtk_menu_button_set_popover (button, GTK_WIDGET (self->popover));
  gtk_menu_button_set_create_popup_func (button, create_popup_cb, self, NULL);
  return self;
}

void
parlour_conversation_menu_free (ParlourConversationMenu *self)
{
  if (GTK_IS_MENU_BUTTON (self->parent)) {
    gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->parent), NULL, NULL, NULL);
    gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->parent), NULL);
  } else {
    gtk_widget_unparent (GTK_WIDGET (self->popover));
  }
  g_object_unref (self->actions);
  g_clear_object (&self->item);
  g_free (self);
}

void
parlour_conversation_menu_set_item (ParlourConversationMenu *self, ParlourConversationItem *item)
{
  g_set_object (&self->item, item);
}

void
parlour_conversation_menu_popup (ParlourConversationMenu *self,
                                 ParlourConversationItem *item,
                                 int x,
                                 int y)
{
  g_return_if_fail (PARLOUR_IS_CONVERSATION_ITEM (item));
  g_set_object (&self->item, item);
  update_entries (self);
  gtk_popover_set_pointing_to (self->popover, &(GdkRectangle){x, y, 1, 1});
  gtk_popover_popup (self->popover);
}

void
parlour_conversation_menu_present (ParlourConversationMenu *self)
{
  gtk_popover_present (self->popover);
}
