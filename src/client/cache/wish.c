/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-wish"

#include "client/cache/wish.h"

/* This file owns the value of a wish. Any thread. */

ParlourWish *
parlour_wish_new (const ParlourWish *fields)
{
  ParlourWish *self = g_atomic_rc_box_new (ParlourWish);

  *self = *fields;
  self->conversation = g_strdup (fields->conversation != NULL ? fields->conversation : "");
  self->key = g_strdup (fields->key != NULL ? fields->key : "");
  self->value = g_strdup (fields->value);
  self->extra = g_strdup (fields->extra);
  return self;
}

ParlourWish *
parlour_wish_ref (ParlourWish *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  ParlourWish *self = data;

  g_free ((char *)self->conversation);
  g_free ((char *)self->key);
  g_free ((char *)self->value);
  g_free ((char *)self->extra);
}

void
parlour_wish_unref (ParlourWish *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

gint64
parlour_wish_get_number (const ParlourWish *self)
{
  return self->value != NULL ? g_ascii_strtoll (self->value, NULL, 10) : 0;
}
