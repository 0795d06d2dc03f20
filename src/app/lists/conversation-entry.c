/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-conversation-entry"

#include "app/lists/conversation-entry.h"

#include "app/avatar.h"
#include "app/history/message-words.h"
#include "app/lists/row-name.h"
#include "app/people/presence-dot.h"
#include "app/template.h"
#include "app/time-text.h"
#include "core/limits.h"
#include "core/text.h"

#include <glib/gi18n.h>

/* One row. Main thread. */

struct _ParlourConversationEntry {
  GtkWidget parent_instance;
  ParlourConversationItem *item;
  GSignalGroup *item_signals;
  ParlourAccount *account; /* nullable */
  AdwAvatar *avatar;
  ParlourPresenceDot *presence;
  GtkLabel *title;
  GtkLabel *time;
  GtkLabel *last;
  GtkImage *state;
  GtkWidget *mentions;
  GtkLabel *unread;
  GtkWidget *pinned;
  GtkWidget *muted;
  GtkWidget *archived;
};

G_DEFINE_FINAL_TYPE (ParlourConversationEntry, parlour_conversation_entry, GTK_TYPE_WIDGET)

enum { LINE_CHARS = 120 };

static char *
last_line (ParlourConversationItem *item)
{
  const char *draft = parlour_conversation_item_get_draft (item);
  const char *subject = parlour_conversation_item_get_last_subject (item);
  const char *text = parlour_conversation_item_get_last_text (item);
  const char *sender = parlour_conversation_item_get_last_sender (item);
  const char *said = subject && *subject ? subject : text;
  if (draft && *draft) {
    g_autofree char *line = parlour_text_first_line (draft, LINE_CHARS);
    /* Translators: the beginning of a text that was written and not sent */
    return g_strdup_printf (_ ("Draft: %s"), line);
  }
  if (parlour_conversation_item_get_last_at (item) == 0)
    return g_strdup (_ ("No messages yet"));
  if (parlour_conversation_item_get_last_deleted (item) || !said)
    return g_strdup (_ ("This message was deleted"));
  if (parlour_conversation_item_get_last_blocked (item))
    return g_strdup (_ ("You blocked who wrote this"));
  g_autofree char *line = parlour_text_first_line (said, LINE_CHARS);
  if (parlour_conversation_item_get_last_mine (item))
    /* Translators: the last message of a conversation, which one wrote oneself */
    return g_strdup_printf (_ ("You: %s"), line);
  if (sender && !parlour_conversation_item_get_peer_id (item))
    /* Translators: the last message of a group: who wrote it, and its first line */
    return g_strdup_printf (_ ("%s: %s"), sender, line);
  return g_steal_pointer (&line);
}

static void
update_state (ParlourConversationEntry *self)
{
  ParlourMessageState state = parlour_conversation_item_get_last_state (self->item);
  const char *icon = parlour_message_state_icon (state);
  gboolean shown = icon && parlour_conversation_item_get_last_mine (self->item) &&
                   parlour_conversation_item_get_last_at (self->item) > 0 &&
                   !parlour_conversation_item_get_last_deleted (self->item);
  gtk_widget_set_visible (GTK_WIDGET (self->state), shown);
  if (!shown)
    return;
  gtk_image_set_from_icon_name (self->state, icon);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->state), parlour_message_state_words (state));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->state), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  parlour_message_state_words (state), -1);
  if (state == PARLOUR_MESSAGE_READ)
    gtk_widget_add_css_class (GTK_WIDGET (self->state), "read");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->state), "read");
}

/* A number, or a dot where there is none: marked by hand. */
static void
update_unread (ParlourConversationEntry *self)
{
  guint unread = parlour_conversation_item_get_unread (self->item);
  gboolean marked = parlour_conversation_item_get_marked_unread (self->item);
  g_autofree char *count = unread >= PARLOUR_UNREAD_MAX
                               ? g_strdup_printf ("%d+", PARLOUR_UNREAD_MAX)
                           : unread > 0 ? g_strdup_printf ("%u", unread)
                                        : g_strdup ("•");
  g_autofree char *words =
      unread == 0
          ? g_strdup (_ ("Marked as unread"))
          /* Translators: %u is how many messages of a conversation have not been read */
          : g_strdup_printf (ngettext ("%u unread message", "%u unread messages", unread), unread);
  gtk_label_set_text (self->unread, count);
  gtk_widget_set_visible (GTK_WIDGET (self->unread), unread > 0 || marked);
  gtk_widget_set_visible (self->mentions,
                          unread > 0 && parlour_conversation_item_get_mentions (self->item) > 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->unread), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  words, -1);
  if (unread > 0 || marked)
    gtk_widget_add_css_class (GTK_WIDGET (self), "unread");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "unread");
}

static void
follow (ParlourConversationEntry *self)
{
  if (!self->account)
    return;
  parlour_avatar_show_conversation (self->avatar, parlour_account_get_pictures (self->account),
                                    self->item);
  parlour_presence_dot_follow (self->presence, parlour_account_get_presence (self->account),
                               parlour_conversation_item_get_peer_id (self->item));
}

static void
update_accessible (ParlourConversationEntry *self, const char *line)
{
  guint unread = parlour_conversation_item_get_unread (self->item);
  const char *name = parlour_conversation_item_get_title (self->item);
  g_autofree char *title = gtk_widget_get_visible (GTK_WIDGET (self->presence))
                               /* Translators: a person's name, to a screen reader */
                               ? g_strdup_printf (_ ("%s, online"), name)
                               : g_strdup (name);
  g_autofree char *words =
      unread > 0 ? g_strdup_printf (
                       /* Translators: a conversation to a screen reader: its name, a number, its
                        * last line */
                       ngettext ("%s, %u unread message, %s", "%s, %u unread messages, %s", unread),
                       title, unread, line)
                 /* Translators: a conversation to a screen reader: its name, its last line */
                 : g_strdup_printf (_ ("%s, %s"), title, line);
  parlour_row_set_name (GTK_WIDGET (self), words);
}

static void
update (ParlourConversationEntry *self)
{
  if (!self->item)
    return;
  const char *title = parlour_conversation_item_get_title (self->item);
  const char *draft = parlour_conversation_item_get_draft (self->item);
  gint64 at = parlour_conversation_item_get_last_at (self->item);
  g_autofree char *line = last_line (self->item);
  g_autofree char *time = at > 0 ? parlour_time_text_short (at) : g_strdup ("");
  adw_avatar_set_text (self->avatar, title);
  follow (self);
  gtk_label_set_text (self->title, title);
  gtk_label_set_text (self->time, time);
  gtk_label_set_text (self->last, line);
  gtk_widget_set_visible (self->pinned, parlour_conversation_item_get_pinned (self->item));
  gtk_widget_set_visible (self->muted, parlour_conversation_item_get_muted (self->item));
  gtk_widget_set_visible (self->archived, parlour_conversation_item_get_archived (self->item));
  update_state (self);
  if (draft && *draft) {
    gtk_widget_set_visible (GTK_WIDGET (self->state), FALSE);
    gtk_widget_add_css_class (GTK_WIDGET (self), "draft");
  } else {
    gtk_widget_remove_css_class (GTK_WIDGET (self), "draft");
  }
  update_unread (self);
  update_accessible (self, line);
}

static void
parlour_conversation_entry_dispose (GObject *object)
{
  ParlourConversationEntry *self = PARLOUR_CONVERSATION_ENTRY (object);
  g_clear_object (&self->item_signals);
  g_clear_object (&self->item);
  g_clear_object (&self->account);
  parlour_template_dispose (GTK_WIDGET (object), PARLOUR_TYPE_CONVERSATION_ENTRY);
  G_OBJECT_CLASS (parlour_conversation_entry_parent_class)->dispose (object);
}

static void
parlour_conversation_entry_class_init (ParlourConversationEntryClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_conversation_entry_dispose;
  g_type_ensure (PARLOUR_TYPE_PRESENCE_DOT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/im/parlour/Parlour/ui/conversation-entry.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlourConversationEntry, avatar);
  gtk_widget_class_bind_template_child (widget_class, ParlourConversationEntry, presence);
  gtk_widget_class_bind_template_child (widget_class, ParlourConversationEntry, title);
  gtk_widget_class_bind_template_child (widget_class, ParlourConversationEntry, time);
  gtk_widget_class_bind_template_child (widget_class, ParlourConversationEntry, last);
  gtk_widget_class_bind_template_child (widget_class, ParlourConversationEntry, state);
  gtk_widget_class_bind_template_child (widget_class, ParlourConversationEntry, unread);
  gtk_widget_class_bind_template_child (widget_class, ParlourConversationEntry, mentions);
  gtk_widget_class_bind_template_child (widget_class, ParlourConversationEntry, pinned);
  gtk_widget_class_bind_template_child (widget_class, ParlourConversationEntry, muted);
  gtk_widget_class_bind_template_child (widget_class, ParlourConversationEntry, archived);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "conversation");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
parlour_conversation_entry_init (ParlourConversationEntry *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->presence, "notify::visible", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  self->item_signals = g_signal_group_new (PARLOUR_TYPE_CONVERSATION_ITEM);
  g_signal_group_connect_swapped (self->item_signals, "notify", G_CALLBACK (update), self);
}

GtkWidget *
parlour_conversation_entry_new (ParlourAccount *account)
{
  ParlourConversationEntry *self = g_object_new (PARLOUR_TYPE_CONVERSATION_ENTRY, NULL);
  g_set_object (&self->account, account);
  return GTK_WIDGET (self);
}

void
parlour_conversation_entry_set_item (ParlourConversationEntry *self, ParlourConversationItem *item)
{
  g_return_if_fail (PARLOUR_IS_CONVERSATION_ENTRY (self));
  if (!g_set_object (&self->item, item))
    return;
  g_signal_group_set_target (self->item_signals, item);
  update (self);
}

ParlourConversationItem *
parlour_conversation_entry_get_item (ParlourConversationEntry *self)
{
  g_return_val_if_fail (PARLOUR_IS_CONVERSATION_ENTRY (self), NULL);
  return self->item;
}
