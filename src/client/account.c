/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-account"

#include "client/account.h"

#include "client/account-private.h"
#include "client/pictures-private.h"
#include "core/problem.h"
#include "core/timestamp.h"

#include <glib/gi18n.h>

/* This file owns what an account is: its parts, its state, its models. Main thread. */

G_DEFINE_FINAL_TYPE (ParlourAccount, parlour_account, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_STATE,
  PROP_PROBLEM,
  PROP_OFFLINE_SINCE,
  PROP_SERVER,
  PROP_PLACE_NAME,
  PROP_USER_ID,
  PROP_USERNAME,
  PROP_DISPLAY_NAME,
  PROP_UNREAD,
  PROP_WAITING,
  PROP_FINGERPRINT,
  PROP_LAST_SEEN,
  PROP_CAN_WAKE,
  N_PROPS,
};
static GParamSpec *props[N_PROPS];

enum {
  EVENT,
  REFUSED,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

static void
state_changed_cb (ParlourAccount *self)
{
  gboolean offline = parlour_sync_get_state (self->sync) == PARLOUR_ACCOUNT_OFFLINE;

  if (offline && self->offline_since == 0)
    self->offline_since = parlour_timestamp_now ();
  else if (parlour_sync_get_state (self->sync) == PARLOUR_ACCOUNT_ONLINE)
    self->offline_since = 0;
  parlour_pictures_set_online (self->pictures,
                               parlour_sync_get_state (self->sync) == PARLOUR_ACCOUNT_ONLINE);
  parlour_account_hear_state (self, self->state_before);
  self->state_before = parlour_sync_get_state (self->sync);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_OFFLINE_SINCE]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
}

static void
problem_changed_cb (ParlourAccount *self)
{
  parlour_account_hear_problem (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PROBLEM]);
}

static void
event_cb (ParlourAccount *self, ParlourEvent *event)
{
  g_signal_emit (self, signals[EVENT], 0, event);
}

void
parlour_account_refuse (ParlourAccount *self,
                        const char *conversation,
                        gint64 seq,
                        const GError *error)
{
  g_signal_emit (self, signals[REFUSED], 0, conversation, seq, error);
}

static void
refused_cb (ParlourAccount *self, ParlourWish *wish, const GError *error)
{
  if (wish->kind == PARLOUR_WISH_EDIT)
    parlour_account_keep_refused_edit (self, wish);
  parlour_account_refuse (self, wish->conversation, wish->seq, error);
}

static void
unread_changed_cb (ParlourAccount *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_UNREAD]);
}

static void
waiting_changed_cb (ParlourAccount *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_WAITING]);
}

const ParlourAccountEntry *
parlour_account_get_entry (ParlourAccount *self)
{
  g_return_val_if_fail (PARLOUR_IS_ACCOUNT (self), NULL);
  return self->entry;
}

ParlourHttp *
parlour_account_get_http (ParlourAccount *self)
{
  g_return_val_if_fail (PARLOUR_IS_ACCOUNT (self), NULL);
  return self->http;
}

const char *
parlour_account_get_id (ParlourAccount *self)
{
  g_return_val_if_fail (PARLOUR_IS_ACCOUNT (self), NULL);
  return self->entry->id;
}

const char *
parlour_account_get_server (ParlourAccount *self)
{
  g_return_val_if_fail (PARLOUR_IS_ACCOUNT (self), NULL);
  return self->entry->server;
}

const char *
parlour_account_get_fingerprint (ParlourAccount *self)
{
  g_return_val_if_fail (PARLOUR_IS_ACCOUNT (self), NULL);
  return self->fingerprint;
}

const char *
parlour_account_get_place_name (ParlourAccount *self)
{
  g_return_val_if_fail (PARLOUR_IS_ACCOUNT (self), NULL);
  return self->entry->place_name;
}

const char *
parlour_account_get_user_id (ParlourAccount *self)
{
  g_return_val_if_fail (PARLOUR_IS_ACCOUNT (self), NULL);
  return self->entry->user_id;
}

const char *
parlour_account_get_username (ParlourAccount *self)
{
  g_return_val_if_fail (PARLOUR_IS_ACCOUNT (self), NULL);
  return self->entry->username;
}

const char *
parlour_account_get_display_name (ParlourAccount *self)
{
  g_return_val_if_fail (PARLOUR_IS_ACCOUNT (self), NULL);
  return self->entry->display_name != NULL ? self->entry->display_name : self->entry->username;
}

ParlourAccountState
parlour_account_get_state (ParlourAccount *self)
{
  g_return_val_if_fail (PARLOUR_IS_ACCOUNT (self), PARLOUR_ACCOUNT_OFFLINE);
  return parlour_sync_get_state (self->sync);
}

const GError *
parlour_account_get_problem (ParlourAccount *self)
{
  g_return_val_if_fail (PARLOUR_IS_ACCOUNT (self), NULL);
  return parlour_sync_get_problem (self->sync);
}

gint64
parlour_account_get_offline_since (ParlourAccount *self)
{
  g_return_val_if_fail (PARLOUR_IS_ACCOUNT (self), 0);
  return self->offline_since;
}

guint
parlour_account_get_unread (ParlourAccount *self)
{
  g_return_val_if_fail (PARLOUR_IS_ACCOUNT (self), 0);
  return self->conversations != NULL ? parlour_conversation_list_get_unread (self->conversations)
                                     : 0;
}

guint
parlour_account_get_waiting (ParlourAccount *self)
{
  g_return_val_if_fail (PARLOUR_IS_ACCOUNT (self), 0);
  return self->copy != NULL ? parlour_copy_get_waiting (self->copy) : 0;
}

void
parlour_account_try_again (ParlourAccount *self)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNT (self));
  parlour_sync_try_again (self->sync);
}

void
parlour_account_start (ParlourAccount *self, const GError *reason)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNT (self));

  if (parlour_http_has_token (self->http)) {
    parlour_sync_start (self->sync);
    return;
  }

  g_autoptr (GError) none = NULL;
  parlour_problem_set (&none, PARLOUR_PROBLEM_NOT_SIGNED_IN, "%s", _ ("You are signed out."));
  parlour_sync_refuse (self->sync, reason != NULL ? reason : none);
}

void
parlour_account_close (ParlourAccount *self)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNT (self));

  parlour_account_end_search (self);
  if (parlour_account_get_state (self) == PARLOUR_ACCOUNT_ONLINE)
    self->entry->last_seen = parlour_timestamp_now ();
  parlour_sync_stop (self->sync);
  parlour_pictures_close (self->pictures);
  parlour_http_abort (self->http);
  parlour_copy_close (self->copy);
}

GListModel *
parlour_account_get_conversations (ParlourAccount *self)
{
  g_return_val_if_fail (PARLOUR_IS_ACCOUNT (self), NULL);
  return G_LIST_MODEL (self->conversations);
}

ParlourPictures *
parlour_account_get_pictures (ParlourAccount *self)
{
  g_return_val_if_fail (PARLOUR_IS_ACCOUNT (self), NULL);
  return self->pictures;
}

gpointer
parlour_account_get_conversation (ParlourAccount *self, const char *conversation)
{
  g_return_val_if_fail (PARLOUR_IS_ACCOUNT (self) && conversation != NULL, NULL);
  return parlour_conversation_list_find (self->conversations, conversation);
}

ParlourMessageWindow *
parlour_account_open_messages (ParlourAccount *self, const char *conversation)
{
  g_return_val_if_fail (PARLOUR_IS_ACCOUNT (self) && conversation != NULL, NULL);
  return parlour_message_window_new (self->copy, conversation);
}

ParlourMessageWatch *
parlour_account_watch_message (ParlourAccount *self, ParlourMessageItem *item)
{
  g_return_val_if_fail (PARLOUR_IS_ACCOUNT (self), NULL);
  return parlour_message_watch_new (self->copy, item);
}

ParlourBoxList *
parlour_account_get_received (ParlourAccount *self)
{
  g_return_val_if_fail (PARLOUR_IS_ACCOUNT (self), NULL);

  if (self->received == NULL)
    self->received = parlour_box_list_new (self->copy, PARLOUR_BOX_RECEIVED);
  return self->received;
}

ParlourBoxList *
parlour_account_get_sent (ParlourAccount *self)
{
  g_return_val_if_fail (PARLOUR_IS_ACCOUNT (self), NULL);

  if (self->sent == NULL)
    self->sent = parlour_box_list_new (self->copy, PARLOUR_BOX_SENT);
  return self->sent;
}

ParlourOwedCount *
parlour_account_get_owed (ParlourAccount *self)
{
  g_return_val_if_fail (PARLOUR_IS_ACCOUNT (self), NULL);

  if (self->owed == NULL)
    self->owed = parlour_owed_count_new (self->copy);
  return self->owed;
}

/* --- the object ------------------------------------------------------------------------------- */

static void
parlour_account_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  ParlourAccount *self = PARLOUR_ACCOUNT (object);

  switch (id) {
  case PROP_STATE:
    g_value_set_int (value, (int)parlour_account_get_state (self));
    break;
  case PROP_PROBLEM:
    g_value_set_boxed (value, parlour_account_get_problem (self));
    break;
  case PROP_OFFLINE_SINCE:
    g_value_set_int64 (value, self->offline_since);
    break;
  case PROP_SERVER:
    g_value_set_string (value, self->entry->server);
    break;
  case PROP_PLACE_NAME:
    g_value_set_string (value, self->entry->place_name);
    break;
  case PROP_USER_ID:
    g_value_set_string (value, self->entry->user_id);
    break;
  case PROP_USERNAME:
    g_value_set_string (value, self->entry->username);
    break;
  case PROP_DISPLAY_NAME:
    g_value_set_string (value, parlour_account_get_display_name (self));
    break;
  case PROP_UNREAD:
    g_value_set_uint (value, parlour_account_get_unread (self));
    break;
  case PROP_WAITING:
    g_value_set_uint (value, parlour_account_get_waiting (self));
    break;
  case PROP_FINGERPRINT:
    g_value_set_string (value, parlour_account_get_fingerprint (self));
    break;
  case PROP_LAST_SEEN:
    g_value_set_int64 (value, parlour_account_get_last_seen (self));
    break;
  case PROP_CAN_WAKE:
    g_value_set_boolean (value, parlour_account_get_can_wake (self));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
parlour_account_dispose (GObject *object)
{
  ParlourAccount *self = PARLOUR_ACCOUNT (object);

  g_clear_object (&self->received);
  g_clear_object (&self->sent);
  g_clear_object (&self->owed);
  g_clear_object (&self->conversations);
  g_clear_object (&self->pending);
  g_clear_object (&self->outbox);
  if (self->sync != NULL)
    parlour_account_close (self);
  g_clear_object (&self->sync);
  g_clear_object (&self->pictures);
  g_clear_object (&self->copy);
  g_clear_object (&self->http);
  G_OBJECT_CLASS (parlour_account_parent_class)->dispose (object);
}

static void
parlour_account_finalize (GObject *object)
{
  ParlourAccount *self = PARLOUR_ACCOUNT (object);

  g_clear_pointer (&self->entry, parlour_account_entry_free);
  g_free (self->fingerprint);
  g_clear_pointer (&self->profile, parlour_profile_unref);
  G_OBJECT_CLASS (parlour_account_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *klass)
{
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  props[PROP_STATE] =
      g_param_spec_int ("state", NULL, NULL, PARLOUR_ACCOUNT_STARTING, PARLOUR_ACCOUNT_SIGNED_OUT,
                        PARLOUR_ACCOUNT_STARTING, flags);
  props[PROP_PROBLEM] = g_param_spec_boxed ("problem", NULL, NULL, G_TYPE_ERROR, flags);
  props[PROP_OFFLINE_SINCE] =
      g_param_spec_int64 ("offline-since", NULL, NULL, 0, G_MAXINT64, 0, flags);
  props[PROP_SERVER] = g_param_spec_string ("server", NULL, NULL, NULL, flags);
  props[PROP_PLACE_NAME] = g_param_spec_string ("place-name", NULL, NULL, NULL, flags);
  props[PROP_USER_ID] = g_param_spec_string ("user-id", NULL, NULL, NULL, flags);
  props[PROP_USERNAME] = g_param_spec_string ("username", NULL, NULL, NULL, flags);
  props[PROP_DISPLAY_NAME] = g_param_spec_string ("display-name", NULL, NULL, NULL, flags);
  props[PROP_UNREAD] = g_param_spec_uint ("unread", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_WAITING] = g_param_spec_uint ("waiting", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_FINGERPRINT] = g_param_spec_string ("fingerprint", NULL, NULL, NULL, flags);
  props[PROP_LAST_SEEN] = g_param_spec_int64 ("last-seen", NULL, NULL, 0, G_MAXINT64, 0, flags);
  props[PROP_CAN_WAKE] = g_param_spec_boolean ("can-wake", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (klass, N_PROPS, props);
}

static void
parlour_account_class_init (ParlourAccountClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = parlour_account_get_property;
  object_class->dispose = parlour_account_dispose;
  object_class->finalize = parlour_account_finalize;
  install_properties (object_class);
  signals[EVENT] = g_signal_new ("event", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[REFUSED] =
      g_signal_new ("refused", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_INT64, G_TYPE_ERROR);
}

static void
parlour_account_init (ParlourAccount *self)
{
}

static void
listen (ParlourAccount *self)
{
  g_signal_connect_object (self->sync, "notify::state", G_CALLBACK (state_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->sync, "notify::problem", G_CALLBACK (problem_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->sync, "event", G_CALLBACK (event_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->pending, "refused", G_CALLBACK (refused_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->conversations, "notify::unread", G_CALLBACK (unread_changed_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->copy, "notify::waiting", G_CALLBACK (waiting_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

ParlourAccount *
parlour_account_new (ParlourProfile *profile,
                     const ParlourAccountEntry *entry,
                     ParlourCopy *copy,
                     const char *token,
                     gboolean keeps_token)
{
  g_return_val_if_fail (profile != NULL && entry != NULL && PARLOUR_IS_COPY (copy), NULL);

  ParlourAccount *self = g_object_new (PARLOUR_TYPE_ACCOUNT, NULL);
  self->profile = parlour_profile_ref (profile);
  self->entry = parlour_account_entry_copy (entry);
  self->fingerprint = entry->has_pin ? parlour_fingerprint_to_text (&entry->pin) : NULL;
  self->copy = g_object_ref (copy);
  self->keeps_token = keeps_token;
  self->http = parlour_http_new (entry->server, parlour_account_entry_get_pin (entry));
  parlour_http_set_token (self->http, token);
  self->sync = parlour_sync_new (self->http, copy);
  self->outbox = parlour_outbox_new (self->http, copy, self->sync);
  self->pending = parlour_pending_new (self->http, copy, self->sync);
  self->pictures = parlour_pictures_new (self->http, copy);
  self->conversations = parlour_conversation_list_new (copy);
  listen (self);
  return self;
}
