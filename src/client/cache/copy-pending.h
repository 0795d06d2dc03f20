/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/cache/copy.h"

G_BEGIN_DECLS

/* What a person did and the server does not know yet: the outbox, deletions for oneself, read
 * marks, wishes; and what the copy still lacks. Calls on the main thread, as all of the copy's. */

/* --- the outbox ---------------------------------------------------------------------------- */

/** parlour_copy_outbox_add_async: durable when finished. @row's state and problem are ignored. A
 * row with `to` alone gets the direct conversation where the copy has it. Drops the draft. */
void parlour_copy_outbox_add_async (ParlourCopy *self,
                                    const ParlourOutboxRow *row,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
/** @conversation: (out) (optional) (nullable) (transfer full): where it goes, as far as known */
gboolean parlour_copy_outbox_add_finish (ParlourCopy *self,
                                         GAsyncResult *result,
                                         char **conversation,
                                         GError **error);

/** parlour_copy_get_sendable_async: of each conversation (or `to`) the oldest row, where that one
 * is waiting: a failed one stops its own conversation alone. Oldest first. */
void parlour_copy_get_sendable_async (ParlourCopy *self,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
/** Returns: (transfer full) (element-type ParlourOutboxRow) (nullable) */
GPtrArray *
parlour_copy_get_sendable_finish (ParlourCopy *self, GAsyncResult *result, GError **error);

/** parlour_copy_outbox_accept_async: the server has it: @message is stored and the row goes, in one
 * transaction. Where its conversation is unknown, an error; store that first. */
void parlour_copy_outbox_accept_async (ParlourCopy *self,
                                       const char *client_id,
                                       ParlourMessage *message,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);

/** parlour_copy_outbox_fail_async: refused for good: @problem is a PARLOUR_PROBLEM (its code and
 * sentence are kept). */
void parlour_copy_outbox_fail_async (ParlourCopy *self,
                                     const char *client_id,
                                     const GError *problem,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
void parlour_copy_outbox_retry_async (ParlourCopy *self,
                                      const char *client_id,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
void parlour_copy_outbox_discard_async (ParlourCopy *self,
                                        const char *client_id,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);

/* --- what a person did, to be told to the server -------------------------------------------- */

/** parlour_copy_hide_async: vanishes here at once; not sent until settled, or the next start. */
void parlour_copy_hide_async (ParlourCopy *self,
                              const char *conversation,
                              gint64 seq,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
/** parlour_copy_hide_undo_async: brings it back, unless it was sent already. */
void parlour_copy_hide_undo_async (ParlourCopy *self,
                                   const char *conversation,
                                   gint64 seq,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
void parlour_copy_hide_settle_async (ParlourCopy *self,
                                     const char *conversation,
                                     gint64 seq,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
/** parlour_copy_hide_done_async: the server has it (or never knew the message): its text goes. */
void parlour_copy_hide_done_async (ParlourCopy *self,
                                   const char *conversation,
                                   gint64 seq,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
/** parlour_copy_get_hides_async: the settled ones that are to be sent. */
void parlour_copy_get_hides_async (ParlourCopy *self,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);

/** parlour_copy_mark_read_async: holds here at once, kept until sent; lower than before does
 * nothing. */
void parlour_copy_mark_read_async (ParlourCopy *self,
                                   const char *conversation,
                                   gint64 seq,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
/** parlour_copy_read_sent_async: the server has my mark up to @seq. */
void parlour_copy_read_sent_async (ParlourCopy *self,
                                   const char *conversation,
                                   gint64 seq,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
/** parlour_copy_get_reads_async: marks that are to be sent (`from` is the seq). */
void parlour_copy_get_reads_async (ParlourCopy *self,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);

/** parlour_copy_get_missing_async: stretches of numbers that are not held, up to 100, the newest of
 * the most recent conversations first: what to fill in behind. */
void parlour_copy_get_missing_async (ParlourCopy *self,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
/** parlour_copy_get_places_finish: of the three above.
 * Returns: (transfer full) (element-type ParlourCopyPlace) (nullable) */
GPtrArray *parlour_copy_get_places_finish (ParlourCopy *self, GAsyncResult *result, GError **error);

/** parlour_copy_wish_async: @wish (its id and time are ignored) replaces an earlier one about the
 * same thing and shows at once. */
void parlour_copy_wish_async (ParlourCopy *self,
                              const ParlourWish *wish,
                              GAsyncReadyCallback callback,
                              gpointer user_data);

#define PARLOUR_WISHES_A_ROUND 50

/** parlour_copy_get_wishes_async: those that are to be sent, oldest first, at most
 * %PARLOUR_WISHES_A_ROUND. */
void parlour_copy_get_wishes_async (ParlourCopy *self,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
/** Returns: (transfer full) (element-type ParlourWish) (nullable) */
GPtrArray *parlour_copy_get_wishes_finish (ParlourCopy *self, GAsyncResult *result, GError **error);

/** parlour_copy_wish_done_async: the server has it; a later wish about the same stays.
 * @message: (nullable): as the server answered that it stands now */
void parlour_copy_wish_done_async (ParlourCopy *self,
                                   ParlourWish *wish,
                                   ParlourMessage *message,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);

/** parlour_copy_wish_drop_async: the server refuses it: what it told last shows again. */
void parlour_copy_wish_drop_async (ParlourCopy *self,
                                   ParlourWish *wish,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);

G_END_DECLS
