/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/message.h"
#include "core/user.h"

G_BEGIN_DECLS

typedef enum {
  PARLOUR_CONVERSATION_DIRECT,
  PARLOUR_CONVERSATION_GROUP,
} ParlourConversationKind;

typedef enum {
  PARLOUR_MEMBER_OWNER,
  PARLOUR_MEMBER_ADMIN,
  PARLOUR_MEMBER_MEMBER,
  PARLOUR_MEMBER_READER,
} ParlourMemberRole;

typedef enum {
  PARLOUR_NOTIFY_ALL,
  PARLOUR_NOTIFY_MENTIONS,
  PARLOUR_NOTIFY_NONE,
} ParlourNotify;

/** ParlourMember: a person in a conversation, with how far they have it and have read it. */
typedef struct {
  ParlourUser *user;
  ParlourMemberRole role;
  gint64 read;      /* seq; 0 for nothing */
  gint64 delivered; /* seq; never below @read */
} ParlourMember;

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

const char *parlour_member_role_to_string (ParlourMemberRole role);

G_END_DECLS
