/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-cursor"

#include "server/store/cursor.h"

#include "server/store/sql.h"

#include "core/problem.h"

/* This file owns the cursors of lists: "at.seq.conversation" where they run by time, a number where
 * they run by that. On the store's thread. */

char *
parlour_cursor_format (gint64 at, gint64 seq, const char *id)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT ".%" G_GINT64_FORMAT ".%s", at, seq, id);
}

static gboolean
refuse (const char *field, GError **error)
{
  parlour_problem_set_field (error, PARLOUR_PROBLEM_INVALID_FIELD, field,
                             "This is not what the page before gave as “next”.");
  return FALSE;
}

gboolean
parlour_cursor_parse (ParlourStore *self,
                      gint64 user,
                      const char *text,
                      const char *field,
                      ParlourCursor *cursor,
                      GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, ".", 3);

  if (g_strv_length (parts) != 3 ||
      !g_ascii_string_to_signed (parts[0], 10, 0, G_MAXINT64, &cursor->at, NULL) ||
      !g_ascii_string_to_signed (parts[1], 10, 0, PARLOUR_STREAM_SEQ_MAX, &cursor->seq, NULL))
    return refuse (field, error);
  if (!parlour_sql_int (self, &cursor->stream, 0, error,
                        "SELECT m.stream FROM members m WHERE m.user = ?1"
                        " AND m.stream = (SELECT number FROM streams WHERE id = ?2)",
                        "is", user, parts[2]))
    return FALSE;
  return cursor->stream != 0 || refuse (field, error);
}

gboolean
parlour_number_cursor_parse (const char *cursor, gint64 *below, GError **error)
{
  *below = G_MAXINT64;
  if (cursor == NULL || g_ascii_string_to_signed (cursor, 10, 1, G_MAXINT64, below, NULL))
    return TRUE;
  return refuse ("cursor", error);
}
