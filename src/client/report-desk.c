/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-report-desk"

#include "client/report-desk.h"

/* This file owns how a desk is asked, whichever it is. Main thread. */

G_DEFINE_INTERFACE (ParlourReportDesk, parlour_report_desk, G_TYPE_OBJECT)

static void
parlour_report_desk_default_init (ParlourReportDeskInterface *iface)
{
}

void
parlour_report_desk_list_async (ParlourReportDesk *self,
                                const char *cursor,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_REPORT_DESK (self));

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, parlour_report_desk_list_async);
  PARLOUR_REPORT_DESK_GET_IFACE (self)->list (self, cursor, task);
}

ParlourReportPage *
parlour_report_desk_list_finish (ParlourReportDesk *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
parlour_report_desk_close_async (ParlourReportDesk *self,
                                 const char *report,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_REPORT_DESK (self) && report != NULL);

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, parlour_report_desk_close_async);
  PARLOUR_REPORT_DESK_GET_IFACE (self)->close (self, report, task);
}

void
parlour_report_desk_disable_async (ParlourReportDesk *self,
                                   const char *user,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_REPORT_DESK (self) && user != NULL);

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, parlour_report_desk_disable_async);
  PARLOUR_REPORT_DESK_GET_IFACE (self)->disable (self, user, task);
}

gboolean
parlour_report_desk_done_finish (ParlourReportDesk *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
