/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-copy-members"

#include "client/cache/copy-private.h"
#include "client/cache/queries.h"
#include "client/cache/wish-overlay.h"
#include "db/statement.h"

/* This file owns the reading of a group's members, with what I wish of them. On the copy's thread,
 * but for the public calls at its end, which belong to the main thread. */

static gboolean
is_there (const ParlourMembershipRow *row, const ParlourWish *wish)
{
  return wish == NULL || wish->value != NULL || row->me;
}

static void
add_row (ParlourStatement *s, const char *conversation, ParlourWishes *wishes, GPtrArray *rows)
{
  ParlourMembershipRow row = {
      .user = parlour_statement_get_text (s, 0),
      .username = parlour_statement_get_text (s, 1),
      .display_name = parlour_statement_get_text (s, 2),
      .status_text = parlour_statement_get_text (s, 3),
      .role = (ParlourMemberRole)parlour_statement_get_int (s, 4),
      .blocked = parlour_statement_get_int (s, 5) != 0,
      .me = parlour_statement_get_int (s, 6) != 0,
  };
  const ParlourWish *wish =
      parlour_wishes_find (wishes, conversation, 0, PARLOUR_WISH_MEMBER, row.user);

  if (!is_there (&row, wish))
    return;
  if (wish != NULL && wish->value != NULL)
    row.role = (ParlourMemberRole)parlour_wish_get_number (wish);
  row.blocked =
      parlour_wishes_number (wishes, "", 0, PARLOUR_WISH_BLOCK, row.user, row.blocked) != 0;
  g_ptr_array_add (rows, parlour_membership_row_new (&row));
}

/* Those who are wished for and not there yet come as new rows, by what is known of them. */
static const char members_sql[] =
    "SELECT p.id, p.username, p.display_name, p.status_text, x.role, p.blocked, x.me, p.words FROM "
    "("
    "SELECT person, role, 0 AS me FROM members WHERE conversation = "
    "(SELECT number FROM conversations WHERE id = ?1) "
    "UNION SELECT (SELECT number FROM people WHERE id = "
    "(SELECT value FROM meta WHERE key = 'me')), role, 1 FROM conversations WHERE id = ?1 "
    "AND NOT former "
    "UNION SELECT p.number, CAST (w.value AS INTEGER), 0 FROM wishes w JOIN people p ON "
    "p.id = w.key WHERE w.conversation = ?1 AND w.seq = 0 AND w.kind = 6 AND w.extra = 'new' "
    "AND w.value IS NOT NULL AND p.number NOT IN (SELECT person FROM members WHERE conversation = "
    "(SELECT number FROM conversations WHERE id = ?1))"
    ") x JOIN people p ON p.number = x.person";

static int
compare (gconstpointer a, gconstpointer b)
{
  const ParlourMembershipRow *one = *(ParlourMembershipRow *const *)a;
  const ParlourMembershipRow *other = *(ParlourMembershipRow *const *)b;
  const char *name = one->display_name != NULL ? one->display_name : one->user;
  const char *other_name = other->display_name != NULL ? other->display_name : other->user;

  if (one->role != other->role)
    return one->role < other->role ? -1 : 1;
  int by_name = g_utf8_collate (name, other_name);
  return by_name != 0 ? by_name : g_strcmp0 (one->user, other->user);
}

static gpointer
read_members (ParlourDb *db, gpointer conversation, GError **error)
{
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify)parlour_membership_row_unref);
  g_autoptr (ParlourWishes) wishes = parlour_wishes_read (db, conversation, error);
  g_autoptr (ParlourStatement) statement =
      wishes != NULL ? parlour_db_prepare (db, members_sql, error) : NULL;
  gboolean row;

  if (statement == NULL)
    return NULL;
  parlour_statement_bind (statement, "s", conversation);
  for (;;) {
    if (!parlour_statement_step (statement, &row, error))
      return NULL;
    if (!row)
      break;
    add_row (statement, conversation, wishes, rows);
  }
  g_ptr_array_sort (rows, compare);
  return g_steal_pointer (&rows);
}

void
parlour_copy_read_members_async (ParlourCopy *self,
                                 const char *conversation,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_COPY (self) && conversation != NULL);

  parlour_copy_read (self, read_members, g_strdup (conversation), g_free,
                     (GDestroyNotify)g_ptr_array_unref, cancellable, callback, user_data);
}

GPtrArray *
parlour_copy_read_members_finish (ParlourCopy *self, GAsyncResult *result, GError **error)
{
  return parlour_copy_take_finish (self, result, error);
}
