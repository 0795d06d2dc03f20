/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "db/connection.h"

G_BEGIN_DECLS

/**
 * ParlourChanges:
 *
 * What one write touched: collected on the copy's thread, told by the copy's signals on the main
 * thread. Belongs to one thread at a time.
 */
typedef struct {
  gint64 number; /* of the conversation */
  char *id;
  gint64 from; /* messages, seq, inclusive; none where from > to */
  gint64 to;
} ParlourChangedConversation;

typedef struct {
  GHashTable *conversations; /* number (gint64) → ParlourChangedConversation */
  gboolean all;              /* every conversation and message */
  GHashTable *outbox;        /* set of conversations' ids, "" for none */
  gboolean people;
  guint waiting; /* rows in the outbox, where it changed */
} ParlourChanges;

ParlourChanges *parlour_changes_new (void);
void parlour_changes_free (ParlourChanges *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourChanges, parlour_changes_free)

/** parlour_changes_conversation: @number changed; its unread count and marks are worked out anew.
 */
void parlour_changes_conversation (ParlourChanges *self, gint64 number, const char *id);

/** parlour_changes_messages: and its messages from @from to @to, inclusive. */
void parlour_changes_messages (
    ParlourChanges *self, gint64 number, const char *id, gint64 from, gint64 to);

/** parlour_changes_outbox: @conversation (nullable) has other rows in the outbox. */
void parlour_changes_outbox (ParlourChanges *self, const char *conversation);

/** parlour_changes_settle: at the end of a write, in its transaction: what follows from it. */
gboolean parlour_changes_settle (ParlourChanges *self, ParlourDb *db, GError **error);

G_END_DECLS
