/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/presence.h"

G_BEGIN_DECLS

/**
 * parlour_presence_words:
 * @presence: what is heard of those on the screen
 * @user: an id
 * @last_seen: what the server told otherwise: ms since 1970, 0 for nothing
 *
 * Returns: (transfer full) (nullable): "Online" or "Last seen yesterday at 18:04"; %NULL where
 *   nobody says. Main thread.
 */
char *parlour_presence_words (ParlourPresence *presence, const char *user, gint64 last_seen);

G_END_DECLS
