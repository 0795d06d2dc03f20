/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/account.h"

G_BEGIN_DECLS

typedef enum {
  PARLOUR_EXPORT_JSON, /* everything of mine, one JSON object a line, as the server tells it */
  PARLOUR_EXPORT_HTML, /* a page to read and print; of one conversation */
  PARLOUR_EXPORT_TEXT, /* the same as plain text */
} ParlourExportFormat;

/** ParlourExportProgress: how many messages have been written so far. Main thread. */
typedef void (*ParlourExportProgress) (guint n_messages, gpointer data);

/**
 * parlour_account_export_async:
 * @conversation: (nullable): the one whose messages are written; NULL, with
 *   #PARLOUR_EXPORT_JSON, for all that the account has in its place
 * @file: replaced once all is written; what was there stays where the export fails or is cancelled
 * @progress: (nullable): called with @user_data
 *
 * Asks the server, page by page, so that what this device does not hold is in it. Main thread;
 * writing is asynchronous.
 */
void parlour_account_export_async (ParlourAccount *self,
                                   const char *conversation,
                                   ParlourExportFormat format,
                                   GFile *file,
                                   ParlourExportProgress progress,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);

/** parlour_account_export_finish: @n_messages: (out) (optional): how many were written. */
gboolean parlour_account_export_finish (ParlourAccount *self,
                                        GAsyncResult *result,
                                        guint *n_messages,
                                        GError **error);

G_END_DECLS
