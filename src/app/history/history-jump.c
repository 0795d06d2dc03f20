/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-history-jump"

#include "app/history/history-jump.h"

/* Where one wants to be. What is under way belongs to the window that was asked, and is cancelled
 * before the log shows another one. Main thread. */

typedef enum { POINT_OUT, FROM_TOP, AT_OFFSET } Way;

#define SOME_BEFORE 0.3

struct _ParlourHistoryJump {
  ParlourMessageLog *log;
  ParlourHistoryRows *rows;
  GCancellable *cancellable; /* of what is under way */
  gint64 seq;                /* to land on; 0 for nothing */
  Way way;
  int offset;
};

ParlourHistoryJump *
parlour_history_jump_new (ParlourMessageLog *log, ParlourHistoryRows *rows)
{
  ParlourHistoryJump *self = g_new0 (ParlourHistoryJump, 1);
  self->log = log;
  self->rows = rows;
  return self;
}

static void
stop (ParlourHistoryJump *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

void
parlour_history_jump_free (ParlourHistoryJump *self)
{
  stop (self);
  g_free (self);
}

void
parlour_history_jump_want (ParlourHistoryJump *self, gint64 seq)
{
  self->seq = seq;
  self->way = POINT_OUT;
}

void
parlour_history_jump_want_from (ParlourHistoryJump *self, gint64 seq)
{
  self->seq = seq;
  self->way = FROM_TOP;
}

void
parlour_history_jump_want_place (ParlourHistoryJump *self, gint64 seq, int offset)
{
  self->seq = seq;
  self->way = AT_OFFSET;
  self->offset = offset;
}

gboolean
parlour_history_jump_is_due (ParlourHistoryJump *self)
{
  return self->seq > 0;
}

static void
land (ParlourHistoryJump *self, guint position)
{
  if (self->way == AT_OFFSET)
    parlour_message_log_set_anchor (self->log, position, self->offset);
  else
    parlour_message_log_scroll_to_item (self->log, position,
                                        self->way == POINT_OUT ? SOME_BEFORE : 0);
  if (self->way == POINT_OUT)
    parlour_history_rows_point_out (self->rows, self->seq);
}

static void
arrived_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  guint position = 0;
  gboolean found = parlour_message_window_jump_finish (PARLOUR_MESSAGE_WINDOW (source), result,
                                                       &position, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  ParlourHistoryJump *self = user_data;
  if (found)
    land (self, position);
  else
    g_debug ("Cannot jump: %s", error->message);
  self->seq = 0;
}

static void
arrived_at_end_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  parlour_message_window_jump_finish (PARLOUR_MESSAGE_WINDOW (source), result, NULL, &error);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    parlour_message_log_scroll_to_end (((ParlourHistoryJump *)user_data)->log, FALSE);
}

static void
set_out (ParlourHistoryJump *self, ParlourMessageWindow *window, GAsyncReadyCallback callback)
{
  stop (self);
  self->cancellable = g_cancellable_new ();
  parlour_message_window_jump_async (window, self->seq, self->cancellable, callback, self);
}

void
parlour_history_jump_go (ParlourHistoryJump *self, ParlourMessageWindow *window)
{
  if (self->seq > 0)
    set_out (self, window, arrived_cb);
}

void
parlour_history_jump_to_end (ParlourHistoryJump *self, ParlourMessageWindow *window)
{
  self->seq = 0;
  if (parlour_message_window_get_more_after (window) > 0)
    set_out (self, window, arrived_at_end_cb);
  else
    parlour_message_log_scroll_to_end (self->log, TRUE);
}

void
parlour_history_jump_cancel (ParlourHistoryJump *self)
{
  stop (self);
  self->seq = 0;
}
