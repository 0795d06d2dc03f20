/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-message-item"

#include "client/models/message-item-private.h"

/* This file owns one message as a view shows it: a stable object over rows that are exchanged
 * beneath it. Main thread. */

struct _ParlourMessageItem {
  GObject parent_instance;
  ParlourMessageRow *row;
};

G_DEFINE_FINAL_TYPE (ParlourMessageItem, parlour_message_item, G_TYPE_OBJECT)

enum {
  PROP_CONVERSATION = 1,
  PROP_SEQ,
  PROP_CLIENT_ID,
  PROP_SENDER_ID,
  PROP_SENDER_NAME,
  PROP_MINE,
  PROP_SUBJECT,
  PROP_BODY,
  PROP_CREATED_AT,
  PROP_EDITED,
  PROP_CHANGING,
  PROP_DELETED,
  PROP_STATE,
  PROP_PROBLEM_CODE,
  PROP_PROBLEM_DETAIL,
  PROP_REPLY_TO,
  PROP_REPLY_SENDER,
  PROP_REPLY_TEXT,
  PROP_PEER_ID,
  PROP_PEER_NAME,
  PROP_UNREAD,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

static const char *
get_string (const ParlourMessageRow *row, guint prop_id)
{
  switch (prop_id) {
  case PROP_CONVERSATION:
    return row->conversation;
  case PROP_CLIENT_ID:
    return row->client_id;
  case PROP_SENDER_ID:
    return row->sender;
  case PROP_SENDER_NAME:
    return row->sender_name;
  case PROP_SUBJECT:
    return row->subject;
  case PROP_BODY:
    return row->body;
  case PROP_PROBLEM_CODE:
    return row->problem_code;
  case PROP_PROBLEM_DETAIL:
    return row->problem_detail;
  case PROP_REPLY_SENDER:
    return row->reply_sender;
  case PROP_REPLY_TEXT:
    return row->reply_text;
  case PROP_PEER_ID:
    return row->peer;
  case PROP_PEER_NAME:
  default:
    return row->peer_name;
  }
}

/* Numbers, flags and the state. */
static gint64
get_number (const ParlourMessageRow *row, guint prop_id)
{
  switch (prop_id) {
  case PROP_SEQ:
    return row->seq;
  case PROP_MINE:
    return row->mine;
  case PROP_CREATED_AT:
    return row->created_at;
  case PROP_EDITED:
    return row->edited_at != 0;
  case PROP_CHANGING:
    return row->changing;
  case PROP_DELETED:
    return row->deleted_at != 0;
  case PROP_STATE:
    return row->state;
  case PROP_REPLY_TO:
    return row->reply_to;
  case PROP_UNREAD:
  default:
    return row->unread;
  }
}

static void
parlour_message_item_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  const ParlourMessageRow *row = PARLOUR_MESSAGE_ITEM (object)->row;

  if (G_IS_PARAM_SPEC_STRING (pspec))
    g_value_set_string (value, get_string (row, prop_id));
  else if (G_IS_PARAM_SPEC_INT64 (pspec))
    g_value_set_int64 (value, get_number (row, prop_id));
  else if (G_IS_PARAM_SPEC_BOOLEAN (pspec))
    g_value_set_boolean (value, get_number (row, prop_id) != 0);
  else
    g_value_set_int (value, (int)get_number (row, prop_id));
}

static void
parlour_message_item_finalize (GObject *object)
{
  parlour_message_row_unref (PARLOUR_MESSAGE_ITEM (object)->row);
  G_OBJECT_CLASS (parlour_message_item_parent_class)->finalize (object);
}

static void
add_strings (void)
{
  static const struct {
    guint id;
    const char *name;
  } strings[] = {
      {PROP_CONVERSATION, "conversation"}, {PROP_CLIENT_ID, "client-id"},
      {PROP_SENDER_ID, "sender-id"},       {PROP_SENDER_NAME, "sender-name"},
      {PROP_SUBJECT, "subject"},           {PROP_BODY, "body"},
      {PROP_PROBLEM_CODE, "problem-code"}, {PROP_PROBLEM_DETAIL, "problem-detail"},
      {PROP_REPLY_SENDER, "reply-sender"}, {PROP_REPLY_TEXT, "reply-text"},
      {PROP_PEER_ID, "peer-id"},           {PROP_PEER_NAME, "peer-name"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (strings); i++)
    props[strings[i].id] = g_param_spec_string (strings[i].name, NULL, NULL, NULL,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
}

static void
add_numbers (void)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  props[PROP_SEQ] = g_param_spec_int64 ("seq", NULL, NULL, 0, G_MAXINT64, 0, flags);
  props[PROP_CREATED_AT] =
      g_param_spec_int64 ("created-at", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
  props[PROP_REPLY_TO] = g_param_spec_int64 ("reply-to", NULL, NULL, 0, G_MAXINT64, 0, flags);
  props[PROP_MINE] = g_param_spec_boolean ("mine", NULL, NULL, FALSE, flags);
  props[PROP_EDITED] = g_param_spec_boolean ("edited", NULL, NULL, FALSE, flags);
  props[PROP_CHANGING] = g_param_spec_boolean ("changing", NULL, NULL, FALSE, flags);
  props[PROP_DELETED] = g_param_spec_boolean ("deleted", NULL, NULL, FALSE, flags);
  props[PROP_UNREAD] = g_param_spec_boolean ("unread", NULL, NULL, FALSE, flags);
  props[PROP_STATE] = g_param_spec_int ("state", NULL, NULL, PARLOUR_MESSAGE_RECEIVED,
                                        PARLOUR_MESSAGE_FAILED, PARLOUR_MESSAGE_RECEIVED, flags);
}

static void
parlour_message_item_class_init (ParlourMessageItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = parlour_message_item_get_property;
  object_class->finalize = parlour_message_item_finalize;
  add_strings ();
  add_numbers ();
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
parlour_message_item_init (ParlourMessageItem *self)
{
}

ParlourMessageItem *
parlour_message_item_new (ParlourMessageRow *row)
{
  ParlourMessageItem *self = g_object_new (PARLOUR_TYPE_MESSAGE_ITEM, NULL);

  self->row = parlour_message_row_ref (row);
  return self;
}

static gboolean
differs (const ParlourMessageRow *a, const ParlourMessageRow *b, guint prop_id)
{
  if (G_IS_PARAM_SPEC_STRING (props[prop_id]))
    return g_strcmp0 (get_string (a, prop_id), get_string (b, prop_id)) != 0;
  return get_number (a, prop_id) != get_number (b, prop_id);
}

void
parlour_message_item_set_row (ParlourMessageItem *self, ParlourMessageRow *row)
{
  ParlourMessageRow *before = self->row;

  if (row == before)
    return;
  self->row = parlour_message_row_ref (row);
  g_object_freeze_notify (G_OBJECT (self));
  for (guint i = 1; i < N_PROPS; i++)
    if (differs (before, row, i))
      g_object_notify_by_pspec (G_OBJECT (self), props[i]);
  parlour_message_row_unref (before);
  g_object_thaw_notify (G_OBJECT (self));
}

const char *
parlour_message_item_get_conversation (ParlourMessageItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_MESSAGE_ITEM (self), NULL);

  return self->row->conversation;
}

gint64
parlour_message_item_get_seq (ParlourMessageItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_MESSAGE_ITEM (self), 0);

  return self->row->seq;
}

const char *
parlour_message_item_get_client_id (ParlourMessageItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_MESSAGE_ITEM (self), NULL);

  return self->row->client_id;
}

const char *
parlour_message_item_get_sender_id (ParlourMessageItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_MESSAGE_ITEM (self), NULL);

  return self->row->sender;
}

const char *
parlour_message_item_get_sender_name (ParlourMessageItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_MESSAGE_ITEM (self), NULL);

  return self->row->sender_name;
}

gboolean
parlour_message_item_get_mine (ParlourMessageItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_MESSAGE_ITEM (self), FALSE);

  return self->row->mine;
}

const char *
parlour_message_item_get_subject (ParlourMessageItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_MESSAGE_ITEM (self), NULL);

  return self->row->subject;
}

const char *
parlour_message_item_get_body (ParlourMessageItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_MESSAGE_ITEM (self), NULL);

  return self->row->body;
}

gint64
parlour_message_item_get_created_at (ParlourMessageItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_MESSAGE_ITEM (self), 0);

  return self->row->created_at;
}

gboolean
parlour_message_item_get_edited (ParlourMessageItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_MESSAGE_ITEM (self), FALSE);

  return self->row->edited_at != 0;
}

gboolean
parlour_message_item_get_changing (ParlourMessageItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_MESSAGE_ITEM (self), FALSE);

  return self->row->changing;
}

gboolean
parlour_message_item_get_deleted (ParlourMessageItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_MESSAGE_ITEM (self), FALSE);

  return self->row->deleted_at != 0;
}

ParlourMessageState
parlour_message_item_get_state (ParlourMessageItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_MESSAGE_ITEM (self), PARLOUR_MESSAGE_RECEIVED);

  return self->row->state;
}

const char *
parlour_message_item_get_problem_code (ParlourMessageItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_MESSAGE_ITEM (self), NULL);

  return self->row->problem_code;
}

const char *
parlour_message_item_get_problem_detail (ParlourMessageItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_MESSAGE_ITEM (self), NULL);

  return self->row->problem_detail;
}

gint64
parlour_message_item_get_reply_to (ParlourMessageItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_MESSAGE_ITEM (self), 0);

  return self->row->reply_to;
}

const char *
parlour_message_item_get_reply_sender (ParlourMessageItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_MESSAGE_ITEM (self), NULL);

  return self->row->reply_sender;
}

const char *
parlour_message_item_get_reply_text (ParlourMessageItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_MESSAGE_ITEM (self), NULL);

  return self->row->reply_text;
}

const char *
parlour_message_item_get_peer_id (ParlourMessageItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_MESSAGE_ITEM (self), NULL);

  return self->row->peer;
}

const char *
parlour_message_item_get_peer_name (ParlourMessageItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_MESSAGE_ITEM (self), NULL);

  return self->row->peer_name;
}

gboolean
parlour_message_item_get_unread (ParlourMessageItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_MESSAGE_ITEM (self), FALSE);

  return self->row->unread;
}
