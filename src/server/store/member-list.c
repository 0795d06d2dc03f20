/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-member-list"

#include "server/store/members.h"

#include "server/store/membership-private.h"
#include "server/store/sql.h"
#include "server/store/user-row.h"
#include "server/store/user-words.h"

#include "core/problem.h"

/* This file owns reading who is in a conversation. On the store's thread. */

void
parlour_member_entry_free (ParlourMemberEntry *self)
{
  parlour_user_unref (self->user);
  g_free (self);
}

enum {
  COLUMN_ROLE,
  COLUMN_JOINED_AT,
  COLUMN_USER,
};

#define MEMBERS_SQL                                                                                \
  "SELECT " PARLOUR_MEMBER_ROLE ", m.joined_at, " PARLOUR_USER_COLUMNS                             \
  " FROM spans s CROSS JOIN members m ON m.stream = s.stream AND m.user = s.user"                  \
  " CROSS JOIN conversations c ON c.stream = s.stream CROSS JOIN users u ON u.number = s.user"     \
  " LEFT JOIN users me ON me.number = ?1 WHERE s.stream = ?2 AND s.last IS NULL"

static const char one_sql[] = MEMBERS_SQL " AND s.user = ?3";
static const char list_sql[] =
    MEMBERS_SQL " AND u.username > ?3" PARLOUR_USER_HAS_WORD ("?5") PARLOUR_USER_HAS_WORD ("?6")
        PARLOUR_USER_HAS_WORD ("?7") PARLOUR_USER_HAS_WORD ("?8") " ORDER BY u.username LIMIT ?4";

static ParlourMemberEntry *
entry_from_row (ParlourStatement *statement)
{
  ParlourMemberEntry *entry = g_new0 (ParlourMemberEntry, 1);

  entry->role = (ParlourMemberRole)parlour_statement_get_int (statement, COLUMN_ROLE);
  entry->joined_at = parlour_statement_get_int (statement, COLUMN_JOINED_AT);
  entry->user = parlour_user_from_row (statement, COLUMN_USER);
  return entry;
}

ParlourMemberEntry *
parlour_store_get_member (
    ParlourStore *self, gint64 viewer, gint64 stream, gint64 user, GError **error)
{
  gboolean row = FALSE;
  g_autoptr (ParlourStatement) statement =
      parlour_sql_prepare (self, error, one_sql, "iii", viewer, stream, user);

  if (statement == NULL || !parlour_sql_step (statement, &row, error))
    return NULL;
  if (row)
    return entry_from_row (statement);
  parlour_problem_set (error, PARLOUR_PROBLEM_NOT_FOUND, "They are not in this group.");
  return NULL;
}

static GPtrArray *
read_page (ParlourStatement *statement, guint limit, char **next, GError **error)
{
  g_autoptr (GPtrArray) entries =
      g_ptr_array_new_with_free_func ((GDestroyNotify)parlour_member_entry_free);
  gboolean row = FALSE;

  if (statement == NULL || !parlour_sql_step (statement, &row, error))
    return NULL;
  while (row && entries->len < limit) {
    g_ptr_array_add (entries, entry_from_row (statement));
    if (!parlour_sql_step (statement, &row, error))
      return NULL;
  }
  if (row)
    *next = g_strdup (((ParlourMemberEntry *)entries->pdata[limit - 1])->user->username);
  return g_steal_pointer (&entries);
}

GPtrArray *
parlour_store_list_members (ParlourStore *self,
                            const ParlourMembership *membership,
                            const char *query,
                            const char *cursor,
                            guint limit,
                            char **next,
                            GError **error)
{
  g_return_val_if_fail (membership != NULL && limit > 0 && next != NULL, NULL);

  char *words[PARLOUR_QUERY_WORDS_MAX] = {NULL};
  *next = NULL;
  if (!parlour_membership_is_open (membership)) {
    parlour_problem_set (error, PARLOUR_PROBLEM_FORBIDDEN, "You are no longer in this group.");
    return NULL;
  }

  parlour_user_words_split (query, words);
  g_autoptr (ParlourStatement) statement = parlour_sql_prepare (
      self, error, list_sql, "iisissss", membership->user, membership->stream,
      cursor != NULL ? cursor : "", (gint64)limit + 1, words[0], words[1], words[2], words[3]);
  for (guint i = 0; i < PARLOUR_QUERY_WORDS_MAX; i++)
    g_free (words[i]);
  return read_page (statement, limit, next, error);
}
