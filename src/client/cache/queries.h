/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/cache/copy.h"
#include "db/connection.h"

G_BEGIN_DECLS

/* What models read. The `_async` calls belong to the main thread. */

/* --- a window over one conversation --------------------------------------------------------- */

#define PARLOUR_WINDOW_ROWS_MAX 300
#define PARLOUR_WINDOW_AROUND   60         /* rows on each side of where one opens or jumps */
#define PARLOUR_WINDOW_STEP     50         /* rows that one loading adds */
#define PARLOUR_WINDOW_END      G_MAXINT64 /* `high` of a window that follows what comes */

typedef enum {
  PARLOUR_WINDOW_OPEN,      /* around the first unread, else at the end */
  PARLOUR_WINDOW_AROUND_IT, /* around @seq, or the end where it is 0 */
  PARLOUR_WINDOW_FRACTION,  /* around @fraction of all numbers */
  PARLOUR_WINDOW_OLDER,
  PARLOUR_WINDOW_NEWER,
  PARLOUR_WINDOW_REFRESH, /* the same stretch again */
} ParlourWindowMove;

typedef struct {
  ParlourWindowMove move;
  gint64 low; /* the stretch shown now, seq, inclusive; 0 for none */
  gint64 high;
  gint64 seq;
  double fraction;
  gboolean make_do; /* the server was asked in vain: answer with what is held */
} ParlourWindowRequest;

/** ParlourWindowPage: all rows of the window as it shall be. */
typedef struct {
  GPtrArray *rows; /* ParlourMessageRow: oldest first, the outbox last where it reaches the end */
  gint64 low;
  gint64 high;
  guint64 before;
  guint64 after;
  gint64 target;       /* AROUND_IT: the seq that was found, or the next one */
  gint64 first_unread; /* OPEN: 0 for none */
  gboolean wants;      /* the copy lacks what was asked for: fetch this, then ask again */
  ParlourFetchKind wants_kind;
  gint64 wants_seq;
} ParlourWindowPage;

void parlour_window_page_free (ParlourWindowPage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourWindowPage, parlour_window_page_free)

void parlour_copy_read_window_async (ParlourCopy *self,
                                     const char *conversation,
                                     const ParlourWindowRequest *request,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
/** Returns: (transfer full) (nullable) */
ParlourWindowPage *
parlour_copy_read_window_finish (ParlourCopy *self, GAsyncResult *result, GError **error);

/** parlour_queries_outbox: adds the rows of @conversation's outbox, all of it where that is %NULL.
 * On the copy's thread, as all below. */
gboolean
parlour_queries_outbox (ParlourDb *db, const char *conversation, GPtrArray *rows, GError **error);

/** parlour_copy_read_message_async: one message, as a window has it. */
void parlour_copy_read_message_async (ParlourCopy *self,
                                      const char *conversation,
                                      gint64 seq,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
/** Returns: (transfer full) (nullable): %NULL without an error where it does not show */
ParlourMessageRow *
parlour_copy_read_message_finish (ParlourCopy *self, GAsyncResult *result, GError **error);

/* --- lists ----------------------------------------------------------------------------------- */

/** parlour_copy_read_conversations_async: @ids (nullable): all where it is %NULL; those that are no
 * more are left out. */
void parlour_copy_read_conversations_async (ParlourCopy *self,
                                            const char *const *ids,
                                            GCancellable *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data);
/** Returns: (transfer full) (element-type ParlourConversationRow) (nullable): in no order */
GPtrArray *
parlour_copy_read_conversations_finish (ParlourCopy *self, GAsyncResult *result, GError **error);

/** parlour_copy_read_members_async: who is in a group, owners and admins first, then by name. */
void parlour_copy_read_members_async (ParlourCopy *self,
                                      const char *conversation,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
/** Returns: (transfer full) (element-type ParlourMembershipRow) (nullable) */
GPtrArray *
parlour_copy_read_members_finish (ParlourCopy *self, GAsyncResult *result, GError **error);

/** parlour_queries_wishes_of: (transfer full) (nullable) (element-type ParlourWish): of
 * @conversation and of none, all where it is %NULL. On the copy's thread. */
GPtrArray *parlour_queries_wishes_of (ParlourDb *db, const char *conversation, GError **error);

/* --- for sync: a ParlourDbWorkerFunc each ----------------------------------------------------- */

gpointer parlour_queries_sendable (ParlourDb *db, gpointer data, GError **error);
gpointer parlour_queries_hides (ParlourDb *db, gpointer data, GError **error);
gpointer parlour_queries_reads (ParlourDb *db, gpointer data, GError **error);
gpointer parlour_queries_stale (ParlourDb *db, gpointer data, GError **error);
gpointer parlour_queries_wishes (ParlourDb *db, gpointer data, GError **error);
gpointer parlour_queries_missing (ParlourDb *db, gpointer data, GError **error);
/** parlour_queries_is_whole: whether nothing at all is missing. */
gboolean parlour_queries_is_whole (ParlourDb *db, gboolean *whole, GError **error);
gpointer parlour_queries_people (ParlourDb *db, gpointer words, GError **error);
gpointer parlour_queries_strangers (ParlourDb *db, gpointer data, GError **error);

G_END_DECLS
