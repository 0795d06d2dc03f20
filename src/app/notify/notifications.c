/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-notifications"

#include "app/notify/notifications.h"

#include "app/notify/reply-notes.h"
#include "client/models/conversation-item.h"
#include "core/text.h"

#include <glib/gi18n.h>

/* Which conversations have something to tell, and whether that was told. An event comes before the
 * list has its row, which alone says what else is known (read elsewhere, muted): so a note waits
 * for the row that has reached its number. Main thread. */

struct _ParlourNotifications {
  GObject parent_instance;
  GApplication *application; /* borrowed: lives longer */
  ParlourAccounts *accounts;
  ParlourSettings *settings;
  ParlourReplyNotes *replies;
  ParlourInViewFunc in_view;
  gpointer user_data;
  GHashTable *notes; /* id → Note */
  gint64 rang;       /* when one was heard last; monotonic time */
};

G_DEFINE_FINAL_TYPE (ParlourNotifications, parlour_notifications, G_TYPE_OBJECT)

enum { LINE_CHARS = 300, SECONDS_BETWEEN_SOUNDS = 3 };

/* A conversation with news. */
typedef struct {
  ParlourNotifications *self; /* borrowed: owns this */
  char *id;                   /* of the notification */
  ParlourAccount *account;
  char *conversation;
  ParlourConversationItem *item; /* nullable: the list does not have it yet */
  gulong item_id;
  gint64 seq;       /* the newest message that is worth telling */
  gint64 told;      /* the newest one that was decided about */
  gint64 mentioned; /* the newest one that names me, or 0 */
  gboolean sent;    /* the desktop has it */
} Note;

static void set_item (Note *note, ParlourConversationItem *item);

static void
note_free (gpointer data)
{
  Note *note = data;
  set_item (note, NULL);
  if (note->sent) {
    g_application_withdraw_notification (note->self->application, note->id);
    parlour_reply_notes_withdraw (note->self->replies, note->id);
  }
  g_object_unref (note->account);
  g_free (note->conversation);
  g_free (note->id);
  g_free (note);
}

static char *
make_id (ParlourAccount *account, const char *conversation)
{
  return g_strdup_printf ("%s/%s", parlour_account_get_id (account), conversation);
}

/* --- what is told ------------------------------------------------------------------------- */

static char *
make_body (ParlourConversationItem *item)
{
  const char *subject = parlour_conversation_item_get_last_subject (item);
  const char *text = parlour_conversation_item_get_last_text (item);
  const char *sender = parlour_conversation_item_get_last_sender (item);
  const char *said = subject && *subject ? subject : text;
  g_autofree char *line = parlour_text_first_line (said ? said : "", LINE_CHARS);
  if (sender && !parlour_conversation_item_get_peer_id (item))
    /* Translators: the last message of a group: who wrote it, and its first line */
    return g_strdup_printf (_ ("%s: %s"), sender, line);
  return g_steal_pointer (&line);
}

static void
send_plain (Note *note, const char *title, const char *body)
{
  g_autoptr (GNotification) notification = g_notification_new (title);
  if (body)
    g_notification_set_body (notification, body);
  g_notification_set_category (notification, "im.received");
  g_notification_set_default_action_and_target (notification, "app.show-conversation", "(ss)",
                                                parlour_account_get_id (note->account),
                                                note->conversation);
  g_application_send_notification (note->self->application, note->id, notification);
}

/* Of several messages at once the first is heard. */
static gboolean
may_ring (ParlourNotifications *self)
{
  gint64 now = g_get_monotonic_time ();
  if (!parlour_settings_get_notify_sound (self->settings) ||
      (self->rang > 0 && now - self->rang < SECONDS_BETWEEN_SOUNDS * G_USEC_PER_SEC))
    return FALSE;
  self->rang = now;
  return TRUE;
}

/* The desktop's bell: a sound of our own would need a way to the loudspeakers, which a sandbox does
 * not have, and would not ask whether the person wants to hear bells. */
static void
ring (void)
{
  GdkDisplay *display = gdk_display_get_default ();
  if (display)
    gdk_display_beep (display);
}

static void
send (Note *note)
{
  ParlourNotifications *self = note->self;
  gboolean preview = parlour_settings_get_notify_preview (self->settings);
  g_autofree char *body = preview ? make_body (note->item) : NULL;
  const char *title =
      preview ? parlour_conversation_item_get_title (note->item) : _ ("New message");
  gboolean sound = may_ring (self);
  gboolean answerable = parlour_reply_notes_get_usable (self->replies) &&
                        parlour_conversation_item_get_can_write (note->item);
  if (answerable)
    parlour_reply_notes_send (self->replies, note->id, title, body, sound);
  else
    send_plain (note, title, body);
  if (sound && !(answerable && parlour_reply_notes_get_plays (self->replies)))
    ring ();
  note->sent = TRUE;
}

static gboolean
is_quiet (ParlourNotifications *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  guint minute = (guint)(g_date_time_get_hour (now) * 60 + g_date_time_get_minute (now));
  return parlour_settings_is_quiet (self->settings, minute);
}

/* What has come since @told; where only mentions are wanted, an earlier one calls for no other. */
static gboolean
is_wanted (Note *note, gint64 told)
{
  ParlourNotifications *self = note->self;
  ParlourNotify notify = parlour_conversation_item_get_notify (note->item);
  return !parlour_conversation_item_get_muted (note->item) &&
         (notify != PARLOUR_NOTIFY_MENTIONS || note->mentioned > told) &&
         !parlour_conversation_item_get_last_mine (note->item) &&
         !parlour_conversation_item_get_last_blocked (note->item) && !is_quiet (self) &&
         !self->in_view (note->account, note->conversation, self->user_data);
}

/* May free @note. */
static void
settle (Note *note)
{
  if (!note->item || parlour_conversation_item_get_top (note->item) < note->seq)
    return;
  if (parlour_conversation_item_get_unread (note->item) == 0) {
    g_hash_table_remove (note->self->notes, note->id);
    return;
  }
  gint64 told = note->told;
  if (told >= note->seq)
    return;
  note->told = note->seq;
  if (!is_wanted (note, told))
    return;
  send (note);
  note->told = parlour_conversation_item_get_top (note->item); /* it has the newest text */
}

/* --- what is heard ------------------------------------------------------------------------ */

static void
item_cb (Note *note)
{
  settle (note);
}

static void
set_item (Note *note, ParlourConversationItem *item)
{
  if (item == note->item)
    return;
  if (note->item)
    g_clear_signal_handler (&note->item_id, note->item);
  g_set_object (&note->item, item);
  if (item)
    note->item_id = g_signal_connect_swapped (item, "notify", G_CALLBACK (item_cb), note);
}

static Note *
ensure_note (ParlourNotifications *self, ParlourAccount *account, const char *conversation)
{
  g_autofree char *id = make_id (account, conversation);
  Note *note = g_hash_table_lookup (self->notes, id);
  if (note)
    return note;
  note = g_new0 (Note, 1);
  note->self = self;
  note->id = g_strdup (id);
  note->account = g_object_ref (account);
  note->conversation = g_strdup (conversation);
  g_hash_table_insert (self->notes, note->id, note);
  return note;
}

static void
hear_message (ParlourNotifications *self, ParlourAccount *account, const ParlourMessage *message)
{
  const char *me = parlour_account_get_user_id (account);
  if (!message || message->deleted_at != 0 || g_strcmp0 (message->sender, me) == 0)
    return;
  Note *note = ensure_note (self, account, message->conversation);
  note->seq = MAX (note->seq, message->seq);
  if (parlour_message_mentions (message, me))
    note->mentioned = MAX (note->mentioned, message->seq);
  set_item (note, parlour_account_get_conversation (account, note->conversation));
  settle (note);
}

/* What was written in it before this device followed it comes as history, not as events. */
static void
hear_conversation (ParlourNotifications *self, ParlourAccount *account, const char *conversation)
{
  if (!conversation)
    return;
  Note *note = ensure_note (self, account, conversation);
  note->seq = MAX (note->seq, 1);
  set_item (note, parlour_account_get_conversation (account, conversation));
  settle (note);
}

static void
event_cb (ParlourAccount *account, ParlourEvent *event, ParlourNotifications *self)
{
  if (event->kind == PARLOUR_EVENT_MESSAGE_CREATED)
    hear_message (self, account, event->message);
  else if (event->kind == PARLOUR_EVENT_CONVERSATION_ADDED)
    hear_conversation (self, account, event->conversation);
}

/* A new conversation has come into the list, or one has gone from it. */
static void
conversations_cb (ParlourNotifications *self)
{
  g_autoptr (GList) notes = g_hash_table_get_values (self->notes);
  for (GList *at = notes; at; at = at->next) {
    Note *note = at->data;
    ParlourConversationItem *item =
        parlour_account_get_conversation (note->account, note->conversation);
    if (note->item && !item) {
      g_hash_table_remove (self->notes, note->id);
      continue;
    }
    set_item (note, item);
    settle (note);
  }
}

static gboolean
is_there (GListModel *accounts, ParlourAccount *account)
{
  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++) {
    g_autoptr (ParlourAccount) other = g_list_model_get_item (accounts, i);
    if (other == account)
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_gone (gpointer key, gpointer value, gpointer accounts)
{
  return !is_there (accounts, ((Note *)value)->account);
}

static void
accounts_cb (ParlourNotifications *self, guint position, guint removed, guint added)
{
  GListModel *accounts = G_LIST_MODEL (self->accounts);
  for (guint i = position; i < position + added; i++) {
    g_autoptr (ParlourAccount) account = g_list_model_get_item (accounts, i);
    g_signal_connect_object (account, "event", G_CALLBACK (event_cb), self, 0);
    g_signal_connect_object (parlour_account_get_conversations (account), "items-changed",
                             G_CALLBACK (conversations_cb), self, G_CONNECT_SWAPPED);
  }
  g_hash_table_foreach_remove (self->notes, is_gone, accounts);
}

/* --- what is done with it ------------------------------------------------------------------ */

/* As the bus hands it on with an action of another program's: what is done next is what the person
 * clicked for, so that a window may come in front of others. */
static GVariant *
make_platform_data (const char *token)
{
  GVariantBuilder data;
  g_variant_builder_init (&data, G_VARIANT_TYPE_VARDICT);
  if (token) {
    g_variant_builder_add (&data, "{sv}", "desktop-startup-id", g_variant_new_string (token));
    g_variant_builder_add (&data, "{sv}", "activation-token", g_variant_new_string (token));
  }
  return g_variant_ref_sink (g_variant_builder_end (&data));
}

static void
activated_cb (ParlourNotifications *self, const char *id, const char *token)
{
  const Note *note = g_hash_table_lookup (self->notes, id);
  g_autoptr (GVariant) data = make_platform_data (token);
  if (!note)
    return;
  G_APPLICATION_GET_CLASS (self->application)->before_emit (self->application, data);
  g_action_group_activate_action (
      G_ACTION_GROUP (self->application), "show-conversation",
      g_variant_new ("(ss)", parlour_account_get_id (note->account), note->conversation));
  G_APPLICATION_GET_CLASS (self->application)->after_emit (self->application, data);
}

/* Who answers has read. */
static void
replied_cb (ParlourNotifications *self, const char *id, const char *text)
{
  const Note *note = g_hash_table_lookup (self->notes, id);
  if (!note || parlour_text_is_blank (text))
    return;
  parlour_account_send_async (note->account, note->conversation, NULL, text, 0, NULL, NULL, NULL);
  parlour_account_mark_read (note->account, note->conversation, note->seq);
}

/* --- the object --------------------------------------------------------------------------- */

static void
parlour_notifications_dispose (GObject *object)
{
  ParlourNotifications *self = PARLOUR_NOTIFICATIONS (object);
  g_clear_pointer (&self->notes, g_hash_table_unref);
  g_clear_object (&self->replies);
  g_clear_object (&self->accounts);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (parlour_notifications_parent_class)->dispose (object);
}

static void
parlour_notifications_class_init (ParlourNotificationsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = parlour_notifications_dispose;
}

static void
parlour_notifications_init (ParlourNotifications *self)
{
  self->notes = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, note_free);
}

ParlourNotifications *
parlour_notifications_new (GApplication *application,
                           ParlourAccounts *accounts,
                           ParlourSettings *settings,
                           ParlourInViewFunc in_view,
                           gpointer user_data)
{
  g_return_val_if_fail (G_IS_APPLICATION (application) && in_view != NULL, NULL);
  ParlourNotifications *self = g_object_new (PARLOUR_TYPE_NOTIFICATIONS, NULL);
  self->application = application;
  self->accounts = g_object_ref (accounts);
  self->settings = g_object_ref (settings);
  self->replies = parlour_reply_notes_new (g_application_get_application_id (application));
  g_signal_connect_object (self->replies, "activated", G_CALLBACK (activated_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->replies, "replied", G_CALLBACK (replied_cb), self,
                           G_CONNECT_SWAPPED);
  self->in_view = in_view;
  self->user_data = user_data;
  g_signal_connect_object (accounts, "items-changed", G_CALLBACK (accounts_cb), self,
                           G_CONNECT_SWAPPED);
  accounts_cb (self, 0, 0, g_list_model_get_n_items (G_LIST_MODEL (accounts)));
  return self;
}
