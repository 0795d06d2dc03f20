/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-command-census"

#include "server/command-backup.h"

#include "core/json-writer.h"
#include "core/timestamp.h"

#include <stdio.h>

/* This file owns how commands tell what a place holds. Main thread. */

static void
print_json (const ParlourCensus *census)
{
  g_autoptr (ParlourJsonWriter) writer = parlour_json_writer_new ();

  parlour_json_writer_begin_object (writer, NULL);
  parlour_json_writer_string (writer, "place", census->place);
  parlour_json_writer_string (writer, "epoch", census->epoch);
  parlour_json_writer_int (writer, "schema", census->version);
  parlour_json_writer_int (writer, "accounts", census->accounts);
  parlour_json_writer_int (writer, "sessions", census->sessions);
  parlour_json_writer_int (writer, "conversations", census->conversations);
  parlour_json_writer_int (writer, "streams", census->streams);
  parlour_json_writer_int (writer, "events", census->events);
  parlour_json_writer_time (writer, "last_at", census->last_at);
  parlour_json_writer_end_object (writer);
  g_autofree char *text = parlour_json_writer_finish (writer);
  puts (text);
}

void
parlour_command_print_census (const char *deed, const ParlourCensus *census, gboolean json)
{
  char buffer[PARLOUR_TIMESTAMP_CHARS];
  const char *newest =
      census->last_at != 0 ? parlour_timestamp_format (census->last_at, buffer) : "none";

  if (json) {
    print_json (census);
    return;
  }
  printf ("%s: “%s”, accounts %" G_GINT64_FORMAT ", conversations %" G_GINT64_FORMAT
          ", events %" G_GINT64_FORMAT " in streams %" G_GINT64_FORMAT
          ", newest %s, schema %" G_GINT64_FORMAT "\n",
          deed, census->place, census->accounts, census->conversations, census->events,
          census->streams, newest, census->version);
}
