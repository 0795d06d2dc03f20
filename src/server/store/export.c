/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-export"

#include "server/store/export.h"

#include "server/store/conversations.h"
#include "server/store/cursor.h"
#include "server/store/sql.h"

/* This file owns the way through everything of one person. On the store's thread. */

#define START "start" /* the cursor behind the account, before all conversations */

/* One without an event is its maker's until it has one. */
static const char next_sql[] =
    "SELECT m.stream FROM members m CROSS JOIN streams st ON st.number = m.stream"
    " CROSS JOIN conversations c ON c.stream = m.stream"
    " WHERE m.user = ?1 AND m.stream > ?2 AND (st.top > 0 OR c.creator = ?1)"
    " ORDER BY m.stream LIMIT 1";

gboolean
parlour_store_export_next (
    ParlourStore *self, gint64 user, gint64 after, ParlourMembership **membership, GError **error)
{
  gint64 stream = 0;

  *membership = NULL;
  if (!parlour_sql_int (self, &stream, 0, error, next_sql, "ii", user, after))
    return FALSE;
  if (stream == 0)
    return TRUE;
  *membership = parlour_store_get_membership (self, user, stream, error);
  return *membership != NULL;
}

char *
parlour_store_export_cursor (ParlourStore *self, const ParlourExportPlace *place, GError **error)
{
  gboolean row = FALSE;

  if (place->stream == 0)
    return g_strdup (START);
  g_autoptr (ParlourStatement) statement = parlour_sql_prepare (
      self, error, "SELECT id FROM streams WHERE number = ?1", "i", place->stream);
  if (statement == NULL || !parlour_sql_step (statement, &row, error))
    return NULL;
  return parlour_cursor_format (0, place->seq, parlour_statement_get_text (statement, 0));
}

gboolean
parlour_store_export_resume (
    ParlourStore *self, gint64 user, const char *cursor, ParlourExportPlace *place, GError **error)
{
  ParlourCursor from = {0};

  if (!g_str_equal (cursor, START) &&
      !parlour_cursor_parse (self, user, cursor, "cursor", &from, error))
    return FALSE;
  *place = (ParlourExportPlace){.stream = from.stream, .seq = from.seq};
  return TRUE;
}
