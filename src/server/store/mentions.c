/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-mentions"

#include "server/store/mentions.h"

#include "server/store/sql.h"

#include "core/limits.h"
#include "core/message.h"

#include <string.h>

/* This file owns whom a text names. On the writer's thread, in its transaction: who is in the
 * conversation at that moment is meant. */

#define MENTIONS_MAX 50  /* of one message; who means more means everyone */
#define WORDS_MAX    200 /* asked about for one message */

static gboolean
is_name_char (char c)
{
  return g_ascii_isalnum (c) || c == '.' || c == '_' || c == '-';
}

/* The next word behind an @ that no name stands before, in lower case; @text goes on behind it. */
static char *
take_word (const char **text, const char *begin)
{
  for (const char *at = strchr (*text, '@'); at != NULL; at = strchr (at + 1, '@')) {
    const char *end = at + 1;
    while (is_name_char (*end))
      end++;
    *text = end;
    gsize n = (gsize)(end - at) - 1;
    if (n > 0 && n <= PARLOUR_USERNAME_CHARS_MAX + 1 && (at == begin || !is_name_char (at[-1])))
      return g_ascii_strdown (at + 1, (gssize)n);
  }
  return NULL;
}

static gboolean
find_member (ParlourStore *self,
             const ParlourMembership *membership,
             const char *username,
             char **id,
             GError **error)
{
  gboolean row = FALSE;
  g_autoptr (ParlourStatement) statement = parlour_sql_prepare (
      self, error,
      "SELECT u.id FROM users u CROSS JOIN spans s ON s.stream = ?2 AND s.user = u.number"
      " AND s.last IS NULL WHERE u.username = ?1",
      "si", username, membership->stream);

  *id = NULL;
  if (statement == NULL || !parlour_sql_step (statement, &row, error))
    return FALSE;
  if (row)
    *id = parlour_statement_dup_text (statement, 0);
  return TRUE;
}

static gboolean
means_everyone (const ParlourMembership *membership, const char *word)
{
  return g_str_equal (word, PARLOUR_MENTION_EVERYONE) &&
         parlour_membership_may_moderate (membership);
}

/* A full stop or a hyphen behind a name may belong to the sentence. */
static gboolean
resolve (ParlourStore *self,
         const ParlourMembership *membership,
         char *word,
         char **mention,
         GError **error)
{
  *mention = NULL;
  for (gsize n = strlen (word); n > 0; n--) {
    if (means_everyone (membership, word)) {
      *mention = g_strdup (PARLOUR_MENTION_EVERYONE);
      return TRUE;
    }
    if (!find_member (self, membership, word, mention, error))
      return FALSE;
    if (*mention != NULL || g_ascii_isalnum (word[n - 1]))
      return TRUE;
    word[n - 1] = '\0';
  }
  return TRUE;
}

static void
add (GPtrArray *mentions, char *mention)
{
  if (g_ptr_array_find_with_equal_func (mentions, mention, g_str_equal, NULL))
    g_free (mention);
  else
    g_ptr_array_add (mentions, mention);
}

gboolean
parlour_mentions_find (ParlourStore *self,
                       const ParlourMembership *membership,
                       const char *body,
                       char ***mentions,
                       GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);
  const char *rest = body;

  *mentions = NULL;
  if (body == NULL || strchr (body, '@') == NULL)
    return TRUE;
  for (guint i = 0; i < WORDS_MAX && found->len < MENTIONS_MAX; i++) {
    char *mention = NULL;
    g_autofree char *word = take_word (&rest, body);
    if (word == NULL)
      break;
    if (!resolve (self, membership, word, &mention, error))
      return FALSE;
    if (mention != NULL)
      add (found, mention);
  }
  if (found->len == 0)
    return TRUE;
  g_ptr_array_add (found, NULL);
  *mentions = (char **)g_ptr_array_steal (found, NULL);
  return TRUE;
}
