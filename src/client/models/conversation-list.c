/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-conversation-list"

#include "client/models/conversation-list.h"

#include "client/cache/queries.h"
#include "client/models/conversation-item-private.h"
#include "client/models/list-change.h"
#include "core/timestamp.h"

/* This file owns the list of conversations: which are there, in which order. Main thread. One
 * reading is under way at a time; what changes meanwhile is collected for the next one. */

struct _ParlourConversationList {
  GObject parent_instance;
  ParlourCopy *copy;
  GCancellable *cancellable;
  GPtrArray *items;
  GHashTable *by_id;   /* id → item, borrowed from the list */
  GHashTable *changed; /* set of ids to read */
  gboolean all;        /* read all */
  gboolean reading;
  gboolean ready;
  guint unread;
  guint unmute; /* the timer to the next end of a mute, 0 for none */
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ParlourConversationList,
                               parlour_conversation_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

enum { PROP_READY = 1, PROP_UNREAD, N_PROPS };

static GParamSpec *props[N_PROPS];

static GType
get_item_type (GListModel *model)
{
  return PARLOUR_TYPE_CONVERSATION_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  return PARLOUR_CONVERSATION_LIST (model)->items->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  GPtrArray *items = PARLOUR_CONVERSATION_LIST (model)->items;

  return position < items->len ? g_object_ref (g_ptr_array_index (items, position)) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

/* --- mutes that end by themselves ------------------------------------------------------------- */

/* A sleeping computer's timers stand still, and further away than this nobody waits for one. */
#define UNMUTE_SECONDS_MAX (60 * 60)

static void changed_cb (ParlourConversationList *self, const char *const *ids);

static gboolean
is_over (ParlourConversationItem *item, gint64 now)
{
  return parlour_conversation_item_get_muted (item) &&
         parlour_conversation_item_get_notify (item) != PARLOUR_NOTIFY_NONE &&
         parlour_conversation_item_get_muted_until (item) <= now;
}

static void set_unmute (ParlourConversationList *self);

static void
unmute_cb (gpointer data)
{
  ParlourConversationList *self = PARLOUR_CONVERSATION_LIST (data);
  gint64 now = parlour_timestamp_now ();
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  self->unmute = 0;
  for (guint i = 0; i < self->items->len; i++) {
    ParlourConversationItem *item = g_ptr_array_index (self->items, i);
    if (is_over (item, now))
      g_ptr_array_add (ids, (char *)parlour_conversation_item_get_id (item));
  }
  g_ptr_array_add (ids, NULL);
  changed_cb (self, (const char *const *)ids->pdata);
  set_unmute (self);
}

/* Nothing else happens when a mute has passed, so that a row would say it until it is read anew. */
static void
set_unmute (ParlourConversationList *self)
{
  gint64 now = parlour_timestamp_now ();
  gint64 next = G_MAXINT64;

  g_clear_handle_id (&self->unmute, g_source_remove);
  for (guint i = 0; i < self->items->len; i++) {
    gint64 until = parlour_conversation_item_get_muted_until (g_ptr_array_index (self->items, i));
    if (until > now)
      next = MIN (next, until);
  }
  if (next < G_MAXINT64)
    self->unmute = g_timeout_add_once ((guint)MIN (next - now + 1, UNMUTE_SECONDS_MAX * 1000),
                                       unmute_cb, self);
}

/* --- putting rows in ------------------------------------------------------------------------- */

static int
compare (gconstpointer a, gconstpointer b)
{
  ParlourConversationItem *one = *(ParlourConversationItem *const *)a;
  ParlourConversationItem *other = *(ParlourConversationItem *const *)b;
  gint64 by_activity =
      parlour_conversation_item_get_activity (other) - parlour_conversation_item_get_activity (one);
  int by_pin = (int)parlour_conversation_item_get_pinned (other) -
               (int)parlour_conversation_item_get_pinned (one);

  if (by_pin != 0)
    return by_pin;
  if (by_activity != 0)
    return by_activity > 0 ? 1 : -1;
  return g_strcmp0 (parlour_conversation_item_get_id (one),
                    parlour_conversation_item_get_id (other));
}

static void
set_unread (ParlourConversationList *self)
{
  guint unread = 0;

  for (guint i = 0; i < self->items->len; i++) {
    ParlourConversationItem *item = g_ptr_array_index (self->items, i);
    unread += parlour_conversation_item_get_unread (item) > 0 ||
              parlour_conversation_item_get_marked_unread (item);
  }
  if (unread == self->unread)
    return;
  self->unread = unread;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_UNREAD]);
}

/* Items of @asked (all where it is NULL) that got no row are gone. */
static void
add_untouched (ParlourConversationList *self, GHashTable *asked, GPtrArray *wanted)
{
  for (guint i = 0; asked != NULL && i < self->items->len; i++) {
    ParlourConversationItem *item = g_ptr_array_index (self->items, i);

    if (!g_hash_table_contains (asked, parlour_conversation_item_get_id (item)))
      g_ptr_array_add (wanted, g_object_ref (item));
  }
}

static void
add_row (ParlourConversationList *self, ParlourConversationRow *row, GPtrArray *wanted)
{
  ParlourConversationItem *item = g_hash_table_lookup (self->by_id, row->id);

  item = item != NULL ? g_object_ref (item) : parlour_conversation_item_new (row);
  g_object_freeze_notify (G_OBJECT (item));
  parlour_conversation_item_set_row (item, row);
  g_ptr_array_add (wanted, item);
}

static void
index_items (ParlourConversationList *self, GPtrArray *items)
{
  g_hash_table_remove_all (self->by_id);
  for (guint i = 0; i < items->len; i++) {
    ParlourConversationItem *item = g_ptr_array_index (items, i);

    g_hash_table_insert (self->by_id, g_strdup (parlour_conversation_item_get_id (item)), item);
  }
}

/* New values are there when the list changes, and are told when it has. */
static void
put_rows (ParlourConversationList *self, GHashTable *asked, GPtrArray *rows)
{
  g_autoptr (GPtrArray) wanted = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) touched = g_ptr_array_new_with_free_func (g_object_unref);

  add_untouched (self, asked, wanted);
  for (guint i = 0; i < rows->len; i++) {
    add_row (self, g_ptr_array_index (rows, i), wanted);
    g_ptr_array_add (touched, g_object_ref (g_ptr_array_index (wanted, wanted->len - 1)));
  }
  index_items (self, wanted);
  g_ptr_array_sort (wanted, compare);
  parlour_list_change (G_LIST_MODEL (self), self->items, wanted);
  for (guint i = 0; i < touched->len; i++)
    g_object_thaw_notify (g_ptr_array_index (touched, i));
  set_unread (self);
  set_unmute (self);
}

/* --- reading --------------------------------------------------------------------------------- */

typedef struct {
  GWeakRef list;
  GHashTable *asked; /* NULL: all */
} Reading;

static void
reading_free (Reading *reading)
{
  g_weak_ref_clear (&reading->list);
  g_clear_pointer (&reading->asked, g_hash_table_unref);
  g_free (reading);
}

static void read_next (ParlourConversationList *self);

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Reading *reading = data;
  g_autoptr (ParlourConversationList) self = g_weak_ref_get (&reading->list);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows =
      parlour_copy_read_conversations_finish (PARLOUR_COPY (source), result, &error);

  if (self != NULL) {
    self->reading = FALSE;
    if (rows != NULL)
      put_rows (self, reading->asked, rows);
    else
      g_message ("The conversations could not be read: %s", error->message);
    if (!self->ready) {
      self->ready = TRUE;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_READY]);
    }
    read_next (self);
  }
  reading_free (reading);
}

static void
read_next (ParlourConversationList *self)
{
  g_autofree const char **ids = NULL;
  Reading *reading;

  if (self->reading || g_cancellable_is_cancelled (self->cancellable) ||
      (!self->all && g_hash_table_size (self->changed) == 0))
    return;
  reading = g_new0 (Reading, 1);
  g_weak_ref_init (&reading->list, self);
  if (!self->all) {
    reading->asked = g_steal_pointer (&self->changed);
    ids = (const char **)g_hash_table_get_keys_as_array (reading->asked, NULL);
  } else {
    g_hash_table_unref (self->changed);
  }
  self->changed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->all = FALSE;
  self->reading = TRUE;
  parlour_copy_read_conversations_async (self->copy, ids, self->cancellable, read_cb, reading);
}

static void
changed_cb (ParlourConversationList *self, const char *const *ids)
{
  if (ids == NULL)
    self->all = TRUE;
  for (gsize i = 0; ids != NULL && ids[i] != NULL; i++)
    if (*ids[i] != '\0')
      g_hash_table_add (self->changed, g_strdup (ids[i]));
  read_next (self);
}

static void
people_changed_cb (ParlourConversationList *self)
{
  changed_cb (self, NULL);
}

/* --- the object ------------------------------------------------------------------------------ */

static void
parlour_conversation_list_get_property (GObject *object,
                                        guint prop_id,
                                        GValue *value,
                                        GParamSpec *pspec)
{
  ParlourConversationList *self = PARLOUR_CONVERSATION_LIST (object);

  if (prop_id == PROP_READY)
    g_value_set_boolean (value, self->ready);
  else if (prop_id == PROP_UNREAD)
    g_value_set_uint (value, self->unread);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
parlour_conversation_list_dispose (GObject *object)
{
  ParlourConversationList *self = PARLOUR_CONVERSATION_LIST (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->unmute, g_source_remove);
  g_clear_object (&self->copy);
  G_OBJECT_CLASS (parlour_conversation_list_parent_class)->dispose (object);
}

static void
parlour_conversation_list_finalize (GObject *object)
{
  ParlourConversationList *self = PARLOUR_CONVERSATION_LIST (object);

  g_object_unref (self->cancellable);
  g_hash_table_unref (self->by_id);
  g_hash_table_unref (self->changed);
  g_ptr_array_unref (self->items);
  G_OBJECT_CLASS (parlour_conversation_list_parent_class)->finalize (object);
}

static void
parlour_conversation_list_class_init (ParlourConversationListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = parlour_conversation_list_get_property;
  object_class->dispose = parlour_conversation_list_dispose;
  object_class->finalize = parlour_conversation_list_finalize;
  props[PROP_READY] = g_param_spec_boolean ("ready", NULL, NULL, FALSE, flags);
  props[PROP_UNREAD] = g_param_spec_uint ("unread", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
parlour_conversation_list_init (ParlourConversationList *self)
{
  self->cancellable = g_cancellable_new ();
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->by_id = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->changed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

ParlourConversationList *
parlour_conversation_list_new (ParlourCopy *copy)
{
  ParlourConversationList *self;

  g_return_val_if_fail (PARLOUR_IS_COPY (copy), NULL);

  self = g_object_new (PARLOUR_TYPE_CONVERSATION_LIST, NULL);
  self->copy = g_object_ref (copy);
  g_signal_connect_object (copy, "conversations-changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (copy, "outbox-changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (copy, "people-changed", G_CALLBACK (people_changed_cb), self,
                           G_CONNECT_SWAPPED);
  changed_cb (self, NULL);
  return self;
}

gboolean
parlour_conversation_list_get_ready (ParlourConversationList *self)
{
  g_return_val_if_fail (PARLOUR_IS_CONVERSATION_LIST (self), FALSE);

  return self->ready;
}

guint
parlour_conversation_list_get_unread (ParlourConversationList *self)
{
  g_return_val_if_fail (PARLOUR_IS_CONVERSATION_LIST (self), 0);

  return self->unread;
}

ParlourConversationItem *
parlour_conversation_list_find (ParlourConversationList *self, const char *id)
{
  g_return_val_if_fail (PARLOUR_IS_CONVERSATION_LIST (self) && id != NULL, NULL);

  return g_hash_table_lookup (self->by_id, id);
}
