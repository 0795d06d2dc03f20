/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/store/store.h"

G_BEGIN_DECLS

/**
 * parlour_message_erase:
 * @actor: number of whom the event names
 *
 * Erases message @seq of a stream for everyone: its text goes, and an event says so. Inside
 * server/store only. Writer.
 */
gboolean
parlour_message_erase (ParlourStore *self, gint64 stream, gint64 seq, gint64 actor, GError **error);

G_END_DECLS
