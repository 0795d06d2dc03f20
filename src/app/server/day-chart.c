/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-day-chart"

#include "app/server/day-chart.h"

#include <glib/gi18n.h>

/* The bars. The widget draws itself and has no template. Main thread. */

struct _ParlourDayChart {
  GtkWidget parent_instance;
  gint64 *days;
  gsize n;
  gint64 most;
};

G_DEFINE_FINAL_TYPE (ParlourDayChart, parlour_day_chart, GTK_TYPE_WIDGET)

enum { HEIGHT = 72, WIDTH = 200 };

static void
parlour_day_chart_measure (GtkWidget *widget,
                           GtkOrientation orientation,
                           int for_size,
                           int *minimum,
                           int *natural,
                           int *minimum_baseline,
                           int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? WIDTH : HEIGHT;
}

/* A day with anything in it shows at least a line. */
static void
parlour_day_chart_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  ParlourDayChart *self = PARLOUR_DAY_CHART (widget);
  float width = (float)gtk_widget_get_width (widget);
  float height = (float)gtk_widget_get_height (widget);
  GdkRGBA color;
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  for (gsize i = 0; i < self->n; i++) {
    float slot = width / (float)self->n;
    float bar = self->most > 0 ? height * (float)self->days[i] / (float)self->most : 0;
    gsize at = mirrored ? self->n - 1 - i : i;
    bar = MAX (bar, self->days[i] > 0 ? 2 : 1);
    graphene_rect_t rect =
        GRAPHENE_RECT_INIT ((float)at * slot + 1, height - bar, MAX (slot - 2, 1), bar);
    gtk_snapshot_append_color (snapshot, &color, &rect);
  }
}

static void
parlour_day_chart_finalize (GObject *object)
{
  g_free (PARLOUR_DAY_CHART (object)->days);
  G_OBJECT_CLASS (parlour_day_chart_parent_class)->finalize (object);
}

static void
parlour_day_chart_class_init (ParlourDayChartClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->finalize = parlour_day_chart_finalize;
  widget_class->measure = parlour_day_chart_measure;
  widget_class->snapshot = parlour_day_chart_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
parlour_day_chart_init (ParlourDayChart *self)
{
}

void
parlour_day_chart_set_days (ParlourDayChart *self, const gint64 *days, gsize n)
{
  g_return_if_fail (PARLOUR_IS_DAY_CHART (self) && n > 0);
  g_free (self->days);
  self->days = g_memdup2 (days, n * sizeof (gint64));
  self->n = n;
  self->most = 0;
  for (gsize i = 0; i < n; i++)
    self->most = MAX (self->most, days[i]);
  g_autofree char *words = g_strdup_printf (
      /* Translators: numbers of messages: today, and on the day with the most of the last month */
      _ ("Messages of the last 30 days: %u today, at most %u on one day"), (guint)days[n - 1],
      (guint)self->most);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), words);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
