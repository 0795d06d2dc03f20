/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define PARLOUR_TIMESTAMP_CHARS 25 /* "2026-11-24T13:04:09.123Z" and its NUL */

/** parlour_timestamp_now: milliseconds since 1970 in UTC, from the system's clock. */
gint64 parlour_timestamp_now (void);

/** parlour_timestamp_format: writes @ms as RFC 3339 in UTC with milliseconds; returns @buffer,
 * %NULL for a time before 1970 or after the year 9999. */
const char *parlour_timestamp_format (gint64 ms, char buffer[PARLOUR_TIMESTAMP_CHARS]);

/** parlour_timestamp_parse: reads an RFC 3339 time; FALSE where @text is none, or one that
 * parlour_timestamp_format() would not write. */
gboolean parlour_timestamp_parse (const char *text, gint64 *ms);

G_END_DECLS
