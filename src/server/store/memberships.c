/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-memberships"

#include "server/store/conversations.h"
#include "server/store/streams.h"

#include "server/store/membership-private.h"
#include "server/store/sql.h"

#include "core/problem.h"

/* This file owns finding a person's membership in a stream. What does not exist and what is not
 * theirs give the same answer. On the store's thread. */

/* One row a span. */
#define MEMBERSHIP_SQL                                                                             \
  "SELECT m.stream, st.id, c.kind, m.user, u.id, " PARLOUR_MEMBER_ROLE                             \
  ", c.posting, m.draft IS NOT NULL, st.top,"                                                      \
  " st.floor, m.read, m.delivered, m.cleared, sp.first, sp.last, c.common"                         \
  " FROM members m CROSS JOIN streams st ON st.number = m.stream"                                  \
  " CROSS JOIN conversations c ON c.stream = m.stream CROSS JOIN users u ON u.number = m.user"     \
  " CROSS JOIN spans sp ON sp.stream = m.stream AND sp.user = m.user"                              \
  " WHERE m.user = ?1 AND m.stream = "
#define MEMBERSHIP_ORDER " ORDER BY sp.first"

static void
refuse (GError **error)
{
  parlour_problem_set (error, PARLOUR_PROBLEM_NOT_FOUND, "There is no such conversation.");
}

/* The texts are the statement's own. */
static ParlourMembership
fields_from_row (ParlourStatement *statement)
{
  ParlourMembership fields = {
      .stream = parlour_statement_get_int (statement, 0),
      .kind = (ParlourConversationKind)parlour_statement_get_int (statement, 2),
      .user = parlour_statement_get_int (statement, 3),
      .role = (ParlourMemberRole)parlour_statement_get_int (statement, 5),
      .admins_only = parlour_statement_get_int (statement, 6) != 0,
      .has_draft = parlour_statement_get_int (statement, 7) != 0,
      .top = parlour_statement_get_int (statement, 8),
      .floor = parlour_statement_get_int (statement, 9),
      .read = parlour_statement_get_int (statement, 10),
      .delivered = parlour_statement_get_int (statement, 11),
      .cleared = parlour_statement_get_int (statement, 12),
      .common = parlour_statement_get_int (statement, 15) != 0,
  };
  return fields;
}

static void
add_span (ParlourStatement *statement, GArray *spans)
{
  ParlourSpan span = {
      .first = parlour_statement_get_int (statement, 13),
      .last = parlour_statement_is_null (statement, 14) ? G_MAXINT64
                                                        : parlour_statement_get_int (statement, 14),
  };
  g_array_append_val (spans, span);
}

static ParlourMembership *
read_membership (ParlourStatement *statement, GError **error)
{
  g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (ParlourSpan));
  gboolean row = FALSE;

  if (statement == NULL || !parlour_sql_step (statement, &row, error))
    return NULL;
  if (!row) {
    refuse (error);
    return NULL;
  }

  ParlourMembership fields = fields_from_row (statement);
  g_autofree char *id = parlour_statement_dup_text (statement, 1);
  g_autofree char *user_id = parlour_statement_dup_text (statement, 4);
  while (row) {
    add_span (statement, spans);
    if (!parlour_sql_step (statement, &row, error))
      return NULL;
  }
  fields.id = id;
  fields.user_id = user_id;
  fields.spans = (const ParlourSpan *)spans->data;
  fields.n_spans = spans->len;
  return parlour_membership_new (&fields);
}

ParlourMembership *
parlour_store_find_membership (ParlourStore *self, gint64 user, const char *id, GError **error)
{
  g_return_val_if_fail (id != NULL, NULL);

  g_autoptr (ParlourStatement) statement = parlour_sql_prepare (
      self, error, MEMBERSHIP_SQL "(SELECT number FROM streams WHERE id = ?2)" MEMBERSHIP_ORDER,
      "is", user, id);

  return read_membership (statement, error);
}

ParlourMembership *
parlour_store_get_membership (ParlourStore *self, gint64 user, gint64 stream, GError **error)
{
  g_autoptr (ParlourStatement) statement =
      parlour_sql_prepare (self, error, MEMBERSHIP_SQL "?2" MEMBERSHIP_ORDER, "ii", user, stream);

  return read_membership (statement, error);
}

static const ParlourSpan everything = {.first = 1, .last = G_MAXINT64};

/* The user's inbox, where @stream is 0 or its number; %NULL without an error where it is another.
 */
static ParlourMembership *
get_inbox (ParlourStore *self, gint64 user, gint64 stream, GError **error)
{
  gboolean row = FALSE;
  g_autoptr (ParlourStatement) statement = parlour_sql_prepare (
      self, error,
      "SELECT st.number, st.top, st.floor, u.id FROM users u JOIN streams st ON st.number = u.inbox"
      " WHERE u.number = ?1 AND (?2 = 0 OR u.inbox = ?2)",
      "ii", user, stream);

  if (statement == NULL || !parlour_sql_step (statement, &row, error) || !row)
    return NULL;

  ParlourMembership fields = {
      .stream = parlour_statement_get_int (statement, 0),
      .id = PARLOUR_INBOX_STREAM,
      .is_inbox = TRUE,
      .user = user,
      .user_id = parlour_statement_get_text (statement, 3),
      .top = parlour_statement_get_int (statement, 1),
      .floor = parlour_statement_get_int (statement, 2),
      .spans = &everything,
      .n_spans = 1,
  };
  return parlour_membership_new (&fields);
}

ParlourMembership *
parlour_store_find_stream (ParlourStore *self, gint64 user, const char *id, GError **error)
{
  g_return_val_if_fail (id != NULL, NULL);

  if (!g_str_equal (id, PARLOUR_INBOX_STREAM))
    return parlour_store_find_membership (self, user, id, error);

  GError *local = NULL;
  ParlourMembership *inbox = get_inbox (self, user, 0, &local);
  if (inbox == NULL && local == NULL)
    refuse (error);
  else if (local != NULL)
    g_propagate_error (error, local);
  return inbox;
}

ParlourMembership *
parlour_store_get_stream (ParlourStore *self, gint64 user, gint64 stream, GError **error)
{
  GError *local = NULL;
  ParlourMembership *inbox = get_inbox (self, user, stream, &local);

  if (local != NULL)
    g_propagate_error (error, local);
  if (inbox != NULL || local != NULL)
    return inbox;
  return parlour_store_get_membership (self, user, stream, error);
}
