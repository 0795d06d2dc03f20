/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-message-item"

#include "client/models/message-item-private.h"

/* This file owns what a message's item is asked for without its properties. Main thread. */

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

gint64
parlour_message_item_get_edited_at (ParlourMessageItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_MESSAGE_ITEM (self), 0);

  return self->row->edited_at;
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

gboolean
parlour_message_item_get_reply_blocked (ParlourMessageItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_MESSAGE_ITEM (self), FALSE);

  return self->row->reply_blocked;
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

GPtrArray *
parlour_message_item_get_reactions (ParlourMessageItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_MESSAGE_ITEM (self), NULL);

  return self->row->reactions;
}

gboolean
parlour_message_item_get_pinned (ParlourMessageItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_MESSAGE_ITEM (self), FALSE);

  return self->row->pinned;
}

gboolean
parlour_message_item_get_starred (ParlourMessageItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_MESSAGE_ITEM (self), FALSE);

  return self->row->starred;
}

gboolean
parlour_message_item_get_mentions_me (ParlourMessageItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_MESSAGE_ITEM (self), FALSE);

  return self->row->mentions_me;
}

gboolean
parlour_message_item_get_sender_blocked (ParlourMessageItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_MESSAGE_ITEM (self), FALSE);

  return self->row->sender_blocked;
}

guint
parlour_message_item_get_read_count (ParlourMessageItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_MESSAGE_ITEM (self), 0);

  return self->row->read_count;
}

guint
parlour_message_item_get_delivered_count (ParlourMessageItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_MESSAGE_ITEM (self), 0);

  return self->row->delivered_count;
}

ParlourNotice
parlour_message_item_get_notice (ParlourMessageItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_MESSAGE_ITEM (self), PARLOUR_NOTICE_NONE);

  return self->row->notice;
}

const char *
parlour_message_item_get_person_id (ParlourMessageItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_MESSAGE_ITEM (self), NULL);

  return self->row->person;
}

const char *
parlour_message_item_get_person_name (ParlourMessageItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_MESSAGE_ITEM (self), NULL);

  return self->row->person_name;
}

ParlourMemberRole
parlour_message_item_get_role (ParlourMessageItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_MESSAGE_ITEM (self), PARLOUR_MEMBER_MEMBER);

  return self->row->role;
}

GPtrArray *
parlour_message_item_get_people (ParlourMessageItem *self)
{
  g_return_val_if_fail (PARLOUR_IS_MESSAGE_ITEM (self), NULL);

  return self->row->people;
}
