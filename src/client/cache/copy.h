/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/cache/rows.h"
#include "client/cache/wish.h"
#include "core/event.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define PARLOUR_COPY_ERROR (parlour_copy_error_quark ())
GQuark parlour_copy_error_quark (void);

typedef enum {
  PARLOUR_COPY_ERROR_IN_USE, /* another process, or another account object, has this copy open */
  PARLOUR_COPY_ERROR_FOLDER, /* its folder can't be made or written to */
  PARLOUR_COPY_ERROR_CLOSED,
  PARLOUR_COPY_ERROR_SALVAGED, /* the file was damaged and made anew; what waited was saved */
  PARLOUR_COPY_ERROR_DAMAGED,  /* the file was damaged and made anew; what waited may be lost */
  PARLOUR_COPY_ERROR_UNKNOWN_CONVERSATION,
  PARLOUR_COPY_ERROR_DUPLICATE, /* the outbox has this client_id already */
} ParlourCopyError;

/**
 * ParlourCopy:
 *
 * The local copy of one account: people, conversations, messages, positions, the outbox and what a
 * person did while offline, in `FOLDER/copy.db`. A thread of its own runs the SQL; this object and
 * all its calls belong to the main thread. Calls run in the order in which they were made; a write
 * finishes when it is on the disk, several that wait share one flush. A write can't be cancelled:
 * its callback may be %NULL, then an error is logged.
 *
 * Properties: "damage" (boxed GError, nullable: fixed once open), "waiting" (guint, notifies:
 * messages in the outbox, failed ones too).
 *
 * Signals, after the write is on disk and before its call finishes, so that models read just that:
 * - "messages-changed" (const char *conversation, gint64 from, gint64 to): seq, inclusive; also
 *   where only the held ranges or the marks of others changed
 * - "conversations-changed" (const char *const *ids): (nullable): %NULL for all
 * - "outbox-changed" (const char *const *conversations): (nullable): those whose rows changed,
 *   "" for those without one; %NULL for all
 * - "people-changed" ()
 */
#define PARLOUR_TYPE_COPY (parlour_copy_get_type ())
G_DECLARE_FINAL_TYPE (ParlourCopy, parlour_copy, PARLOUR, COPY, GObject)

/**
 * parlour_copy_open_async:
 * @folder: of the account, made (0700) where it is missing
 *
 * Takes the folder's lock, opens or makes the file. Hides that a toast still held back when the
 * process died count as settled. A damaged file is moved aside and made anew with what could be
 * saved of the outbox, hides and wishes: see "damage".
 */
void parlour_copy_open_async (const char *folder,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
/** Returns: (transfer full) (nullable) */
ParlourCopy *parlour_copy_open_finish (GAsyncResult *result, GError **error);

/** parlour_copy_close: ends what is queued, waits for the thread, gives the lock back. Later calls
 * are PARLOUR_COPY_ERROR_CLOSED. Twice does no harm. */
void parlour_copy_close (ParlourCopy *self);

const GError *parlour_copy_get_damage (ParlourCopy *self);
guint parlour_copy_get_waiting (ParlourCopy *self);
/** parlour_copy_get_folder: (transfer none): as it was opened. It holds plain files alone. */
const char *parlour_copy_get_folder (ParlourCopy *self);

/** parlour_copy_write_finish: ends every write below that names no finish of its own. */
gboolean parlour_copy_write_finish (ParlourCopy *self, GAsyncResult *result, GError **error);

/* --- whose copy it is ---------------------------------------------------------------------- */

/** parlour_copy_get_me: (transfer none) (nullable): my user id, once it was set. */
const char *parlour_copy_get_me (ParlourCopy *self);

/** parlour_copy_set_me_async: who I am; before the first message is stored. Also stores the user.
 */
void parlour_copy_set_me_async (ParlourCopy *self,
                                ParlourUser *me,
                                GAsyncReadyCallback callback,
                                gpointer user_data);

/** parlour_copy_get_meta: (transfer none) (nullable): a small fact of sync's own ("server", …). */
const char *parlour_copy_get_meta (ParlourCopy *self, const char *key);

/** parlour_copy_set_meta_async: @value (nullable) drops it. The getter follows at once. */
void parlour_copy_set_meta_async (ParlourCopy *self,
                                  const char *key,
                                  const char *value,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);

/* --- streams ------------------------------------------------------------------------------- */

typedef struct {
  char *epoch;           /* nullable */
  char *me;              /* nullable */
  GHashTable *positions; /* stream (char *) → gint64 *: the last event that is applied */
} ParlourCopyState;

void parlour_copy_state_free (ParlourCopyState *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourCopyState, parlour_copy_state_free)

void parlour_copy_get_state_async (ParlourCopy *self,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
/** Returns: (transfer full) (nullable) */
ParlourCopyState *
parlour_copy_get_state_finish (ParlourCopy *self, GAsyncResult *result, GError **error);

/** parlour_copy_begin_epoch_async: where @epoch is another one than before, positions,
 * conversations, messages and ranges go; people, outbox, unsent hides and wishes
 * about no message stay. */
void parlour_copy_begin_epoch_async (ParlourCopy *self,
                                     const char *epoch,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);

/** ParlourCopyApplied: what became of a batch of events. Streams do not wait for one another. */
typedef struct {
  GHashTable *positions; /* stream → gint64 *: where each stream of the batch stands now: the ack */
  GPtrArray *applied;    /* ParlourEvent: in order, those that moved a position: not the repeats */
  GPtrArray *unknown;    /* char *: streams whose conversation the copy lacks: nothing of them was
                            applied; store it, then apply these events again */
  GPtrArray *holes;      /* char *: streams where a number was missing: refetch after positions */
  GPtrArray *stale;      /* char *: conversations whose description, members or settings changed:
                            read them anew */
} ParlourCopyApplied;

void parlour_copy_applied_free (ParlourCopyApplied *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourCopyApplied, parlour_copy_applied_free)

/**
 * parlour_copy_apply_events_async:
 * @events: (element-type ParlourEvent) (transfer none): of any streams, in order; may be changed
 *   afterwards
 *
 * One transaction. Of each stream the event position + 1 is applied, a repeat skipped, and from a
 * hole on nothing. A stream without a position starts at 1. A message's event has its effect only
 * above the stored rev; mine takes its outbox row away; the held range grows with the position.
 * conversation.removed drops the conversation, message.hidden and history.cleared their messages.
 */
void parlour_copy_apply_events_async (ParlourCopy *self,
                                      GPtrArray *events,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
/** Returns: (transfer full) (nullable) */
ParlourCopyApplied *
parlour_copy_apply_events_finish (ParlourCopy *self, GAsyncResult *result, GError **error);

/** parlour_copy_begin_fetch_async: before a conversation is asked for: what changes from here on
 * may not be in the answer, and makes it stale whatever is stored. */
void parlour_copy_begin_fetch_async (ParlourCopy *self,
                                     const char *conversation,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);

/** parlour_copy_get_stale_async: conversations that were stale and have not been stored since. */
void parlour_copy_get_stale_async (ParlourCopy *self,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
/** Returns: (transfer full) (element-type utf8) (nullable): ids */
GPtrArray *parlour_copy_get_stale_finish (ParlourCopy *self, GAsyncResult *result, GError **error);

/** parlour_copy_set_position_async: as `welcome` tells for a stream that was not named. Nothing is
 * held by it. */
void parlour_copy_set_position_async (ParlourCopy *self,
                                      const char *stream,
                                      gint64 seq,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);

/** parlour_copy_set_start_async: as `start` tells: the next number is @seq + 1, and what I may see
 * below it, beyond what is held, is nothing. */
void parlour_copy_set_start_async (ParlourCopy *self,
                                   const char *stream,
                                   gint64 seq,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);

/** parlour_copy_reset_stream_async: the position goes, and what was held of the conversation (of
 * the inbox: of all) is held no more; messages show until they are read anew. */
void parlour_copy_reset_stream_async (ParlourCopy *self,
                                      const char *stream,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);

/* --- what HTTP answered -------------------------------------------------------------------- */

/**
 * parlour_copy_store_conversations_async:
 * @conversations: (element-type ParlourConversation) (transfer none)
 * @tops: (nullable): stream (char *) → gint64 *: positions to set where the copy has none
 *
 * Also stores their members, marks and last message; from that message to `top` is then held, but
 * in a group only where they are the same: other things may show behind it.
 */
void parlour_copy_store_conversations_async (ParlourCopy *self,
                                             GPtrArray *conversations,
                                             GHashTable *tops,
                                             GAsyncReadyCallback callback,
                                             gpointer user_data);

/** parlour_copy_keep_conversations_async: @ids (nullable-terminated) is the whole list that the
 * server has: others go, with their messages. */
void parlour_copy_keep_conversations_async (ParlourCopy *self,
                                            const char *const *ids,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data);

/**
 * parlour_copy_store_page_async:
 * @messages: (element-type ParlourMessage) (transfer none): in any order
 * @lines: (nullable) (element-type ParlourEvent) (transfer none): what shows between them
 * @from_seq, @to_seq: the numbers that are now held whole, inclusive: 1 where the server said that
 *   nothing older is left; above @to_seq (an empty stretch) to store single messages. What the copy
 *   has between them beside @messages goes: it is not there for me any more.
 *
 * PARLOUR_COPY_ERROR_UNKNOWN_CONVERSATION where the copy lacks it.
 */
void parlour_copy_store_page_async (ParlourCopy *self,
                                    const char *conversation,
                                    GPtrArray *messages,
                                    GPtrArray *lines,
                                    gint64 from_seq,
                                    gint64 to_seq,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);

/** parlour_copy_store_members_async: @members (element-type ParlourMember) are all that a group
 * has; their marks are not taken. */
void parlour_copy_store_members_async (ParlourCopy *self,
                                       const char *conversation,
                                       GPtrArray *members,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);

/** parlour_copy_knows_members_async: whether it has all members; TRUE where it lacks the
 * conversation. */
void parlour_copy_knows_members_async (ParlourCopy *self,
                                       const char *conversation,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
gboolean
parlour_copy_knows_members_finish (ParlourCopy *self, GAsyncResult *result, GError **error);

/** parlour_copy_store_stars_async: @places (element-type ParlourCopyPlace) are all that I starred.
 */
void parlour_copy_store_stars_async (ParlourCopy *self,
                                     GPtrArray *places,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);

/** parlour_copy_store_blocks_async: @users (element-type ParlourUser) are all that I block. */
void parlour_copy_store_blocks_async (ParlourCopy *self,
                                      GPtrArray *users,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);

/** parlour_copy_store_users_async: @users (element-type ParlourUser) (transfer none) */
void parlour_copy_store_users_async (ParlourCopy *self,
                                     GPtrArray *users,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);

/** parlour_copy_set_marks_async: a `marks` frame, mine too; marks only grow. */
void parlour_copy_set_marks_async (ParlourCopy *self,
                                   const char *conversation,
                                   const char *user,
                                   gint64 read,
                                   gint64 delivered,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);

/* --- people -------------------------------------------------------------------------------- */

/** parlour_copy_find_people_async: prefix of a username or of a word of a name, without case and
 * accents; "" for all; without myself; at most 50, by name. */
void parlour_copy_find_people_async (ParlourCopy *self,
                                     const char *query,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
/** Returns: (transfer full) (element-type ParlourUser) (nullable) */
GPtrArray *
parlour_copy_find_people_finish (ParlourCopy *self, GAsyncResult *result, GError **error);

/** parlour_copy_read_avatars_async: @ids: (element-type utf8) (transfer full): of people and
 * conversations. */
void parlour_copy_read_avatars_async (ParlourCopy *self,
                                      GPtrArray *ids,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
/** Returns: (transfer full) (nullable): id → the mark of their picture; who has none is not there.
 */
GHashTable *
parlour_copy_read_avatars_finish (ParlourCopy *self, GAsyncResult *result, GError **error);

/** parlour_copy_get_strangers_async: users of whom the copy knows no more than the id: senders and
 * members whose names are to be fetched; at most 50. */
void parlour_copy_get_strangers_async (ParlourCopy *self,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
/** Returns: (transfer full) (element-type utf8) (nullable): ids */
GPtrArray *
parlour_copy_get_strangers_finish (ParlourCopy *self, GAsyncResult *result, GError **error);

/** parlour_copy_find_direct_async: the direct conversation with @user, a user's id. */
void parlour_copy_find_direct_async (ParlourCopy *self,
                                     const char *user,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
/** Returns: (transfer full) (nullable): its id; %NULL without an error where there is none */
char *parlour_copy_find_direct_finish (ParlourCopy *self, GAsyncResult *result, GError **error);

/* --- history that the copy lacks ------------------------------------------------------------ */

typedef enum {
  PARLOUR_FETCH_BEFORE, /* messages below seq; 0: the newest */
  PARLOUR_FETCH_AFTER,  /* messages above seq */
  PARLOUR_FETCH_AROUND, /* messages on both sides of seq */
} ParlourFetchKind;

/**
 * ParlourCopyFetcher:
 * @task: (transfer full): g_task_return_boolean (TRUE) after the page was stored, also where it was
 *   empty, or an error (offline: G_IO_ERROR_NOT_CONNECTED); may return at once
 */
typedef void (*ParlourCopyFetcher) (ParlourCopy *self,
                                    const char *conversation,
                                    ParlourFetchKind kind,
                                    gint64 seq,
                                    GTask *task,
                                    gpointer user_data);

/** parlour_copy_set_fetcher: by sync; %NULL takes it away (before its data goes). */
void parlour_copy_set_fetcher (ParlourCopy *self, ParlourCopyFetcher fetcher, gpointer user_data);

/** parlour_copy_fetch_async: by models; without a fetcher G_IO_ERROR_NOT_CONNECTED. */
void parlour_copy_fetch_async (ParlourCopy *self,
                               const char *conversation,
                               ParlourFetchKind kind,
                               gint64 seq,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean parlour_copy_fetch_finish (ParlourCopy *self, GAsyncResult *result, GError **error);

G_END_DECLS
