/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/store/store.h"

G_BEGIN_DECLS

/** ParlourCursor: where a list by time goes on: below (at, stream, seq). */
typedef struct {
  gint64 at;
  gint64 stream;
  gint64 seq;
} ParlourCursor;

/**
 * parlour_cursor_format: (transfer full): the text of it. Inside server/store only.
 *
 * It names the conversation by its @id: numbers of streams would tell how many there are.
 */
char *parlour_cursor_format (gint64 at, gint64 seq, const char *id);

/**
 * parlour_cursor_parse:
 *
 * Returns: FALSE with #PARLOUR_PROBLEM_INVALID_FIELD about @field where @text is no cursor, or
 *   names a conversation that is not the user's
 */
gboolean parlour_cursor_parse (ParlourStore *self,
                               gint64 user,
                               const char *text,
                               const char *field,
                               ParlourCursor *cursor,
                               GError **error);

/**
 * parlour_number_cursor_parse:
 * @cursor: (nullable)
 * @below: (out): the number that the page begins below
 *
 * The cursor of lists that run down by a number.
 */
gboolean parlour_number_cursor_parse (const char *cursor, gint64 *below, GError **error);

G_END_DECLS
