/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-message-log-scroll"

#include "app/log/message-log-private.h"

#include <math.h>

/* Going somewhere: to a row, to a saved anchor, to the end, to a fraction of the whole. All but the
 * glide move the rows to where the view is, not the view to the rows. Main thread. */

#define GLIDE_MICROSECONDS (250 * G_TIME_SPAN_MILLISECOND)

/* Returns: FALSE where @fraction lies outside of the model. */
static gboolean
go_to (ParlourMessageLog *self, double fraction)
{
  guint64 total = self->more_before + self->n_items + self->more_after;
  guint64 index;
  double part = parlour_log_place (fraction, total, self->height / self->mean_height, &index);

  if (fraction >= 1) {
    self->at_end = self->more_after == 0;
    return self->at_end;
  }
  if (index < self->more_before || index - self->more_before >= self->n_items)
    return FALSE;
  self->at_end = FALSE;
  self->anchor = (ParlourLogAnchor){
      .position = (guint)(index - self->more_before),
      .y = parlour_message_log_get_scroll (self) - (gint64)(part * self->mean_height),
      .align = -1,
  };
  return TRUE;
}

static void
go_to_edge (ParlourMessageLog *self, gboolean last)
{
  self->at_end = FALSE;
  self->anchor.position = last ? self->n_items - 1 : 0;
  self->anchor.align = last ? 1 : 0;
}

static gboolean
has_jump_handler (ParlourMessageLog *self)
{
  guint id = g_signal_lookup ("jump", PARLOUR_TYPE_MESSAGE_LOG);

  return g_signal_has_handler_pending (self, id, 0, FALSE);
}

void
parlour_message_log_jump_to (ParlourMessageLog *self, double fraction)
{
  self->jump = -1;
  if (self->n_items == 0 || self->n_measured == 0 || go_to (self, fraction))
    return;
  if (!has_jump_handler (self)) {
    go_to_edge (self,
                fraction > (double)self->more_before / (self->more_before + self->more_after));
    return;
  }
  self->jump = CLAMP (fraction, 0, 1);
  self->jump_due = TRUE;
  parlour_message_log_queue_tell (self);
}

gboolean
parlour_message_log_waits_for_jump (ParlourMessageLog *self)
{
  if (self->jump < 0)
    return FALSE;
  if (!go_to (self, self->jump))
    return TRUE;
  self->jump = -1;
  return FALSE;
}

void
parlour_message_log_stop_glide (ParlourMessageLog *self)
{
  if (self->glide_id == 0)
    return;
  gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->glide_id);
  self->glide_id = 0;
}

static double
get_end (ParlourMessageLog *self)
{
  return gtk_adjustment_get_upper (self->vadjustment) -
         gtk_adjustment_get_page_size (self->vadjustment);
}

static gboolean
glide_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  ParlourMessageLog *self = PARLOUR_MESSAGE_LOG (widget);
  gint64 now = gdk_frame_clock_get_frame_time (clock);
  double left;

  if (fabs (gtk_adjustment_get_value (self->vadjustment) - self->glide_last) > 0.5) {
    self->glide_id = 0;
    return G_SOURCE_REMOVE;
  }
  if (self->glide_start == 0)
    self->glide_start = now;
  left = 1 - MIN (1.0, (double)(now - self->glide_start) / GLIDE_MICROSECONDS);
  self->glide_last = get_end (self) - (get_end (self) - self->glide_from) * left * left * left;
  gtk_adjustment_set_value (self->vadjustment, self->glide_last);
  if (left > 0)
    return G_SOURCE_CONTINUE;
  self->glide_id = 0;
  return G_SOURCE_REMOVE;
}

/* Only the last page is glided over: what is further away is passed in one step. */
static void
glide_to_end (ParlourMessageLog *self)
{
  if (gtk_adjustment_get_upper (self->vadjustment) - self->scroll > 2.0 * self->height) {
    self->at_end = TRUE;
    parlour_message_log_sync_now (self);
    self->at_end = FALSE;
    self->anchor.y += self->height;
    for (guint i = 0; i < parlour_log_rows_get_length (self->rows); i++)
      parlour_log_rows_get (self->rows, i)->y += self->height;
    parlour_message_log_sync_now (self);
  }
  self->glide_start = 0;
  self->glide_from = gtk_adjustment_get_value (self->vadjustment);
  self->glide_last = self->glide_from;
  self->glide_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), glide_cb, NULL, NULL);
}

static gboolean
can_glide (ParlourMessageLog *self)
{
  gboolean enabled = FALSE;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)) || self->height == 0 || self->vadjustment == NULL)
    return FALSE;
  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-enable-animations", &enabled,
                NULL);
  return enabled;
}

void
parlour_message_log_scroll_to_end (ParlourMessageLog *self, gboolean animate)
{
  g_return_if_fail (PARLOUR_IS_MESSAGE_LOG (self));

  parlour_message_log_stop_glide (self);
  if (self->at_end && self->more_after == 0)
    return;
  if (self->more_after > 0) {
    parlour_message_log_jump_to (self, 1);
  } else if (animate && can_glide (self)) {
    self->jump = -1;
    glide_to_end (self);
    return;
  } else {
    self->jump = -1;
    self->at_end = TRUE;
  }
  parlour_message_log_sync_now (self);
}

static void
set_anchor (ParlourMessageLog *self, ParlourLogAnchor anchor)
{
  parlour_message_log_stop_glide (self);
  self->anchor = anchor;
  self->at_end = FALSE;
  self->jump = -1;
  parlour_message_log_sync_now (self);
}

void
parlour_message_log_scroll_to_item (ParlourMessageLog *self, guint position, double align)
{
  g_return_if_fail (PARLOUR_IS_MESSAGE_LOG (self));
  g_return_if_fail (position < self->n_items);

  set_anchor (self, (ParlourLogAnchor){position, 0, CLAMP (align, 0, 1)});
}

void
parlour_message_log_set_anchor (ParlourMessageLog *self, guint position, int offset)
{
  g_return_if_fail (PARLOUR_IS_MESSAGE_LOG (self));
  g_return_if_fail (position < self->n_items);

  set_anchor (self,
              (ParlourLogAnchor){position, parlour_message_log_get_scroll (self) + offset, -1});
}

gboolean
parlour_message_log_get_anchor (ParlourMessageLog *self, GObject **item, int *offset)
{
  ParlourLogRow *row;

  g_return_val_if_fail (PARLOUR_IS_MESSAGE_LOG (self), FALSE);

  row = parlour_log_rows_find (self->rows, self->anchor.position);
  if (self->n_items == 0 || row == NULL)
    return FALSE;
  *item = row->item;
  *offset = (int)(self->anchor.y - parlour_message_log_get_scroll (self));
  return TRUE;
}
