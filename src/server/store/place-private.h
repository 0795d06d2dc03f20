/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/store/store.h"

G_BEGIN_DECLS

#define PARLOUR_PLACE_KEY_BYTES 32

/** parlour_store_fill_place: what a new database needs; an older one stays as it is. Writer. */
gboolean parlour_store_fill_place (ParlourStore *self, GError **error);

/** parlour_store_read_key: the place's key for keyed hashes. */
gboolean
parlour_store_read_key (ParlourStore *self, guint8 key[PARLOUR_PLACE_KEY_BYTES], GError **error);

G_END_DECLS
