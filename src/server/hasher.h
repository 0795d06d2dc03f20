/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/call.h"
#include "server/hashing.h"

G_BEGIN_DECLS

/**
 * ParlourHasher:
 *
 * Two threads that hash passwords, and a short queue: each hash holds tens of megabytes, so a crowd
 * that signs in at once is told to come back instead of filling the memory.
 */
typedef struct _ParlourHasher ParlourHasher;

/**
 * ParlourStageDone: takes a call that has left a stage, with @error (nullable, transfer full) where
 * it failed there. On the stage's thread.
 */
typedef void (*ParlourStageDone) (ParlourCall *call, GError *error, gpointer data);

ParlourHasher *
parlour_hasher_new (const ParlourHashing *cost, ParlourStageDone done, gpointer data);

/** parlour_hasher_push: (transfer full): any thread; a full queue is 503 through `done`. */
void parlour_hasher_push (ParlourHasher *self, ParlourCall *call);

/** parlour_hasher_stop: finishes what is queued, ends the threads, frees. */
void parlour_hasher_stop (ParlourHasher *self);

G_END_DECLS
