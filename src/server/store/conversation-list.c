/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-conversation-list"

#include "server/store/conversations.h"

#include "server/store/cursor.h"
#include "server/store/sql.h"

/* This file owns the list of somebody's conversations, newest activity first. On the store's
 * thread. */

/* A group that was left stands still. */
#define MOVED_AT "coalesce (m.left_at, st.last_at)"

/* One without an event is its maker's until it has one. */
static const char list_sql[] =
    "SELECT m.stream, " MOVED_AT ", st.id FROM members m"
    " CROSS JOIN streams st ON st.number = m.stream"
    " CROSS JOIN conversations c ON c.stream = m.stream"
    " WHERE m.user = ?1 AND m.archived = ?2 AND (st.top > 0 OR c.creator = ?1)"
    " AND (" MOVED_AT ", st.number) < (?3, ?4)"
    " ORDER BY " MOVED_AT " DESC, st.number DESC LIMIT ?5";

static gboolean
add (ParlourStore *self, gint64 user, gint64 stream, GPtrArray *conversations, GError **error)
{
  g_autoptr (ParlourMembership) membership =
      parlour_store_get_membership (self, user, stream, error);

  if (membership == NULL)
    return FALSE;
  ParlourConversation *conversation = parlour_store_get_conversation (self, membership, error);
  if (conversation == NULL)
    return FALSE;
  g_ptr_array_add (conversations, conversation);
  return TRUE;
}

static GPtrArray *
read_page (ParlourStore *self,
           gint64 user,
           ParlourStatement *statement,
           guint limit,
           char **next,
           GError **error)
{
  g_autoptr (GPtrArray) conversations =
      g_ptr_array_new_with_free_func ((GDestroyNotify)parlour_conversation_unref);
  g_autofree char *cursor = NULL;
  gboolean row = FALSE;

  if (!parlour_sql_step (statement, &row, error))
    return NULL;
  while (row && conversations->len < limit) {
    gint64 stream = parlour_statement_get_int (statement, 0);
    if (!add (self, user, stream, conversations, error))
      return NULL;
    g_free (cursor);
    cursor = parlour_cursor_format (parlour_statement_get_int (statement, 1), 0,
                                    parlour_statement_get_text (statement, 2));
    if (!parlour_sql_step (statement, &row, error))
      return NULL;
  }
  if (row)
    *next = g_steal_pointer (&cursor);
  return g_steal_pointer (&conversations);
}

GPtrArray *
parlour_store_list_conversations (ParlourStore *self,
                                  gint64 user,
                                  gboolean archived,
                                  const char *cursor,
                                  guint limit,
                                  char **next,
                                  GError **error)
{
  g_return_val_if_fail (limit > 0 && next != NULL, NULL);

  ParlourCursor from = {.at = G_MAXINT64, .stream = G_MAXINT64};
  *next = NULL;
  if (cursor != NULL && !parlour_cursor_parse (self, user, cursor, "cursor", &from, error))
    return NULL;

  g_autoptr (ParlourStatement) statement =
      parlour_sql_prepare (self, error, list_sql, "idiii", user, archived != FALSE, from.at,
                           from.stream, (gint64)limit + 1);
  return statement != NULL ? read_page (self, user, statement, limit, next, error) : NULL;
}
