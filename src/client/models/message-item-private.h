/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/cache/rows.h"
#include "client/models/message-item.h"

G_BEGIN_DECLS

struct _ParlourMessageItem {
  GObject parent_instance;
  ParlourMessageRow *row;
};

/** parlour_message_item_new: (transfer full): a view of @row. */
ParlourMessageItem *parlour_message_item_new (ParlourMessageRow *row);

/** parlour_message_item_set_row: what differs is notified. */
void parlour_message_item_set_row (ParlourMessageItem *self, ParlourMessageRow *row);

G_END_DECLS
