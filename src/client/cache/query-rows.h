/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/cache/rows.h"
#include "client/cache/wish-overlay.h"
#include "db/statement.h"

G_BEGIN_DECLS

/* How rows of tables become values of a view. On the copy's thread. */

/** parlour_query_messages: adds what shows of a conversation, @low to @high, oldest first. */
gboolean parlour_query_messages (ParlourDb *db,
                                 gint64 number,
                                 const char *conversation,
                                 gint64 low,
                                 gint64 high,
                                 GPtrArray *rows,
                                 GError **error);

/** parlour_query_message_state: of a message of the stream. */
ParlourMessageState parlour_query_message_state (gboolean mine,
                                                 gint64 seq,
                                                 gint64 others_read,
                                                 gint64 others_delivered);

/** parlour_query_reactions: (out) (transfer full) (nullable) (element-type ParlourReactionRow)
 * @rows: what @text, a message's column, says and what I wish. */
gboolean parlour_query_reactions (ParlourDb *db,
                                  const char *conversation,
                                  gint64 seq,
                                  const char *text,
                                  const ParlourWishes *wishes,
                                  GPtrArray **rows,
                                  GError **error);

/** parlour_query_notices: puts what happened in a group, @low to @high, between the messages that
 * stand in @rows. */
gboolean parlour_query_notices (ParlourDb *db,
                                gint64 number,
                                const char *conversation,
                                gint64 low,
                                gint64 high,
                                GPtrArray *rows,
                                GError **error);

/** parlour_query_lay_over: what I wish of the message, over what the server told. The texts live as
 * long as @wishes. */
void parlour_query_lay_over (ParlourMessageRow *row, const ParlourWishes *wishes);

/** parlour_query_line: (transfer full) (nullable): the first line of a text, for lists. */
char *parlour_query_line (const char *text);

G_END_DECLS
