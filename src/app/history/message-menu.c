/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-message-menu"

#include "app/history/message-menu.h"

#include <glib/gi18n.h>

/* The menu of one message. Main thread. */

static void
add (GMenu *menu, const char *label, const char *action, ParlourMessageItem *item)
{
  g_autoptr (GMenuItem) entry = g_menu_item_new (label, NULL);
  g_menu_item_set_action_and_target (entry, action, "(sx)",
                                     parlour_message_item_get_conversation (item),
                                     parlour_message_item_get_seq (item));
  g_menu_append_item (menu, entry);
}

static void
add_of_outbox (GMenu *menu, const char *label, const char *action, ParlourMessageItem *item)
{
  g_autoptr (GMenuItem) entry = g_menu_item_new (label, NULL);
  g_menu_item_set_action_and_target (entry, action, "s", parlour_message_item_get_client_id (item));
  g_menu_append_item (menu, entry);
}

GMenuModel *
parlour_message_menu_new (ParlourMessageItem *item)
{
  g_return_val_if_fail (PARLOUR_IS_MESSAGE_ITEM (item), NULL);
  GMenu *menu = g_menu_new ();
  gboolean sent = parlour_message_item_get_seq (item) > 0;
  gboolean deleted = parlour_message_item_get_deleted (item);
  if (!sent) {
    if (parlour_message_item_get_state (item) == PARLOUR_MESSAGE_FAILED)
      add_of_outbox (menu, _ ("_Retry"), "win.retry-message", item);
    add_of_outbox (menu, _ ("_Delete"), "win.discard-message", item);
    return G_MENU_MODEL (menu);
  }
  if (!deleted) {
    add (menu, _ ("_Reply"), "win.reply-to-message", item);
    add (menu, _ ("_Copy"), "win.copy-message", item);
  }
  add (menu, _ ("De_tails"), "win.show-message-details", item);
  g_autoptr (GMenu) section = g_menu_new ();
  add (section, _ ("_Delete…"), "win.delete-message", item);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
  return G_MENU_MODEL (menu);
}
