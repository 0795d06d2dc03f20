/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-limits"

#include "server/limits.h"

/* This file owns how often something was done. On its user's thread. */

/* Past these, what is over is forgotten; and all of it where that is not enough: whoever commands
 * so many addresses can't be held up by counting them. */
#define SWEEP_KEYS 1024
#define KEYS_MAX   65536

struct _ParlourLimits {
  guint times;
  gint64 window;     /* µs */
  GHashTable *taken; /* key: GArray of gint64, when, the oldest first */
  guint sweep_at;    /* keys */
};

ParlourLimits *
parlour_limits_new (guint times, guint seconds)
{
  ParlourLimits *self = g_new0 (ParlourLimits, 1);

  self->times = times;
  self->window = (gint64)seconds * G_USEC_PER_SEC;
  self->taken =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_array_unref);
  self->sweep_at = SWEEP_KEYS;
  return self;
}

void
parlour_limits_free (ParlourLimits *self)
{
  g_hash_table_unref (self->taken);
  g_free (self);
}

void
parlour_limits_set_times (ParlourLimits *self, guint times)
{
  self->times = times;
}

static gint64
newest_of (GArray *when)
{
  return when->len > 0 ? g_array_index (when, gint64, when->len - 1) : G_MININT64;
}

static void
sweep (ParlourLimits *self, gint64 now)
{
  GHashTableIter iter;
  gpointer when;

  g_hash_table_iter_init (&iter, self->taken);
  while (g_hash_table_iter_next (&iter, NULL, &when))
    if (newest_of (when) <= now - self->window)
      g_hash_table_iter_remove (&iter);
  if (g_hash_table_size (self->taken) >= KEYS_MAX)
    g_hash_table_remove_all (self->taken);
  self->sweep_at = MAX (SWEEP_KEYS, 2 * g_hash_table_size (self->taken));
}

static GArray *
look_up (ParlourLimits *self, const char *key, gint64 now)
{
  GArray *when = g_hash_table_lookup (self->taken, key);

  if (when != NULL)
    return when;
  if (g_hash_table_size (self->taken) >= MIN (self->sweep_at, KEYS_MAX))
    sweep (self, now);
  when = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_hash_table_insert (self->taken, g_strdup (key), when);
  return when;
}

static void
drop_old (GArray *when, gint64 until)
{
  guint n = 0;

  while (n < when->len && g_array_index (when, gint64, n) <= until)
    n++;
  if (n > 0)
    g_array_remove_range (when, 0, n);
}

guint
parlour_limits_take (ParlourLimits *self, const char *key, gint64 now)
{
  if (self->times == 0)
    return 0;
  GArray *when = look_up (self, key, now);
  drop_old (when, now - self->window);
  if (when->len < self->times) {
    g_array_append_val (when, now);
    return 0;
  }
  gint64 free_at = g_array_index (when, gint64, when->len - self->times) + self->window;
  return (guint)((free_at - now + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC);
}

void
parlour_limits_give_back (ParlourLimits *self, const char *key)
{
  GArray *when = g_hash_table_lookup (self->taken, key);

  if (when == NULL || when->len == 0)
    return;
  g_array_set_size (when, when->len - 1);
  if (when->len == 0)
    g_hash_table_remove (self->taken, key);
}

guint
parlour_limits_get_count (ParlourLimits *self)
{
  return g_hash_table_size (self->taken);
}
