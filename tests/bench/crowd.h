/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "place.h"

G_BEGIN_DECLS

/**
 * Crowd:
 *
 * A group whose members are all connected, and beside them as many plain connections through the
 * same kernel. On the program's main thread, but for the loop that writes into the plain ones.
 */
typedef struct _Crowd Crowd;

/** crowd_new: connects all members of @place's group. */
Crowd *crowd_new (Place *place);
void crowd_free (Crowd *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Crowd, crowd_free)

/**
 * crowd_say:
 *
 * The first member sends a message of @body; everybody acknowledges the event.
 *
 * Returns: seconds until the last one has it
 */
double crowd_say (Crowd *self, const char *body);

/**
 * crowd_write: the bytes of that event, written into the plain connections by a loop that does
 * nothing else.
 *
 * Returns: seconds until the last one has them
 */
double crowd_write (Crowd *self);

G_END_DECLS
