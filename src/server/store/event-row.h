/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/store/message-row.h"

#include "core/event.h"

G_BEGIN_DECLS

/* Inside server/store only: rows of events as values. */

#define PARLOUR_EVENT_COLUMNS                                                                      \
  PARLOUR_MESSAGE_COLUMNS ", e.kind, e.target, cs.id, e.session, e.emoji, e.member, e.role"
#define PARLOUR_EVENT_FROM                                                                         \
  " FROM events e LEFT JOIN users u ON u.number = e.actor"                                         \
  " LEFT JOIN streams cs ON cs.number = e.conversation"

/**
 * parlour_event_from_row:
 * @stream: its number
 * @name: what the event calls it
 *
 * With the message, member or group that it carries as they now stand.
 *
 * Returns: (transfer full) (nullable)
 */
ParlourEvent *parlour_event_from_row (ParlourStore *self,
                                      gint64 stream,
                                      const char *name,
                                      ParlourStatement *statement,
                                      GError **error);

G_END_DECLS
