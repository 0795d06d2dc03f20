/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/models/conversation-item.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * parlour_fresh_line_find:
 * @messages: the loaded messages of @conversation, oldest first
 * @fresh: seq of the message that the line stands above now, 0 for none
 *
 * Returns: seq of the message that the line *New messages* belongs above: the first one of somebody
 *   else that is not read; 0 where all is read; @fresh where the loaded ones don't tell. Main
 *   thread.
 */
gint64
parlour_fresh_line_find (GListModel *messages, ParlourConversationItem *conversation, gint64 fresh);

G_END_DECLS
