/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-reports-page"

#include "app/server/reports-page.h"

#include "app/server/report-row.h"
#include "app/server/server-words.h"
#include "app/toast.h"

#include <glib/gi18n.h>

/* The page. It reads the list when it is looked at and after each change. Main thread. */

struct _ParlourReportsPage {
  AdwPreferencesPage parent_instance;
  ParlourHostAdmin *admin;
  GCancellable *cancellable;
  AdwPreferencesGroup *group;
  GPtrArray *rows; /* widgets of @group, borrowed */
};

G_DEFINE_FINAL_TYPE (ParlourReportsPage, parlour_reports_page, ADW_TYPE_PREFERENCES_PAGE)

static void refresh (ParlourReportsPage *self);

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  gboolean done = parlour_host_admin_done_finish (PARLOUR_HOST_ADMIN (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  ParlourReportsPage *self = user_data;
  if (!done)
    parlour_toast_error (GTK_WIDGET (self), error);
  refresh (self);
}

static void
disabled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  gboolean done = parlour_host_admin_done_finish (PARLOUR_HOST_ADMIN (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (done)
    parlour_toast (user_data, _ ("Account disabled. It can be enabled under Accounts."));
  else
    parlour_toast_error (user_data, error);
}

static void
act_cb (ParlourReportsPage *self, const char *action, ParlourReportRow *row)
{
  if (g_str_equal (action, "close"))
    parlour_host_admin_close_report_async (self->admin, parlour_report_row_get_report (row),
                                           self->cancellable, done_cb, self);
  else
    parlour_host_admin_set_active_async (self->admin, parlour_report_row_get_user (row), FALSE,
                                         self->cancellable, disabled_cb, self);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) reports =
      parlour_host_admin_list_reports_finish (PARLOUR_HOST_ADMIN (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  ParlourReportsPage *self = user_data;
  if (!reports) {
    parlour_toast_error (GTK_WIDGET (self), error);
    return;
  }
  parlour_server_clear_rows (self->group, self->rows);
  adw_preferences_group_set_description (
      self->group, reports->len > 0 ? NULL : _ ("Nothing that nobody has looked after."));
  for (guint i = 0; i < reports->len; i++) {
    GtkWidget *row = parlour_report_row_new (reports->pdata[i]);
    g_signal_connect_object (row, "act", G_CALLBACK (act_cb), self, G_CONNECT_SWAPPED);
    adw_preferences_group_add (self->group, row);
    g_ptr_array_add (self->rows, row);
  }
}

static void
refresh (ParlourReportsPage *self)
{
  if (self->admin)
    parlour_host_admin_list_reports_async (self->admin, self->cancellable, listed_cb, self);
}

static void
parlour_reports_page_dispose (GObject *object)
{
  ParlourReportsPage *self = PARLOUR_REPORTS_PAGE (object);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->admin);
  gtk_widget_dispose_template (GTK_WIDGET (object), PARLOUR_TYPE_REPORTS_PAGE);
  G_OBJECT_CLASS (parlour_reports_page_parent_class)->dispose (object);
}

static void
parlour_reports_page_finalize (GObject *object)
{
  ParlourReportsPage *self = PARLOUR_REPORTS_PAGE (object);
  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->rows);
  G_OBJECT_CLASS (parlour_reports_page_parent_class)->finalize (object);
}

static void
parlour_reports_page_class_init (ParlourReportsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_reports_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = parlour_reports_page_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/im/parlour/Parlour/ui/reports-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlourReportsPage, group);
}

static void
parlour_reports_page_init (ParlourReportsPage *self)
{
  self->cancellable = g_cancellable_new ();
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self, "map", G_CALLBACK (refresh), NULL);
}

void
parlour_reports_page_set_admin (ParlourReportsPage *self, ParlourHostAdmin *admin)
{
  g_return_if_fail (PARLOUR_IS_REPORTS_PAGE (self));
  g_set_object (&self->admin, admin);
}
