/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-reports-page"

#include "app/server/reports-page.h"

#include "app/group-rows.h"
#include "app/server/report-row.h"
#include "app/toast.h"

#include <glib/gi18n.h>

/* The page. It reads the list when it is looked at and after each change. Main thread. */

struct _ParlourReportsPage {
  AdwPreferencesPage parent_instance;
  ParlourReportDesk *desk;
  ParlourAccount *account; /* nullable */
  GCancellable *cancellable;
  AdwPreferencesGroup *group;
  GPtrArray *rows; /* widgets of @group, borrowed */
  GtkWidget *more;
  char *next; /* where the list goes on, or NULL */
};

G_DEFINE_FINAL_TYPE (ParlourReportsPage, parlour_reports_page, ADW_TYPE_PREFERENCES_PAGE)

enum { SIGNAL_SHOW_MESSAGE, N_SIGNALS };
static guint signals[N_SIGNALS];

static void refresh (ParlourReportsPage *self);

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  gboolean done = parlour_report_desk_done_finish (PARLOUR_REPORT_DESK (source), result, &error);
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
  gboolean done = parlour_report_desk_done_finish (PARLOUR_REPORT_DESK (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (done)
    parlour_toast (user_data, _ ("Account disabled. It can be enabled under Accounts."));
  else
    parlour_toast_error (user_data, error);
}

static void
show_message (ParlourReportsPage *self, ParlourReportRow *row)
{
  const char *conversation = NULL;
  gint64 seq = parlour_report_row_get_message (row, &conversation);
  g_signal_emit (self, signals[SIGNAL_SHOW_MESSAGE], 0, conversation, seq);
}

static void
act_cb (ParlourReportsPage *self, const char *action, ParlourReportRow *row)
{
  if (g_str_equal (action, "close"))
    parlour_report_desk_close_async (self->desk, parlour_report_row_get_report (row),
                                     self->cancellable, done_cb, self);
  else if (g_str_equal (action, "disable"))
    parlour_report_desk_disable_async (self->desk, parlour_report_row_get_user (row),
                                       self->cancellable, disabled_cb, self);
  else
    show_message (self, row);
}

static void
add_report (ParlourReportsPage *self, const ParlourReport *report)
{
  gboolean showable = self->account && report->conversation &&
                      parlour_account_get_conversation (self->account, report->conversation);
  GtkWidget *row = parlour_report_row_new (report, showable);
  g_signal_connect_object (row, "act", G_CALLBACK (act_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (self->group, row);
  g_ptr_array_add (self->rows, row);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourReportPage) page =
      parlour_report_desk_list_finish (PARLOUR_REPORT_DESK (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  ParlourReportsPage *self = user_data;
  if (!page) {
    gtk_widget_set_visible (self->more, self->next != NULL);
    parlour_toast_error (GTK_WIDGET (self), error);
    return;
  }
  if (!self->next)
    parlour_group_rows_clear (self->group, self->rows);
  for (guint i = 0; i < page->reports->len; i++)
    add_report (self, page->reports->pdata[i]);
  g_free (self->next);
  self->next = g_steal_pointer (&page->next);
  gtk_widget_set_visible (self->more, self->next != NULL);
  adw_preferences_group_set_description (
      self->group, self->rows->len > 0 ? NULL : _ ("Nothing waits to be looked at."));
}

static void
more_cb (ParlourReportsPage *self)
{
  gtk_widget_set_visible (self->more, FALSE);
  parlour_report_desk_list_async (self->desk, self->next, self->cancellable, listed_cb, self);
}

static void
refresh (ParlourReportsPage *self)
{
  g_clear_pointer (&self->next, g_free);
  if (self->desk)
    parlour_report_desk_list_async (self->desk, NULL, self->cancellable, listed_cb, self);
}

static void
parlour_reports_page_dispose (GObject *object)
{
  ParlourReportsPage *self = PARLOUR_REPORTS_PAGE (object);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->desk);
  g_clear_object (&self->account);
  gtk_widget_dispose_template (GTK_WIDGET (object), PARLOUR_TYPE_REPORTS_PAGE);
  G_OBJECT_CLASS (parlour_reports_page_parent_class)->dispose (object);
}

static void
parlour_reports_page_finalize (GObject *object)
{
  ParlourReportsPage *self = PARLOUR_REPORTS_PAGE (object);
  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->rows);
  g_free (self->next);
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
  gtk_widget_class_bind_template_child (widget_class, ParlourReportsPage, more);
  gtk_widget_class_bind_template_callback (widget_class, more_cb);
  signals[SIGNAL_SHOW_MESSAGE] =
      g_signal_new ("show-message", PARLOUR_TYPE_REPORTS_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_INT64);
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
parlour_reports_page_set_up (ParlourReportsPage *self,
                             ParlourReportDesk *desk,
                             ParlourAccount *account)
{
  g_return_if_fail (PARLOUR_IS_REPORTS_PAGE (self));
  g_set_object (&self->desk, desk);
  g_set_object (&self->account, account);
}
