/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-user-words"

#include "server/store/user-words.h"

#include "server/store/sql.h"
#include "server/store/user-row.h"
#include "server/store/users.h"

#include "core/text.h"

/* This file owns the directory: the words that people are found by, and the search in them. On the
 * store's thread. */

static gboolean
add_word (ParlourStore *self, gint64 user, const char *word, GError **error)
{
  return *word == '\0' || parlour_sql_run (self, error,
                                           "INSERT INTO user_words (word, user) VALUES (?1, ?2)"
                                           " ON CONFLICT DO NOTHING",
                                           "si", word, user);
}

/* "Anna-Maria" is found by "maria" too, and by "anna-m". */
static gboolean
add_words (ParlourStore *self, gint64 user, const char *text, const char *breaks, GError **error)
{
  g_auto (GStrv) words = g_strsplit_set (text, breaks, -1);

  for (char **word = words; *word != NULL; word++)
    if (!add_word (self, user, *word, error))
      return FALSE;
  return TRUE;
}

gboolean
parlour_store_index_user (
    ParlourStore *self, gint64 user, const char *username, const char *display_name, GError **error)
{
  g_autofree char *folded = parlour_text_fold (display_name);

  return parlour_sql_run (self, error, "DELETE FROM user_words WHERE user = ?1", "i", user) &&
         add_word (self, user, username, error) && add_words (self, user, folded, " ", error) &&
         add_words (self, user, folded, " -'’.,()\"", error);
}

static const char search_sql[] =
    "SELECT " PARLOUR_USER_COLUMNS " FROM users u LEFT JOIN users me ON me.number = ?1"
    " WHERE u.active AND u.username > ?2"
    " AND u.number IN (SELECT user FROM user_words WHERE " PARLOUR_WORD_BEGINS (
        "?4") ")" PARLOUR_USER_HAS_WORD ("?5") PARLOUR_USER_HAS_WORD ("?6")
        PARLOUR_USER_HAS_WORD ("?7") " ORDER BY u.username LIMIT ?3";

static const char everybody_sql[] =
    "SELECT " PARLOUR_USER_COLUMNS " FROM users u LEFT JOIN users me ON me.number = ?1"
    " WHERE (u.active OR ?4) AND u.deleted_at IS NULL AND u.username > ?2 ORDER BY u.username "
    "LIMIT ?3";

guint
parlour_user_words_split (const char *query, char *words[PARLOUR_QUERY_WORDS_MAX])
{
  g_autofree char *folded = parlour_text_fold (query != NULL ? query : "");
  g_auto (GStrv) parts = g_strsplit_set (folded, " \t\n\r", -1);
  guint n = 0;

  for (char **part = parts; *part != NULL && n < PARLOUR_QUERY_WORDS_MAX; part++) {
    if (**part == '\0')
      continue;
    words[n] = g_strdup (*part);
    if (n > 0 && strlen (words[n]) > strlen (words[0])) {
      char *longest = words[n];
      words[n] = words[0];
      words[0] = longest;
    }
    n++;
  }
  return n;
}

GPtrArray *
parlour_store_search_users (ParlourStore *self,
                            gint64 viewer,
                            const char *query,
                            const char *cursor,
                            guint limit,
                            char **next,
                            GError **error)
{
  g_return_val_if_fail (limit > 0 && next != NULL, NULL);

  char *words[PARLOUR_QUERY_WORDS_MAX] = {NULL};
  guint n = parlour_user_words_split (query, words);
  const char *after = cursor != NULL ? cursor : "";
  g_autoptr (ParlourStatement) statement =
      n > 0 ? parlour_sql_prepare (self, error, search_sql, "isissss", viewer, after,
                                   (gint64)limit + 1, words[0], words[1], words[2], words[3])
            : parlour_sql_prepare (self, error, everybody_sql, "isid", viewer, after,
                                   (gint64)limit + 1, FALSE);

  for (guint i = 0; i < PARLOUR_QUERY_WORDS_MAX; i++)
    g_free (words[i]);
  return parlour_users_read_page (statement, limit, next, error);
}

GPtrArray *
parlour_store_list_users (
    ParlourStore *self, const char *cursor, guint limit, char **next, GError **error)
{
  g_return_val_if_fail (limit > 0 && next != NULL, NULL);

  g_autoptr (ParlourStatement) statement =
      parlour_sql_prepare (self, error, everybody_sql, "isid", (gint64)0,
                           cursor != NULL ? cursor : "", (gint64)limit + 1, TRUE);

  return parlour_users_read_page (statement, limit, next, error);
}
