/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/config.h"
#include "server/routes.h"
#include "server/writer.h"

G_BEGIN_DECLS

/**
 * ParlourDispatch:
 *
 * Leads calls through their stages: looked up on a reader, hashed, run on a reader or the writer,
 * answered. Owns all these threads.
 */
typedef struct _ParlourDispatch ParlourDispatch;

/**
 * ParlourDispatchHooks:
 * @changed: (transfer full): what was committed; on the writer's thread
 * @wait: (transfer full): a call that waits for an event; on a reader's thread. It comes back by
 *   parlour_dispatch_call().
 * @renamed: (nullable): the place is called @name now; on the writer's thread
 */
typedef struct {
  void (*changed) (ParlourChanges *changes, gpointer data);
  void (*wait) (ParlourCall *call, gpointer data);
  void (*renamed) (const char *name, gpointer data);
  gpointer data;
} ParlourDispatchHooks;

/**
 * parlour_dispatch_new:
 * @path: of the database
 * @writer: (transfer full): its writing store
 *
 * Returns: (transfer full) (nullable)
 */
ParlourDispatch *parlour_dispatch_new (const ParlourConfig *config,
                                       const char *path,
                                       ParlourStore *writer,
                                       const ParlourDispatchHooks *hooks,
                                       GError **error);

/** parlour_dispatch_call: (transfer full): any thread; `done` is called on whichever it ends on. */
void parlour_dispatch_call (ParlourDispatch *self, ParlourCall *call);

/** parlour_dispatch_chore: see parlour_writer_push_chore(). */
void parlour_dispatch_chore (ParlourDispatch *self,
                             ParlourChore chore,
                             gpointer data,
                             GDestroyNotify destroy);

/** parlour_dispatch_set_standing: (transfer none): before the first call; outlives the dispatch. */
void parlour_dispatch_set_standing (ParlourDispatch *self, const ParlourStanding *standing);

/**
 * parlour_dispatch_upkeep: sets chores going that do, a few milliseconds at a time, what calls left
 * behind: erasing what deleted accounts wrote, counting messages. Any thread.
 */
void parlour_dispatch_upkeep (ParlourDispatch *self);

/** parlour_dispatch_read_step: what a reader has to run for @call. */
ParlourHandler parlour_dispatch_read_step (const ParlourCall *call);

/** parlour_dispatch_stop: answers all that is under way, ends the threads, frees. */
void parlour_dispatch_stop (ParlourDispatch *self);

G_END_DECLS
