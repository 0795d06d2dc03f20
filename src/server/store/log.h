/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/store/store.h"

#include "core/event.h"

G_BEGIN_DECLS

/* Inside server/store only: how a stream grows. */

/** ParlourEntry: an event without a text; 0 and %NULL for what it does not have. */
typedef struct {
  gint64 stream;
  gint64 owner; /* of an inbox: its user's number */
  ParlourEventKind kind;
  gint64 actor;
  gint64 target;          /* seq */
  const char *emoji;      /* reaction.* */
  gint64 conversation;    /* of an inbox: the stream that it is about */
  gint64 member;          /* the user that it is about */
  ParlourMemberRole role; /* member.*: theirs from then on */
  const char *session;    /* of an inbox */
  const char *title;      /* conversation.updated: where it gives a title */
} ParlourEntry;

/**
 * parlour_log_make_stream:
 * @number: (out)
 */
gboolean
parlour_log_make_stream (ParlourStore *self, const char *id, gint64 *number, GError **error);

/**
 * parlour_log_take:
 * @owner: of an inbox its user's number, else 0
 * @seq: (out): the stream's next number, under its row
 * @at: (out): now, but never before the event before
 *
 * Whoever takes a number writes its event in the same savepoint.
 */
gboolean parlour_log_take (
    ParlourStore *self, gint64 stream, gint64 owner, gint64 *seq, gint64 *at, GError **error);

/** parlour_log_append: takes a number and writes the event; @seq, @at (out) (optional). */
gboolean parlour_log_append (
    ParlourStore *self, const ParlourEntry *entry, gint64 *seq, gint64 *at, GError **error);

/** parlour_log_tell_user: parlour_log_append() to the user's inbox, found by the user's number. */
gboolean
parlour_log_tell_user (ParlourStore *self, gint64 user, const ParlourEntry *entry, GError **error);

G_END_DECLS
