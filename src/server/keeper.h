/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/checkpointer.h"
#include "server/hasher.h"

G_BEGIN_DECLS

/**
 * ParlourKeeper:
 *
 * A thread for what takes seconds or minutes: a call's `keep` step, one after another, each with a
 * reading connection of its own, so that no reader is away meanwhile.
 */
typedef struct _ParlourKeeper ParlourKeeper;

/**
 * parlour_keeper_new:
 * @path: the database file, whose schema is up to date
 * @checkpointer: (transfer none): is told not to wait for us; outlives the keeper
 */
ParlourKeeper *parlour_keeper_new (const char *path,
                                   ParlourCheckpointer *checkpointer,
                                   ParlourStageDone done,
                                   gpointer data);

/** parlour_keeper_push: (transfer full): any thread; a full queue is 503 through `done`. */
void parlour_keeper_push (ParlourKeeper *self, ParlourCall *call);

/** parlour_keeper_stop: gives up what is under way, ends the thread, frees. */
void parlour_keeper_stop (ParlourKeeper *self);

G_END_DECLS
