/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-reaction-row"

#include "server/store/reaction-row.h"

#include "server/store/sql.h"

#include "core/limits.h"

/* This file owns the reactions in a message's row: made anew with each change, read with each
 * message. On the store's thread. */

static void
clear_cb (gpointer data)
{
  ParlourReaction *reaction = data;

  g_free ((char *)reaction->emoji);
  g_strfreev (reaction->users);
}

static void
add_line (GArray *reactions, const char *line)
{
  g_auto (GStrv) parts = g_strsplit (line, " ", 3);

  if (g_strv_length (parts) != 3)
    return;
  ParlourReaction reaction = {
      .emoji = g_strdup (parts[0]),
      .count = g_ascii_strtoll (parts[1], NULL, 10),
      .users = g_strsplit (parts[2], " ", -1),
  };
  g_array_append_val (reactions, reaction);
}

GArray *
parlour_reactions_from_row (const char *text)
{
  GArray *reactions = g_array_new (FALSE, TRUE, sizeof (ParlourReaction));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  g_array_set_clear_func (reactions, clear_cb);
  for (char **line = lines; *line != NULL; line++)
    add_line (reactions, *line);
  return reactions;
}

/* The sum of one emoji while the rows are walked through. */
typedef struct {
  char *emoji;
  gint64 count;
  GString *users;
} Sum;

static void
sum_clear_cb (gpointer data)
{
  Sum *sum = data;

  g_free (sum->emoji);
  g_string_free (sum->users, TRUE);
}

static Sum *
ensure_sum (GArray *sums, const char *emoji)
{
  for (guint i = 0; i < sums->len; i++)
    if (g_str_equal (g_array_index (sums, Sum, i).emoji, emoji))
      return &g_array_index (sums, Sum, i);

  const Sum sum = {.emoji = g_strdup (emoji), .users = g_string_new (NULL)};
  g_array_append_val (sums, sum);
  return &g_array_index (sums, Sum, sums->len - 1);
}

static void
add_user (Sum *sum, const char *id)
{
  if (sum->count < PARLOUR_REACTION_USERS_MAX)
    g_string_append_printf (sum->users, " %s", id);
  sum->count++;
}

static char *
write_sums (const GArray *sums)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < sums->len; i++) {
    const Sum *sum = &g_array_index (sums, Sum, i);
    g_string_append_printf (text, "%s%s %" G_GINT64_FORMAT "%s", i > 0 ? "\n" : "", sum->emoji,
                            sum->count, sum->users->str);
  }
  return g_string_free (text, sums->len == 0);
}

gboolean
parlour_reactions_to_row (ParlourStore *self, gint64 key, char **text, GError **error)
{
  g_autoptr (GArray) sums = g_array_new (FALSE, TRUE, sizeof (Sum));
  gboolean row = FALSE;
  g_autoptr (ParlourStatement) statement =
      parlour_sql_prepare (self, error,
                           "SELECT r.emoji, u.id FROM reactions r JOIN users u ON u.number = r.user"
                           " WHERE r.key = ?1 ORDER BY r.seq",
                           "i", key);

  g_array_set_clear_func (sums, sum_clear_cb);
  if (statement == NULL || !parlour_sql_step (statement, &row, error))
    return FALSE;
  while (row) {
    add_user (ensure_sum (sums, parlour_statement_get_text (statement, 0)),
              parlour_statement_get_text (statement, 1));
    if (!parlour_sql_step (statement, &row, error))
      return FALSE;
  }
  *text = write_sums (sums);
  return TRUE;
}
