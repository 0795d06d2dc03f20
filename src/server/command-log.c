/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-command-log"

#include "server/command-private.h"

#include "core/timestamp.h"

#include <stdio.h>
#include <string.h>

/* This file owns how the program's log looks: one line an entry on standard error, with the
 * structured fields behind the message. Any thread. */

static const char *
level_name (GLogLevelFlags level)
{
  if ((level & G_LOG_LEVEL_ERROR) != 0)
    return "error";
  if ((level & G_LOG_LEVEL_CRITICAL) != 0)
    return "critical";
  if ((level & G_LOG_LEVEL_WARNING) != 0)
    return "warning";
  return (level & G_LOG_LEVEL_DEBUG) != 0 ? "debug" : "info";
}

static const char *
find_field (const GLogField *fields, gsize n_fields, const char *key)
{
  for (gsize i = 0; i < n_fields; i++)
    if (strcmp (fields[i].key, key) == 0 && fields[i].length < 0)
      return fields[i].value;
  return NULL;
}

static GLogWriterOutput
write_cb (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer data)
{
  gboolean verbose = GPOINTER_TO_INT (data);
  const char *domain = find_field (fields, n_fields, "GLIB_DOMAIN");
  const char *message = find_field (fields, n_fields, "MESSAGE");
  const char *route = find_field (fields, n_fields, "PARLOUR_ROUTE");
  const char *status = find_field (fields, n_fields, "PARLOUR_STATUS");
  char time[PARLOUR_TIMESTAMP_CHARS];

  if ((level & G_LOG_LEVEL_DEBUG) != 0 &&
      !(verbose && domain != NULL && g_str_has_prefix (domain, "parlour-")))
    return G_LOG_WRITER_HANDLED;
  parlour_timestamp_format (parlour_timestamp_now (), time);
  g_autofree char *extra = route != NULL && status != NULL
                               ? g_strdup_printf (" route=%s status=%s", route, status)
                               : g_strdup ("");
  fprintf (stderr, "%s %s %s: %s%s\n", time, level_name (level), domain != NULL ? domain : "-",
           message != NULL ? message : "", extra);
  return G_LOG_WRITER_HANDLED;
}

void
parlour_command_log_to_stderr (gboolean verbose)
{
  g_log_set_writer_func (write_cb, GINT_TO_POINTER (verbose), NULL);
}
