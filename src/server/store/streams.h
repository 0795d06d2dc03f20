/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/store/membership.h"
#include "server/store/store.h"

#include "core/event.h"

G_BEGIN_DECLS

/** ParlourStreamTop: a stream of a user and how far it goes for them. */
typedef struct {
  gint64 stream;
  char id[PARLOUR_ID_CHARS]; /* the conversation's id, or %PARLOUR_INBOX_STREAM */
  gboolean is_inbox;
  gint64 top;
} ParlourStreamTop;

/**
 * ParlourStreamPage:
 *
 * What follows a position of a stream for one member. Where @reset is set there is nothing else.
 * Where @start is not -1, the member gets nothing up to it, and the next number is @start + 1:
 * that is said before the events. @events have dense numbers; at the end of a span they end, and
 * the next page begins with the next span's start.
 */
typedef struct {
  GPtrArray *events; /* (element-type ParlourEvent) */
  gboolean reset;
  gint64 start;    /* -1 for none */
  gint64 position; /* where to go on from */
  gint64 top;      /* for this member */
} ParlourStreamPage;

void parlour_stream_page_free (ParlourStreamPage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourStreamPage, parlour_stream_page_free)

/**
 * parlour_store_get_top:
 * @top: (out): the number of its last event
 * @floor: (out) (optional): what is up to here is no longer kept
 */
gboolean parlour_store_get_top (
    ParlourStore *self, gint64 stream, gint64 *top, gint64 *floor, GError **error);

/**
 * parlour_store_list_streams: the user's inbox first, then all conversations that they may read.
 *
 * Returns: (transfer full) (nullable) (element-type ParlourStreamTop)
 */
GArray *parlour_store_list_streams (ParlourStore *self, gint64 user, GError **error);

/**
 * parlour_store_find_stream:
 * @id: a conversation's id, or %PARLOUR_INBOX_STREAM
 *
 * Returns: (transfer full) (nullable): #PARLOUR_PROBLEM_NOT_FOUND for what does not exist and what
 *   is not theirs alike
 */
ParlourMembership *
parlour_store_find_stream (ParlourStore *self, gint64 user, const char *id, GError **error);

/** parlour_store_get_stream: like parlour_store_find_stream(), by number. */
ParlourMembership *
parlour_store_get_stream (ParlourStore *self, gint64 user, gint64 stream, GError **error);

/**
 * parlour_store_stream_page:
 * @stream: its number
 * @name: what the events call it: the conversation's id, or %PARLOUR_INBOX_STREAM
 *
 * The events after @after as they stand, for whoever may see them: before one reaches a person it
 * goes through parlour_membership_view_event().
 *
 * Returns: (transfer full) (nullable) (element-type ParlourEvent)
 */
GPtrArray *parlour_store_stream_page (
    ParlourStore *self, gint64 stream, const char *name, gint64 after, guint limit, GError **error);

/**
 * parlour_store_list_hidden:
 *
 * What the user hid of a stream, from @first to @last.
 *
 * Returns: (transfer full) (nullable) (element-type gint64): seqs, rising
 */
GArray *parlour_store_list_hidden (
    ParlourStore *self, gint64 user, gint64 stream, gint64 first, gint64 last, GError **error);

/**
 * parlour_store_member_page:
 * @membership: of the same transaction
 * @after: the position; 0 for the first event that this member may see
 * @limit: events at most
 *
 * What this member is sent after a position: spans, cleared and hidden applied.
 *
 * Returns: (transfer full) (nullable)
 */
ParlourStreamPage *parlour_store_member_page (ParlourStore *self,
                                              const ParlourMembership *membership,
                                              gint64 after,
                                              guint limit,
                                              GError **error);

G_END_DECLS
