/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/group.h"
#include "core/member.h"
#include "core/message.h"

G_BEGIN_DECLS

#define PARLOUR_INBOX_STREAM "me" /* the name of one's own private stream on the wire */

/** ParlourEventKind: what happened. The numbers stand in databases and never change. */
typedef enum {
  PARLOUR_EVENT_UNKNOWN = 0, /* of a later version: advances the position, does nothing */
  PARLOUR_EVENT_VOID = 1,    /* there, but not for this member */
  PARLOUR_EVENT_MESSAGE_CREATED = 2,
  PARLOUR_EVENT_MESSAGE_EDITED = 3,
  PARLOUR_EVENT_MESSAGE_DELETED = 4,
  PARLOUR_EVENT_REACTION_ADDED = 5,
  PARLOUR_EVENT_REACTION_REMOVED = 6,
  PARLOUR_EVENT_PIN_ADDED = 7,
  PARLOUR_EVENT_PIN_REMOVED = 8,
  PARLOUR_EVENT_CONVERSATION_UPDATED = 9,
  PARLOUR_EVENT_MEMBER_JOINED = 10,
  PARLOUR_EVENT_MEMBER_CHANGED = 11,
  PARLOUR_EVENT_MEMBER_LEFT = 12,
  /* of the inbox */
  PARLOUR_EVENT_CONVERSATION_ADDED = 20,
  PARLOUR_EVENT_CONVERSATION_REMOVED = 21,
  PARLOUR_EVENT_MESSAGE_HIDDEN = 22,
  PARLOUR_EVENT_HISTORY_CLEARED = 23,
  PARLOUR_EVENT_SETTINGS_CHANGED = 24,
  PARLOUR_EVENT_STAR_ADDED = 25,
  PARLOUR_EVENT_STAR_REMOVED = 26,
  PARLOUR_EVENT_SESSION_REVOKED = 27,
  PARLOUR_EVENT_BLOCK_CHANGED = 28,
} ParlourEventKind;

/**
 * ParlourEvent:
 *
 * One numbered event of a stream. Immutable: the fields are for reading; counted atomically.
 *
 * On the wire: `{"op":"event","stream","seq","kind","at","actor"}`, and by kind `"message"` (the
 * message as it now stands: message.*, pin.* and, with `"emoji"`, reaction.*), `"member": {"user",
 * "role"}` (member.*), `"conversation"` (conversation.updated: the group as it now stands, unless
 * one has left it) and `"title"` (conversation.updated: what it was called from then on, where that
 * is what changed). In the inbox `"conversation": {"id"}` and, for message.hidden, star.*
 * `"target"` (seq), for history.cleared `"through"` (seq); or `"session": {"id"}`, or `"user":
 * {"id"}` (block.changed).
 */
typedef struct {
  const char *stream; /* a conversation's id, or %PARLOUR_INBOX_STREAM */
  gint64 seq;
  ParlourEventKind kind;
  gint64 at;         /* milliseconds since 1970 */
  const char *actor; /* the id of a user; nullable */
  ParlourMessage *message;
  const char *emoji;        /* reaction.* */
  ParlourUser *member;      /* member.*: who; with @role */
  ParlourMemberRole role;   /* theirs now; of one who left, the last */
  ParlourGroup *group;      /* conversation.updated; %NULL for who has left */
  const char *title;        /* conversation.updated: the one it gave; nullable */
  const char *conversation; /* inbox: which conversation it is about */
  gint64 target;            /* seq that it is about: message.hidden, history.cleared, star.* */
  const char *session;      /* session.revoked */
  const char *user;         /* block.changed: the id of whom */
} ParlourEvent;

/** parlour_event_new: (transfer full): an immutable copy of @fields. */
ParlourEvent *parlour_event_new (const ParlourEvent *fields);
ParlourEvent *parlour_event_ref (ParlourEvent *self);
void parlour_event_unref (ParlourEvent *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourEvent, parlour_event_unref)

/** parlour_event_kind_to_string: "message.created" and so on; %NULL for unknown. */
const char *parlour_event_kind_to_string (ParlourEventKind kind);

/** parlour_event_is_line: whether it shows between a group's messages: who came, what changed. */
gboolean parlour_event_is_line (const ParlourEvent *self);

/** parlour_event_to_line: (transfer full): what is told of it later: nothing of the group of now.
 */
ParlourEvent *parlour_event_to_line (ParlourEvent *self);

void parlour_event_write (const ParlourEvent *self, ParlourJsonWriter *writer, const char *name);

/** parlour_event_read: (transfer full) (nullable): from what a server sent. */
ParlourEvent *parlour_event_read (JsonObject *object, GError **error);

G_END_DECLS
