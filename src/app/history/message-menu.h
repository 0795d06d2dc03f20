/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/models/message-item.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/** parlour_message_menu_new: (transfer full): what can be done with @item, as win.* actions. */
GMenuModel *parlour_message_menu_new (ParlourMessageItem *item);

G_END_DECLS
