/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-host-reports"

#include "client/host/host-admin-private.h"

/* This file owns what the owner reads of reports and does about them. Main thread. */

static gpointer
read_page (JsonObject *page, GError **error)
{
  return parlour_report_page_read (page, error);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  ParlourReportPage *page = parlour_host_admin_take (PARLOUR_HOST_ADMIN (source), result, &error);

  if (page != NULL)
    g_task_return_pointer (task, page, (GDestroyNotify)parlour_report_page_free);
  else
    g_task_return_error (task, error);
}

static void
list (ParlourReportDesk *desk, const char *cursor, GTask *task)
{
  static const ParlourHostShape shape = {read_page, (GDestroyNotify)parlour_report_page_free};
  ParlourJsonWriter *writer = parlour_host_admin_begin ("report.list");

  parlour_json_writer_boolean (writer, "open", TRUE);
  if (cursor != NULL)
    parlour_json_writer_string (writer, "cursor", cursor);
  parlour_host_admin_ask (PARLOUR_HOST_ADMIN (desk), writer, &shape, g_task_get_cancellable (task),
                          listed_cb, task);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (parlour_host_admin_done_finish (PARLOUR_HOST_ADMIN (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
close_report (ParlourReportDesk *desk, const char *report, GTask *task)
{
  ParlourJsonWriter *writer = parlour_host_admin_begin ("report.close");

  parlour_json_writer_string (writer, "report", report);
  parlour_host_admin_ask (PARLOUR_HOST_ADMIN (desk), writer, NULL, g_task_get_cancellable (task),
                          done_cb, task);
}

static void
disable (ParlourReportDesk *desk, const char *user, GTask *task)
{
  parlour_host_admin_set_active_async (PARLOUR_HOST_ADMIN (desk), user, FALSE,
                                       g_task_get_cancellable (task), done_cb, task);
}

void
parlour_host_admin_implement_desk (ParlourReportDeskInterface *iface)
{
  iface->list = list;
  iface->close = close_report;
  iface->disable = disable;
}
