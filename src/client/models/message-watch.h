/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/cache/copy.h"
#include "client/models/message-item.h"

G_BEGIN_DECLS

/**
 * ParlourMessageWatch:
 *
 * One message on its own, with all that a view shows beside it, and kept as it now stands whatever
 * list it was chosen from. Main thread.
 *
 * Properties (notify): "item" (#ParlourMessageItem, nullable: it is not read yet, or there is no
 * such message any more), "ready" (gboolean: it was read).
 */
#define PARLOUR_TYPE_MESSAGE_WATCH (parlour_message_watch_get_type ())
G_DECLARE_FINAL_TYPE (ParlourMessageWatch, parlour_message_watch, PARLOUR, MESSAGE_WATCH, GObject)

/** parlour_message_watch_new: @source: of a list. One that waits in the outbox is followed into the
 * stream. */
ParlourMessageWatch *parlour_message_watch_new (ParlourCopy *copy, ParlourMessageItem *source);

/** parlour_message_watch_new_for_place: of whatever message it is. */
ParlourMessageWatch *
parlour_message_watch_new_for_place (ParlourCopy *copy, const char *conversation, gint64 seq);

/** parlour_message_watch_get_source: (transfer none) (nullable): what it was made for. */
ParlourMessageItem *parlour_message_watch_get_source (ParlourMessageWatch *self);
/** parlour_message_watch_get_item: (transfer none) (nullable) */
ParlourMessageItem *parlour_message_watch_get_item (ParlourMessageWatch *self);
gboolean parlour_message_watch_get_ready (ParlourMessageWatch *self);

G_END_DECLS
