/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-copy-overlay"

#include "client/cache/wish-overlay.h"

#include "client/cache/queries.h"

/* This file owns the wishes as readings look them up: there are seldom any. On the copy's thread.
 */

struct _ParlourWishes {
  GHashTable *by_thing; /* "SEQ CONVERSATION" → GPtrArray of ParlourWish */
};

static char *
thing_of (const char *conversation, gint64 seq)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT " %s", seq, conversation);
}

static void
add (ParlourWishes *self, ParlourWish *wish)
{
  g_autofree char *thing = thing_of (wish->conversation, wish->seq);
  GPtrArray *wishes = g_hash_table_lookup (self->by_thing, thing);

  if (wishes == NULL) {
    wishes = g_ptr_array_new_with_free_func ((GDestroyNotify)parlour_wish_unref);
    g_hash_table_insert (self->by_thing, g_steal_pointer (&thing), wishes);
  }
  g_ptr_array_add (wishes, parlour_wish_ref (wish));
}

ParlourWishes *
parlour_wishes_read (ParlourDb *db, const char *conversation, GError **error)
{
  g_autoptr (GPtrArray) all = parlour_queries_wishes_of (db, conversation, error);

  if (all == NULL)
    return NULL;

  ParlourWishes *self = g_new0 (ParlourWishes, 1);
  self->by_thing =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
  for (guint i = 0; i < all->len; i++)
    add (self, g_ptr_array_index (all, i));
  return self;
}

void
parlour_wishes_free (ParlourWishes *self)
{
  g_hash_table_unref (self->by_thing);
  g_free (self);
}

GPtrArray *
parlour_wishes_get (const ParlourWishes *self, const char *conversation, gint64 seq)
{
  if (g_hash_table_size (self->by_thing) == 0)
    return NULL;

  g_autofree char *thing = thing_of (conversation, seq);
  return g_hash_table_lookup (self->by_thing, thing);
}

const ParlourWish *
parlour_wishes_find (const ParlourWishes *self,
                     const char *conversation,
                     gint64 seq,
                     ParlourWishKind kind,
                     const char *key)
{
  GPtrArray *wishes = parlour_wishes_get (self, conversation, seq);

  for (guint i = 0; wishes != NULL && i < wishes->len; i++) {
    const ParlourWish *wish = g_ptr_array_index (wishes, i);
    if (wish->kind == kind && g_str_equal (wish->key, key))
      return wish;
  }
  return NULL;
}

gint64
parlour_wishes_number (const ParlourWishes *self,
                       const char *conversation,
                       gint64 seq,
                       ParlourWishKind kind,
                       const char *key,
                       gint64 told)
{
  const ParlourWish *wish = parlour_wishes_find (self, conversation, seq, kind, key);

  return wish != NULL ? parlour_wish_get_number (wish) : told;
}
