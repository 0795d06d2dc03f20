/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-reports-window"

#include "app/server/reports-window.h"

#include "app/dialog-fit.h"
#include "app/server/reports-page.h"

/* The window; its page does the work. Main thread. */

struct _ParlourReportsWindow {
  AdwPreferencesWindow parent_instance;
  ParlourReportsPage *reports;
};

G_DEFINE_FINAL_TYPE (ParlourReportsWindow, parlour_reports_window, ADW_TYPE_PREFERENCES_WINDOW)

static void
show_message_cb (ParlourReportsWindow *self, const char *conversation, gint64 seq)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  gtk_widget_activate_action (GTK_WIDGET (parent), "win.show-message", "(sx)", conversation, seq);
  gtk_window_close (GTK_WINDOW (self));
}

static void
parlour_reports_window_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), PARLOUR_TYPE_REPORTS_WINDOW);
  G_OBJECT_CLASS (parlour_reports_window_parent_class)->dispose (object);
}

static void
parlour_reports_window_class_init (ParlourReportsWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_reports_window_dispose;
  g_type_ensure (PARLOUR_TYPE_REPORTS_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/im/parlour/Parlour/ui/reports-window.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlourReportsWindow, reports);
  gtk_widget_class_bind_template_callback (widget_class, show_message_cb);
}

static void
parlour_reports_window_init (ParlourReportsWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWindow *
parlour_reports_window_new (GtkWindow *parent, ParlourAccountDesk *desk, ParlourAccount *account)
{
  ParlourReportsWindow *self =
      g_object_new (PARLOUR_TYPE_REPORTS_WINDOW, "transient-for", parent, NULL);
  parlour_dialog_fit (GTK_WINDOW (self), parent);
  parlour_reports_page_set_up (self->reports, PARLOUR_REPORT_DESK (desk), account);
  return GTK_WINDOW (self);
}
