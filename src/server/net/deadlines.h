/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/net/connection-stream.h"

G_BEGIN_DECLS

/**
 * ParlourDeadlines:
 *
 * Ends HTTP connections that keep us waiting, since libsoup has no deadlines: one timer looks at
 * all of them, and runs only while there are any. Main loop.
 */
typedef struct _ParlourDeadlines ParlourDeadlines;

/** parlour_deadlines_new: on the thread-default main context. */
ParlourDeadlines *parlour_deadlines_new (guint header_ms, guint idle_ms, guint stall_ms);
void parlour_deadlines_free (ParlourDeadlines *self);

/** parlour_deadlines_add: watched until its transport has gone. */
void parlour_deadlines_add (ParlourDeadlines *self, ParlourConnectionStream *stream);

/** parlour_deadlines_end_all: shuts down all of them, or those without a request in progress. */
void parlour_deadlines_end_all (ParlourDeadlines *self, gboolean only_idle);

G_END_DECLS
