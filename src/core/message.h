/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/reaction.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define PARLOUR_MENTION_EVERYONE                                                                   \
  "everyone" /* stands for all members, where an owner or admin wrote it */

/**
 * ParlourMessage:
 *
 * A message as it now stands. Immutable: the fields are for reading; counted atomically. It is
 * named by its conversation and @seq, the number of the event that created it.
 */
typedef struct {
  const char *conversation;
  gint64 seq;
  gint64 rev;            /* the number of the last event that changed it; @seq where none did */
  const char *sender;    /* the id of a user */
  const char *client_id; /* a UUID */
  const char *subject;   /* nullable: most messages have no title */
  const char *body;      /* NULL once it was deleted for everyone */
  gint64 reply_to;       /* seq of a message of the same conversation; 0 for none */
  char **mentions;       /* ids of users and %PARLOUR_MENTION_EVERYONE; nullable */
  const ParlourReaction *reactions; /* in the order of their first use */
  gsize n_reactions;
  gboolean pinned;
  gint64 created_at; /* milliseconds since 1970; 0 for never, as below */
  gint64 edited_at;
  gint64 deleted_at;
} ParlourMessage;

/** parlour_message_new: (transfer full): an immutable copy of @fields. */
ParlourMessage *parlour_message_new (const ParlourMessage *fields);
ParlourMessage *parlour_message_ref (ParlourMessage *self);
void parlour_message_unref (ParlourMessage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourMessage, parlour_message_unref)

/** parlour_message_mentions: whether @user is mentioned, by name or with everyone. */
gboolean parlour_message_mentions (const ParlourMessage *self, const char *user);

void
parlour_message_write (const ParlourMessage *self, ParlourJsonWriter *writer, const char *name);

/** parlour_message_read: (transfer full) (nullable): from what a server sent. */
ParlourMessage *parlour_message_read (JsonObject *object, GError **error);

G_END_DECLS
