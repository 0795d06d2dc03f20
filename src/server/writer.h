/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/hasher.h"
#include "server/store/store.h"

G_BEGIN_DECLS

/**
 * ParlourWriter:
 *
 * The one thread that writes. It takes everything that waits into one transaction, so that one
 * flush of the disk serves all, and lets no answer go before it is on the disk.
 */
typedef struct _ParlourWriter ParlourWriter;

/** ParlourChore: housekeeping, at most 5 ms of it, in a transaction of its own. */
typedef gboolean (*ParlourChore) (ParlourStore *store, gpointer data, GError **error);

/**
 * ParlourWriterHooks:
 * @done: a call has been committed or refused
 * @changed: (transfer full): what a committed transaction changed; before its calls' @done
 * @grown: pages in the write-ahead log after a commit
 *
 * All on the writer's thread.
 */
typedef struct {
  ParlourStageDone done;
  void (*changed) (ParlourChanges *changes, gpointer data);
  void (*grown) (gint64 wal_frames, gpointer data);
  gpointer data;
} ParlourWriterHooks;

/** parlour_writer_new: @store: (transfer full): of %PARLOUR_STORE_WRITER. */
ParlourWriter *parlour_writer_new (ParlourStore *store, const ParlourWriterHooks *hooks);

/** parlour_writer_push: (transfer full): any thread; a full queue is 503 through `done`. */
void parlour_writer_push (ParlourWriter *self, ParlourCall *call);

/**
 * parlour_writer_push_chore:
 * @data: (transfer full): freed with @destroy on the writer's thread
 *
 * Any thread. An error of it is logged. Once the writer ends, it is dropped: a chore has to be one
 * that is asked for again after the next start.
 */
void parlour_writer_push_chore (ParlourWriter *self,
                                ParlourChore chore,
                                gpointer data,
                                GDestroyNotify destroy);

/** parlour_writer_stop: writes all that is queued, ends the thread, closes the store, frees. */
void parlour_writer_stop (ParlourWriter *self);

G_END_DECLS
