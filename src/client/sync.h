/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/account.h"
#include "client/cache/copy.h"
#include "client/http.h"
#include "client/presence.h"

G_BEGIN_DECLS

/**
 * ParlourSync:
 *
 * Keeps the local copy equal to the server: connects and connects again (back-off with jitter),
 * says where the copy stands, applies what comes in order, acknowledges what is on disk, and mends
 * what is missing. Main thread.
 *
 * Properties (notify): "state" (ParlourAccountState), "problem" (boxed GError, nullable).
 *
 * Signals:
 * - "event" (ParlourEvent *): once it stands in the copy
 * - "own-profile" (ParlourUser *): one's own, as it now stands, with the own view
 * - "online": welcome was said and the copy has the state; also after each reconnection
 */
#define PARLOUR_TYPE_SYNC (parlour_sync_get_type ())
G_DECLARE_FINAL_TYPE (ParlourSync, parlour_sync, PARLOUR, SYNC, GObject)

ParlourSync *parlour_sync_new (ParlourHttp *http, ParlourCopy *copy);
ParlourAccountState parlour_sync_get_state (ParlourSync *self);
const GError *parlour_sync_get_problem (ParlourSync *self);

/** parlour_sync_get_heard_at: when the server said something last, milliseconds since 1970; 0 for
 * never. */
gint64 parlour_sync_get_heard_at (ParlourSync *self);

/** parlour_sync_start: connects now; also from a back-off, and after the token was renewed. */
void parlour_sync_start (ParlourSync *self);

/** parlour_sync_try_again: a person does not want to wait: says that it connects, and does. */
void parlour_sync_try_again (ParlourSync *self);

/** parlour_sync_stop: ends the connection; nothing is heard of it afterwards. */
void parlour_sync_stop (ParlourSync *self);

/** parlour_sync_refuse: the server refuses the token (some call said so): stops and says it. */
void parlour_sync_refuse (ParlourSync *self, const GError *problem);

/** parlour_sync_watch: whose marks are wanted: a conversation, or NULL. Holds over reconnections.
 */
void parlour_sync_watch (ParlourSync *self, const char *conversation);

/** parlour_sync_glance: whose people are wanted besides: at most #PARLOUR_ACCOUNT_GLANCED_MAX
 * conversations of a list. Holds over reconnections. */
void parlour_sync_glance (ParlourSync *self, const char *const *conversations);

/** parlour_sync_get_presence: (transfer none) */
ParlourPresence *parlour_sync_get_presence (ParlourSync *self);

/** parlour_sync_say_typing: may be said at each key: it goes out seldom. */
void parlour_sync_say_typing (ParlourSync *self, const char *conversation, gboolean typing);

/** parlour_sync_need_members: has the copy know all members of a group, where it does not yet. */
void parlour_sync_need_members (ParlourSync *self, const char *conversation);

/**
 * parlour_sync_begin_op:
 *
 * Begins a frame with an answer: the open object with "op" and "id". The caller adds the members
 * and ends it by parlour_sync_end_op_async().
 *
 * Returns: (transfer full)
 */
ParlourJsonWriter *parlour_sync_begin_op (ParlourSync *self, const char *op, gint64 *id);

/** parlour_sync_end_op_async: (transfer full) @writer. Without a connection, and where it breaks
 * before the answer came: G_IO_ERROR_NOT_CONNECTED. */
void parlour_sync_end_op_async (ParlourSync *self,
                                ParlourJsonWriter *writer,
                                gint64 id,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
/** Returns: (transfer full) (nullable): the "ok" frame */
JsonObject *parlour_sync_end_op_finish (ParlourSync *self, GAsyncResult *result, GError **error);

/** parlour_sync_fetch_conversation_async: reads it from the server into the copy. */
void parlour_sync_fetch_conversation_async (ParlourSync *self,
                                            const char *conversation,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data);
gboolean
parlour_sync_fetch_conversation_finish (ParlourSync *self, GAsyncResult *result, GError **error);

G_END_DECLS
