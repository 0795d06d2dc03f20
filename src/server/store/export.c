/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-export"

#include "server/store/export.h"

#include "server/store/conversations.h"
#include "server/store/sql.h"

#include "core/problem.h"

#include <string.h>

/* This file owns the way through everything of one person. On the store's thread. */

/* In cursors: the part, a dot, of which conversation and its number, another dot, the rest. */
static const char *const part_names[] = {
    [PARLOUR_EXPORT_ACCOUNT] = "account", [PARLOUR_EXPORT_PICTURE] = "picture",
    [PARLOUR_EXPORT_DEVICES] = "devices", [PARLOUR_EXPORT_BLOCKS] = "blocks",
    [PARLOUR_EXPORT_STARS] = "stars",     [PARLOUR_EXPORT_CONVERSATION] = "conversation",
    [PARLOUR_EXPORT_MEMBERS] = "members", [PARLOUR_EXPORT_MESSAGES] = "messages",
};

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

void
parlour_export_place_clear (ParlourExportPlace *self)
{
  g_clear_pointer (&self->after, g_free);
}

/* A number alone where no conversation was met yet: numbers of streams are told to nobody. */
static char *
name_place (ParlourStore *self, const ParlourExportPlace *place, GError **error)
{
  gboolean row = FALSE;

  if (place->stream == 0)
    return g_strdup_printf ("%" G_GINT64_FORMAT ".", place->seq);
  g_autoptr (ParlourStatement) statement = parlour_sql_prepare (
      self, error, "SELECT id FROM streams WHERE number = ?1", "i", place->stream);
  if (statement == NULL || !parlour_sql_step (statement, &row, error))
    return NULL;
  return g_strdup_printf ("%" G_GINT64_FORMAT ".%s", place->seq,
                          parlour_statement_get_text (statement, 0));
}

char *
parlour_store_export_cursor (ParlourStore *self, const ParlourExportPlace *place, GError **error)
{
  g_autofree char *name = name_place (self, place, error);

  if (name == NULL)
    return NULL;
  return g_strconcat (part_names[place->part], ".", name, ".",
                      place->after != NULL ? place->after : "", NULL);
}

static gboolean
refuse (GError **error)
{
  parlour_problem_set_field (error, PARLOUR_PROBLEM_INVALID_FIELD, "cursor",
                             "This is not what the page before gave as “next”.");
  return FALSE;
}

static gboolean
find_part (const char *name, ParlourExportPart *part)
{
  for (guint i = 0; i < G_N_ELEMENTS (part_names); i++) {
    if (strcmp (part_names[i], name) != 0)
      continue;
    *part = (ParlourExportPart)i;
    return TRUE;
  }
  return FALSE;
}

static gboolean
find_stream (ParlourStore *self, gint64 user, const char *id, gint64 *stream, GError **error)
{
  return parlour_sql_int (self, stream, 0, error,
                          "SELECT m.stream FROM streams st JOIN members m ON m.stream = st.number"
                          " WHERE st.id = ?1 AND m.user = ?2",
                          "si", id, user) &&
         (*stream != 0 || refuse (error));
}

gboolean
parlour_store_export_resume (
    ParlourStore *self, gint64 user, const char *cursor, ParlourExportPlace *place, GError **error)
{
  g_auto (GStrv) words = g_strsplit (cursor, ".", 4); /* a username may have dots */
  ParlourExportPlace found = {0};

  if (g_strv_length (words) != 4 || !find_part (words[0], &found.part) ||
      !g_ascii_string_to_signed (words[1], 10, 0, G_MAXUINT32, &found.seq, NULL))
    return refuse (error);
  if (*words[2] == '\0' && found.part > PARLOUR_EXPORT_CONVERSATION)
    return refuse (error);
  if (*words[2] != '\0' && !find_stream (self, user, words[2], &found.stream, error))
    return FALSE;
  found.after = *words[3] != '\0' ? g_strdup (words[3]) : NULL;
  *place = found;
  return TRUE;
}
