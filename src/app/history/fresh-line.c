/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-fresh-line"

#include "app/history/fresh-line.h"

/* Where one left off. Stateless. */

static gboolean
is_incoming (ParlourMessageItem *item)
{
  return parlour_message_item_get_notice (item) == PARLOUR_NOTICE_NONE &&
         parlour_message_item_get_seq (item) > 0 && !parlour_message_item_get_mine (item) &&
         !parlour_message_item_get_deleted (item);
}

gint64
parlour_fresh_line_find (GListModel *messages, ParlourConversationItem *conversation, gint64 fresh)
{
  gint64 read = parlour_conversation_item_get_read (conversation);
  gint64 first = 0;
  if (parlour_conversation_item_get_unread (conversation) == 0)
    return 0;
  for (guint i = g_list_model_get_n_items (messages); i > 0; i--) {
    g_autoptr (ParlourMessageItem) item = g_list_model_get_item (messages, i - 1);
    gint64 seq = parlour_message_item_get_seq (item);
    if (seq > 0 && seq <= read)
      return first > 0 ? first : fresh;
    if (is_incoming (item))
      first = seq;
  }
  /* Nothing that is read is loaded: the first unread one may lie further up. */
  return read == 0 && first > 0 ? first : fresh;
}
