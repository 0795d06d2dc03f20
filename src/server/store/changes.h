/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/id.h"

G_BEGIN_DECLS

/**
 * ParlourChangeKind:
 * @PARLOUR_CHANGE_STREAM: @stream has a new @top; @user is its owner for an inbox, else 0
 * @PARLOUR_CHANGE_MEMBER: what @user may see of @stream is another (joined, left, cleared, hidden):
 *   who keeps a #ParlourMembership asks for it anew; @top is the number of their joining where they
 *   may also see what came before it, which is history and not news, else 0
 * @PARLOUR_CHANGE_MARK: @user has read and got @stream up to @read and @delivered
 * @PARLOUR_CHANGE_PROFILE: @user has a new @version
 * @PARLOUR_CHANGE_PRESENCE: who may see when @user is here is another
 * @PARLOUR_CHANGE_SESSION_ENDED: the session @session (@session_id) of @user must close
 */
typedef enum {
  PARLOUR_CHANGE_STREAM,
  PARLOUR_CHANGE_MEMBER,
  PARLOUR_CHANGE_MARK,
  PARLOUR_CHANGE_PROFILE,
  PARLOUR_CHANGE_PRESENCE,
  PARLOUR_CHANGE_SESSION_ENDED,
} ParlourChangeKind;

typedef struct {
  ParlourChangeKind kind;
  gint64 stream;
  gint64 top;
  gint64 user;
  gint64 read;
  gint64 delivered;
  gint64 version;
  gint64 session;
  char session_id[PARLOUR_ID_CHARS];
} ParlourChange;

/**
 * ParlourChanges:
 *
 * What a transaction changed and the feed must hear after COMMIT, in the order in which it
 * happened; the same thing may stand in it more than once. One thread at a time; it may be handed
 * over.
 */
typedef struct _ParlourChanges ParlourChanges;

ParlourChanges *parlour_changes_new (void);
void parlour_changes_free (ParlourChanges *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourChanges, parlour_changes_free)

guint parlour_changes_get_length (const ParlourChanges *self);

/** parlour_changes_index: (transfer none): until the next change of @self. */
const ParlourChange *parlour_changes_index (const ParlourChanges *self, guint index);

void parlour_changes_add (ParlourChanges *self, const ParlourChange *change);

/** parlour_changes_mark: a point to go back to; ask before the savepoint. */
guint parlour_changes_mark (const ParlourChanges *self);

/** parlour_changes_rollback_to: forgets what came after @mark; with the savepoint's rollback. */
void parlour_changes_rollback_to (ParlourChanges *self, guint mark);

/** parlour_changes_take: (transfer full): the changes; @self is empty afterwards. */
ParlourChanges *parlour_changes_take (ParlourChanges *self);

G_END_DECLS
