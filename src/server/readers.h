/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/hasher.h"

G_BEGIN_DECLS

/**
 * ParlourReaders:
 *
 * A few threads that read, each with a connection of its own.
 */
typedef struct _ParlourReaders ParlourReaders;

/**
 * parlour_readers_new:
 * @path: the database file, whose schema is up to date
 *
 * Returns: (transfer full) (nullable)
 */
ParlourReaders *
parlour_readers_new (const char *path, ParlourStageDone done, gpointer data, GError **error);

/** parlour_readers_push: (transfer full): any thread; a full queue is 503 through `done`. */
void parlour_readers_push (ParlourReaders *self, ParlourCall *call);

/** parlour_readers_stop: answers all that is queued, ends the threads, frees. */
void parlour_readers_stop (ParlourReaders *self);

G_END_DECLS
