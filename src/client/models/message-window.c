/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-message-window"

#include "client/models/message-window-private.h"

/* This file owns the window as an object: its properties, and what makes it read again. Main
 * thread.
 */

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ParlourMessageWindow,
                               parlour_message_window,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

enum {
  PROP_MORE_BEFORE = 1,
  PROP_MORE_AFTER,
  PROP_LOADING,
  PROP_PROBLEM,
  PROP_FIRST_UNREAD,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

/* --- list model ---------------------------------------------------------------------------- */

static GType
get_item_type (GListModel *model)
{
  return PARLOUR_TYPE_MESSAGE_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  return PARLOUR_MESSAGE_WINDOW (model)->items->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  GPtrArray *items = PARLOUR_MESSAGE_WINDOW (model)->items;

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

static void
refresh (ParlourMessageWindow *self)
{
  self->stale = TRUE;
  parlour_message_window_make_next (self);
}

static void
messages_changed_cb (ParlourMessageWindow *self, const char *conversation, gint64 from, gint64 to)
{
  if (*conversation == '\0' || g_str_equal (conversation, self->conversation))
    refresh (self);
}

static void
outbox_changed_cb (ParlourMessageWindow *self, const char *const *conversations)
{
  if (conversations == NULL || g_strv_contains (conversations, self->conversation))
    refresh (self);
}

/* --- the object ------------------------------------------------------------------------------ */

static void
parlour_message_window_get_property (GObject *object,
                                     guint prop_id,
                                     GValue *value,
                                     GParamSpec *pspec)
{
  ParlourMessageWindow *self = PARLOUR_MESSAGE_WINDOW (object);

  switch (prop_id) {
  case PROP_MORE_BEFORE:
    g_value_set_uint64 (value, self->before);
    break;
  case PROP_MORE_AFTER:
    g_value_set_uint64 (value, self->after);
    break;
  case PROP_LOADING:
    g_value_set_boolean (value, self->loading);
    break;
  case PROP_PROBLEM:
    g_value_set_boxed (value, self->problem);
    break;
  case PROP_FIRST_UNREAD:
    g_value_set_int64 (value, self->first_unread);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
parlour_message_window_dispose (GObject *object)
{
  ParlourMessageWindow *self = PARLOUR_MESSAGE_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  if (self->copy != NULL)
    g_signal_handlers_disconnect_by_data (self->copy, self);
  g_clear_object (&self->copy);
  g_queue_clear_full (&self->moves, (GDestroyNotify)parlour_window_move_free);
  g_clear_pointer (&self->away, g_list_free);
  G_OBJECT_CLASS (parlour_message_window_parent_class)->dispose (object);
}

static void
parlour_message_window_finalize (GObject *object)
{
  ParlourMessageWindow *self = PARLOUR_MESSAGE_WINDOW (object);

  g_free (self->conversation);
  g_clear_error (&self->problem);
  g_object_unref (self->cancellable);
  g_hash_table_unref (self->quotes);
  g_ptr_array_unref (self->items);
  G_OBJECT_CLASS (parlour_message_window_parent_class)->finalize (object);
}

static void
parlour_message_window_class_init (ParlourMessageWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = parlour_message_window_get_property;
  object_class->dispose = parlour_message_window_dispose;
  object_class->finalize = parlour_message_window_finalize;

  props[PROP_MORE_BEFORE] =
      g_param_spec_uint64 ("more-before", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  props[PROP_MORE_AFTER] = g_param_spec_uint64 ("more-after", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  props[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE, flags);
  props[PROP_PROBLEM] = g_param_spec_boxed ("problem", NULL, NULL, G_TYPE_ERROR, flags);
  props[PROP_FIRST_UNREAD] =
      g_param_spec_int64 ("first-unread", NULL, NULL, 0, G_MAXINT64, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);

  g_signal_new ("ready", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 0);
}

static void
parlour_message_window_init (ParlourMessageWindow *self)
{
  self->cancellable = g_cancellable_new ();
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->quotes = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_queue_init (&self->moves);
}

ParlourMessageWindow *
parlour_message_window_new (ParlourCopy *copy, const char *conversation)
{
  ParlourMessageWindow *self;

  g_return_val_if_fail (PARLOUR_IS_COPY (copy) && conversation != NULL, NULL);

  self = g_object_new (PARLOUR_TYPE_MESSAGE_WINDOW, NULL);
  self->copy = g_object_ref (copy);
  self->conversation = g_strdup (conversation);
  g_signal_connect_object (copy, "messages-changed", G_CALLBACK (messages_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (copy, "outbox-changed", G_CALLBACK (outbox_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (copy, "people-changed", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  parlour_message_window_add_move (self, parlour_window_move_new (self, PARLOUR_WINDOW_OPEN));
  return self;
}

void
parlour_message_window_load_older (ParlourMessageWindow *self)
{
  g_return_if_fail (PARLOUR_IS_MESSAGE_WINDOW (self));

  if (self->ready && self->before > 0 &&
      !parlour_message_window_is_moving (self, PARLOUR_WINDOW_OLDER))
    parlour_message_window_add_move (self, parlour_window_move_new (self, PARLOUR_WINDOW_OLDER));
}

void
parlour_message_window_load_newer (ParlourMessageWindow *self)
{
  g_return_if_fail (PARLOUR_IS_MESSAGE_WINDOW (self));

  if (self->ready && self->high != PARLOUR_WINDOW_END &&
      !parlour_message_window_is_moving (self, PARLOUR_WINDOW_NEWER))
    parlour_message_window_add_move (self, parlour_window_move_new (self, PARLOUR_WINDOW_NEWER));
}

void
parlour_message_window_jump_async (ParlourMessageWindow *self,
                                   gint64 seq,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  ParlourWindowMoveJob *move;

  g_return_if_fail (PARLOUR_IS_MESSAGE_WINDOW (self));

  move = parlour_window_move_new (self, PARLOUR_WINDOW_AROUND_IT);
  move->request.seq = seq;
  move->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (move->task, parlour_message_window_jump_async);
  parlour_message_window_add_move (self, move);
}

gboolean
parlour_message_window_jump_finish (ParlourMessageWindow *self,
                                    GAsyncResult *result,
                                    guint *position,
                                    GError **error)
{
  gssize found;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  found = g_task_propagate_int (G_TASK (result), error);
  if (found < 0)
    return FALSE;
  if (position != NULL)
    *position = (guint)found;
  return TRUE;
}

void
parlour_message_window_jump_fraction (ParlourMessageWindow *self, double fraction)
{
  ParlourWindowMoveJob *move;

  g_return_if_fail (PARLOUR_IS_MESSAGE_WINDOW (self));

  move = parlour_window_move_new (self, PARLOUR_WINDOW_FRACTION);
  move->request.fraction = fraction;
  parlour_message_window_add_move (self, move);
}

const char *
parlour_message_window_get_conversation (ParlourMessageWindow *self)
{
  g_return_val_if_fail (PARLOUR_IS_MESSAGE_WINDOW (self), NULL);

  return self->conversation;
}

guint64
parlour_message_window_get_more_before (ParlourMessageWindow *self)
{
  g_return_val_if_fail (PARLOUR_IS_MESSAGE_WINDOW (self), 0);

  return self->before;
}

guint64
parlour_message_window_get_more_after (ParlourMessageWindow *self)
{
  g_return_val_if_fail (PARLOUR_IS_MESSAGE_WINDOW (self), 0);

  return self->after;
}

gboolean
parlour_message_window_get_loading (ParlourMessageWindow *self)
{
  g_return_val_if_fail (PARLOUR_IS_MESSAGE_WINDOW (self), FALSE);

  return self->loading;
}

const GError *
parlour_message_window_get_problem (ParlourMessageWindow *self)
{
  g_return_val_if_fail (PARLOUR_IS_MESSAGE_WINDOW (self), NULL);

  return self->problem;
}

gint64
parlour_message_window_get_first_unread (ParlourMessageWindow *self)
{
  g_return_val_if_fail (PARLOUR_IS_MESSAGE_WINDOW (self), 0);

  return self->first_unread;
}

gboolean
parlour_message_window_is_ready (ParlourMessageWindow *self)
{
  g_return_val_if_fail (PARLOUR_IS_MESSAGE_WINDOW (self), FALSE);

  return self->ready;
}
