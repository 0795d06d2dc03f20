/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-conversation-filter"

#include "app/lists/conversation-filter.h"

/* The filter. A list model that is filtered does not look at its items again by itself: this does,
 * and so keeps a list of them. Main thread. */

struct _ParlourConversationFilter {
  GtkFilter parent_instance;
  GPtrArray *items; /* as the model has them */
  gboolean archived;
  gboolean unread_only;
  char *kept;
};

G_DEFINE_FINAL_TYPE (ParlourConversationFilter, parlour_conversation_filter, GTK_TYPE_FILTER)

gboolean
parlour_conversation_is_unread (ParlourConversationItem *item)
{
  return parlour_conversation_item_get_unread (item) > 0 ||
         parlour_conversation_item_get_marked_unread (item);
}

static gboolean
parlour_conversation_filter_match (GtkFilter *filter, gpointer item)
{
  ParlourConversationFilter *self = PARLOUR_CONVERSATION_FILTER (filter);
  if (parlour_conversation_item_get_archived (item) != self->archived)
    return FALSE;
  return !self->unread_only || parlour_conversation_is_unread (item) ||
         g_strcmp0 (parlour_conversation_item_get_id (item), self->kept) == 0;
}

static void
changed_cb (ParlourConversationFilter *self)
{
  gtk_filter_changed (GTK_FILTER (self), GTK_FILTER_CHANGE_DIFFERENT);
}

static void
unread_cb (ParlourConversationFilter *self)
{
  if (self->unread_only)
    changed_cb (self);
}

static void
follow (ParlourConversationFilter *self, ParlourConversationItem *item)
{
  g_signal_connect_swapped (item, "notify::archived", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (item, "notify::unread", G_CALLBACK (unread_cb), self);
  g_signal_connect_swapped (item, "notify::marked-unread", G_CALLBACK (unread_cb), self);
}

static void
drop (ParlourConversationFilter *self, guint position, guint n)
{
  for (guint i = position; i < position + n; i++)
    g_signal_handlers_disconnect_by_data (g_ptr_array_index (self->items, i), self);
  if (n > 0)
    g_ptr_array_remove_range (self->items, position, n);
}

static void
items_changed_cb (
    ParlourConversationFilter *self, guint position, guint removed, guint added, GListModel *model)
{
  drop (self, position, removed);
  for (guint i = position; i < position + added; i++) {
    ParlourConversationItem *item = g_list_model_get_item (model, i);
    g_ptr_array_insert (self->items, (int)i, item);
    follow (self, item);
  }
}

static void
parlour_conversation_filter_dispose (GObject *object)
{
  ParlourConversationFilter *self = PARLOUR_CONVERSATION_FILTER (object);
  drop (self, 0, self->items->len);
  G_OBJECT_CLASS (parlour_conversation_filter_parent_class)->dispose (object);
}

static void
parlour_conversation_filter_finalize (GObject *object)
{
  ParlourConversationFilter *self = PARLOUR_CONVERSATION_FILTER (object);
  g_ptr_array_unref (self->items);
  g_free (self->kept);
  G_OBJECT_CLASS (parlour_conversation_filter_parent_class)->finalize (object);
}

static void
parlour_conversation_filter_class_init (ParlourConversationFilterClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = parlour_conversation_filter_dispose;
  G_OBJECT_CLASS (klass)->finalize = parlour_conversation_filter_finalize;
  GTK_FILTER_CLASS (klass)->match = parlour_conversation_filter_match;
}

static void
parlour_conversation_filter_init (ParlourConversationFilter *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
}

ParlourConversationFilter *
parlour_conversation_filter_new (GListModel *conversations)
{
  g_return_val_if_fail (G_IS_LIST_MODEL (conversations), NULL);
  ParlourConversationFilter *self = g_object_new (PARLOUR_TYPE_CONVERSATION_FILTER, NULL);
  g_signal_connect_object (conversations, "items-changed", G_CALLBACK (items_changed_cb), self,
                           G_CONNECT_SWAPPED);
  items_changed_cb (self, 0, 0, g_list_model_get_n_items (conversations), conversations);
  return self;
}

void
parlour_conversation_filter_set_archived (ParlourConversationFilter *self, gboolean archived)
{
  g_return_if_fail (PARLOUR_IS_CONVERSATION_FILTER (self));
  self->archived = archived;
  changed_cb (self);
}

void
parlour_conversation_filter_set_unread_only (ParlourConversationFilter *self, gboolean unread_only)
{
  g_return_if_fail (PARLOUR_IS_CONVERSATION_FILTER (self));
  self->unread_only = unread_only;
  changed_cb (self);
}

void
parlour_conversation_filter_set_kept (ParlourConversationFilter *self, const char *id)
{
  g_return_if_fail (PARLOUR_IS_CONVERSATION_FILTER (self));
  g_free (self->kept);
  self->kept = g_strdup (id);
  unread_cb (self);
}
