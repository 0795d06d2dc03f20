/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/presence.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ParlourPresenceDot:
 *
 * A dot that is there while somebody is, over their picture. Main thread.
 */
#define PARLOUR_TYPE_PRESENCE_DOT (parlour_presence_dot_get_type ())
G_DECLARE_FINAL_TYPE (ParlourPresenceDot, parlour_presence_dot, PARLOUR, PRESENCE_DOT, GtkWidget)

/** parlour_presence_dot_follow: @user: (nullable): an id; %NULL for nobody. */
void
parlour_presence_dot_follow (ParlourPresenceDot *self, ParlourPresence *presence, const char *user);

G_END_DECLS
