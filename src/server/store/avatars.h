/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/store/membership.h"
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

/**
 * parlour_store_set_group_avatar:
 * @caller: of its owner or an admin, else #PARLOUR_PROBLEM_FORBIDDEN
 * @png: (nullable): %NULL for none
 *
 * The same for a group, whose members are told where it is another one. Writer.
 */
gboolean parlour_store_set_group_avatar (ParlourStore *self,
                                         const ParlourMembership *caller,
                                         GBytes *png,
                                         GError **error);

/**
 * parlour_store_get_group_avatar:
 * @id: of a group
 *
 * It is for those who are in it and for all who may join.
 *
 * Returns: (transfer full) (nullable): a PNG; #PARLOUR_PROBLEM_NOT_FOUND where there is none that
 *   @user may see
 */
GBytes *
parlour_store_get_group_avatar (ParlourStore *self, gint64 user, const char *id, GError **error);

/** parlour_store_forget_avatar: a person's picture itself, with the account. Writer. */
gboolean parlour_store_forget_avatar (ParlourStore *self, gint64 user, GError **error);

G_END_DECLS
