/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-unsent"

#include "app/compose/unsent.h"

/* A plain record. */

ParlourUnsent *
parlour_unsent_new (void)
{
  return g_new0 (ParlourUnsent, 1);
}

void
parlour_unsent_free (ParlourUnsent *self)
{
  parlour_unsent_clear (self);
  g_free (self->title);
  g_free (self);
}

void
parlour_unsent_set (
    ParlourUnsent *self, ParlourUnsentKind kind, gint64 seq, const char *heading, const char *line)
{
  parlour_unsent_clear (self);
  self->kind = kind;
  self->seq = seq;
  self->heading = g_strdup (heading);
  self->line = g_strdup (line);
}

void
parlour_unsent_clear (ParlourUnsent *self)
{
  self->kind = PARLOUR_UNSENT_PLAIN;
  self->seq = 0;
  g_clear_pointer (&self->heading, g_free);
  g_clear_pointer (&self->line, g_free);
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->draft, g_free);
  g_clear_pointer (&self->draft_title, g_free);
}
