/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ParlourDayChart:
 *
 * A small chart: a bar a day, the last one today. To a screen reader it is one sentence. Main
 * thread.
 */
#define PARLOUR_TYPE_DAY_CHART (parlour_day_chart_get_type ())
G_DECLARE_FINAL_TYPE (ParlourDayChart, parlour_day_chart, PARLOUR, DAY_CHART, GtkWidget)

/** parlour_day_chart_set_days: @days: how many of each day; copied. */
void parlour_day_chart_set_days (ParlourDayChart *self, const gint64 *days, gsize n);

G_END_DECLS
