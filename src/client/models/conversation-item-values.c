/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-conversation-item"

#include "client/models/conversation-item-private.h"

/* This file owns what a conversation's item is asked for without its properties. Main thread. */

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
parlour_conversation_item_get_last_blocked (ParlourConversationItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_CONVERSATION_ITEM (self), FALSE);

  return self->row->last_blocked;
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

ParlourConversationKind
parlour_conversation_item_get_kind (ParlourConversationItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_CONVERSATION_ITEM (self), PARLOUR_CONVERSATION_DIRECT);

  return self->row->kind;
}

const char *
parlour_conversation_item_get_description (ParlourConversationItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_CONVERSATION_ITEM (self), NULL);

  return self->row->description;
}

guint
parlour_conversation_item_get_member_count (ParlourConversationItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_CONVERSATION_ITEM (self), 0);

  return self->row->member_count;
}

ParlourMemberRole
parlour_conversation_item_get_role (ParlourConversationItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_CONVERSATION_ITEM (self), PARLOUR_MEMBER_READER);

  return self->row->role;
}

ParlourPosting
parlour_conversation_item_get_posting (ParlourConversationItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_CONVERSATION_ITEM (self), PARLOUR_POSTING_ALL);

  return self->row->posting;
}

ParlourJoining
parlour_conversation_item_get_joining (ParlourConversationItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_CONVERSATION_ITEM (self), PARLOUR_JOINING_INVITED);

  return self->row->joining;
}

ParlourPast
parlour_conversation_item_get_past (ParlourConversationItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_CONVERSATION_ITEM (self), PARLOUR_PAST_JOINED);

  return self->row->past;
}

gboolean
parlour_conversation_item_get_common (ParlourConversationItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_CONVERSATION_ITEM (self), FALSE);

  return self->row->common;
}

gboolean
parlour_conversation_item_get_former (ParlourConversationItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_CONVERSATION_ITEM (self), FALSE);

  return self->row->former;
}

gboolean
parlour_conversation_item_get_blocked (ParlourConversationItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_CONVERSATION_ITEM (self), FALSE);

  return self->row->blocked;
}

gboolean
parlour_conversation_item_get_can_write (ParlourConversationItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_CONVERSATION_ITEM (self), FALSE);

  return self->row->can_write;
}

guint
parlour_conversation_item_get_mentions (ParlourConversationItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_CONVERSATION_ITEM (self), 0);

  return self->row->mentions;
}
