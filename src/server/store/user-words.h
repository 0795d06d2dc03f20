/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/store/store.h"

G_BEGIN_DECLS

/** parlour_store_index_user: what people find @user by. Inside server/store only. Writer. */
gboolean parlour_store_index_user (ParlourStore *self,
                                   gint64 user,
                                   const char *username,
                                   const char *display_name,
                                   GError **error);

G_END_DECLS
