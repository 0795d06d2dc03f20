/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-member-list"

#include "client/models/member-list.h"

#include "client/cache/queries.h"
#include "client/models/list-change.h"
#include "client/models/member-item-private.h"

/* This file owns the list of a group's members. Main thread. One reading is under way at a time. */

struct _ParlourMemberList {
  GObject parent_instance;
  ParlourCopy *copy;
  char *conversation;
  GCancellable *cancellable;
  GPtrArray *items;
  gboolean reading;
  gboolean stale; /* something changed: read again */
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ParlourMemberList,
                               parlour_member_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static GType
get_item_type (GListModel *model)
{
  return PARLOUR_TYPE_MEMBER_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  return PARLOUR_MEMBER_LIST (model)->items->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  GPtrArray *items = PARLOUR_MEMBER_LIST (model)->items;

  return position < items->len ? g_object_ref (g_ptr_array_index (items, position)) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

/* --- reading --------------------------------------------------------------------------------- */

static GHashTable *
index_items (ParlourMemberList *self)
{
  GHashTable *index = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < self->items->len; i++) {
    ParlourMemberItem *item = g_ptr_array_index (self->items, i);
    g_hash_table_insert (index, (gpointer)parlour_member_item_get_user_id (item), item);
  }
  return index;
}

/* New values are there when the list changes, and are told when it has. */
static void
put_rows (ParlourMemberList *self, GPtrArray *rows)
{
  g_autoptr (GHashTable) index = index_items (self);
  g_autoptr (GPtrArray) wanted = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < rows->len; i++) {
    ParlourMembershipRow *row = g_ptr_array_index (rows, i);
    ParlourMemberItem *item = g_hash_table_lookup (index, row->user);
    g_ptr_array_add (wanted, item != NULL ? g_object_ref (item) : parlour_member_item_new (row));
  }
  for (guint i = 0; i < wanted->len; i++) {
    g_object_freeze_notify (g_ptr_array_index (wanted, i));
    parlour_member_item_set_row (g_ptr_array_index (wanted, i), g_ptr_array_index (rows, i));
  }
  parlour_list_change (G_LIST_MODEL (self), self->items, wanted);
  for (guint i = 0; i < wanted->len; i++)
    g_object_thaw_notify (g_ptr_array_index (wanted, i));
}

static void refresh (ParlourMemberList *self);

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ParlourMemberList) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows =
      parlour_copy_read_members_finish (PARLOUR_COPY (source), result, &error);

  self->reading = FALSE;
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (rows != NULL)
    put_rows (self, rows);
  else
    g_message ("The members could not be read: %s", error->message);
  if (self->stale)
    refresh (self);
}

static void
refresh (ParlourMemberList *self)
{
  self->stale = self->reading;
  if (self->reading)
    return;
  self->reading = TRUE;
  parlour_copy_read_members_async (self->copy, self->conversation, self->cancellable, read_cb,
                                   g_object_ref (self));
}

static void
conversations_changed_cb (ParlourMemberList *self, const char *const *ids)
{
  if (ids == NULL || g_strv_contains (ids, self->conversation))
    refresh (self);
}

/* --- the object ------------------------------------------------------------------------------ */

static void
parlour_member_list_dispose (GObject *object)
{
  ParlourMemberList *self = PARLOUR_MEMBER_LIST (object);

  g_cancellable_cancel (self->cancellable);
  if (self->copy != NULL)
    g_signal_handlers_disconnect_by_data (self->copy, self);
  g_clear_object (&self->copy);
  G_OBJECT_CLASS (parlour_member_list_parent_class)->dispose (object);
}

static void
parlour_member_list_finalize (GObject *object)
{
  ParlourMemberList *self = PARLOUR_MEMBER_LIST (object);

  g_free (self->conversation);
  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->items);
  G_OBJECT_CLASS (parlour_member_list_parent_class)->finalize (object);
}

static void
parlour_member_list_class_init (ParlourMemberListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = parlour_member_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = parlour_member_list_finalize;
}

static void
parlour_member_list_init (ParlourMemberList *self)
{
  self->cancellable = g_cancellable_new ();
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
}

ParlourMemberList *
parlour_member_list_new (ParlourCopy *copy, const char *conversation)
{
  g_return_val_if_fail (PARLOUR_IS_COPY (copy) && conversation != NULL, NULL);

  ParlourMemberList *self = g_object_new (PARLOUR_TYPE_MEMBER_LIST, NULL);
  self->copy = g_object_ref (copy);
  self->conversation = g_strdup (conversation);
  g_signal_connect_object (copy, "conversations-changed", G_CALLBACK (conversations_changed_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (copy, "people-changed", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  refresh (self);
  return self;
}
