/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/host/host-admin.h"

G_BEGIN_DECLS

/** ParlourHostReport: what a member told of a message or of a person. Times in ms since 1970. */
typedef struct {
  char *id;
  gint64 at;
  char *reporter; /* a display name, as the next */
  char *name;     /* of the one who is reported */
  char *user;     /* their id */
  char *reason;
  gboolean has_message; /* else the person as a whole is reported */
  char *body;           /* nullable: of the message as it now stands; erased, or without a text */
} ParlourHostReport;
void parlour_host_report_free (ParlourHostReport *self);

/** parlour_host_admin_list_reports_async: those that nobody closed, the newest first. */
void parlour_host_admin_list_reports_async (ParlourHostAdmin *self,
                                            GCancellable *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data);
/** Returns: (transfer full) (element-type ParlourHostReport) (nullable) */
GPtrArray *parlour_host_admin_list_reports_finish (ParlourHostAdmin *self,
                                                   GAsyncResult *result,
                                                   GError **error);

/** parlour_host_admin_close_report_async: somebody has looked after it. Ends in
 * parlour_host_admin_done_finish(). */
void parlour_host_admin_close_report_async (ParlourHostAdmin *self,
                                            const char *report,
                                            GCancellable *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data);

G_END_DECLS
