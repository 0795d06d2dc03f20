/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/conversation.h"
#include "core/event.h"

G_BEGIN_DECLS

/** ParlourSpan: the events that a member may see, both ends included. */
typedef struct {
  gint64 first;
  gint64 last; /* %G_MAXINT64 while the member is in */
} ParlourSpan;

/**
 * ParlourMembership:
 *
 * What one person may do with one stream, as it stood in the transaction that read it. A person's
 * own inbox has one too (@is_inbox), so that whatever reads streams reads both alike. Immutable:
 * the fields are for reading; counted atomically.
 */
typedef struct {
  gint64 stream;
  const char *id; /* the conversation's id, or %PARLOUR_INBOX_STREAM */
  gboolean is_inbox;
  ParlourConversationKind kind;
  gint64 user;
  const char *user_id;
  ParlourMemberRole role;
  gboolean common;      /* the conversation that all of the place have in common */
  gboolean admins_only; /* only owners and admins post */
  gboolean has_draft;
  gint64 top;   /* of the stream; use parlour_membership_get_top() */
  gint64 floor; /* what is up to here, retention has removed */
  gint64 read;
  gint64 delivered;
  gint64 cleared;           /* this member cleared the history up to here */
  const ParlourSpan *spans; /* in order */
  gsize n_spans;
} ParlourMembership;

/** parlour_membership_new: (transfer full): an immutable copy of @fields. */
ParlourMembership *parlour_membership_new (const ParlourMembership *fields);
void parlour_membership_unref (ParlourMembership *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourMembership, parlour_membership_unref)

/** parlour_membership_get_top: the last event that this member may see as it stood; 0 for none. */
gint64 parlour_membership_get_top (const ParlourMembership *self);

/** parlour_membership_is_open: whether they are in it now; who has left reads their spans. */
gboolean parlour_membership_is_open (const ParlourMembership *self);

/** parlour_membership_may_post: whether they may write messages. */
gboolean parlour_membership_may_post (const ParlourMembership *self);

/** parlour_membership_may_moderate: whether a group is theirs to run: its owner and admins. */
gboolean parlour_membership_may_moderate (const ParlourMembership *self);

/** parlour_membership_sees: whether the content of @seq is theirs: in a span and not cleared. */
gboolean parlour_membership_sees (const ParlourMembership *self, gint64 seq);

/**
 * parlour_membership_view_event:
 * @hidden: (element-type gint64): the seqs that they hid for themselves, rising; also those of
 *   messages that later events of the page carry
 * @event: an event of this stream that stands in one of the member's spans
 *
 * What this member is shown of @event: itself, or a void with its number where the event or the
 * message that it carries is not for them. Any thread.
 *
 * Returns: (transfer full)
 */
ParlourEvent *parlour_membership_view_event (const ParlourMembership *self,
                                             const GArray *hidden,
                                             ParlourEvent *event);

G_END_DECLS
