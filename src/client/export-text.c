/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-export-text"

#include "client/export-text.h"

#include <glib/gi18n.h>

/* This file owns the two formats that people read. Times are local and written out in full, since
 * the file is read at another time and place. */

static const char style[] =
    "body{font-family:sans-serif;max-width:46em;margin:2em auto;padding:0 1em;"
    "color:#222;background:#fff;line-height:1.4}"
    "h1{font-size:1.5em;margin-bottom:0}h2{font-size:1em;margin:2em 0 .5em;color:#555}"
    "article{margin:.8em 0;break-inside:avoid}header{font-size:.85em;color:#555}"
    "header b{color:#222}h3{font-size:1em;margin:.2em 0}"
    "p{margin:.1em 0;white-space:pre-wrap;overflow-wrap:anywhere}.gone{font-style:italic;"
    "color:#777}"
    "@media(prefers-color-scheme:dark){@media screen{body{color:#eee;background:#222}"
    "header,h2,.gone{color:#aaa}header b{color:#eee}}}";

static char *
time_text (gint64 ms, const char *format)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (ms / 1000);

  return time != NULL ? g_date_time_format (time, format) : g_strdup ("");
}

gboolean
parlour_export_same_day (gint64 a, gint64 b)
{
  g_autofree char *day_a = time_text (a, "%F");
  g_autofree char *day_b = time_text (b, "%F");

  return g_str_equal (day_a, day_b);
}

static void
append_escaped (GString *into, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  g_string_append (into, escaped);
}

void
parlour_export_begin (GString *into,
                      ParlourExportFormat format,
                      const char *title,
                      const char *place)
{
  if (format == PARLOUR_EXPORT_TEXT) {
    g_string_append_printf (into, "%s\n%s\n", title, place);
    return;
  }
  g_autofree char *title_escaped = g_markup_escape_text (title, -1);
  g_string_append_printf (into,
                          "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\">"
                          "<meta http-equiv=\"Content-Security-Policy\" "
                          "content=\"default-src 'none'; style-src 'unsafe-inline'\">"
                          "<title>%s</title><style>%s</style></head><body>\n<h1>%s</h1><p>",
                          title_escaped, style, title_escaped);
  append_escaped (into, place);
  g_string_append (into, "</p>\n");
}

/* The message's text, or why there is none. */
static const char *
body_of (const ParlourMessage *message, gboolean *gone)
{
  *gone = message->body == NULL;
  return *gone ? _ ("This message was deleted") : message->body;
}

static void
append_html (GString *into, const ParlourMessage *message, const char *sender, const char *clock)
{
  gboolean gone = FALSE;
  const char *body = body_of (message, &gone);

  g_string_append (into, "<article><header><b>");
  append_escaped (into, sender);
  g_string_append_printf (into, "</b> <time>%s</time>", clock);
  if (message->edited_at != 0 && !gone)
    g_string_append_printf (into, " (%s)", _ ("edited"));
  g_string_append (into, "</header>");
  if (message->subject != NULL) {
    g_string_append (into, "<h3>");
    append_escaped (into, message->subject);
    g_string_append (into, "</h3>");
  }
  g_string_append (into, gone ? "<p class=\"gone\" dir=\"auto\">" : "<p dir=\"auto\">");
  append_escaped (into, body);
  g_string_append (into, "</p></article>\n");
}

static void
append_text (GString *into, const ParlourMessage *message, const char *sender, const char *clock)
{
  gboolean gone = FALSE;
  const char *body = body_of (message, &gone);

  g_string_append_printf (into, "\n[%s] %s", clock, sender);
  if (message->edited_at != 0 && !gone)
    g_string_append_printf (into, " (%s)", _ ("edited"));
  g_string_append_c (into, '\n');
  if (message->subject != NULL)
    g_string_append_printf (into, "%s\n\n", message->subject);
  g_string_append_printf (into, "%s\n", body);
}

void
parlour_export_message (GString *into,
                        ParlourExportFormat format,
                        const ParlourMessage *message,
                        const char *sender,
                        gboolean day)
{
  g_autofree char *clock = time_text (message->created_at, "%H:%M:%S");
  g_autofree char *date = time_text (message->created_at, "%A, %x");

  if (day && format == PARLOUR_EXPORT_HTML)
    g_string_append_printf (into, "<h2>%s</h2>\n", date);
  else if (day)
    g_string_append_printf (into, "\n=== %s ===\n", date);
  if (format == PARLOUR_EXPORT_HTML)
    append_html (into, message, sender, clock);
  else
    append_text (into, message, sender, clock);
}

void
parlour_export_end (GString *into, ParlourExportFormat format)
{
  if (format == PARLOUR_EXPORT_HTML)
    g_string_append (into, "</body></html>\n");
}
