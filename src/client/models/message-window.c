/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-message-window"

#include "client/models/message-window.h"

#include "client/cache/queries.h"
#include "client/models/list-change.h"
#include "client/models/message-item-private.h"

#include "config.h"

#include <glib/gi18n-lib.h>

/* This file owns a window's rows and its moves. Main thread.
 *
 * Which rows it shows is worked out by the copy's thread; here, one reading is under way at a time,
 * and each answer is the whole window as it shall be, at most some hundred rows. So moves and what
 * comes in meanwhile never cross. A move that needs the server steps aside until it has answered.
 */

struct _ParlourMessageWindow {
  GObject parent_instance;
  ParlourCopy *copy;
  char *conversation;
  GCancellable *cancellable;
  GPtrArray *items;
  gint64 low;
  gint64 high;
  guint64 before;
  guint64 after;
  gint64 first_unread;
  gboolean ready;
  gboolean loading;
  GError *problem;
  GQueue moves;     /* of Move, to be made */
  gboolean reading; /* one is being made */
  gboolean stale;   /* something changed: read again */
  GList *away;      /* of Move, borrowed: being read or waiting for the server */
};

typedef struct {
  ParlourWindowRequest request;
  GTask *task;  /* nullable: of a jump */
  GError *lack; /* nullable: why the server could not help */
  GWeakRef window;
} Move;

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
static guint ready_signal;

static void make_next (ParlourMessageWindow *self);

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

/* --- moves --------------------------------------------------------------------------------- */

static Move *
move_new (ParlourMessageWindow *self, ParlourWindowMove kind)
{
  Move *move = g_new0 (Move, 1);

  move->request.move = kind;
  g_weak_ref_init (&move->window, self);
  return move;
}

static void
move_free (Move *move)
{
  g_clear_object (&move->task);
  g_clear_error (&move->lack);
  g_weak_ref_clear (&move->window);
  g_free (move);
}

static void
move_end (Move *move, GError *error)
{
  if (move->task != NULL)
    g_task_return_error (move->task, error);
  else
    g_error_free (error);
  move_free (move);
}

static void
update_loading (ParlourMessageWindow *self)
{
  gboolean loading = !g_queue_is_empty (&self->moves);

  for (GList *l = self->away; l != NULL; l = l->next)
    loading |= ((Move *)l->data)->request.move != PARLOUR_WINDOW_REFRESH;
  if (self->loading == loading)
    return;
  self->loading = loading;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LOADING]);
}

/* Takes @error. */
static void
set_problem (ParlourMessageWindow *self, GError *error)
{
  if (self->problem == NULL && error == NULL)
    return;
  g_clear_error (&self->problem);
  self->problem = error;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PROBLEM]);
}

static void
add_move (ParlourMessageWindow *self, Move *move)
{
  g_queue_push_tail (&self->moves, move);
  make_next (self);
  update_loading (self);
}

/* Scrolling asks again and again for the same. */
static gboolean
is_under_way (ParlourMessageWindow *self, ParlourWindowMove kind)
{
  for (GList *l = self->away; l != NULL; l = l->next)
    if (((Move *)l->data)->request.move == kind)
      return TRUE;
  for (GList *l = self->moves.head; l != NULL; l = l->next)
    if (((Move *)l->data)->request.move == kind)
      return TRUE;
  return FALSE;
}

/* --- putting a page in ----------------------------------------------------------------------- */

typedef struct {
  GHashTable *by_seq;       /* gint64 * (of the row) → item */
  GHashTable *by_client_id; /* of those in the outbox */
} Index;

static void
index_items (GPtrArray *items, Index *index, GArray *seqs)
{
  index->by_seq = g_hash_table_new (g_int64_hash, g_int64_equal);
  index->by_client_id = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < items->len; i++) {
    ParlourMessageItem *item = g_ptr_array_index (items, i);

    g_array_index (seqs, gint64, i) = parlour_message_item_get_seq (item);
    if (g_array_index (seqs, gint64, i) > 0)
      g_hash_table_insert (index->by_seq, &g_array_index (seqs, gint64, i), item);
    else
      g_hash_table_insert (index->by_client_id, (gpointer)parlour_message_item_get_client_id (item),
                           item);
  }
}

/* From the outbox into the stream a message stays the same object. */
static ParlourMessageItem *
find_item (const Index *index, const ParlourMessageRow *row)
{
  ParlourMessageItem *item = NULL;

  if (row->seq > 0)
    item = g_hash_table_lookup (index->by_seq, &row->seq);
  if (item == NULL && row->mine && row->client_id != NULL)
    item = g_hash_table_lookup (index->by_client_id, row->client_id);
  return item;
}

static GPtrArray *
find_items (ParlourMessageWindow *self, GPtrArray *rows)
{
  GPtrArray *wanted = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GArray) seqs = g_array_sized_new (FALSE, TRUE, sizeof (gint64), self->items->len);
  Index index;

  g_array_set_size (seqs, self->items->len);
  index_items (self->items, &index, seqs);
  for (guint i = 0; i < rows->len; i++) {
    ParlourMessageRow *row = g_ptr_array_index (rows, i);
    ParlourMessageItem *item = find_item (&index, row);

    g_ptr_array_add (wanted, item != NULL ? g_object_ref (item) : parlour_message_item_new (row));
  }
  g_hash_table_unref (index.by_seq);
  g_hash_table_unref (index.by_client_id);
  return wanted;
}

/* An item's new values are there when the list changes, and are told when it has. */
static void
put_rows (ParlourMessageWindow *self, GPtrArray *rows)
{
  g_autoptr (GPtrArray) wanted = find_items (self, rows);

  for (guint i = 0; i < wanted->len; i++) {
    g_object_freeze_notify (g_ptr_array_index (wanted, i));
    parlour_message_item_set_row (g_ptr_array_index (wanted, i), g_ptr_array_index (rows, i));
  }
  parlour_list_change (G_LIST_MODEL (self), self->items, wanted);
  for (guint i = 0; i < wanted->len; i++)
    g_object_thaw_notify (g_ptr_array_index (wanted, i));
}

static void
set_counts (ParlourMessageWindow *self, guint64 before, guint64 after)
{
  gboolean other_before = self->before != before;
  gboolean other_after = self->after != after;

  self->before = before;
  self->after = after;
  if (other_before)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_MORE_BEFORE]);
  if (other_after)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_MORE_AFTER]);
}

static void
become_ready (ParlourMessageWindow *self)
{
  if (self->ready)
    return;
  self->ready = TRUE;
  g_signal_emit (self, ready_signal, 0);
}

static void
put_page (ParlourMessageWindow *self, Move *move, ParlourWindowPage *page)
{
  g_object_freeze_notify (G_OBJECT (self));
  self->low = page->low;
  self->high = page->high;
  if (move->request.move == PARLOUR_WINDOW_OPEN && self->first_unread != page->first_unread) {
    self->first_unread = page->first_unread;
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_FIRST_UNREAD]);
  }
  put_rows (self, page->rows);
  set_counts (self, page->before, page->after);
  g_object_thaw_notify (G_OBJECT (self));
}

static void
answer_jump (ParlourMessageWindow *self, Move *move, gint64 target)
{
  guint found = 0;

  if (move->task == NULL)
    return;
  if (self->items->len == 0) {
    g_task_return_new_error (move->task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "%s",
                             _ ("This message is not there any more."));
    return;
  }
  for (guint i = 0; i < self->items->len; i++) {
    gint64 seq = parlour_message_item_get_seq (g_ptr_array_index (self->items, i));

    if (target == 0 || (seq > 0 && seq <= target))
      found = i;
  }
  g_task_return_int (move->task, (gssize)found);
}

/* --- the server's part ----------------------------------------------------------------------- */

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Move *move = data;
  g_autoptr (ParlourMessageWindow) self = g_weak_ref_get (&move->window);
  GError *error = NULL;

  parlour_copy_fetch_finish (PARLOUR_COPY (source), result, &error);
  if (self == NULL) {
    move_end (move, error != NULL ? error : g_error_new (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Gone"));
    return;
  }
  self->away = g_list_remove (self->away, move);
  if (error != NULL && move->task != NULL) {
    set_problem (self, g_error_copy (error));
    move_end (move, error);
    update_loading (self);
    return;
  }
  move->lack = error;
  move->request.make_do = TRUE;
  add_move (self, move);
}

static void
fetch_for (ParlourMessageWindow *self, Move *move, const ParlourWindowPage *page)
{
  self->away = g_list_prepend (self->away, move);
  parlour_copy_fetch_async (self->copy, self->conversation, page->wants_kind, page->wants_seq,
                            self->cancellable, fetched_cb, move);
}

/* Of a place that is not held nothing else is shown meanwhile; at an edge what is held is. */
static gboolean
shows_while_fetching (const Move *move, const ParlourWindowPage *page)
{
  switch (move->request.move) {
  case PARLOUR_WINDOW_AROUND_IT:
  case PARLOUR_WINDOW_FRACTION:
    return FALSE;
  case PARLOUR_WINDOW_OPEN:
    return page->wants_kind == PARLOUR_FETCH_BEFORE;
  default:
    return TRUE;
  }
}

/* --- reading --------------------------------------------------------------------------------- */

static void
take_page (ParlourMessageWindow *self, Move *move, ParlourWindowPage *page)
{
  gboolean fetch = page->wants && move->request.move != PARLOUR_WINDOW_REFRESH;

  if (!fetch || shows_while_fetching (move, page)) {
    put_page (self, move, page);
    become_ready (self);
  }
  if (fetch) {
    fetch_for (self, move, page);
    return;
  }
  if (move->request.move != PARLOUR_WINDOW_REFRESH)
    set_problem (self, g_steal_pointer (&move->lack));
  answer_jump (self, move, page->target);
  move_free (move);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Move *move = data;
  g_autoptr (ParlourMessageWindow) self = g_weak_ref_get (&move->window);
  GError *error = NULL;
  g_autoptr (ParlourWindowPage) page =
      parlour_copy_read_window_finish (PARLOUR_COPY (source), result, &error);

  if (self == NULL) {
    move_end (move, error != NULL ? error : g_error_new (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Gone"));
    return;
  }
  self->away = g_list_remove (self->away, move);
  self->reading = FALSE;
  if (page != NULL) {
    take_page (self, move, page);
  } else {
    if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      set_problem (self, g_error_copy (error));
    move_end (move, error);
    become_ready (self);
  }
  make_next (self);
  update_loading (self);
}

static void
make_next (ParlourMessageWindow *self)
{
  Move *move;

  if (self->reading || g_cancellable_is_cancelled (self->cancellable))
    return;
  move = g_queue_pop_head (&self->moves);
  if (move == NULL && self->stale && self->ready)
    move = move_new (self, PARLOUR_WINDOW_REFRESH);
  if (move == NULL)
    return;
  self->stale = FALSE;
  self->reading = TRUE;
  self->away = g_list_prepend (self->away, move);
  move->request.low = self->low;
  move->request.high = self->high;
  parlour_copy_read_window_async (self->copy, self->conversation, &move->request, self->cancellable,
                                  read_cb, move);
}

/* --- what changes in the copy ---------------------------------------------------------------- */

static void
refresh (ParlourMessageWindow *self)
{
  self->stale = TRUE;
  make_next (self);
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
  g_queue_clear_full (&self->moves, (GDestroyNotify)move_free);
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

  ready_signal = g_signal_new ("ready", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 0);
}

static void
parlour_message_window_init (ParlourMessageWindow *self)
{
  self->cancellable = g_cancellable_new ();
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
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
  add_move (self, move_new (self, PARLOUR_WINDOW_OPEN));
  return self;
}

void
parlour_message_window_load_older (ParlourMessageWindow *self)
{
  g_return_if_fail (PARLOUR_IS_MESSAGE_WINDOW (self));

  if (self->ready && self->before > 0 && !is_under_way (self, PARLOUR_WINDOW_OLDER))
    add_move (self, move_new (self, PARLOUR_WINDOW_OLDER));
}

void
parlour_message_window_load_newer (ParlourMessageWindow *self)
{
  g_return_if_fail (PARLOUR_IS_MESSAGE_WINDOW (self));

  if (self->ready && self->high != PARLOUR_WINDOW_END && !is_under_way (self, PARLOUR_WINDOW_NEWER))
    add_move (self, move_new (self, PARLOUR_WINDOW_NEWER));
}

void
parlour_message_window_jump_async (ParlourMessageWindow *self,
                                   gint64 seq,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  Move *move;

  g_return_if_fail (PARLOUR_IS_MESSAGE_WINDOW (self));

  move = move_new (self, PARLOUR_WINDOW_AROUND_IT);
  move->request.seq = seq;
  move->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (move->task, parlour_message_window_jump_async);
  add_move (self, move);
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
  Move *move;

  g_return_if_fail (PARLOUR_IS_MESSAGE_WINDOW (self));

  move = move_new (self, PARLOUR_WINDOW_FRACTION);
  move->request.fraction = fraction;
  add_move (self, move);
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
