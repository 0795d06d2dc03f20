/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-main-view-reading"

#include "app/main-view-private.h"

/* Received and Sent beside the message that was chosen there. Main thread. */

gboolean
parlour_main_view_is_reading (ParlourMainView *self)
{
  return gtk_stack_get_visible_child (self->content) == GTK_WIDGET (self->reading);
}

/* Marks are told of the conversation that is on the screen. */
void
parlour_main_view_read (ParlourMainView *self, ParlourMessageItem *item)
{
  const char *conversation = item ? parlour_message_item_get_conversation (item) : NULL;
  parlour_conversation_page_flush (self->page);
  parlour_reading_page_show (self->reading, item);
  gtk_stack_set_visible_child (self->content, GTK_WIDGET (self->reading));
  if (conversation)
    parlour_account_watch (self->account, conversation);
}

void
parlour_main_view_go_message (ParlourMainView *self, int step)
{
  g_return_if_fail (PARLOUR_IS_MAIN_VIEW (self));
  parlour_sidebar_step (self->sidebar, step);
}

void
parlour_main_view_read_on (ParlourMainView *self)
{
  if (adw_leaflet_get_folded (self->leaflet))
    parlour_main_view_back (self);
  else
    parlour_sidebar_step (self->sidebar, 1);
}
