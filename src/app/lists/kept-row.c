/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-kept-row"

#include "app/lists/kept-row.h"

#include "app/avatar.h"
#include "app/history/message-words.h"
#include "app/time-text.h"
#include "client/models/conversation-item.h"

#include <glib/gi18n.h>

/* The row. What was listed shows at once; the sender's name follows from the copy, and whether they
 * are blocked. Main thread. */

struct _ParlourKeptRow {
  AdwActionRow parent_instance;
  ParlourAccount *account;
  ParlourMessage *message;
  ParlourMessageWatch *watch;
  GSignalGroup *item_signals;
  AdwAvatar *avatar;
};

G_DEFINE_FINAL_TYPE (ParlourKeptRow, parlour_kept_row, ADW_TYPE_ACTION_ROW)

static const char *
sender_name (ParlourKeptRow *self)
{
  ParlourMessageItem *item = parlour_message_watch_get_item (self->watch);
  return item ? parlour_message_item_get_sender_name (item) : NULL;
}

static char *
make_line (ParlourKeptRow *self)
{
  const char *name = sender_name (self);
  g_autofree char *line =
      parlour_message_kept_line (self->message, parlour_message_watch_get_item (self->watch));
  if (g_strcmp0 (self->message->sender, parlour_account_get_user_id (self->account)) == 0)
    /* Translators: the last message of a conversation, which one wrote oneself */
    return g_strdup_printf (_ ("You: %s"), line);
  if (!name)
    return g_steal_pointer (&line);
  /* Translators: who wrote a message, and its title or first line */
  return g_strdup_printf (_ ("%s: %s"), name, line);
}

static char *
make_place (ParlourKeptRow *self)
{
  g_autofree char *time = parlour_time_text_full (self->message->created_at);
  ParlourConversationItem *item =
      parlour_account_get_conversation (self->account, self->message->conversation);
  if (!item)
    return g_steal_pointer (&time);
  /* Translators: where a message stands: a person or group, and a time */
  return g_strdup_printf (_ ("%s, %s"), parlour_conversation_item_get_title (item), time);
}

static void
update (ParlourKeptRow *self)
{
  const char *name = sender_name (self);
  g_autofree char *line = make_line (self);
  g_autofree char *place = make_place (self);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), line);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), place);
  adw_avatar_set_text (self->avatar, name ? name : "");
}

static void
item_cb (ParlourKeptRow *self)
{
  g_signal_group_set_target (self->item_signals, parlour_message_watch_get_item (self->watch));
  update (self);
}

static void
parlour_kept_row_dispose (GObject *object)
{
  ParlourKeptRow *self = PARLOUR_KEPT_ROW (object);
  g_clear_object (&self->item_signals);
  g_clear_object (&self->watch);
  g_clear_object (&self->account);
  g_clear_pointer (&self->message, parlour_message_unref);
  G_OBJECT_CLASS (parlour_kept_row_parent_class)->dispose (object);
}

static void
parlour_kept_row_class_init (ParlourKeptRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = parlour_kept_row_dispose;
}

static void
parlour_kept_row_init (ParlourKeptRow *self)
{
  self->avatar = ADW_AVATAR (adw_avatar_new (32, NULL, TRUE));
  self->item_signals = g_signal_group_new (PARLOUR_TYPE_MESSAGE_ITEM);
  g_signal_group_connect_swapped (self->item_signals, "notify::sender-name", G_CALLBACK (update),
                                  self);
  g_signal_group_connect_swapped (self->item_signals, "notify::sender-blocked", G_CALLBACK (update),
                                  self);
  adw_action_row_add_prefix (ADW_ACTION_ROW (self), GTK_WIDGET (self->avatar));
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (self), 2);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), TRUE);
}

GtkWidget *
parlour_kept_row_new (ParlourAccount *account, ParlourMessage *message)
{
  ParlourKeptRow *self = g_object_new (PARLOUR_TYPE_KEPT_ROW, NULL);
  self->account = g_object_ref (account);
  self->message = parlour_message_ref (message);
  self->watch = parlour_account_watch_listed (account, message);
  g_signal_connect_object (self->watch, "notify::item", G_CALLBACK (item_cb), self,
                           G_CONNECT_SWAPPED);
  parlour_avatar_show_person (self->avatar, parlour_account_get_pictures (account),
                              message->sender);
  item_cb (self);
  return GTK_WIDGET (self);
}
