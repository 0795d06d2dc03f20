/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/device.h"
#include "core/event.h"

G_BEGIN_DECLS

/**
 * ParlourCliWatched:
 *
 * How far `watch` has printed each stream, kept in the copy's own facts. The copy's positions are
 * not enough: `send` moves them too, and an event may be in the copy when we die before it is
 * printed. Main thread; calls wait.
 */
typedef struct _ParlourCliWatched ParlourCliWatched;

ParlourCliWatched *parlour_cli_watched_new (ParlourCliSession *session, ParlourCliDevice *device);
void parlour_cli_watched_free (ParlourCliWatched *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourCliWatched, parlour_cli_watched_free)

/** parlour_cli_watched_is_new: whether @event was not printed yet. */
gboolean parlour_cli_watched_is_new (ParlourCliWatched *self, const ParlourEvent *event);

/** parlour_cli_watched_printed: it is now; on disk a little later, so that a kill prints it twice
 * and never drops it. */
void parlour_cli_watched_printed (ParlourCliWatched *self, const ParlourEvent *event);

/** parlour_cli_watched_get_missed: (transfer full) (element-type ParlourEvent) (nullable): what the
 * copy had applied and no watch has printed, from the server; before anything is connected. */
GPtrArray *parlour_cli_watched_get_missed (ParlourCliWatched *self, GError **error);

/** parlour_cli_watched_begin: online for the first time: what is older is never printed. Later
 * calls do nothing. */
gboolean parlour_cli_watched_begin (ParlourCliWatched *self, GError **error);

G_END_DECLS
