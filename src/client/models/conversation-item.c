/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-conversation-item"

#include "client/models/conversation-item-private.h"

/* This file owns one conversation as the list shows it: a stable object over rows that are
 * exchanged beneath it. Main thread. */

struct _ParlourConversationItem {
  GObject parent_instance;
  ParlourConversationRow *row;
};

G_DEFINE_FINAL_TYPE (ParlourConversationItem, parlour_conversation_item, G_TYPE_OBJECT)

enum {
  PROP_ID = 1,
  PROP_TITLE,
  PROP_PEER_ID,
  PROP_PEER_USERNAME,
  PROP_LAST_TEXT,
  PROP_LAST_SUBJECT,
  PROP_LAST_SENDER,
  PROP_LAST_MINE,
  PROP_LAST_DELETED,
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
  case PROP_LAST_MINE:
    return row->last_mine;
  case PROP_LAST_DELETED:
    return row->last_deleted;
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
parlour_conversation_item_class_init (ParlourConversationItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = parlour_conversation_item_get_property;
  object_class->finalize = parlour_conversation_item_finalize;
  add_strings ();
  add_numbers ();
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

const char *
parlour_conversation_item_get_id (ParlourConversationItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_CONVERSATION_ITEM (self), NULL);

  return self->row->id;
}

const char *
parlour_conversation_item_get_title (ParlourConversationItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_CONVERSATION_ITEM (self), NULL);

  return self->row->title;
}

const char *
parlour_conversation_item_get_peer_id (ParlourConversationItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_CONVERSATION_ITEM (self), NULL);

  return self->row->peer;
}

const char *
parlour_conversation_item_get_peer_username (ParlourConversationItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_CONVERSATION_ITEM (self), NULL);

  return self->row->peer_username;
}

const char *
parlour_conversation_item_get_last_text (ParlourConversationItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_CONVERSATION_ITEM (self), NULL);

  return self->row->last_text;
}

const char *
parlour_conversation_item_get_last_subject (ParlourConversationItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_CONVERSATION_ITEM (self), NULL);

  return self->row->last_subject;
}

const char *
parlour_conversation_item_get_last_sender (ParlourConversationItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_CONVERSATION_ITEM (self), NULL);

  return self->row->last_sender;
}

gboolean
parlour_conversation_item_get_last_mine (ParlourConversationItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_CONVERSATION_ITEM (self), FALSE);

  return self->row->last_mine;
}

gboolean
parlour_conversation_item_get_last_deleted (ParlourConversationItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_CONVERSATION_ITEM (self), FALSE);

  return self->row->last_deleted;
}

gint64
parlour_conversation_item_get_last_at (ParlourConversationItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_CONVERSATION_ITEM (self), 0);

  return self->row->last_at;
}

ParlourMessageState
parlour_conversation_item_get_last_state (ParlourConversationItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_CONVERSATION_ITEM (self), PARLOUR_MESSAGE_RECEIVED);

  return self->row->last_state;
}

guint
parlour_conversation_item_get_unread (ParlourConversationItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_CONVERSATION_ITEM (self), 0);

  return self->row->unread;
}

gboolean
parlour_conversation_item_get_pinned (ParlourConversationItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_CONVERSATION_ITEM (self), FALSE);

  return self->row->pinned;
}

gboolean
parlour_conversation_item_get_archived (ParlourConversationItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_CONVERSATION_ITEM (self), FALSE);

  return self->row->archived;
}

gboolean
parlour_conversation_item_get_muted (ParlourConversationItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_CONVERSATION_ITEM (self), FALSE);

  return self->row->muted;
}

gint64
parlour_conversation_item_get_muted_until (ParlourConversationItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_CONVERSATION_ITEM (self), 0);

  return self->row->muted_until;
}

ParlourNotify
parlour_conversation_item_get_notify (ParlourConversationItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_CONVERSATION_ITEM (self), PARLOUR_NOTIFY_ALL);

  return self->row->notify;
}

gboolean
parlour_conversation_item_get_marked_unread (ParlourConversationItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_CONVERSATION_ITEM (self), FALSE);

  return self->row->marked_unread;
}

const char *
parlour_conversation_item_get_draft (ParlourConversationItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_CONVERSATION_ITEM (self), NULL);

  return self->row->draft;
}

gint64
parlour_conversation_item_get_read (ParlourConversationItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_CONVERSATION_ITEM (self), 0);

  return self->row->read;
}

gint64
parlour_conversation_item_get_top (ParlourConversationItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_CONVERSATION_ITEM (self), 0);

  return self->row->top;
}
