/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-message-item"

#include "client/models/message-item-private.h"

/* This file owns one message as a view shows it: a stable object over rows that are exchanged
 * beneath it. Main thread. */

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
  PROP_PINNED,
  PROP_STARRED,
  PROP_MENTIONS_ME,
  PROP_SENDER_BLOCKED,
  PROP_READ_COUNT,
  PROP_DELIVERED_COUNT,
  PROP_REACTIONS,
  PROP_NOTICE,
  PROP_PERSON_ID,
  PROP_PERSON_NAME,
  PROP_PEOPLE,
  PROP_ROLE,
  PROP_DELETED,
  PROP_STATE,
  PROP_PROBLEM_CODE,
  PROP_PROBLEM_DETAIL,
  PROP_REPLY_TO,
  PROP_REPLY_SENDER,
  PROP_REPLY_TEXT,
  PROP_REPLY_BLOCKED,
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
  case PROP_PERSON_ID:
    return row->person;
  case PROP_PERSON_NAME:
    return row->person_name;
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
  case PROP_PINNED:
    return row->pinned;
  case PROP_STARRED:
    return row->starred;
  case PROP_MENTIONS_ME:
    return row->mentions_me;
  case PROP_SENDER_BLOCKED:
    return row->sender_blocked;
  case PROP_REPLY_BLOCKED:
    return row->reply_blocked;
  case PROP_READ_COUNT:
    return row->read_count;
  case PROP_DELIVERED_COUNT:
    return row->delivered_count;
  case PROP_NOTICE:
    return row->notice;
  case PROP_ROLE:
    return row->role;
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
  else if (G_IS_PARAM_SPEC_UINT (pspec))
    g_value_set_uint (value, (guint)get_number (row, prop_id));
  else if (G_IS_PARAM_SPEC_BOXED (pspec))
    g_value_set_boxed (value, prop_id == PROP_PEOPLE ? row->people : row->reactions);
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
      {PROP_PERSON_ID, "person-id"},       {PROP_PERSON_NAME, "person-name"},
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
add_actions (void)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  props[PROP_PINNED] = g_param_spec_boolean ("pinned", NULL, NULL, FALSE, flags);
  props[PROP_STARRED] = g_param_spec_boolean ("starred", NULL, NULL, FALSE, flags);
  props[PROP_MENTIONS_ME] = g_param_spec_boolean ("mentions-me", NULL, NULL, FALSE, flags);
  props[PROP_SENDER_BLOCKED] = g_param_spec_boolean ("sender-blocked", NULL, NULL, FALSE, flags);
  props[PROP_REPLY_BLOCKED] = g_param_spec_boolean ("reply-blocked", NULL, NULL, FALSE, flags);
  props[PROP_READ_COUNT] = g_param_spec_uint ("read-count", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_DELIVERED_COUNT] =
      g_param_spec_uint ("delivered-count", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_REACTIONS] = g_param_spec_boxed ("reactions", NULL, NULL, G_TYPE_PTR_ARRAY, flags);
  props[PROP_PEOPLE] = g_param_spec_boxed ("people", NULL, NULL, G_TYPE_PTR_ARRAY, flags);
  props[PROP_NOTICE] = g_param_spec_int ("notice", NULL, NULL, PARLOUR_NOTICE_NONE,
                                         PARLOUR_NOTICE_RENAMED, PARLOUR_NOTICE_NONE, flags);
  props[PROP_ROLE] = g_param_spec_int ("role", NULL, NULL, PARLOUR_MEMBER_OWNER,
                                       PARLOUR_MEMBER_READER, PARLOUR_MEMBER_OWNER, flags);
}

static void
parlour_message_item_class_init (ParlourMessageItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = parlour_message_item_get_property;
  object_class->finalize = parlour_message_item_finalize;
  add_strings ();
  add_numbers ();
  add_actions ();
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
is_same_reaction (const ParlourReactionRow *a, const ParlourReactionRow *b)
{
  return a->count == b->count && a->mine == b->mine && g_str_equal (a->emoji, b->emoji) &&
         g_strv_equal ((const char *const *)a->names, (const char *const *)b->names);
}

static gboolean
same_reactions (GPtrArray *a, GPtrArray *b)
{
  if (a == NULL || b == NULL || a->len != b->len)
    return a == b;
  for (guint i = 0; i < a->len; i++)
    if (!is_same_reaction (g_ptr_array_index (a, i), g_ptr_array_index (b, i)))
      return FALSE;
  return TRUE;
}

static gboolean
is_same_person (const ParlourNoticePerson *a, const ParlourNoticePerson *b)
{
  return a->me == b->me && g_strcmp0 (a->id, b->id) == 0 && g_strcmp0 (a->name, b->name) == 0;
}

static gboolean
same_people (GPtrArray *a, GPtrArray *b)
{
  if (a == NULL || b == NULL || a->len != b->len)
    return a == b;
  for (guint i = 0; i < a->len; i++)
    if (!is_same_person (g_ptr_array_index (a, i), g_ptr_array_index (b, i)))
      return FALSE;
  return TRUE;
}

static gboolean
differs (const ParlourMessageRow *a, const ParlourMessageRow *b, guint prop_id)
{
  if (G_IS_PARAM_SPEC_STRING (props[prop_id]))
    return g_strcmp0 (get_string (a, prop_id), get_string (b, prop_id)) != 0;
  if (prop_id == PROP_REACTIONS)
    return !same_reactions (a->reactions, b->reactions);
  if (prop_id == PROP_PEOPLE)
    return !same_people (a->people, b->people);
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
