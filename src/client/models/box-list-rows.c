/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-box-list-rows"

#include "client/models/box-list-private.h"
#include "client/models/list-change.h"
#include "client/models/message-item-private.h"

/* This file owns how what was read gets into the list of a box: sorted, and with the same item for
 * the same message. Main thread. */

/* Newest first; the outbox, whose keys are orders, before all. */
static int
compare_keys (const ParlourBoxKey *a, const ParlourBoxKey *b)
{
  gboolean out_a = a->created_at == G_MAXINT64, out_b = b->created_at == G_MAXINT64;

  if (out_a != out_b)
    return out_a ? -1 : 1;
  if (a->created_at != b->created_at)
    return a->created_at > b->created_at ? -1 : 1;
  return a->key == b->key ? 0 : a->key > b->key ? -1 : 1;
}

static gboolean
is_in (ParlourMessageItem *item, const ParlourBoxStretch *stretch)
{
  gint64 seq = parlour_message_item_get_seq (item);

  return stretch->conversation == NULL ||
         (seq >= stretch->from && seq <= stretch->to &&
          g_strcmp0 (parlour_message_item_get_conversation (item), stretch->conversation) == 0);
}

/* Those who left the list but may come back at once under the same identity. */
typedef struct {
  GHashTable *by_key;       /* gint64 * → item */
  GHashTable *by_client_id; /* of those in the outbox */
} Pool;

static ParlourMessageItem *
take_item (const Pool *pool, ParlourMessageRow *row, const ParlourBoxKey *key)
{
  ParlourMessageItem *item = NULL;

  if (row->seq > 0)
    item = g_hash_table_lookup (pool->by_key, &key->key);
  if (item == NULL && row->mine && row->client_id != NULL)
    item = g_hash_table_lookup (pool->by_client_id, row->client_id);
  item = item != NULL ? g_object_ref (item) : parlour_message_item_new (row);
  g_object_freeze_notify (G_OBJECT (item));
  parlour_message_item_set_row (item, row);
  return item;
}

/* Both @page and the items that stay are sorted; @stretch (nullable: nothing was there before) says
 * which do not stay. */
static void
merge (ParlourBoxList *self,
       const ParlourBoxStretch *stretch,
       const ParlourBoxPage *page,
       const Pool *pool,
       GPtrArray *wanted,
       GArray *keys,
       GPtrArray *touched)
{
  guint row = 0;

  for (guint i = 0; i <= self->items->len; i++) {
    gboolean end = i == self->items->len;
    ParlourBoxKey *key = end ? NULL : &g_array_index (self->keys, ParlourBoxKey, i);
    ParlourMessageItem *item = end ? NULL : g_ptr_array_index (self->items, i);

    if (!end && (key->created_at == G_MAXINT64 || (stretch != NULL && is_in (item, stretch))))
      continue;
    for (; row < page->rows->len; row++) {
      ParlourBoxKey *next = &g_array_index (page->keys, ParlourBoxKey, row);

      if (!end && compare_keys (next, key) > 0)
        break;
      if (!end && compare_keys (next, key) == 0)
        continue; /* it is there */
      g_ptr_array_add (wanted, take_item (pool, g_ptr_array_index (page->rows, row), next));
      g_ptr_array_add (touched, g_object_ref (g_ptr_array_index (wanted, wanted->len - 1)));
      g_array_append_val (keys, *next);
    }
    if (!end) {
      g_ptr_array_add (wanted, g_object_ref (item));
      g_array_append_val (keys, *key);
    }
  }
}

static void
fill_pool (ParlourBoxList *self, Pool *pool)
{
  pool->by_key = g_hash_table_new (g_int64_hash, g_int64_equal);
  pool->by_client_id = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < self->items->len; i++) {
    ParlourMessageItem *item = g_ptr_array_index (self->items, i);
    ParlourBoxKey *key = &g_array_index (self->keys, ParlourBoxKey, i);

    if (key->created_at != G_MAXINT64)
      g_hash_table_insert (pool->by_key, &key->key, item);
    else
      g_hash_table_insert (pool->by_client_id, g_strdup (parlour_message_item_get_client_id (item)),
                           item);
  }
}

void
parlour_box_list_put (ParlourBoxList *self, const ParlourBoxStretch *stretch, ParlourBoxPage *page)
{
  g_autoptr (GPtrArray) wanted = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) touched = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (ParlourBoxKey));
  Pool pool;

  fill_pool (self, &pool);
  merge (self, stretch, page, &pool, wanted, keys, touched);
  g_hash_table_unref (pool.by_key);
  g_hash_table_unref (pool.by_client_id);
  g_array_unref (self->keys);
  self->keys = g_steal_pointer (&keys);
  parlour_list_change (G_LIST_MODEL (self), self->items, wanted);
  for (guint i = 0; i < touched->len; i++)
    g_object_thaw_notify (g_ptr_array_index (touched, i));
}

gboolean
parlour_box_list_has_stream_rows (ParlourBoxList *self)
{
  guint n = self->keys->len;

  return n > 0 && g_array_index (self->keys, ParlourBoxKey, n - 1).created_at != G_MAXINT64;
}
