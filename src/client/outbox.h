/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/sync.h"

G_BEGIN_DECLS

/**
 * ParlourOutbox:
 *
 * Sends what waits in the copy's outbox: one message in flight a conversation, in its order; a
 * refused one stops its own conversation alone. What was in flight when a connection broke is sent
 * again with the same client_id, so it is neither lost nor doubled. Main thread.
 */
#define PARLOUR_TYPE_OUTBOX (parlour_outbox_get_type ())
G_DECLARE_FINAL_TYPE (ParlourOutbox, parlour_outbox, PARLOUR, OUTBOX, GObject)

/** parlour_outbox_new: works by itself from then on: at "online" and whenever the outbox changes.
 */
ParlourOutbox *parlour_outbox_new (ParlourHttp *http, ParlourCopy *copy, ParlourSync *sync);

G_END_DECLS
