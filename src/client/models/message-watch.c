/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-message-watch"

#include "client/models/message-watch.h"

#include "client/cache/queries.h"
#include "client/models/message-item-private.h"

/* This file owns one message on its own. While it waits in the outbox the list's own item says all
 * that there is; afterwards it is read from the copy whenever something about it changes. Main
 * thread. */

struct _ParlourMessageWatch {
  GObject parent_instance;
  ParlourCopy *copy;
  ParlourMessageItem *source; /* nullable: then it is the message of the next two */
  char *conversation;
  gint64 seq;
  ParlourMessageItem *item; /* nullable */
  GCancellable *cancellable;
  gboolean reading;
  gboolean again; /* something changed meanwhile */
  gboolean ready;
  gboolean quoted; /* what it quotes was asked for */
};

G_DEFINE_FINAL_TYPE (ParlourMessageWatch, parlour_message_watch, G_TYPE_OBJECT)

enum { PROP_ITEM = 1, PROP_READY, N_PROPS };

static GParamSpec *props[N_PROPS];

static void read_it (ParlourMessageWatch *self);

static void
set_item (ParlourMessageWatch *self, ParlourMessageItem *item)
{
  if (g_set_object (&self->item, item))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ITEM]);
}

static void
set_ready (ParlourMessageWatch *self)
{
  if (self->ready)
    return;
  self->ready = TRUE;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_READY]);
}

static const char *
conversation_of (ParlourMessageWatch *self)
{
  return self->source != NULL ? parlour_message_item_get_conversation (self->source)
                              : self->conversation;
}

static gint64
seq_of (ParlourMessageWatch *self)
{
  return self->source != NULL ? parlour_message_item_get_seq (self->source) : self->seq;
}

/* What comes changes the copy, and it is read again by itself. */
static void
fetch_quote (ParlourMessageWatch *self, const ParlourMessageRow *row)
{
  if (!row->reply_missing || self->quoted)
    return;
  self->quoted = TRUE;
  parlour_copy_fetch_async (self->copy, row->conversation, PARLOUR_FETCH_AROUND, row->reply_to,
                            self->cancellable, NULL, NULL);
}

/* @row: (nullable) */
static void
take_row (ParlourMessageWatch *self, ParlourMessageRow *row)
{
  g_autoptr (ParlourMessageItem) item = NULL;

  if (row != NULL && self->item != NULL && self->item != self->source)
    parlour_message_item_set_row (self->item, row);
  else if (row != NULL)
    item = parlour_message_item_new (row);
  if (row == NULL || item != NULL)
    set_item (self, item);
  if (row != NULL)
    fetch_quote (self, row);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourMessageRow) row =
      parlour_copy_read_message_finish (PARLOUR_COPY (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  ParlourMessageWatch *self = PARLOUR_MESSAGE_WATCH (data);
  self->reading = FALSE;
  if (error != NULL)
    g_message ("A message could not be read: %s", error->message);
  else
    take_row (self, row);
  set_ready (self);
  if (self->again)
    read_it (self);
}

static void
read_it (ParlourMessageWatch *self)
{
  gint64 seq = seq_of (self);

  self->again = self->reading;
  if (self->reading)
    return;
  if (seq == 0) {
    set_item (self, self->source);
    set_ready (self);
    return;
  }
  self->reading = TRUE;
  parlour_copy_read_message_async (self->copy, conversation_of (self), seq, self->cancellable,
                                   read_cb, self);
}

static gboolean
is_between (gint64 seq, gint64 from, gint64 to)
{
  return seq > 0 && seq >= from && seq <= to;
}

/* What it quotes counts too. */
static void
messages_changed_cb (ParlourMessageWatch *self, const char *conversation, gint64 from, gint64 to)
{
  gint64 quoted = self->item != NULL ? parlour_message_item_get_reply_to (self->item) : 0;

  if (*conversation != '\0' && g_strcmp0 (conversation, conversation_of (self)) != 0)
    return;
  if (is_between (seq_of (self), from, to) || is_between (quoted, from, to))
    read_it (self);
}

static void
parlour_message_watch_get_property (GObject *object,
                                    guint prop_id,
                                    GValue *value,
                                    GParamSpec *pspec)
{
  ParlourMessageWatch *self = PARLOUR_MESSAGE_WATCH (object);

  if (prop_id == PROP_ITEM)
    g_value_set_object (value, self->item);
  else if (prop_id == PROP_READY)
    g_value_set_boolean (value, self->ready);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
parlour_message_watch_dispose (GObject *object)
{
  ParlourMessageWatch *self = PARLOUR_MESSAGE_WATCH (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->item);
  g_clear_object (&self->source);
  g_clear_pointer (&self->conversation, g_free);
  g_clear_object (&self->copy);
  G_OBJECT_CLASS (parlour_message_watch_parent_class)->dispose (object);
}

static void
parlour_message_watch_class_init (ParlourMessageWatchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = parlour_message_watch_get_property;
  object_class->dispose = parlour_message_watch_dispose;
  props[PROP_ITEM] = g_param_spec_object ("item", NULL, NULL, PARLOUR_TYPE_MESSAGE_ITEM, flags);
  props[PROP_READY] = g_param_spec_boolean ("ready", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
parlour_message_watch_init (ParlourMessageWatch *self)
{
  self->cancellable = g_cancellable_new ();
}

static void
begin (ParlourMessageWatch *self, ParlourCopy *copy)
{
  self->copy = g_object_ref (copy);
  g_signal_connect_object (copy, "people-changed", G_CALLBACK (read_it), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (copy, "messages-changed", G_CALLBACK (messages_changed_cb), self,
                           G_CONNECT_SWAPPED);
  read_it (self);
}

ParlourMessageWatch *
parlour_message_watch_new (ParlourCopy *copy, ParlourMessageItem *source)
{
  ParlourMessageWatch *self;

  g_return_val_if_fail (PARLOUR_IS_COPY (copy) && PARLOUR_IS_MESSAGE_ITEM (source), NULL);

  self = g_object_new (PARLOUR_TYPE_MESSAGE_WATCH, NULL);
  self->source = g_object_ref (source);
  g_signal_connect_object (source, "notify::seq", G_CALLBACK (read_it), self, G_CONNECT_SWAPPED);
  begin (self, copy);
  return self;
}

ParlourMessageWatch *
parlour_message_watch_new_for_place (ParlourCopy *copy, const char *conversation, gint64 seq)
{
  ParlourMessageWatch *self;

  g_return_val_if_fail (PARLOUR_IS_COPY (copy) && conversation != NULL && seq > 0, NULL);

  self = g_object_new (PARLOUR_TYPE_MESSAGE_WATCH, NULL);
  self->conversation = g_strdup (conversation);
  self->seq = seq;
  begin (self, copy);
  return self;
}

ParlourMessageItem *
parlour_message_watch_get_source (ParlourMessageWatch *self)
{
  g_return_val_if_fail (PARLOUR_IS_MESSAGE_WATCH (self), NULL);

  return self->source;
}

ParlourMessageItem *
parlour_message_watch_get_item (ParlourMessageWatch *self)
{
  g_return_val_if_fail (PARLOUR_IS_MESSAGE_WATCH (self), NULL);

  return self->item;
}

gboolean
parlour_message_watch_get_ready (ParlourMessageWatch *self)
{
  g_return_val_if_fail (PARLOUR_IS_MESSAGE_WATCH (self), FALSE);

  return self->ready;
}
