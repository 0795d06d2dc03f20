/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-conversation-item"

#include "client/models/conversation-item-private.h"

/* This file owns one conversation as the list shows it: a stable object over rows that are
 * exchanged beneath it. Main thread. */

G_DEFINE_FINAL_TYPE (ParlourConversationItem, parlour_conversation_item, G_TYPE_OBJECT)

enum {
  PROP_ID = 1,
  PROP_TITLE,
  PROP_PEER_ID,
  PROP_PEER_USERNAME,
  PROP_KIND,
  PROP_DESCRIPTION,
  PROP_MEMBER_COUNT,
  PROP_ROLE,
  PROP_POSTING,
  PROP_JOINING,
  PROP_PAST,
  PROP_COMMON,
  PROP_FORMER,
  PROP_BLOCKED,
  PROP_CAN_WRITE,
  PROP_MENTIONS,
  PROP_LAST_TEXT,
  PROP_LAST_SUBJECT,
  PROP_LAST_SENDER,
  PROP_LAST_MINE,
  PROP_LAST_DELETED,
  PROP_LAST_BLOCKED,
  PROP_LAST_AT,
  PROP_LAST_STATE,
  PROP_UNREAD,
  PROP_PINNED,
  PROP_ARCHIVED,
  PROP_MUTED,
  PROP_MUTED_UNTIL,
  PROP_NOTIFY,
  PROP_MARKED_UNREAD,
  PROP_DRAFT,
  PROP_READ,
  PROP_TOP,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

static const char *
get_string (const ParlourConversationRow *row, guint prop_id)
{
  switch (prop_id) {
  case PROP_ID:
    return row->id;
  case PROP_TITLE:
    return row->title;
  case PROP_PEER_ID:
    return row->peer;
  case PROP_PEER_USERNAME:
    return row->peer_username;
  case PROP_DESCRIPTION:
    return row->description;
  case PROP_LAST_TEXT:
    return row->last_text;
  case PROP_LAST_SUBJECT:
    return row->last_subject;
  case PROP_LAST_SENDER:
    return row->last_sender;
  case PROP_DRAFT:
  default:
    return row->draft;
  }
}

/* Numbers, flags and the state. */
static gint64
get_number (const ParlourConversationRow *row, guint prop_id)
{
  switch (prop_id) {
  case PROP_KIND:
    return row->kind;
  case PROP_MEMBER_COUNT:
    return row->member_count;
  case PROP_ROLE:
    return row->role;
  case PROP_POSTING:
    return row->posting;
  case PROP_JOINING:
    return row->joining;
  case PROP_PAST:
    return row->past;
  case PROP_COMMON:
    return row->common;
  case PROP_FORMER:
    return row->former;
  case PROP_BLOCKED:
    return row->blocked;
  case PROP_CAN_WRITE:
    return row->can_write;
  case PROP_MENTIONS:
    return row->mentions;
  case PROP_LAST_MINE:
    return row->last_mine;
  case PROP_LAST_DELETED:
    return row->last_deleted;
  case PROP_LAST_BLOCKED:
    return row->last_blocked;
  case PROP_LAST_AT:
    return row->last_at;
  case PROP_LAST_STATE:
    return row->last_state;
  case PROP_UNREAD:
    return row->unread;
  case PROP_PINNED:
    return row->pinned;
  case PROP_ARCHIVED:
    return row->archived;
  case PROP_MUTED:
    return row->muted;
  case PROP_MUTED_UNTIL:
    return row->muted_until;
  case PROP_NOTIFY:
    return row->notify;
  case PROP_MARKED_UNREAD:
    return row->marked_unread;
  case PROP_READ:
    return row->read;
  case PROP_TOP:
  default:
    return row->top;
  }
}

static void
parlour_conversation_item_get_property (GObject *object,
                                        guint prop_id,
                                        GValue *value,
                                        GParamSpec *pspec)
{
  const ParlourConversationRow *row = PARLOUR_CONVERSATION_ITEM (object)->row;

  if (G_IS_PARAM_SPEC_STRING (pspec))
    g_value_set_string (value, get_string (row, prop_id));
  else if (G_IS_PARAM_SPEC_INT64 (pspec))
    g_value_set_int64 (value, get_number (row, prop_id));
  else if (G_IS_PARAM_SPEC_BOOLEAN (pspec))
    g_value_set_boolean (value, get_number (row, prop_id) != 0);
  else if (G_IS_PARAM_SPEC_UINT (pspec))
    g_value_set_uint (value, (guint)get_number (row, prop_id));
  else
    g_value_set_int (value, (int)get_number (row, prop_id));
}

static void
parlour_conversation_item_finalize (GObject *object)
{
  parlour_conversation_row_unref (PARLOUR_CONVERSATION_ITEM (object)->row);
  G_OBJECT_CLASS (parlour_conversation_item_parent_class)->finalize (object);
}

static void
add_strings (void)
{
  static const struct {
    guint id;
    const char *name;
  } strings[] = {
      {PROP_ID, "id"},
      {PROP_TITLE, "title"},
      {PROP_PEER_ID, "peer-id"},
      {PROP_PEER_USERNAME, "peer-username"},
      {PROP_DESCRIPTION, "description"},
      {PROP_LAST_TEXT, "last-text"},
      {PROP_LAST_SUBJECT, "last-subject"},
      {PROP_LAST_SENDER, "last-sender"},
      {PROP_DRAFT, "draft"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (strings); i++)
    props[strings[i].id] = g_param_spec_string (strings[i].name, NULL, NULL, NULL,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
}

static void
add_numbers (void)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  props[PROP_LAST_MINE] = g_param_spec_boolean ("last-mine", NULL, NULL, FALSE, flags);
  props[PROP_LAST_DELETED] = g_param_spec_boolean ("last-deleted", NULL, NULL, FALSE, flags);
  props[PROP_LAST_BLOCKED] = g_param_spec_boolean ("last-blocked", NULL, NULL, FALSE, flags);
  props[PROP_LAST_AT] = g_param_spec_int64 ("last-at", NULL, NULL, 0, G_MAXINT64, 0, flags);
  props[PROP_LAST_STATE] =
      g_param_spec_int ("last-state", NULL, NULL, PARLOUR_MESSAGE_RECEIVED, PARLOUR_MESSAGE_FAILED,
                        PARLOUR_MESSAGE_RECEIVED, flags);
  props[PROP_UNREAD] = g_param_spec_uint ("unread", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_PINNED] = g_param_spec_boolean ("pinned", NULL, NULL, FALSE, flags);
  props[PROP_ARCHIVED] = g_param_spec_boolean ("archived", NULL, NULL, FALSE, flags);
  props[PROP_MUTED] = g_param_spec_boolean ("muted", NULL, NULL, FALSE, flags);
  props[PROP_MUTED_UNTIL] = g_param_spec_int64 ("muted-until", NULL, NULL, 0, G_MAXINT64, 0, flags);
  props[PROP_NOTIFY] = g_param_spec_int ("notify", NULL, NULL, PARLOUR_NOTIFY_ALL,
                                         PARLOUR_NOTIFY_NONE, PARLOUR_NOTIFY_ALL, flags);
  props[PROP_MARKED_UNREAD] = g_param_spec_boolean ("marked-unread", NULL, NULL, FALSE, flags);
  props[PROP_READ] = g_param_spec_int64 ("read", NULL, NULL, 0, G_MAXINT64, 0, flags);
  props[PROP_TOP] = g_param_spec_int64 ("top", NULL, NULL, 0, G_MAXINT64, 0, flags);
}

static void
add_group (void)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  props[PROP_KIND] =
      g_param_spec_int ("kind", NULL, NULL, PARLOUR_CONVERSATION_DIRECT, PARLOUR_CONVERSATION_GROUP,
                        PARLOUR_CONVERSATION_DIRECT, flags);
  props[PROP_MEMBER_COUNT] = g_param_spec_uint ("member-count", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_ROLE] = g_param_spec_int ("role", NULL, NULL, PARLOUR_MEMBER_OWNER,
                                       PARLOUR_MEMBER_READER, PARLOUR_MEMBER_OWNER, flags);
  props[PROP_POSTING] = g_param_spec_int ("posting", NULL, NULL, PARLOUR_POSTING_ALL,
                                          PARLOUR_POSTING_ADMINS, PARLOUR_POSTING_ALL, flags);
  props[PROP_JOINING] = g_param_spec_int ("joining", NULL, NULL, PARLOUR_JOINING_INVITED,
                                          PARLOUR_JOINING_OPEN, PARLOUR_JOINING_INVITED, flags);
  props[PROP_PAST] = g_param_spec_int ("past", NULL, NULL, PARLOUR_PAST_JOINED, PARLOUR_PAST_ALL,
                                       PARLOUR_PAST_JOINED, flags);
  props[PROP_COMMON] = g_param_spec_boolean ("common", NULL, NULL, FALSE, flags);
  props[PROP_FORMER] = g_param_spec_boolean ("former", NULL, NULL, FALSE, flags);
  props[PROP_BLOCKED] = g_param_spec_boolean ("blocked", NULL, NULL, FALSE, flags);
  props[PROP_CAN_WRITE] = g_param_spec_boolean ("can-write", NULL, NULL, FALSE, flags);
  props[PROP_MENTIONS] = g_param_spec_uint ("mentions", NULL, NULL, 0, G_MAXUINT, 0, flags);
}

static void
parlour_conversation_item_class_init (ParlourConversationItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = parlour_conversation_item_get_property;
  object_class->finalize = parlour_conversation_item_finalize;
  add_strings ();
  add_numbers ();
  add_group ();
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
parlour_conversation_item_init (ParlourConversationItem *self)
{
}

ParlourConversationItem *
parlour_conversation_item_new (ParlourConversationRow *row)
{
  ParlourConversationItem *self = g_object_new (PARLOUR_TYPE_CONVERSATION_ITEM, NULL);

  self->row = parlour_conversation_row_ref (row);
  return self;
}

static gboolean
differs (const ParlourConversationRow *a, const ParlourConversationRow *b, guint prop_id)
{
  if (G_IS_PARAM_SPEC_STRING (props[prop_id]))
    return g_strcmp0 (get_string (a, prop_id), get_string (b, prop_id)) != 0;
  return get_number (a, prop_id) != get_number (b, prop_id);
}

void
parlour_conversation_item_set_row (ParlourConversationItem *self, ParlourConversationRow *row)
{
  ParlourConversationRow *before = self->row;

  if (row == before)
    return;
  self->row = parlour_conversation_row_ref (row);
  g_object_freeze_notify (G_OBJECT (self));
  for (guint i = 1; i < N_PROPS; i++)
    if (differs (before, row, i))
      g_object_notify_by_pspec (G_OBJECT (self), props[i]);
  parlour_conversation_row_unref (before);
  g_object_thaw_notify (G_OBJECT (self));
}

gint64
parlour_conversation_item_get_activity (ParlourConversationItem *self)
{
  return self->row->activity;
}
