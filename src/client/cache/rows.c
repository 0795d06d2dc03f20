/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-copy-rows"

#include "client/cache/rows.h"

/* This file owns the values that a reading of the copy answers. Any thread. */

/* --- outbox -------------------------------------------------------------------------------- */

ParlourOutboxRow *
parlour_outbox_row_new (const ParlourOutboxRow *fields)
{
  ParlourOutboxRow *self = g_atomic_rc_box_new (ParlourOutboxRow);

  *self = *fields;
  self->client_id = g_strdup (fields->client_id);
  self->conversation = g_strdup (fields->conversation);
  self->to = g_strdup (fields->to);
  self->subject = g_strdup (fields->subject);
  self->body = g_strdup (fields->body);
  self->problem_code = g_strdup (fields->problem_code);
  self->problem_detail = g_strdup (fields->problem_detail);
  return self;
}

ParlourOutboxRow *
parlour_outbox_row_ref (ParlourOutboxRow *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear_outbox_row (gpointer data)
{
  ParlourOutboxRow *self = data;

  g_free ((char *)self->client_id);
  g_free ((char *)self->conversation);
  g_free ((char *)self->to);
  g_free ((char *)self->subject);
  g_free ((char *)self->body);
  g_free ((char *)self->problem_code);
  g_free ((char *)self->problem_detail);
}

void
parlour_outbox_row_unref (ParlourOutboxRow *self)
{
  g_atomic_rc_box_release_full (self, clear_outbox_row);
}

/* --- reaction ------------------------------------------------------------------------------ */

ParlourReactionRow *
parlour_reaction_row_new (const ParlourReactionRow *fields)
{
  ParlourReactionRow *self = g_new0 (ParlourReactionRow, 1);

  *self = *fields;
  self->emoji = g_strdup (fields->emoji);
  self->names = g_strdupv (fields->names);
  return self;
}

void
parlour_reaction_row_free (ParlourReactionRow *self)
{
  g_free ((char *)self->emoji);
  g_strfreev (self->names);
  g_free (self);
}

/* --- line ---------------------------------------------------------------------------------- */

ParlourNoticePerson *
parlour_notice_person_new (const ParlourNoticePerson *fields)
{
  ParlourNoticePerson *self = g_new (ParlourNoticePerson, 1);

  *self = *fields;
  self->id = g_strdup (fields->id);
  self->name = g_strdup (fields->name);
  return self;
}

void
parlour_notice_person_free (ParlourNoticePerson *self)
{
  g_free ((char *)self->id);
  g_free ((char *)self->name);
  g_free (self);
}

/* --- message ------------------------------------------------------------------------------- */

ParlourMessageRow *
parlour_message_row_new (const ParlourMessageRow *fields)
{
  ParlourMessageRow *self = g_atomic_rc_box_new (ParlourMessageRow);

  *self = *fields;
  self->conversation = g_strdup (fields->conversation);
  self->client_id = g_strdup (fields->client_id);
  self->sender = g_strdup (fields->sender);
  self->sender_name = g_strdup (fields->sender_name);
  self->subject = g_strdup (fields->subject);
  self->body = g_strdup (fields->body);
  self->problem_code = g_strdup (fields->problem_code);
  self->problem_detail = g_strdup (fields->problem_detail);
  self->reply_sender = g_strdup (fields->reply_sender);
  self->reply_text = g_strdup (fields->reply_text);
  self->peer = g_strdup (fields->peer);
  self->peer_name = g_strdup (fields->peer_name);
  self->person = g_strdup (fields->person);
  self->person_name = g_strdup (fields->person_name);
  self->reactions = fields->reactions != NULL ? g_ptr_array_ref (fields->reactions) : NULL;
  self->people = fields->people != NULL ? g_ptr_array_ref (fields->people) : NULL;
  return self;
}

ParlourMessageRow *
parlour_message_row_ref (ParlourMessageRow *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear_message_row (gpointer data)
{
  ParlourMessageRow *self = data;

  g_free ((char *)self->conversation);
  g_free ((char *)self->client_id);
  g_free ((char *)self->sender);
  g_free ((char *)self->sender_name);
  g_free ((char *)self->subject);
  g_free ((char *)self->body);
  g_free ((char *)self->problem_code);
  g_free ((char *)self->problem_detail);
  g_free ((char *)self->reply_sender);
  g_free ((char *)self->reply_text);
  g_free ((char *)self->peer);
  g_free ((char *)self->peer_name);
  g_free ((char *)self->person);
  g_free ((char *)self->person_name);
  g_clear_pointer (&self->reactions, g_ptr_array_unref);
  g_clear_pointer (&self->people, g_ptr_array_unref);
}

void
parlour_message_row_unref (ParlourMessageRow *self)
{
  g_atomic_rc_box_release_full (self, clear_message_row);
}

/* --- conversation -------------------------------------------------------------------------- */

ParlourConversationRow *
parlour_conversation_row_new (const ParlourConversationRow *fields)
{
  ParlourConversationRow *self = g_atomic_rc_box_new (ParlourConversationRow);

  *self = *fields;
  self->id = g_strdup (fields->id);
  self->title = g_strdup (fields->title);
  self->peer = g_strdup (fields->peer);
  self->peer_username = g_strdup (fields->peer_username);
  self->description = g_strdup (fields->description);
  self->last_text = g_strdup (fields->last_text);
  self->last_subject = g_strdup (fields->last_subject);
  self->last_sender = g_strdup (fields->last_sender);
  self->draft = g_strdup (fields->draft);
  return self;
}

ParlourConversationRow *
parlour_conversation_row_ref (ParlourConversationRow *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear_conversation_row (gpointer data)
{
  ParlourConversationRow *self = data;

  g_free ((char *)self->id);
  g_free ((char *)self->title);
  g_free ((char *)self->peer);
  g_free ((char *)self->peer_username);
  g_free ((char *)self->description);
  g_free ((char *)self->last_text);
  g_free ((char *)self->last_subject);
  g_free ((char *)self->last_sender);
  g_free ((char *)self->draft);
}

void
parlour_conversation_row_unref (ParlourConversationRow *self)
{
  g_atomic_rc_box_release_full (self, clear_conversation_row);
}

/* --- member -------------------------------------------------------------------------------- */

ParlourMembershipRow *
parlour_membership_row_new (const ParlourMembershipRow *fields)
{
  ParlourMembershipRow *self = g_atomic_rc_box_new (ParlourMembershipRow);

  *self = *fields;
  self->user = g_strdup (fields->user);
  self->username = g_strdup (fields->username);
  self->display_name = g_strdup (fields->display_name);
  self->status_text = g_strdup (fields->status_text);
  return self;
}

ParlourMembershipRow *
parlour_membership_row_ref (ParlourMembershipRow *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear_member_row (gpointer data)
{
  ParlourMembershipRow *self = data;

  g_free ((char *)self->user);
  g_free ((char *)self->username);
  g_free ((char *)self->display_name);
  g_free ((char *)self->status_text);
}

void
parlour_membership_row_unref (ParlourMembershipRow *self)
{
  g_atomic_rc_box_release_full (self, clear_member_row);
}

/* --- place --------------------------------------------------------------------------------- */

ParlourCopyPlace *
parlour_copy_place_new (const char *conversation, gint64 from, gint64 to)
{
  ParlourCopyPlace *self = g_new0 (ParlourCopyPlace, 1);

  *self = (ParlourCopyPlace){g_strdup (conversation), from, to};
  return self;
}

void
parlour_copy_place_free (ParlourCopyPlace *self)
{
  g_free (self->conversation);
  g_free (self);
}
