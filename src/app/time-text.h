/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Times as a person reads them, in the local time zone and the locale's order. @ms counts
 * milliseconds since 1970 in UTC; all return (transfer full). Any thread. */

/** parlour_time_text_clock: the time of day: "14:03", or "2:03 PM" where that is usual. */
char *parlour_time_text_clock (gint64 ms);
/** parlour_time_text_short: for lists: the clock today, a weekday this week, else a date. */
char *parlour_time_text_short (gint64 ms);
/** parlour_time_text_day: for a day's separator: "Today", "Yesterday", "Monday, 2 March". */
char *parlour_time_text_day (gint64 ms);
/** parlour_time_text_full: day, date and time with seconds. */
char *parlour_time_text_full (gint64 ms);
/** parlour_time_text_same_day: whether both lie on one local day. */
gboolean parlour_time_text_same_day (gint64 a, gint64 b);

G_END_DECLS
