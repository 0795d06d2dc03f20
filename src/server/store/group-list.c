/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-group-list"

#include "server/store/groups.h"

#include "server/store/conversations.h"
#include "server/store/sql.h"

#include "core/problem.h"
#include "core/text.h"

#include <string.h>

/* This file owns reading groups as everybody sees them: one, those that are open to all, and those
 * that two people share. On the store's thread. */

#define GROUP_SQL                                                                                  \
  "SELECT st.id, c.title, c.description, c.avatar, c.posting, c.joining, c.past, c.member_count"   \
  " FROM conversations c CROSS JOIN streams st ON st.number = c.stream WHERE "

static ParlourGroup
fields_from_row (ParlourStatement *statement)
{
  ParlourGroup group = {
      .id = parlour_statement_get_text (statement, 0),
      .title = parlour_statement_get_text (statement, 1),
      .description = parlour_statement_get_text (statement, 2),
      .avatar = parlour_statement_get_text (statement, 3),
      .posting = (ParlourPosting)parlour_statement_get_int (statement, 4),
      .joining = (ParlourJoining)parlour_statement_get_int (statement, 5),
      .past = (ParlourPast)parlour_statement_get_int (statement, 6),
      .member_count = parlour_statement_get_int (statement, 7),
  };
  return group;
}

ParlourGroup *
parlour_store_get_group (ParlourStore *self, gint64 stream, GError **error)
{
  gboolean row = FALSE;
  g_autoptr (ParlourStatement) statement =
      parlour_sql_prepare (self, error, GROUP_SQL "c.stream = ?1", "i", stream);

  if (statement == NULL || !parlour_sql_step (statement, &row, error))
    return NULL;
  if (!row) {
    parlour_problem_set (error, PARLOUR_PROBLEM_NOT_FOUND, "There is no such conversation.");
    return NULL;
  }
  ParlourGroup group = fields_from_row (statement);
  group.member_count = 0;
  return parlour_group_new (&group);
}

gboolean
parlour_store_is_group (ParlourStore *self, const char *id, gboolean *is, GError **error)
{
  gint64 found = 0;

  if (!parlour_sql_int (self, &found, 0, error,
                        "SELECT 1 FROM streams st JOIN conversations c ON c.stream = st.number"
                        " WHERE st.id = ?1 AND c.kind = ?2 AND c.member_count > 0",
                        "sd", id, PARLOUR_CONVERSATION_GROUP))
    return FALSE;
  *is = found != 0;
  return TRUE;
}

/* All of them have everybody's common conversation in common. */
static const char shared_sql[] =
    GROUP_SQL "c.stream IN (SELECT m.stream FROM members m WHERE m.user = ?1 AND m.left_at IS NULL)"
              " AND EXISTS (SELECT 1 FROM members o WHERE o.stream = c.stream AND o.user = ?2"
              "   AND o.left_at IS NULL)"
              " AND c.kind = ?4 AND c.common = 0"
              " AND (?3 IS NULL OR c.stream < (SELECT number FROM streams WHERE id = ?3))"
              " ORDER BY c.stream DESC LIMIT ?5";

GPtrArray *
parlour_store_list_shared_groups (ParlourStore *self,
                                  gint64 user,
                                  gint64 other,
                                  const char *cursor,
                                  guint limit,
                                  char **next,
                                  GError **error)
{
  g_return_val_if_fail (limit > 0 && next != NULL, NULL);

  g_autoptr (GPtrArray) groups =
      g_ptr_array_new_with_free_func ((GDestroyNotify)parlour_group_unref);
  gboolean row = FALSE;
  g_autoptr (ParlourStatement) statement =
      parlour_sql_prepare (self, error, shared_sql, "iisdi", user, other, cursor,
                           PARLOUR_CONVERSATION_GROUP, (gint64)limit + 1);

  *next = NULL;
  if (statement == NULL || !parlour_sql_step (statement, &row, error))
    return NULL;
  while (row && groups->len < limit) {
    ParlourGroup group = fields_from_row (statement);
    g_ptr_array_add (groups, parlour_group_new (&group));
    if (!parlour_sql_step (statement, &row, error))
      return NULL;
  }
  if (row)
    *next = g_strdup (((ParlourGroup *)groups->pdata[limit - 1])->id);
  return g_steal_pointer (&groups);
}

static const char open_sql[] =
    GROUP_SQL "c.joining = 1 AND c.kind = ?3 AND c.member_count > 0"
              " AND (?2 IS NULL OR c.stream < (SELECT number FROM streams WHERE id = ?2))"
              " AND NOT EXISTS (SELECT 1 FROM spans s WHERE s.stream = c.stream AND s.user = ?1"
              "   AND s.last IS NULL)"
              " AND NOT EXISTS (SELECT 1 FROM members m WHERE m.stream = c.stream AND m.user = ?1"
              "   AND m.removed = 1)"
              " ORDER BY c.stream DESC";
G_STATIC_ASSERT (PARLOUR_JOINING_OPEN == 1);

static gboolean
matches (const ParlourGroup *group, const char *folded)
{
  g_autofree char *title = parlour_text_fold (group->title);

  return strstr (title, folded) != NULL;
}

GPtrArray *
parlour_store_list_open_groups (ParlourStore *self,
                                gint64 user,
                                const char *query,
                                const char *cursor,
                                guint limit,
                                char **next,
                                GError **error)
{
  g_return_val_if_fail (limit > 0 && next != NULL, NULL);

  g_autofree char *text = g_strstrip (g_strdup (query != NULL ? query : ""));
  g_autofree char *folded = parlour_text_fold (text);
  g_autoptr (GPtrArray) groups =
      g_ptr_array_new_with_free_func ((GDestroyNotify)parlour_group_unref);
  gboolean row = FALSE;
  g_autoptr (ParlourStatement) statement =
      parlour_sql_prepare (self, error, open_sql, "isd", user, cursor, PARLOUR_CONVERSATION_GROUP);

  *next = NULL;
  if (statement == NULL || !parlour_sql_step (statement, &row, error))
    return NULL;
  while (row) {
    ParlourGroup group = fields_from_row (statement);
    gboolean wanted = matches (&group, folded);
    if (wanted && groups->len == limit) {
      *next = g_strdup (((ParlourGroup *)groups->pdata[limit - 1])->id);
      break;
    }
    if (wanted)
      g_ptr_array_add (groups, parlour_group_new (&group));
    if (!parlour_sql_step (statement, &row, error))
      return NULL;
  }
  return g_steal_pointer (&groups);
}
