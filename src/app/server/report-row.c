/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-report-row"

#include "app/server/report-row.h"

#include "app/time-text.h"

#include <glib/gi18n.h>

/* One report. Main thread. */

struct _ParlourReportRow {
  AdwPreferencesRow parent_instance;
  char *report;
  char *user;
  char *conversation; /* nullable: of the message, with its seq */
  gint64 seq;
  GtkLabel *title;
  GtkLabel *reason;
  GtkLabel *text;
  GtkLabel *time;
  GtkWidget *show;
};

G_DEFINE_FINAL_TYPE (ParlourReportRow, parlour_report_row, ADW_TYPE_PREFERENCES_ROW)

enum { SIGNAL_ACT, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
act_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_signal_emit (widget, signals[SIGNAL_ACT], 0, action + strlen ("report."));
}

static void
parlour_report_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), PARLOUR_TYPE_REPORT_ROW);
  G_OBJECT_CLASS (parlour_report_row_parent_class)->dispose (object);
}

static void
parlour_report_row_finalize (GObject *object)
{
  ParlourReportRow *self = PARLOUR_REPORT_ROW (object);
  g_free (self->report);
  g_free (self->user);
  g_free (self->conversation);
  G_OBJECT_CLASS (parlour_report_row_parent_class)->finalize (object);
}

static void
parlour_report_row_class_init (ParlourReportRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_report_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = parlour_report_row_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/im/parlour/Parlour/ui/report-row.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlourReportRow, title);
  gtk_widget_class_bind_template_child (widget_class, ParlourReportRow, reason);
  gtk_widget_class_bind_template_child (widget_class, ParlourReportRow, text);
  gtk_widget_class_bind_template_child (widget_class, ParlourReportRow, time);
  gtk_widget_class_bind_template_child (widget_class, ParlourReportRow, show);
  gtk_widget_class_install_action (widget_class, "report.close", NULL, act_cb);
  gtk_widget_class_install_action (widget_class, "report.disable", NULL, act_cb);
  gtk_widget_class_install_action (widget_class, "report.show", NULL, act_cb);
  signals[SIGNAL_ACT] = g_signal_new ("act", PARLOUR_TYPE_REPORT_ROW, G_SIGNAL_RUN_LAST, 0, NULL,
                                      NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
parlour_report_row_init (ParlourReportRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static char *
title_of (const ParlourReport *report)
{
  if (report->conversation)
    /* Translators: names: who reports, and whose message */
    return g_strdup_printf (_ ("%s reports a message of %s"), report->reporter, report->name);
  /* Translators: names: who reports, and whom */
  return g_strdup_printf (_ ("%s reports %s"), report->reporter, report->name);
}

GtkWidget *
parlour_report_row_new (const ParlourReport *report, gboolean showable)
{
  ParlourReportRow *self = g_object_new (PARLOUR_TYPE_REPORT_ROW, NULL);
  g_autofree char *title = title_of (report);
  g_autofree char *time = parlour_time_text_full (report->at);
  const char *text = report->body ? report->body : _ ("This message was deleted");
  self->report = g_strdup (report->id);
  self->user = g_strdup (report->user);
  self->conversation = g_strdup (report->conversation);
  self->seq = report->seq;
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "report.show", showable);
  gtk_widget_set_visible (self->show, showable);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_label_set_text (self->title, title);
  gtk_label_set_text (self->reason, report->reason);
  gtk_label_set_text (self->text, text);
  gtk_widget_set_visible (GTK_WIDGET (self->text), report->conversation != NULL);
  gtk_label_set_text (self->time, time);
  return GTK_WIDGET (self);
}

const char *
parlour_report_row_get_report (ParlourReportRow *self)
{
  g_return_val_if_fail (PARLOUR_IS_REPORT_ROW (self), NULL);
  return self->report;
}

const char *
parlour_report_row_get_user (ParlourReportRow *self)
{
  g_return_val_if_fail (PARLOUR_IS_REPORT_ROW (self), NULL);
  return self->user;
}

gint64
parlour_report_row_get_message (ParlourReportRow *self, const char **conversation)
{
  g_return_val_if_fail (PARLOUR_IS_REPORT_ROW (self) && conversation != NULL, 0);
  *conversation = self->conversation;
  return self->seq;
}
