/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/cache/copy.h"

G_BEGIN_DECLS

/* Received and Sent: all conversations merged by time. The calls belong to the main thread. */

/** ParlourBoxKey: a place in a box, which is sorted by time, then by key. */
typedef struct {
  gint64 created_at;
  gint64 key; /* of the table */
} ParlourBoxKey;

typedef enum {
  PARLOUR_BOX_FILTER_NONE,
  PARLOUR_BOX_FILTER_TITLED, /* messages with a title */
  PARLOUR_BOX_FILTER_OWED, /* Received: titled ones that I have read, not answered and may answer */
} ParlourBoxFilter;

typedef struct {
  gboolean mine; /* Sent, else Received */
  ParlourBoxFilter filter;
  ParlourBoxKey below; /* rows older than this; both 0: from the newest */
  ParlourBoxKey from;  /* rows at and above this; both 0: no bound */
  guint limit;         /* 0: none */
  char *conversation;  /* nullable: only this one's, */
  gint64 first;        /* from this seq */
  gint64 last;         /* to this one */
  gboolean outbox;     /* Sent: the outbox first */
} ParlourBoxRequest;

typedef struct {
  GPtrArray *rows; /* ParlourMessageRow: newest first */
  GArray *keys;    /* ParlourBoxKey of each; G_MAXINT64 and the order for the outbox's rows */
  gboolean more;   /* something older is held */
  gboolean whole;  /* the copy holds all that there is; FALSE in a stretch */
} ParlourBoxPage;

void parlour_box_page_free (ParlourBoxPage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourBoxPage, parlour_box_page_free)

void parlour_copy_read_box_async (ParlourCopy *self,
                                  const ParlourBoxRequest *request,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
/** Returns: (transfer full) (nullable) */
ParlourBoxPage *
parlour_copy_read_box_finish (ParlourCopy *self, GAsyncResult *result, GError **error);

/** parlour_copy_count_owed_async: what %PARLOUR_BOX_FILTER_OWED lets through, as far as it is
 * known; counting stops at %PARLOUR_OWED_MAX. */
#define PARLOUR_OWED_MAX 100
void parlour_copy_count_owed_async (ParlourCopy *self,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
/** Returns: -1 with @error */
int parlour_copy_count_owed_finish (ParlourCopy *self, GAsyncResult *result, GError **error);

/* --- what the copy lacks -------------------------------------------------------------------- */

/** ParlourBoxQuestion: a page of a box, as the server has it. */
typedef struct {
  gboolean mine;
  ParlourBoxFilter filter;
  const char *before; /* nullable: `next` of the page before */
} ParlourBoxQuestion;

/** ParlourBoxTold: how far that page reaches. */
typedef struct {
  gint64 down_to; /* ms: all that is newer was told; G_MAXINT64: nothing yet */
  char *next;     /* nullable: that was all */
} ParlourBoxTold;

ParlourBoxTold *parlour_box_told_new (gint64 down_to, const char *next);
void parlour_box_told_free (ParlourBoxTold *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourBoxTold, parlour_box_told_free)

/**
 * ParlourCopyBoxFetcher:
 * @question: valid during the call
 * @task: (transfer full): returns a #ParlourBoxTold after the page was stored, or an error
 *   (offline: G_IO_ERROR_NOT_CONNECTED); may return at once
 */
typedef void (*ParlourCopyBoxFetcher) (ParlourCopy *self,
                                       const ParlourBoxQuestion *question,
                                       GTask *task,
                                       gpointer user_data);

/** parlour_copy_set_box_fetcher: by sync; %NULL takes it away (before its data goes). */
void
parlour_copy_set_box_fetcher (ParlourCopy *self, ParlourCopyBoxFetcher fetcher, gpointer user_data);

/** parlour_copy_fetch_box_async: by models; without a fetcher G_IO_ERROR_NOT_CONNECTED. */
void parlour_copy_fetch_box_async (ParlourCopy *self,
                                   const ParlourBoxQuestion *question,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
/** Returns: (transfer full) (nullable) */
ParlourBoxTold *
parlour_copy_fetch_box_finish (ParlourCopy *self, GAsyncResult *result, GError **error);

/**
 * parlour_copy_store_box_async:
 * @messages: (element-type ParlourMessage) (transfer none): of any conversations; those of one that
 *   the copy lacks are passed over
 * @owed: the server said of all of them that I owe an answer
 */
void parlour_copy_store_box_async (ParlourCopy *self,
                                   GPtrArray *messages,
                                   gboolean owed,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);

G_END_DECLS
