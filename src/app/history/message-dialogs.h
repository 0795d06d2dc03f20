/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/models/message-item.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What asks or tells about one message in a window of its own. Main thread. */

/** parlour_message_ask_delete: once: only for me, or for everyone where it is one's own; the answer
 * is the action win.hide-message or win.erase-message of @parent. */
void parlour_message_ask_delete (GtkWindow *parent, ParlourMessageItem *item);

/** parlour_message_show_details: who, when, how far it came. */
void parlour_message_show_details (GtkWindow *parent, ParlourMessageItem *item);

G_END_DECLS
