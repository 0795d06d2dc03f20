/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-history-rows"

#include "app/history/history-rows.h"

#include "app/history/message-bubble.h"
#include "app/history/message-menu.h"

/* What all rows share. Main thread. */

struct _ParlourHistoryRows {
  GtkWidget *view;
  ParlourMessageLog *log;
  ParlourMessageMenu *menu;
  ParlourPictures *pictures; /* nullable */
  gint64 fresh;
  gint64 landed; /* seq; 0 for none */
  guint landed_timer;
};

enum { LANDED_MS = 2000 };

static void
menu_cb (ParlourMessageBubble *row, double x, double y, ParlourHistoryRows *self)
{
  double at_x = 0;
  double at_y = 0;
  gtk_widget_translate_coordinates (GTK_WIDGET (row), self->view, x, y, &at_x, &at_y);
  parlour_message_menu_set_link (self->menu, parlour_message_bubble_get_link (row));
  parlour_message_menu_popup (self->menu, parlour_message_bubble_get_item (row), (int)at_x,
                              (int)at_y);
}

static GtkWidget *
create_row (gpointer data)
{
  GtkWidget *row = parlour_message_bubble_new ();
  g_signal_connect (row, "menu", G_CALLBACK (menu_cb), data);
  return row;
}

static void
update_landed (ParlourHistoryRows *self, ParlourMessageBubble *row)
{
  ParlourMessageItem *item = parlour_message_bubble_get_item (row);
  parlour_message_bubble_set_landed (row, item && self->landed > 0 &&
                                              parlour_message_item_get_seq (item) == self->landed);
}

static void
bind_row (GtkWidget *row, GObject *item, GObject *previous, GObject *next, gpointer data)
{
  ParlourHistoryRows *self = data;
  parlour_message_bubble_set_pictures (PARLOUR_MESSAGE_BUBBLE (row), self->pictures);
  parlour_message_bubble_bind (PARLOUR_MESSAGE_BUBBLE (row), PARLOUR_MESSAGE_ITEM (item),
                               previous ? PARLOUR_MESSAGE_ITEM (previous) : NULL, self->fresh);
  update_landed (self, PARLOUR_MESSAGE_BUBBLE (row));
}

static void
unbind_row (GtkWidget *row, gpointer data)
{
  parlour_message_bubble_unbind (PARLOUR_MESSAGE_BUBBLE (row));
}

static const ParlourMessageLogFactory factory = {create_row, bind_row, unbind_row};

ParlourHistoryRows *
parlour_history_rows_new (GtkWidget *view, ParlourMessageLog *log)
{
  ParlourHistoryRows *self = g_new0 (ParlourHistoryRows, 1);
  self->view = view;
  self->log = log;
  self->menu = parlour_message_menu_new (view);
  parlour_message_log_set_factory (log, &factory, self, NULL);
  return self;
}

void
parlour_history_rows_free (ParlourHistoryRows *self)
{
  g_clear_handle_id (&self->landed_timer, g_source_remove);
  parlour_message_menu_free (self->menu);
  g_clear_object (&self->pictures);
  g_free (self);
}

void
parlour_history_rows_set_fresh (ParlourHistoryRows *self, gint64 seq)
{
  if (self->fresh == seq)
    return;
  self->fresh = seq;
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->log)); row;
       row = gtk_widget_get_next_sibling (row))
    parlour_message_bubble_set_first_unread (PARLOUR_MESSAGE_BUBBLE (row), seq);
}

static void
set_landed (ParlourHistoryRows *self, gint64 seq)
{
  self->landed = seq;
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->log)); row;
       row = gtk_widget_get_next_sibling (row))
    update_landed (self, PARLOUR_MESSAGE_BUBBLE (row));
}

static gboolean
landed_cb (gpointer user_data)
{
  ParlourHistoryRows *self = user_data;
  self->landed_timer = 0;
  set_landed (self, 0);
  return G_SOURCE_REMOVE;
}

void
parlour_history_rows_point_out (ParlourHistoryRows *self, gint64 seq)
{
  g_clear_handle_id (&self->landed_timer, g_source_remove);
  set_landed (self, seq);
  self->landed_timer = g_timeout_add (LANDED_MS, landed_cb, self);
}

gint64
parlour_history_rows_get_fresh (ParlourHistoryRows *self)
{
  return self->fresh;
}

void
parlour_history_rows_present (ParlourHistoryRows *self)
{
  parlour_message_menu_present (self->menu);
}

void
parlour_history_rows_set_conversation (ParlourHistoryRows *self,
                                       ParlourConversationItem *conversation)
{
  parlour_message_menu_set_conversation (self->menu, conversation);
}

void
parlour_history_rows_set_pictures (ParlourHistoryRows *self, ParlourPictures *pictures)
{
  g_set_object (&self->pictures, pictures);
}
