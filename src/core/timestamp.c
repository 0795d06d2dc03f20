/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-timestamp"

#include "core/timestamp.h"

#include <time.h>

/* This file owns how a time is written on the wire (RFC 3339, UTC, milliseconds). Any thread. */

#define LAST_MS G_GINT64_CONSTANT (253402300799999) /* 9999-12-31T23:59:59.999Z */

static gboolean
is_writable (gint64 ms)
{
  return ms >= 0 && ms <= LAST_MS;
}

gint64
parlour_timestamp_now (void)
{
  return g_get_real_time () / 1000;
}

const char *
parlour_timestamp_format (gint64 ms, char buffer[PARLOUR_TIMESTAMP_CHARS])
{
  time_t seconds = (time_t)(ms / 1000);
  struct tm parts;

  if (!is_writable (ms) || gmtime_r (&seconds, &parts) == NULL)
    return NULL;
  g_snprintf (buffer, PARLOUR_TIMESTAMP_CHARS, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ",
              parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min,
              parts.tm_sec, (int)(ms % 1000));
  return buffer;
}

gboolean
parlour_timestamp_parse (const char *text, gint64 *ms)
{
  g_return_val_if_fail (text != NULL && ms != NULL, FALSE);

  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (text, NULL);
  if (time == NULL)
    return FALSE;
  *ms = g_date_time_to_unix (time) * 1000 + g_date_time_get_microsecond (time) / 1000;
  return is_writable (*ms);
}
