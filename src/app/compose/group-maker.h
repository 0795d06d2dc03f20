/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/account.h"

G_BEGIN_DECLS

/**
 * parlour_group_maker_make_async:
 * @usernames: whom it is for, without myself
 * @title: of the group
 * @subject: (nullable): of its first message
 * @body: of its first message
 *
 * Finds the people, makes the group and puts the message into the outbox. An unknown name is an
 * error with field "to". Main thread.
 */
void parlour_group_maker_make_async (ParlourAccount *account,
                                     const char *const *usernames,
                                     const char *title,
                                     const char *subject,
                                     const char *body,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
/** Returns: (transfer full) (nullable): the conversation's id */
char *parlour_group_maker_make_finish (GAsyncResult *result, GError **error);

G_END_DECLS
