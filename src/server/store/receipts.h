/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/store/membership.h"
#include "server/store/store.h"

#include "core/user.h"

G_BEGIN_DECLS

/** ParlourReceiptEntry: how far one message has got with one of its readers. Plain data of its
 * owner. */
typedef struct {
  ParlourUser *user;
  gboolean delivered;
  gboolean read; /* FALSE too where one of the two does not share it */
} ParlourReceiptEntry;

/**
 * parlour_store_list_receipts:
 * @membership: of the message's sender, else #PARLOUR_PROBLEM_FORBIDDEN
 * @cursor: (nullable): the @next of the page before
 * @next: (out) (transfer full) (nullable): %NULL at the end
 *
 * The others who are in the conversation now and may see the message, by username.
 *
 * Returns: (transfer full) (nullable) (element-type ParlourReceiptEntry):
 * #PARLOUR_PROBLEM_NOT_FOUND where there is no message that this member may see
 */
GPtrArray *parlour_store_list_receipts (ParlourStore *self,
                                        const ParlourMembership *membership,
                                        gint64 seq,
                                        const char *cursor,
                                        guint limit,
                                        char **next,
                                        GError **error);

G_END_DECLS
