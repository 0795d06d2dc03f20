/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-message-log-tell"

#include "app/log/message-log-private.h"

/* What the log tells others. Everything is emitted from one source of the main loop, never inside
 * a layout or the model's own emission, since a handler mostly changes the model. Main thread. */

enum {
  SIGNAL_NEAR_START,
  SIGNAL_NEAR_END,
  SIGNAL_JUMP,
  SIGNAL_VISIBLE_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
tell_at_end (ParlourMessageLog *self)
{
  if (self->told_at_end == self->at_end)
    return;
  self->told_at_end = self->at_end;
  g_object_notify (G_OBJECT (self), "at-end");
}

static void
tell_near (ParlourMessageLog *self)
{
  if (self->n_items == 0 || self->height == 0)
    return;
  if (!self->told_near_start && self->first_visible < PARLOUR_MESSAGE_LOG_NEAR_ROWS) {
    self->told_near_start = TRUE;
    g_signal_emit (self, signals[SIGNAL_NEAR_START], 0);
  }
  /* The handler may have changed the model; the positions then follow with the next layout. */
  if (self->model_changed)
    return;
  if (!self->told_near_end &&
      self->n_items - self->last_visible - 1 < PARLOUR_MESSAGE_LOG_NEAR_ROWS) {
    self->told_near_end = TRUE;
    g_signal_emit (self, signals[SIGNAL_NEAR_END], 0);
  }
}

static void
tell_jump (ParlourMessageLog *self)
{
  if (!self->jump_due)
    return;
  self->jump_due = FALSE;
  if (self->jump >= 0)
    g_signal_emit (self, signals[SIGNAL_JUMP], 0, self->jump);
}

static void
tell_visible (ParlourMessageLog *self)
{
  if (!self->visible_due || self->n_items == 0 || self->model_changed)
    return;
  self->visible_due = FALSE;
  g_signal_emit (self, signals[SIGNAL_VISIBLE_CHANGED], 0, self->first_visible,
                 self->last_fully_visible);
}

static void
restore_focus (ParlourMessageLog *self)
{
  if (self->refocus == GTK_INVALID_LIST_POSITION || self->model_changed)
    return;
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

static gboolean
tell_cb (gpointer user_data)
{
  g_autoptr (ParlourMessageLog) self = g_object_ref (user_data);

  self->tell_id = 0;
  tell_at_end (self);
  restore_focus (self);
  tell_jump (self);
  if (!self->model_changed)
    tell_near (self);
  tell_visible (self);
  return G_SOURCE_REMOVE;
}

void
parlour_message_log_queue_tell (ParlourMessageLog *self)
{
  /* Not at an idle priority: a fling that fills every frame would starve the fetching of rows. */
  if (self->tell_id == 0)
    self->tell_id = g_idle_add_full (G_PRIORITY_DEFAULT, tell_cb, self, NULL);
}

void
parlour_message_log_install_signals (GType type)
{
  signals[SIGNAL_NEAR_START] =
      g_signal_new ("near-start", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_NEAR_END] =
      g_signal_new ("near-end", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_JUMP] = g_signal_new ("jump", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 1, G_TYPE_DOUBLE);
  signals[SIGNAL_VISIBLE_CHANGED] =
      g_signal_new ("visible-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                    G_TYPE_UINT, G_TYPE_UINT);
}
