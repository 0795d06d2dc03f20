/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-read-marker"

#include "app/history/read-marker.h"

/* When a message counts as read. Main thread. */

enum { SETTLE_MS = 300 };

struct _ParlourReadMarker {
  GtkWidget *view; /* borrowed: it owns us */
  ParlourAccount *account;
  char *conversation;
  gint64 seen;
  gint64 marked;
  guint timer;
};

gboolean
parlour_read_marker_is_on_screen (ParlourReadMarker *self)
{
  GtkRoot *root = gtk_widget_get_root (self->view);
  return GTK_IS_WINDOW (root) && gtk_window_is_active (GTK_WINDOW (root)) &&
         gtk_widget_get_mapped (self->view) && gtk_widget_get_child_visible (self->view);
}

static gboolean
settled_cb (gpointer user_data)
{
  ParlourReadMarker *self = user_data;
  self->timer = 0;
  if (self->account && self->seen > self->marked && parlour_read_marker_is_on_screen (self)) {
    self->marked = self->seen;
    parlour_account_mark_read (self->account, self->conversation, self->seen);
  }
  return G_SOURCE_REMOVE;
}

ParlourReadMarker *
parlour_read_marker_new (GtkWidget *view)
{
  ParlourReadMarker *self = g_new0 (ParlourReadMarker, 1);
  self->view = view;
  return self;
}

void
parlour_read_marker_free (ParlourReadMarker *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_object (&self->account);
  g_free (self->conversation);
  g_free (self);
}

void
parlour_read_marker_set_conversation (ParlourReadMarker *self,
                                      ParlourAccount *account,
                                      const char *conversation)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  g_set_object (&self->account, account);
  g_free (self->conversation);
  self->conversation = g_strdup (conversation);
  self->seen = 0;
  self->marked = 0;
}

void
parlour_read_marker_saw (ParlourReadMarker *self, gint64 seq)
{
  self->seen = MAX (self->seen, seq);
  parlour_read_marker_check (self);
}

void
parlour_read_marker_check (ParlourReadMarker *self)
{
  if (self->timer == 0 && self->seen > self->marked && parlour_read_marker_is_on_screen (self))
    self->timer = g_timeout_add (SETTLE_MS, settled_cb, self);
}
