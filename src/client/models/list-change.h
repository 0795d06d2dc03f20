/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * parlour_list_change:
 * @model: whose rows @items are
 * @items: (element-type GObject): with g_object_unref() as its free function
 * @wanted: (element-type GObject): the rows as they shall be, each once
 *
 * Turns @items into @wanted and emits the fewest items-changed that tell it: what stays is not
 * touched, the longest run of items that keep their order stays, whoever moved is taken out and put
 * in again. Each emission describes what @items holds at that moment. Main thread.
 */
void parlour_list_change (GListModel *model, GPtrArray *items, GPtrArray *wanted);

G_END_DECLS
