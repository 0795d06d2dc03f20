/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/cache/message-state.h"
#include "client/cache/notice.h"
#include "core/conversation.h"

G_BEGIN_DECLS

/* What a reading of the local copy answers: values that stand for themselves, made on the copy's
 * thread and handed to the main thread. Immutable, counted atomically. */

typedef enum {
  PARLOUR_OUTBOX_WAITING = 0, /* to be sent; the numbers stand in the copy's file */
  PARLOUR_OUTBOX_FAILED = 1,  /* refused: only a person's retry or discard moves it */
} ParlourOutboxState;

/**
 * ParlourOutboxRow:
 *
 * A message that its sender's server has not acknowledged yet.
 */
typedef struct {
  const char *client_id;
  const char *conversation; /* nullable: not known yet, then @to says where */
  const char *to;           /* nullable: a username, for the first message to somebody */
  const char *subject;      /* nullable */
  const char *body;
  gint64 reply_to;   /* seq; 0 for none */
  gint64 created_at; /* milliseconds since 1970 */
  ParlourOutboxState state;
  const char *problem_code;   /* nullable: why it failed, as the next */
  const char *problem_detail; /* a sentence */
  gint64 attempts;            /* how often it was failed or put off */
} ParlourOutboxRow;

ParlourOutboxRow *parlour_outbox_row_new (const ParlourOutboxRow *fields);
ParlourOutboxRow *parlour_outbox_row_ref (ParlourOutboxRow *self);
void parlour_outbox_row_unref (ParlourOutboxRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourOutboxRow, parlour_outbox_row_unref)

/** ParlourReactionRow: one emoji under a message, as a view shows it. */
typedef struct {
  const char *emoji;
  guint count;
  gboolean mine;
  char **names; /* of the first who gave it, as far as they are known; without mine */
} ParlourReactionRow;

ParlourReactionRow *parlour_reaction_row_new (const ParlourReactionRow *fields);
void parlour_reaction_row_free (ParlourReactionRow *self);

/** ParlourNoticePerson: one of those of whom a line tells. */
typedef struct {
  const char *id; /* nullable, as the name */
  const char *name;
  gboolean me;
} ParlourNoticePerson;

ParlourNoticePerson *parlour_notice_person_new (const ParlourNoticePerson *fields);
void parlour_notice_person_free (ParlourNoticePerson *self);

/**
 * ParlourMessageRow:
 *
 * A message of the stream or of the outbox with what a view shows beside it.
 */
typedef struct {
  const char *conversation; /* nullable: an outbox row whose conversation is not known */
  gint64 seq;               /* 0 in the outbox */
  gint64 outbox;            /* order in the outbox; 0 in the stream */
  const char *client_id;
  const char *sender;      /* id */
  const char *sender_name; /* nullable: not known */
  gboolean mine;
  const char *subject;
  const char *body; /* nullable: erased */
  gint64 created_at;
  gint64 edited_at;
  gint64 deleted_at;
  GPtrArray *reactions; /* ParlourReactionRow; nullable: none */
  gboolean pinned;
  gboolean starred;
  gboolean mentions_me;  /* of a line: the person is oneself */
  guint read_count;      /* groups, mine: how many others have read it, as far as it is known */
  guint delivered_count; /* and have it */
  gboolean sender_blocked;
  ParlourNotice notice; /* something that happened, no message: then the sender did it */
  const char *person;   /* nullable: to whom, as the name */
  const char *person_name;
  GPtrArray *people; /* ParlourNoticePerson; nullable: they came one after the other, in time */
  ParlourMemberRole role; /* they have it now */
  gboolean changing;      /* an edit that the server has not got yet */
  ParlourMessageState state;
  const char *problem_code;
  const char *problem_detail;
  gint64 reply_to;
  const char *reply_sender;
  const char *reply_text;
  gboolean reply_blocked; /* I have blocked who wrote that */
  gboolean reply_missing; /* the copy lacks what is quoted */
  const char *peer;       /* boxes only, as the rest: the other one's id, NULL in a group */
  const char *peer_name;
  gboolean unread;
} ParlourMessageRow;

ParlourMessageRow *parlour_message_row_new (const ParlourMessageRow *fields);
ParlourMessageRow *parlour_message_row_ref (ParlourMessageRow *self);
void parlour_message_row_unref (ParlourMessageRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourMessageRow, parlour_message_row_unref)

/**
 * ParlourConversationRow:
 *
 * A conversation with its last line, as the list shows it.
 */
typedef struct {
  const char *id;
  ParlourConversationKind kind;
  const char *title;
  const char *peer;
  const char *peer_username;
  const char *description; /* groups, as the next ones */
  guint member_count;
  ParlourMemberRole role; /* mine */
  ParlourPosting posting;
  ParlourJoining joining;
  ParlourPast past;
  gboolean common;
  gboolean former;  /* I am not in it any more */
  gboolean blocked; /* direct: the other one is, by me */
  gboolean can_write;
  guint mentions; /* of me, unread */
  const char *last_text;
  const char *last_subject;
  const char *last_sender;
  gboolean last_mine;
  gboolean last_deleted;
  gboolean last_blocked; /* I have blocked who wrote it */
  gint64 last_at;
  ParlourMessageState last_state;
  gint64 activity; /* what the list is sorted by, ms */
  guint unread;
  gboolean pinned;
  gboolean archived;
  gboolean marked_unread;
  ParlourNotify notify;
  gint64 muted_until; /* ms, 0: not */
  gboolean muted;     /* now */
  const char *draft;
  gint64 read;
  gint64 top;
} ParlourConversationRow;

ParlourConversationRow *parlour_conversation_row_new (const ParlourConversationRow *fields);
ParlourConversationRow *parlour_conversation_row_ref (ParlourConversationRow *self);
void parlour_conversation_row_unref (ParlourConversationRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourConversationRow, parlour_conversation_row_unref)

/** ParlourMembershipRow: a member of a group, as a list shows them. */
typedef struct {
  const char *user; /* id */
  const char *username;
  const char *display_name; /* nullable: only the id is known */
  const char *status_text;  /* nullable */
  ParlourMemberRole role;
  gboolean me;
  gboolean blocked; /* by me */
} ParlourMembershipRow;

ParlourMembershipRow *parlour_membership_row_new (const ParlourMembershipRow *fields);
ParlourMembershipRow *parlour_membership_row_ref (ParlourMembershipRow *self);
void parlour_membership_row_unref (ParlourMembershipRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourMembershipRow, parlour_membership_row_unref)

/** ParlourCopyPlace: a message of a conversation, or a stretch of numbers. Freed with its own. */
typedef struct {
  char *conversation;
  gint64 from; /* seq; the one meant, where only one is */
  gint64 to;   /* seq, inclusive */
} ParlourCopyPlace;

ParlourCopyPlace *parlour_copy_place_new (const char *conversation, gint64 from, gint64 to);
void parlour_copy_place_free (ParlourCopyPlace *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourCopyPlace, parlour_copy_place_free)

G_END_DECLS
