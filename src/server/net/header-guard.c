/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-header-guard"

#include "server/net/header-guard.h"

#include <string.h>

/* Byte by byte, since a request may come in pieces of one. */

enum { CODING, LENGTH, N_FIELDS, NO_FIELD = -1 };

static const char *const names[N_FIELDS] = {
    [CODING] = "transfer-encoding:",
    [LENGTH] = "content-length:",
};
static const char chunked[] = "chunked";

void
parlour_header_guard_begin (ParlourHeaderGuard *self)
{
  *self = (ParlourHeaderGuard){.field = NO_FIELD};
}

static void
begin_line (ParlourHeaderGuard *self)
{
  gsize lines = self->lines + 1;

  parlour_header_guard_begin (self);
  self->lines = lines;
}

static gboolean
is_blank (guint8 byte)
{
  return byte == ' ' || byte == '\t';
}

/* The two names differ in their first letter. */
static void
take_name (ParlourHeaderGuard *self, guint8 byte)
{
  char letter = g_ascii_tolower ((char)byte);

  if (self->position == 0)
    for (self->field = N_FIELDS - 1; self->field >= 0 && names[self->field][0] != letter;)
      self->field--;
  if (self->field == NO_FIELD)
    return;
  if (names[self->field][self->position] != letter)
    self->field = NO_FIELD;
  else
    self->in_value = names[self->field][self->position + 1] == '\0';
}

/* Whether @byte may stand in the value, where it stands. */
static gboolean
take_value (ParlourHeaderGuard *self, guint8 byte)
{
  gboolean ends = is_blank (byte) || byte == '\r' || byte == '\n';

  if (ends && self->value == 0 && is_blank (byte))
    return TRUE;
  if (ends) {
    self->value_ended = TRUE;
    return self->field == LENGTH || self->value == strlen (chunked);
  }
  if (self->value_ended)
    return FALSE;
  self->value++;
  if (self->field == LENGTH)
    return g_ascii_isdigit (byte);
  return self->value <= strlen (chunked) &&
         chunked[self->value - 1] == g_ascii_tolower ((char)byte);
}

static gboolean
is_good (ParlourHeaderGuard *self, guint8 byte)
{
  if (self->position == 0 && self->lines > 0 && is_blank (byte))
    return FALSE;
  if (self->in_value)
    return take_value (self, byte);
  take_name (self, byte);
  return TRUE;
}

gsize
parlour_header_guard_take (ParlourHeaderGuard *self, guint8 *data, gsize length, gboolean *ended)
{
  *ended = FALSE;
  for (gsize i = 0; i < length; i++) {
    gboolean empty = self->position == 0 || (self->position == 1 && self->after_return);
    guint8 byte = data[i];

    if (!is_good (self, byte)) {
      data[i] = '\0'; /* once is enough */
      self->in_value = FALSE;
      self->field = NO_FIELD;
    }
    self->after_return = byte == '\r' && self->position == 0;
    self->position++;
    if (byte != '\n')
      continue;
    if (empty && self->lines > 0) {
      *ended = TRUE;
      return i + 1;
    }
    begin_line (self);
  }
  return length;
}
