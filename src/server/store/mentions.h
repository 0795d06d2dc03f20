/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/store/membership.h"
#include "server/store/store.h"

G_BEGIN_DECLS

/**
 * parlour_mentions_find:
 * @body: (nullable): what the member wants to send
 * @mentions: (out) (transfer full) (nullable): whom it names; %NULL for nobody
 *
 * Inside server/store only. "@username" of who is in the conversation, and "@everyone" in a group
 * by its owner and admins. Other words with an @ are words.
 */
gboolean parlour_mentions_find (ParlourStore *self,
                                const ParlourMembership *membership,
                                const char *body,
                                char ***mentions,
                                GError **error);

G_END_DECLS
