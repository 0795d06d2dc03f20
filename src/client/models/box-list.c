/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-box-list"

#include "client/models/box-list-private.h"

/* This file owns Received or Sent as far as it was scrolled down. Main thread.
 *
 * The list reaches from the newest message to a key; pages add below it. What changes above it is
 * read again, a stretch of one conversation at a time; what comes in below it (history that is
 * filled in behind) waits until somebody scrolls there. */

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ParlourBoxList,
                               parlour_box_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

enum { PROP_LOADING = 1, PROP_COMPLETE, PROP_READY, PROP_FILTER, N_PROPS };

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

/* --- what changes in the copy ---------------------------------------------------------------- */

/* An answer changes what is owed further up. */
static void
add_owed (ParlourBoxList *self, const char *conversation)
{
  if (self->filter == PARLOUR_BOX_FILTER_OWED)
    parlour_box_list_read_again (self, conversation, 0, G_MAXINT64);
}

static void
messages_changed_cb (ParlourBoxList *self, const char *conversation, gint64 from, gint64 to)
{
  if (*conversation == '\0')
    parlour_box_list_read_again (self, NULL, from, to);
  else if (self->filter == PARLOUR_BOX_FILTER_OWED)
    add_owed (self, conversation);
  else
    parlour_box_list_read_again (self, conversation, from, to);
}

static void
conversations_changed_cb (ParlourBoxList *self, const char *const *ids)
{
  for (guint i = 0; ids != NULL && ids[i] != NULL; i++)
    add_owed (self, ids[i]);
  if (ids == NULL)
    add_owed (self, NULL);
}

/* An empty stretch: what is read again is the outbox. */
static void
outbox_changed_cb (ParlourBoxList *self, const char *const *conversations)
{
  if (self->box == PARLOUR_BOX_SENT)
    parlour_box_list_read_again (self, "", 1, 0);
  else
    conversations_changed_cb (self, conversations);
}

static void
people_changed_cb (ParlourBoxList *self)
{
  parlour_box_list_read_again (self, NULL, 0, 0);
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
  else if (prop_id == PROP_FILTER)
    g_value_set_int (value, (int)self->filter);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
parlour_box_list_dispose (GObject *object)
{
  ParlourBoxList *self = PARLOUR_BOX_LIST (object);

  g_cancellable_cancel (self->cancellable);
  parlour_box_list_forget_stretches (self);
  g_clear_pointer (&self->cursor, g_free);
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
  props[PROP_FILTER] = g_param_spec_int ("filter", NULL, NULL, PARLOUR_BOX_FILTER_NONE,
                                         PARLOUR_BOX_FILTER_OWED, PARLOUR_BOX_FILTER_NONE, flags);
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
  g_signal_connect_object (copy, "conversations-changed", G_CALLBACK (conversations_changed_cb),
                           self, G_CONNECT_SWAPPED);
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

ParlourBoxFilter
parlour_box_list_get_filter (ParlourBoxList *self)
{
  g_return_val_if_fail (PARLOUR_IS_BOX_LIST (self), PARLOUR_BOX_FILTER_NONE);

  return self->filter;
}

/* What is there stays until something else was read. */
void
parlour_box_list_set_filter (ParlourBoxList *self, ParlourBoxFilter filter)
{
  g_return_if_fail (PARLOUR_IS_BOX_LIST (self));
  g_return_if_fail (self->box == PARLOUR_BOX_RECEIVED || filter != PARLOUR_BOX_FILTER_OWED);

  if (self->filter == filter)
    return;
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  parlour_box_list_forget_stretches (self);
  g_clear_pointer (&self->cursor, g_free);
  self->filter = filter;
  self->bottom = (ParlourBoxKey){0, 0};
  self->reading = self->partial = self->told = self->mute = FALSE;
  self->replaces = TRUE;
  parlour_box_list_set_flag (self, &self->paging, FALSE, "loading");
  parlour_box_list_set_flag (self, &self->complete, FALSE, "complete");
  parlour_box_list_set_flag (self, &self->ready, FALSE, "ready");
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_FILTER]);
  parlour_box_list_load_more (self);
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
  self->mute = self->checks = FALSE; /* it may be there again */
  self->more = TRUE;
  parlour_box_list_read_next (self);
}
