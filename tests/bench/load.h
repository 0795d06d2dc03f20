/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "place.h"

G_BEGIN_DECLS

/** LoadResult: what one round gave. */
typedef struct {
  guint n;         /* messages that were acknowledged to their sender and reached the other one */
  double seconds;  /* from the first one's sending to the last one's arrival */
  GArray *latency; /* of double: seconds from sending until both have happened */
} LoadResult;

void load_result_clear (LoadResult *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LoadResult, load_result_clear)

/** Load: the pairs' sockets. On the program's main thread. */
typedef struct _Load Load;

/** load_new: connects both sides of every pair of @place. */
Load *load_new (Place *place);
void load_free (Load *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Load, load_free)

/**
 * load_run:
 * @n_pairs: how many of the pairs talk; the others are connected and say nothing
 * @body: the text of every message
 *
 * In each pair one sends, and sends again as soon as the server has said `ok` and the other one has
 * the event. Both sides acknowledge every event, as a device with a copy of its own does. After
 * @seconds nothing new is sent, and what is under way is waited for.
 */
void load_run (Load *self, guint n_pairs, double seconds, const char *body, LoadResult *result);

G_END_DECLS
