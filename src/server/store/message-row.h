/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/store/store.h"

#include "core/message.h"

#include "db/statement.h"

G_BEGIN_DECLS

/* Inside server/store only: rows of messages as values. */

/** PARLOUR_MESSAGE_COLUMNS: of `events e` with its sender as `users u`; they come first. */
#define PARLOUR_MESSAGE_COLUMNS                                                                    \
  "e.key, e.rev, u.id, e.client_id, e.subject, e.body, e.reply_to, e.mentions, e.pinned, e.at,"    \
  " e.edited_at, e.deleted_at, e.reactions"
#define PARLOUR_MESSAGE_N_COLUMNS 13

/** parlour_message_from_row: (transfer full): @conversation is its id. */
ParlourMessage *parlour_message_from_row (ParlourStatement *statement, const char *conversation);

/**
 * parlour_store_load_message:
 * @message: (out) (transfer full) (nullable): as it stands, for whomever; %NULL where there is none
 */
gboolean parlour_store_load_message (ParlourStore *self,
                                     gint64 stream,
                                     const char *conversation,
                                     gint64 seq,
                                     ParlourMessage **message,
                                     GError **error);

G_END_DECLS
