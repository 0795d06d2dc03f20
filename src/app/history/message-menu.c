/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-message-menu"

#include "app/history/message-menu.h"

#include "app/history/message-words.h"
#include "app/history/reaction-picker.h"

/* The menu, the message it stands at, and which entries it has for it: one that cannot be used is
 * not there. The keyboard goes back to where it was; a popover leaves it anywhere. Main thread. */

struct _ParlourMessageMenu {
  GtkWidget *view;
  GtkPopover *popover;
  GSimpleActionGroup *actions;
  GtkWidget *picker;
  GtkWidget *emoji;                      /* nullable: the chooser of all, once it was wanted */
  ParlourConversationItem *conversation; /* nullable: that all messages here belong to */
  ParlourMessageItem *item;              /* nullable */
  char *link;                            /* nullable: the address in it that was pointed at */
  GtkWidget *focus;                      /* weak, nullable: what had the keyboard */
};

static void
give_focus_back (ParlourMessageMenu *self)
{
  GtkWidget *focus = self->focus;
  g_clear_weak_pointer (&self->focus);
  if (focus)
    gtk_widget_grab_focus (focus);
}

/* An entry may want the keyboard somewhere else. */
static void
activate_ref (ParlourMessageMenu *self, const char *action)
{
  give_focus_back (self);
  gtk_widget_activate_action (self->view, action, "(sx)",
                              parlour_message_item_get_conversation (self->item),
                              parlour_message_item_get_seq (self->item));
}

static void
activate_sender (ParlourMessageMenu *self, const char *action)
{
  give_focus_back (self);
  gtk_widget_activate_action (self->view, action, "s",
                              parlour_message_item_get_sender_id (self->item));
}

static void
activate_own (ParlourMessageMenu *self, const char *action)
{
  give_focus_back (self);
  gtk_widget_activate_action (self->view, action, "s",
                              parlour_message_item_get_client_id (self->item));
}

static void
unfold_cb (GSimpleAction *entry, GVariant *parameter, gpointer user_data)
{
  ParlourMessageMenu *self = user_data;
  give_focus_back (self);
  parlour_message_unfold (self->item);
}

/* What waits has no number to find it by. */
static void
activate_body (ParlourMessageMenu *self, const char *action)
{
  const char *body = parlour_message_item_get_body (self->item);
  give_focus_back (self);
  gtk_widget_activate_action (self->view, action, "s", body ? body : "");
}

static void
activate_link (ParlourMessageMenu *self, const char *action)
{
  give_focus_back (self);
  gtk_widget_activate_action (self->view, action, "s", self->link);
}

#define ENTRY(name, activate, action)                                                              \
  static void name##_cb (GSimpleAction *entry, GVariant *parameter, gpointer user_data)            \
  {                                                                                                \
    activate (user_data, action);                                                                  \
  }

/* clang-format off */
ENTRY (reply, activate_ref, "win.reply-to-message")
ENTRY (copy, activate_body, "win.copy-text")
ENTRY (copy_address, activate_link, "win.copy-text")
ENTRY (edit, activate_ref, "win.edit-message")
ENTRY (give_title, activate_ref, "win.give-message-title")
ENTRY (mark_unread, activate_ref, "win.mark-unread-from-message")
ENTRY (pin, activate_ref, "win.pin-message")
ENTRY (star, activate_ref, "win.star-message")
ENTRY (copy_link, activate_ref, "win.copy-message-link")
ENTRY (forward, activate_ref, "win.forward-message")
ENTRY (sender, activate_sender, "win.show-person")
ENTRY (details, activate_ref, "win.show-message-details")
ENTRY (delete, activate_ref, "win.delete-message")
ENTRY (retry, activate_own, "win.retry-message")
ENTRY (discard, activate_own, "win.discard-message")
/* clang-format on */

static void
enable (ParlourMessageMenu *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), name);
  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

/* In a group, its owner and admins do it. */
static gboolean
may_pin (ParlourMessageMenu *self)
{
  ParlourConversationItem *conversation = self->conversation;
  if (!conversation || !parlour_conversation_item_get_can_write (conversation))
    return FALSE;
  return parlour_conversation_item_get_kind (conversation) == PARLOUR_CONVERSATION_DIRECT ||
         parlour_conversation_item_get_role (conversation) <= PARLOUR_MEMBER_ADMIN;
}

static void
update_flags (ParlourMessageMenu *self, gboolean live)
{
  gboolean pinned = parlour_message_item_get_pinned (self->item);
  gboolean starred = parlour_message_item_get_starred (self->item);
  enable (self, "pin", live && may_pin (self) && !pinned);
  enable (self, "unpin", live && may_pin (self) && pinned);
  enable (self, "star", live && !starred);
  enable (self, "unstar", live && starred);
}

static void
update_entries (ParlourMessageMenu *self)
{
  gboolean sent = parlour_message_item_get_seq (self->item) > 0;
  gboolean deleted = parlour_message_item_get_deleted (self->item);
  gboolean member =
      self->conversation && !parlour_conversation_item_get_former (self->conversation);
  gboolean can_write =
      self->conversation && parlour_conversation_item_get_can_write (self->conversation);
  gboolean mine = parlour_message_item_get_mine (self->item);
  const char *subject = parlour_message_item_get_subject (self->item);
  gboolean titled = subject && *subject;
  gboolean failed = parlour_message_item_get_state (self->item) == PARLOUR_MESSAGE_FAILED;
  update_flags (self, sent && !deleted && member);
  gtk_widget_set_visible (self->picker, sent && !deleted && member);
  enable (self, "reply", sent && !deleted && can_write);
  enable (self, "copy", !deleted);
  enable (self, "copy-address", self->link != NULL);
  enable (self, "edit", sent && mine && !deleted && member);
  enable (self, "give-title", sent && mine && !deleted && !titled && member);
  enable (self, "mark-unread", sent && !mine);
  enable (self, "copy-link", sent);
  enable (self, "forward", sent && !deleted);
  enable (self, "sender", sent && !mine);
  enable (self, "unfold", !deleted && parlour_message_is_folded (self->item));
  enable (self, "details", sent);
  enable (self, "delete", sent);
  enable (self, "retry", !sent && failed);
  enable (self, "discard", !sent);
}

/* --- reactions ---------------------------------------------------------------------------- */

static void
react (ParlourMessageMenu *self, const char *emoji)
{
  gtk_popover_popdown (self->popover);
  gtk_widget_activate_action (self->view, "win.react-to-message", "(sxsb)",
                              parlour_message_item_get_conversation (self->item),
                              parlour_message_item_get_seq (self->item), emoji, TRUE);
}

/* Where the menu stood. */
static void
more (ParlourMessageMenu *self)
{
  GdkRectangle place;
  gtk_popover_get_pointing_to (self->popover, &place);
  gtk_popover_popdown (self->popover);
  if (!self->emoji) {
    self->emoji = gtk_emoji_chooser_new ();
    gtk_widget_set_parent (self->emoji, self->view);
    g_signal_connect_swapped (self->emoji, "emoji-picked", G_CALLBACK (react), self);
  }
  gtk_popover_set_pointing_to (GTK_POPOVER (self->emoji), &place);
  gtk_popover_popup (GTK_POPOVER (self->emoji));
}

static void
add_picker (ParlourMessageMenu *self)
{
  self->picker = parlour_reaction_picker_new ();
  gtk_popover_menu_add_child (GTK_POPOVER_MENU (self->popover), self->picker, "reactions");
  g_signal_connect_swapped (self->picker, "picked", G_CALLBACK (react), self);
  g_signal_connect_swapped (self->picker, "more", G_CALLBACK (more), self);
}

ParlourMessageMenu *
parlour_message_menu_new (GtkWidget *view)
{
  static const GActionEntry entries[] = {
      {"pin", pin_cb},
      {"unpin", pin_cb},
      {"star", star_cb},
      {"unstar", star_cb},
      {"mark-unread", mark_unread_cb},
      {"edit", edit_cb},
      {"give-title", give_title_cb},
      {"reply", reply_cb},
      {"copy", copy_cb},
      {"copy-address", copy_address_cb},
      {"copy-link", copy_link_cb},
      {"forward", forward_cb},
      {"sender", sender_cb},
      {"unfold", unfold_cb},
      {"details", details_cb},
      {"delete", delete_cb},
      {"retry", retry_cb},
      {"discard", discard_cb},
  };
  ParlourMessageMenu *self = g_new0 (ParlourMessageMenu, 1);
  g_autoptr (GtkBuilder) builder =
      gtk_builder_new_from_resource ("/im/parlour/Parlour/ui/message-menu.ui");
  self->view = view;
  self->popover = GTK_POPOVER (gtk_builder_get_object (builder, "popover"));
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  gtk_widget_insert_action_group (GTK_WIDGET (self->popover), "message",
                                  G_ACTION_GROUP (self->actions));
  add_picker (self);
  gtk_widget_set_parent (GTK_WIDGET (self->popover), view);
  g_signal_connect_swapped (self->popover, "closed", G_CALLBACK (give_focus_back), self);
  return self;
}

void
parlour_message_menu_free (ParlourMessageMenu *self)
{
  g_signal_handlers_disconnect_by_data (self->popover, self);
  g_signal_handlers_disconnect_by_data (self->picker, self);
  gtk_widget_unparent (GTK_WIDGET (self->popover));
  g_clear_pointer (&self->emoji, gtk_widget_unparent);
  g_clear_weak_pointer (&self->focus);
  g_object_unref (self->actions);
  g_clear_object (&self->item);
  g_clear_pointer (&self->link, g_free);
  g_clear_object (&self->conversation);
  g_free (self);
}

void
parlour_message_menu_popup (ParlourMessageMenu *self, ParlourMessageItem *item, int x, int y)
{
  g_return_if_fail (PARLOUR_IS_MESSAGE_ITEM (item));
  g_set_object (&self->item, item);
  g_set_weak_pointer (&self->focus, gtk_root_get_focus (gtk_widget_get_root (self->view)));
  update_entries (self);
  gtk_popover_set_pointing_to (self->popover, &(GdkRectangle){x, y, 1, 1});
  gtk_popover_popup (self->popover);
}

void
parlour_message_menu_set_link (ParlourMessageMenu *self, const char *uri)
{
  char *link = g_strdup (uri); /* which may be the old one itself */
  g_free (self->link);
  self->link = link;
}

void
parlour_message_menu_present (ParlourMessageMenu *self)
{
  gtk_popover_present (self->popover);
  if (self->emoji)
    gtk_popover_present (GTK_POPOVER (self->emoji));
}

void
parlour_message_menu_set_conversation (ParlourMessageMenu *self,
                                       ParlourConversationItem *conversation)
{
  g_set_object (&self->conversation, conversation);
}
