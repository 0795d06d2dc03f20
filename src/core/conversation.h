/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/group.h"
#include "core/member.h"
#include "core/message.h"

G_BEGIN_DECLS

typedef enum {
  PARLOUR_CONVERSATION_DIRECT,
  PARLOUR_CONVERSATION_GROUP,
} ParlourConversationKind;

typedef enum {
  PARLOUR_NOTIFY_ALL,
  PARLOUR_NOTIFY_MENTIONS,
  PARLOUR_NOTIFY_NONE,
} ParlourNotify;

/**
 * ParlourConversation:
 *
 * A conversation as one member sees it. Immutable: the fields are for reading; counted atomically.
 */
typedef struct {
  const char *id;
  ParlourConversationKind kind;
  const char *title; /* groups; nullable, as the next two */
  const char *description;
  const char *avatar;
  ParlourPosting posting; /* groups, as the next three */
  ParlourJoining joining;
  ParlourPast past;
  gboolean common;  /* the group that everybody of the place is in */
  gboolean blocked; /* direct: I have blocked the other one */
  gint64 created_at;
  gint64 updated_at;            /* of its last event */
  gint64 top;                   /* seq of its last event */
  ParlourMessage *last_message; /* the newest that this member may see; nullable */
  gint64 unread; /* others' messages above my read mark, at most %PARLOUR_UNREAD_MAX */
  gint64 mentions;
  ParlourMemberRole role; /* mine, as the next two */
  gint64 read;
  gint64 delivered;
  gboolean archived; /* my settings, as the rest */
  gboolean pinned;
  gboolean marked_unread;
  ParlourNotify notify;
  gint64 muted_until;
  const char *draft; /* nullable */
  gint64 member_count;
  const ParlourMember *members; /* all in a direct one, up to four in a group */
  gsize n_members;
} ParlourConversation;

/** parlour_conversation_new: (transfer full): an immutable copy of @fields. */
ParlourConversation *parlour_conversation_new (const ParlourConversation *fields);
ParlourConversation *parlour_conversation_ref (ParlourConversation *self);
void parlour_conversation_unref (ParlourConversation *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourConversation, parlour_conversation_unref)

/** parlour_conversation_get_peer: (transfer none) (nullable): the other one in a direct one. */
const ParlourMember *parlour_conversation_get_peer (const ParlourConversation *self,
                                                    const char *my_id);

void parlour_conversation_write (const ParlourConversation *self,
                                 ParlourJsonWriter *writer,
                                 const char *name);

/** parlour_conversation_read: (transfer full) (nullable): from what a server sent. */
ParlourConversation *parlour_conversation_read (JsonObject *object, GError **error);

G_END_DECLS
