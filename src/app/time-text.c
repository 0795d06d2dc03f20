/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-time-text"

#include "app/time-text.h"

#include <glib/gi18n.h>

#include <langinfo.h>
#include <string.h>

/* How times are written. Stateless. */

static GDateTime *
local_time (gint64 ms)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (ms / 1000);
  return utc ? g_date_time_to_local (utc) : g_date_time_new_now_local ();
}

static const char *
clock_format (void)
{
  const char *format = nl_langinfo (T_FMT);
  gboolean halves = strstr (format, "%p") || strstr (format, "%r") || strstr (format, "%I");
  return halves ? "%-I:%M %p" : "%H:%M";
}

static int
days_between (GDateTime *earlier, GDateTime *later)
{
  g_autoptr (GDateTime) a =
      g_date_time_new_utc (g_date_time_get_year (earlier), g_date_time_get_month (earlier),
                           g_date_time_get_day_of_month (earlier), 0, 0, 0);
  g_autoptr (GDateTime) b =
      g_date_time_new_utc (g_date_time_get_year (later), g_date_time_get_month (later),
                           g_date_time_get_day_of_month (later), 0, 0, 0);
  return (int)(g_date_time_difference (b, a) / G_TIME_SPAN_DAY);
}

char *
parlour_time_text_clock (gint64 ms)
{
  g_autoptr (GDateTime) time = local_time (ms);
  return g_date_time_format (time, clock_format ());
}

char *
parlour_time_text_short (gint64 ms)
{
  g_autoptr (GDateTime) time = local_time (ms);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  int days = days_between (time, now);
  if (days == 0)
    return g_date_time_format (time, clock_format ());
  if (days == 1)
    return g_strdup (_ ("Yesterday"));
  if (days > 0 && days < 7)
    return g_date_time_format (time, "%a");
  if (g_date_time_get_year (time) == g_date_time_get_year (now))
    /* Translators: a date of this year in a list, see g_date_time_format(): "2 Mar" */
    return g_date_time_format (time, _ ("%-d %b"));
  return g_date_time_format (time, "%x");
}

char *
parlour_time_text_day (gint64 ms)
{
  g_autoptr (GDateTime) time = local_time (ms);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  int days = days_between (time, now);
  if (days == 0)
    return g_strdup (_ ("Today"));
  if (days == 1)
    return g_strdup (_ ("Yesterday"));
  if (g_date_time_get_year (time) == g_date_time_get_year (now))
    /* Translators: a day of this year, see g_date_time_format(): "Monday, 2 March" */
    return g_date_time_format (time, _ ("%A, %-d %B"));
  /* Translators: a day of another year, see g_date_time_format(): "Monday, 2 March 2020" */
  return g_date_time_format (time, _ ("%A, %-d %B %Y"));
}

char *
parlour_time_text_full (gint64 ms)
{
  g_autofree char *day = parlour_time_text_day (ms);
  g_autofree char *clock = parlour_time_text_clock (ms);
  /* Translators: a day, then a time of it: "Monday, 2 March, 14:05" or "Today, 14:05" */
  return g_strdup_printf (C_ ("day and time", "%s, %s"), day, clock);
}

gboolean
parlour_time_text_same_day (gint64 a, gint64 b)
{
  g_autoptr (GDateTime) first = local_time (a);
  g_autoptr (GDateTime) second = local_time (b);
  return days_between (first, second) == 0;
}
