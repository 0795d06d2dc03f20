/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/cache/changes.h"
#include "core/conversation.h"

G_BEGIN_DECLS

/* The writes that several parts of the copy share. On the copy's thread, inside a transaction. */

#define PARLOUR_SEQ_MAX ((gint64)0xffffffff)

/** parlour_store_key: where a message stands in the table. */
#define parlour_store_key(number, seq) ((gint64)(number) << 32 | (gint64)(seq))

/** parlour_store_get_int: the first column of the first row, @fallback where there is none. */
gboolean parlour_store_get_int (ParlourDb *db,
                                gint64 *out,
                                gint64 fallback,
                                GError **error,
                                const char *sql,
                                const char *types,
                                ...);

/** parlour_store_find_conversation: its number, 0 where the copy lacks it. */
gboolean
parlour_store_find_conversation (ParlourDb *db, const char *id, gint64 *number, GError **error);

/** parlour_store_need_conversation: the same, and lacking it is an error. */
gboolean
parlour_store_need_conversation (ParlourDb *db, const char *id, gint64 *number, GError **error);

/** parlour_store_get_me: (transfer full) (nullable): my user id. */
gboolean parlour_store_get_me (ParlourDb *db, char **me, GError **error);

/** parlour_store_person: the number of a user, who is put in by id alone where they are new. */
gboolean parlour_store_person (ParlourDb *db, const char *id, gint64 *number, GError **error);

gboolean parlour_store_user (ParlourDb *db,
                             const ParlourUser *user,
                             gint64 *number,
                             ParlourChanges *changes,
                             GError **error);

/**
 * parlour_store_message:
 * @number: of the conversation
 * @by: the number of the event that brings it, 0 for a page
 *
 * Writes it where it is newer than what is held, hides it where I have hidden it, and takes my
 * outbox row of its client_id away.
 */
gboolean parlour_store_message (ParlourDb *db,
                                gint64 number,
                                const ParlourMessage *message,
                                gint64 by,
                                ParlourChanges *changes,
                                GError **error);

/** parlour_store_drop_draft: its text is being sent: what the server keeps of it is taken away. */
gboolean parlour_store_drop_draft (ParlourDb *db, const char *conversation, GError **error);

/** parlour_store_drop_conversation: with its messages, ranges and position; wishes stay. */
gboolean parlour_store_drop_conversation (ParlourDb *db, gint64 number, GError **error);

G_END_DECLS
