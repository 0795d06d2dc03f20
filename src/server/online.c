/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-online"

#include "server/online.h"

/* This file owns who is online. Any thread. */

struct _ParlourOnline {
  GMutex lock;
  GHashTable *users; /* number → how many sockets */
};

ParlourOnline *
parlour_online_new (void)
{
  ParlourOnline *self = g_atomic_rc_box_new0 (ParlourOnline);

  g_mutex_init (&self->lock);
  self->users = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  return self;
}

ParlourOnline *
parlour_online_ref (ParlourOnline *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  ParlourOnline *self = data;

  g_hash_table_unref (self->users);
  g_mutex_clear (&self->lock);
}

void
parlour_online_unref (ParlourOnline *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

static void
add (ParlourOnline *self, gint64 user, int change)
{
  g_mutex_lock (&self->lock);
  int count = GPOINTER_TO_INT (g_hash_table_lookup (self->users, &user)) + change;
  if (count > 0)
    g_hash_table_insert (self->users, g_memdup2 (&user, sizeof user), GINT_TO_POINTER (count));
  else
    g_hash_table_remove (self->users, &user);
  g_mutex_unlock (&self->lock);
}

void
parlour_online_add (ParlourOnline *self, gint64 user)
{
  add (self, user, 1);
}

void
parlour_online_remove (ParlourOnline *self, gint64 user)
{
  add (self, user, -1);
}

gboolean
parlour_online_has (ParlourOnline *self, gint64 user)
{
  g_mutex_lock (&self->lock);
  gboolean has = g_hash_table_contains (self->users, &user);
  g_mutex_unlock (&self->lock);
  return has;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  gint64 one = *(const gint64 *)a, other = *(const gint64 *)b;

  return one < other ? -1 : one > other;
}

GArray *
parlour_online_list (ParlourOnline *self)
{
  GArray *users = g_array_new (FALSE, FALSE, sizeof (gint64));
  GHashTableIter iter;
  gpointer user;

  g_mutex_lock (&self->lock);
  g_hash_table_iter_init (&iter, self->users);
  while (g_hash_table_iter_next (&iter, &user, NULL))
    g_array_append_vals (users, user, 1);
  g_mutex_unlock (&self->lock);
  g_array_sort (users, compare);
  return users;
}
