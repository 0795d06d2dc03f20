/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/log/message-log-anchor.h"
#include "app/log/message-log-rows.h"
#include "app/log/message-log.h"

G_BEGIN_DECLS

/* What message-log.c (the widget), -sync.c (the layout), -scroll.c (going somewhere), -focus.c
 * (the keyboard) and -tell.c (signals) share. */
struct _ParlourMessageLog {
  GtkWidget parent_instance;

  GListModel *model;
  guint n_items; /* as of the last items-changed that was handled */
  guint64 more_before;
  guint64 more_after;
  ParlourLogRows *rows;

  GtkAdjustment *hadjustment;
  GtkAdjustment *vadjustment;
  GtkScrollablePolicy hscroll_policy;
  GtkScrollablePolicy vscroll_policy;

  ParlourLogAnchor anchor;
  gboolean at_end;
  double jump; /* what was asked for outside of the model, as a fraction; -1 when nothing */
  double mean_height;
  guint n_measured;

  /* as of the last layout */
  int width;
  int height;
  gint64 scroll;
  guint first_visible;
  guint last_visible;
  guint last_fully_visible;

  gboolean syncing;
  gboolean model_changed; /* since the last layout */

  /* what the next idle tells */
  guint tell_id;
  gboolean told_at_end;
  gboolean told_near_start;
  gboolean told_near_end;
  gboolean jump_due;
  gboolean visible_due;
  guint refocus; /* the position that gets the focus; GTK_INVALID_LIST_POSITION when none */

  guint glide_id;
  gint64 glide_start; /* frame time, microseconds; 0 before the first frame */
  double glide_from;
  double glide_last; /* the value that was set last: another one means that a person scrolls */
};

/** The view's top in adjustment space, in whole pixels. */
gint64 parlour_message_log_get_scroll (ParlourMessageLog *self);

/** Lays out for this size: binds, measures and places rows, and sets the adjustment's bounds. */
void parlour_message_log_sync (ParlourMessageLog *self, int width, int height);

/** The same at once for the last size, or at the next allocation where that can't be done now. */
void parlour_message_log_sync_now (ParlourMessageLog *self);

/** Has everything that is due emitted from an idle source. */
void parlour_message_log_queue_tell (ParlourMessageLog *self);

/** Goes to a place of the whole list; outside of the model it asks for it by `jump`. */
void parlour_message_log_jump_to (ParlourMessageLog *self, double fraction);

/** Returns: %TRUE while the place that was asked for is still outside of the model. */
gboolean parlour_message_log_waits_for_jump (ParlourMessageLog *self);

void parlour_message_log_stop_glide (ParlourMessageLog *self);

void parlour_message_log_install_signals (GType type);

void parlour_message_log_class_init_focus (GtkWidgetClass *widget_class);

G_END_DECLS
