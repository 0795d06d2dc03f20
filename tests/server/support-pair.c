/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test"

#include "support-pair.h"

void
pair_meet (Pair *self)
{
  self->anna = person_register (self->place, "anna");
  self->bert = person_register (self->place, "bert");
  g_autoptr (Reply) reply = compose (self->place, self->anna, "bert", "message 1");
  self->conversation = g_strdup (member_string (reply->json, "conversation"));
}

void
pair_set_up (Pair *self, gconstpointer data)
{
  self->place = place_new ();
  place_start (self->place);
  pair_meet (self);
}

void
pair_tear_down (Pair *self, gconstpointer data)
{
  person_free (self->anna);
  person_free (self->bert);
  g_free (self->conversation);
  place_free (self->place);
}

void
pair_write (Pair *self, guint n)
{
  for (guint i = 0; i < n; i++) {
    g_autofree char *body = g_strdup_printf ("text %u", i);
    g_autoptr (Reply) reply = compose (self->place, self->anna, "bert", body);
  }
}

char *
pair_path (Pair *self, const char *rest)
{
  return g_strconcat ("/api/v1/conversations/", self->conversation, rest, NULL);
}

char *
pair_position (Pair *self, gint64 seq)
{
  return g_strdup_printf ("{\"%s\":%" G_GINT64_FORMAT "}", self->conversation, seq);
}
