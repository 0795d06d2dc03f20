/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/store/store.h"

G_BEGIN_DECLS

/**
 * parlour_store_set_avatar:
 * @png: (nullable): %NULL for none
 *
 * The person's `avatar` becomes the name of the picture's content, so that the same picture has the
 * same name and another one another. Writer.
 */
gboolean parlour_store_set_avatar (ParlourStore *self, gint64 user, GBytes *png, GError **error);

/**
 * parlour_store_get_avatar:
 * @id: of a person
 *
 * Returns: (transfer full) (nullable): a PNG; #PARLOUR_PROBLEM_NOT_FOUND where there is none
 */
GBytes *parlour_store_get_avatar (ParlourStore *self, const char *id, GError **error);

/** parlour_store_forget_avatar: the picture itself, with the account. Writer. */
gboolean parlour_store_forget_avatar (ParlourStore *self, gint64 user, GError **error);

G_END_DECLS
