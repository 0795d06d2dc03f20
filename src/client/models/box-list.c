/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-box-list"

#include "client/models/box-list.h"

#include "client/cache/queries.h"
#include "client/models/list-change.h"
#include "client/models/message-item-private.h"

/* This file owns Received or Sent as far as it was scrolled down. Main thread.
 *
 * The list reaches from the newest message to a key; pages add below it. What changes above it is
 * read again, a stretch of one conversation at a time; what comes in below it (history that is
 * filled in behind) waits until somebody scrolls there. */

#define PAGE_ROWS 50

typedef struct {
  char *conversation; /* NULL: all that is loaded */
  gint64 from;
  gint64 to;
} Stretch;

struct _ParlourBoxList {
  GObject parent_instance;
  ParlourCopy *copy;
  ParlourBox box;
  GCancellable *cancellable;
  GPtrArray *items;
  GArray *keys;         /* ParlourBoxKey of each item */
  ParlourBoxKey bottom; /* key 0: nothing is loaded */
  GQueue stretches;     /* of Stretch, to be read again */
  gboolean more;        /* a page is to be loaded */
  gboolean paging;      /* that is being done */
  gboolean reading;
  gboolean complete;
  gboolean ready;
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ParlourBoxList,
                               parlour_box_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

enum { PROP_LOADING = 1, PROP_COMPLETE, PROP_READY, N_PROPS };

static GParamSpec *props[N_PROPS];

static GType
get_item_type (GListModel *model)
{
  return PARLOUR_TYPE_MESSAGE_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  return PARLOUR_BOX_LIST (model)->items->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  GPtrArray *items = PARLOUR_BOX_LIST (model)->items;

  return position < items->len ? g_object_ref (g_ptr_array_index (items, position)) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
stretch_free (gpointer data)
{
  Stretch *stretch = data;

  g_free (stretch->conversation);
  g_free (stretch);
}

/* --- putting rows in ------------------------------------------------------------------------- */

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
is_in (ParlourMessageItem *item, const Stretch *stretch)
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
       const Stretch *stretch,
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

static void
put_page (ParlourBoxList *self, const Stretch *stretch, ParlourBoxPage *page)
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

/* --- reading --------------------------------------------------------------------------------- */

typedef struct {
  GWeakRef list;
  Stretch *stretch; /* NULL: a page */
} Reading;

static void read_next (ParlourBoxList *self);

static void
set_flag (ParlourBoxList *self, gboolean *flag, gboolean value, guint prop_id)
{
  if (*flag == value)
    return;
  *flag = value;
  g_object_notify_by_pspec (G_OBJECT (self), props[prop_id]);
}

static gboolean
has_stream_rows (ParlourBoxList *self)
{
  guint n = self->keys->len;

  return n > 0 && g_array_index (self->keys, ParlourBoxKey, n - 1).created_at != G_MAXINT64;
}

static void
take_page (ParlourBoxList *self, const Stretch *stretch, ParlourBoxPage *page)
{
  guint n = page->rows->len;

  if (stretch == NULL && n > 0) {
    ParlourBoxKey last = g_array_index (page->keys, ParlourBoxKey, n - 1);

    if (last.created_at != G_MAXINT64)
      self->bottom = last;
  }
  put_page (self, stretch, page);
  /* All that was loaded is gone: begin again. */
  if (self->bottom.key != 0 && !has_stream_rows (self)) {
    self->bottom = (ParlourBoxKey){0, 0};
    self->more = TRUE;
  }
  if (stretch == NULL)
    set_flag (self, &self->complete, !page->more, PROP_COMPLETE);
  else if (page->more)
    set_flag (self, &self->complete, FALSE, PROP_COMPLETE);
  /* A short list can't be scrolled, so nobody would ask. */
  if (!self->complete && self->items->len < PAGE_ROWS)
    self->more = TRUE;
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Reading *reading = data;
  g_autoptr (ParlourBoxList) self = g_weak_ref_get (&reading->list);
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourBoxPage) page =
      parlour_copy_read_box_finish (PARLOUR_COPY (source), result, &error);

  if (self != NULL) {
    self->reading = FALSE;
    if (reading->stretch == NULL)
      set_flag (self, &self->paging, FALSE, PROP_LOADING);
    if (page != NULL)
      take_page (self, reading->stretch, page);
    else
      g_message ("A box could not be read: %s", error->message);
    set_flag (self, &self->ready, TRUE, PROP_READY);
    read_next (self);
  }
  g_clear_pointer (&reading->stretch, stretch_free);
  g_weak_ref_clear (&reading->list);
  g_free (reading);
}

static void
read_page (ParlourBoxList *self, ParlourBoxRequest *request)
{
  self->more = FALSE;
  set_flag (self, &self->paging, TRUE, PROP_LOADING);
  request->below = self->bottom;
  request->limit = PAGE_ROWS;
}

static void
read_stretch (ParlourBoxList *self, const Stretch *stretch, ParlourBoxRequest *request)
{
  request->from = self->bottom;
  request->conversation = stretch->conversation;
  request->first = stretch->from;
  request->last = stretch->to;
}

static void
read_next (ParlourBoxList *self)
{
  ParlourBoxRequest request = {.mine = self->box == PARLOUR_BOX_SENT,
                               .outbox = self->box == PARLOUR_BOX_SENT};
  Stretch *stretch = NULL;
  Reading *reading;

  if (self->reading || g_cancellable_is_cancelled (self->cancellable))
    return;
  /* Without a first page there is nothing to read again. */
  if (self->bottom.key == 0 && !g_queue_is_empty (&self->stretches)) {
    g_queue_clear_full (&self->stretches, stretch_free);
    self->more = TRUE;
  }
  stretch = g_queue_pop_head (&self->stretches);
  if (stretch == NULL && !self->more)
    return;
  if (stretch != NULL)
    read_stretch (self, stretch, &request);
  else
    read_page (self, &request);
  reading = g_new0 (Reading, 1);
  g_weak_ref_init (&reading->list, self);
  reading->stretch = stretch;
  self->reading = TRUE;
  parlour_copy_read_box_async (self->copy, &request, self->cancellable, read_cb, reading);
}

/* --- what changes in the copy ---------------------------------------------------------------- */

static void
add_stretch (ParlourBoxList *self, const char *conversation, gint64 from, gint64 to)
{
  Stretch *last = g_queue_peek_tail (&self->stretches);

  if (last != NULL && g_strcmp0 (last->conversation, conversation) == 0) {
    last->from = MIN (last->from, from);
    last->to = MAX (last->to, to);
  } else {
    last = g_new0 (Stretch, 1);
    *last = (Stretch){g_strdup (conversation), from, to};
    g_queue_push_tail (&self->stretches, last);
  }
  read_next (self);
}

static void
messages_changed_cb (ParlourBoxList *self, const char *conversation, gint64 from, gint64 to)
{
  add_stretch (self, *conversation != '\0' ? conversation : NULL, from, to);
}

/* An empty stretch: what is read again is the outbox. */
static void
outbox_changed_cb (ParlourBoxList *self)
{
  if (self->box == PARLOUR_BOX_SENT)
    add_stretch (self, "", 1, 0);
}

static void
people_changed_cb (ParlourBoxList *self)
{
  add_stretch (self, NULL, 0, 0);
}

/* --- the object ------------------------------------------------------------------------------ */

static void
parlour_box_list_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  ParlourBoxList *self = PARLOUR_BOX_LIST (object);

  if (prop_id == PROP_LOADING)
    g_value_set_boolean (value, self->paging);
  else if (prop_id == PROP_COMPLETE)
    g_value_set_boolean (value, self->complete);
  else if (prop_id == PROP_READY)
    g_value_set_boolean (value, self->ready);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
parlour_box_list_dispose (GObject *object)
{
  ParlourBoxList *self = PARLOUR_BOX_LIST (object);

  g_cancellable_cancel (self->cancellable);
  g_queue_clear_full (&self->stretches, stretch_free);
  g_clear_object (&self->copy);
  G_OBJECT_CLASS (parlour_box_list_parent_class)->dispose (object);
}

static void
parlour_box_list_finalize (GObject *object)
{
  ParlourBoxList *self = PARLOUR_BOX_LIST (object);

  g_object_unref (self->cancellable);
  g_array_unref (self->keys);
  g_ptr_array_unref (self->items);
  G_OBJECT_CLASS (parlour_box_list_parent_class)->finalize (object);
}

static void
parlour_box_list_class_init (ParlourBoxListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = parlour_box_list_get_property;
  object_class->dispose = parlour_box_list_dispose;
  object_class->finalize = parlour_box_list_finalize;
  props[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE, flags);
  props[PROP_COMPLETE] = g_param_spec_boolean ("complete", NULL, NULL, FALSE, flags);
  props[PROP_READY] = g_param_spec_boolean ("ready", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
parlour_box_list_init (ParlourBoxList *self)
{
  self->cancellable = g_cancellable_new ();
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->keys = g_array_new (FALSE, FALSE, sizeof (ParlourBoxKey));
  g_queue_init (&self->stretches);
}

ParlourBoxList *
parlour_box_list_new (ParlourCopy *copy, ParlourBox box)
{
  ParlourBoxList *self;

  g_return_val_if_fail (PARLOUR_IS_COPY (copy), NULL);

  self = g_object_new (PARLOUR_TYPE_BOX_LIST, NULL);
  self->copy = g_object_ref (copy);
  self->box = box;
  g_signal_connect_object (copy, "messages-changed", G_CALLBACK (messages_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (copy, "outbox-changed", G_CALLBACK (outbox_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (copy, "people-changed", G_CALLBACK (people_changed_cb), self,
                           G_CONNECT_SWAPPED);
  parlour_box_list_load_more (self);
  return self;
}

ParlourBox
parlour_box_list_get_box (ParlourBoxList *self)
{
  g_return_val_if_fail (PARLOUR_IS_BOX_LIST (self), PARLOUR_BOX_RECEIVED);

  return self->box;
}

gboolean
parlour_box_list_get_loading (ParlourBoxList *self)
{
  g_return_val_if_fail (PARLOUR_IS_BOX_LIST (self), FALSE);

  return self->paging;
}

gboolean
parlour_box_list_get_complete (ParlourBoxList *self)
{
  g_return_val_if_fail (PARLOUR_IS_BOX_LIST (self), FALSE);

  return self->complete;
}

gboolean
parlour_box_list_get_ready (ParlourBoxList *self)
{
  g_return_val_if_fail (PARLOUR_IS_BOX_LIST (self), FALSE);

  return self->ready;
}

void
parlour_box_list_load_more (ParlourBoxList *self)
{
  g_return_if_fail (PARLOUR_IS_BOX_LIST (self));

  if (self->paging || self->complete)
    return;
  self->more = TRUE;
  read_next (self);
}
