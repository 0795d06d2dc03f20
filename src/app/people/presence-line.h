/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/account.h"
#include "client/models/conversation-item.h"

G_BEGIN_DECLS

/**
 * ParlourPresenceLine:
 *
 * What stands below a conversation's title: who is typing, else whether the other one is here, else
 * who they are or how many. Property "text" (notifies). Main thread.
 */
#define PARLOUR_TYPE_PRESENCE_LINE (parlour_presence_line_get_type ())
G_DECLARE_FINAL_TYPE (ParlourPresenceLine, parlour_presence_line, PARLOUR, PRESENCE_LINE, GObject)

ParlourPresenceLine *parlour_presence_line_new (void);

/** parlour_presence_line_set: of the conversation that @account watches; @item: (nullable). */
void parlour_presence_line_set (ParlourPresenceLine *self,
                                ParlourAccount *account,
                                ParlourConversationItem *item);

G_END_DECLS
