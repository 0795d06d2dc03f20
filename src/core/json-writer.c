/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-json-writer"

#include "core/json-writer.h"

#include "core/timestamp.h"

/* This file owns how we write JSON. Any thread. */

struct _ParlourJsonWriter {
  GString *text;
  gboolean comma; /* something stands before, in the same container */
};

ParlourJsonWriter *
parlour_json_writer_new (void)
{
  ParlourJsonWriter *self = g_new0 (ParlourJsonWriter, 1);

  self->text = g_string_sized_new (256);
  return self;
}

void
parlour_json_writer_free (ParlourJsonWriter *self)
{
  if (self == NULL)
    return;
  if (self->text != NULL)
    g_string_free (self->text, TRUE);
  g_free (self);
}

static void
append_escape (GString *text, guchar c)
{
  switch (c) {
  case '"':
    g_string_append (text, "\\\"");
    break;
  case '\\':
    g_string_append (text, "\\\\");
    break;
  case '\n':
    g_string_append (text, "\\n");
    break;
  case '\r':
    g_string_append (text, "\\r");
    break;
  case '\t':
    g_string_append (text, "\\t");
    break;
  default:
    g_string_append_printf (text, "\\u%04x", c);
  }
}

/* What ends a run of bytes that go as they are: looked up, for most of what a server does to a text
 * it does here. */
static const guint8 ends_run[256] = {
    [0 ... 0x1f] = TRUE, ['"'] = TRUE, ['\\'] = TRUE, [0x7f] = TRUE};

static void
append_string (GString *text, const char *value)
{
  g_string_append_c (text, '"');
  for (const char *run = value;; run++) {
    const char *end = run;

    while (!ends_run[(guchar)*end])
      end++;
    g_string_append_len (text, run, end - run);
    if (*end == '\0')
      break;
    append_escape (text, (guchar)*end);
    run = end;
  }
  g_string_append_c (text, '"');
}

static void
begin_value (ParlourJsonWriter *self, const char *name)
{
  if (self->comma)
    g_string_append_c (self->text, ',');
  self->comma = TRUE;
  if (name != NULL) {
    append_string (self->text, name);
    g_string_append_c (self->text, ':');
  }
}

static void
begin (ParlourJsonWriter *self, const char *name, char bracket)
{
  begin_value (self, name);
  g_string_append_c (self->text, bracket);
  self->comma = FALSE;
}

static void
end (ParlourJsonWriter *self, char bracket)
{
  g_string_append_c (self->text, bracket);
  self->comma = TRUE;
}

void
parlour_json_writer_begin_object (ParlourJsonWriter *self, const char *name)
{
  begin (self, name, '{');
}

void
parlour_json_writer_end_object (ParlourJsonWriter *self)
{
  end (self, '}');
}

void
parlour_json_writer_begin_array (ParlourJsonWriter *self, const char *name)
{
  begin (self, name, '[');
}

void
parlour_json_writer_end_array (ParlourJsonWriter *self)
{
  end (self, ']');
}

void
parlour_json_writer_string (ParlourJsonWriter *self, const char *name, const char *value)
{
  begin_value (self, name);
  if (value != NULL)
    append_string (self->text, value);
  else
    g_string_append (self->text, "null");
}

void
parlour_json_writer_int (ParlourJsonWriter *self, const char *name, gint64 value)
{
  char buffer[24];

  begin_value (self, name);
  g_snprintf (buffer, sizeof buffer, "%" G_GINT64_FORMAT, value);
  g_string_append (self->text, buffer);
}

void
parlour_json_writer_boolean (ParlourJsonWriter *self, const char *name, gboolean value)
{
  begin_value (self, name);
  g_string_append (self->text, value ? "true" : "false");
}

void
parlour_json_writer_null (ParlourJsonWriter *self, const char *name)
{
  parlour_json_writer_string (self, name, NULL);
}

void
parlour_json_writer_time (ParlourJsonWriter *self, const char *name, gint64 ms)
{
  char buffer[PARLOUR_TIMESTAMP_CHARS];

  parlour_json_writer_string (self, name, ms != 0 ? parlour_timestamp_format (ms, buffer) : NULL);
}

void
parlour_json_writer_raw (ParlourJsonWriter *self, const char *name, const char *json)
{
  begin_value (self, name);
  g_string_append (self->text, json);
}

char *
parlour_json_writer_finish (ParlourJsonWriter *self)
{
  char *text = g_string_free (self->text, FALSE);

  self->text = g_string_sized_new (256);
  self->comma = FALSE;
  return text;
}

GBytes *
parlour_json_writer_finish_bytes (ParlourJsonWriter *self)
{
  gsize length = self->text->len;

  return g_bytes_new_take (parlour_json_writer_finish (self), length);
}
