/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-unsent"

#include "app/compose/unsent.h"

/* A plain record. */

ParlourUnsent *
parlour_unsent_new (const char *title,
                    gint64 reply_to,
                    const char *reply_sender,
                    const char *reply_text)
{
  ParlourUnsent *self = g_new0 (ParlourUnsent, 1);
  self->title = g_strdup (title);
  self->reply_to = reply_to;
  self->reply_sender = g_strdup (reply_sender);
  self->reply_text = g_strdup (reply_text);
  return self;
}

void
parlour_unsent_free (ParlourUnsent *self)
{
  g_free (self->title);
  g_free (self->reply_sender);
  g_free (self->reply_text);
  g_free (self);
}
