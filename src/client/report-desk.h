/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/report.h"

G_BEGIN_DECLS

/**
 * ParlourReportDesk:
 *
 * Where reports are looked after: by the owner of the hosted server (ParlourHostAdmin), and by
 * whoever administers a place from elsewhere (ParlourAccountDesk). Main thread, asynchronous.
 */
#define PARLOUR_TYPE_REPORT_DESK (parlour_report_desk_get_type ())
G_DECLARE_INTERFACE (ParlourReportDesk, parlour_report_desk, PARLOUR, REPORT_DESK, GObject)

/* Each of these is given a task of the desk that it returns: a ParlourReportPage, or a boolean. */
struct _ParlourReportDeskInterface {
  GTypeInterface parent;

  void (*list) (ParlourReportDesk *self, const char *cursor, GTask *task);
  void (*close) (ParlourReportDesk *self, const char *report, GTask *task);
  void (*disable) (ParlourReportDesk *self, const char *user, GTask *task);
};

/** parlour_report_desk_list_async: those that nobody closed. @cursor (nullable): the "next" of the
 * page before. */
void parlour_report_desk_list_async (ParlourReportDesk *self,
                                     const char *cursor,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
/** Returns: (transfer full) (nullable) */
ParlourReportPage *
parlour_report_desk_list_finish (ParlourReportDesk *self, GAsyncResult *result, GError **error);

/** parlour_report_desk_close_async: somebody has looked after it. */
void parlour_report_desk_close_async (ParlourReportDesk *self,
                                      const char *report,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);

/** parlour_report_desk_disable_async: the account @user gets in no more. */
void parlour_report_desk_disable_async (ParlourReportDesk *self,
                                        const char *user,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);

/** parlour_report_desk_done_finish: of the last two. */
gboolean
parlour_report_desk_done_finish (ParlourReportDesk *self, GAsyncResult *result, GError **error);

G_END_DECLS
