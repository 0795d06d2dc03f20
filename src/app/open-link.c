/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-open-link"

#include "app/open-link.h"

#include "app/link-text.h"
#include "app/message-link.h"

/* Where a link leads. Main thread. */

void
parlour_open_link (GtkWidget *from, const char *uri)
{
  g_autofree char *conversation = NULL;
  gint64 seq = 0;
  if (parlour_message_link_parse (uri, &conversation, &seq, NULL))
    gtk_widget_activate_action (from, "win.show-linked-message", "(sx)", conversation, seq);
  else if (parlour_link_is_allowed (uri))
    gtk_show_uri (GTK_WINDOW (gtk_widget_get_root (from)), uri, GDK_CURRENT_TIME);
}
