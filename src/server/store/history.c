/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-history"

#include "server/store/messages.h"

#include "server/store/event-row.h"
#include "server/store/membership-private.h"
#include "server/store/sql.h"

#include "core/problem.h"

/* This file owns reading a conversation's messages as one member may see them: spans and what was
 * cleared bound the ranges that are read, what was hidden is left out of them. On the store's
 * thread. */

#define OF_MESSAGES                                                                                \
  "SELECT " PARLOUR_MESSAGE_COLUMNS ", e.kind FROM events e LEFT JOIN users u ON u.number = "      \
  "e.actor"
#define MESSAGES_ALONE " e.kind = 2"
#define AND_LINES      " (e.kind = 2 OR e.kind BETWEEN 9 AND 12)"
G_STATIC_ASSERT (PARLOUR_EVENT_MESSAGE_CREATED == 2);
G_STATIC_ASSERT (PARLOUR_EVENT_CONVERSATION_UPDATED == 9 && PARLOUR_EVENT_MEMBER_LEFT == 12);

#define HISTORY_SQL(what, kinds)                                                                   \
  what " WHERE e.key BETWEEN ?1 AND ?2 AND" kinds                                                  \
       " AND NOT EXISTS (SELECT 1 FROM hidden h WHERE h.user = ?3 AND h.key = e.key)"              \
       " ORDER BY e.key "
#define HISTORY_WITH_LINES                                                                         \
  HISTORY_SQL ("SELECT " PARLOUR_EVENT_COLUMNS PARLOUR_EVENT_FROM, AND_LINES)

static const char falling_sql[] = HISTORY_SQL (OF_MESSAGES, MESSAGES_ALONE) "DESC LIMIT ?4";
static const char rising_sql[] = HISTORY_SQL (OF_MESSAGES, MESSAGES_ALONE) "LIMIT ?4";
static const char falling_with_lines_sql[] = HISTORY_WITH_LINES "DESC LIMIT ?4";
static const char rising_with_lines_sql[] = HISTORY_WITH_LINES "LIMIT ?4";

/* Only the pinned ones stand in the index. */
static const char pinned_sql[] =
    "SELECT " PARLOUR_MESSAGE_COLUMNS ", e.kind FROM events e INDEXED BY events_pinned"
    " LEFT JOIN users u ON u.number = e.actor"
    " WHERE e.pinned = 1 AND e.key BETWEEN ?1 AND ?2"
    " AND NOT EXISTS (SELECT 1 FROM hidden h WHERE h.user = ?3 AND h.key = e.key)"
    " ORDER BY e.key DESC LIMIT ?4";

/* What is being read; with @lines, they count as messages do. */
typedef struct {
  ParlourStore *store;
  const ParlourMembership *membership;
  const char *sql;
  guint limit;
  GPtrArray *messages;
  GPtrArray *lines; /* nullable; (element-type ParlourEvent) */
  guint n;          /* how many were read, both together */
  gboolean more;    /* there is at least one beyond @limit */
} Reading;

static gboolean
add_line (Reading *self, ParlourStatement *statement, GError **error)
{
  g_autoptr (ParlourEvent) event = parlour_event_from_row (self->store, self->membership->stream,
                                                           self->membership->id, statement, error);

  if (event == NULL)
    return FALSE;
  g_ptr_array_add (self->lines, parlour_event_to_line (event));
  return TRUE;
}

/* One more is read than asked for: it only tells that there is more. */
static gboolean
add_row (Reading *self, ParlourStatement *statement, GError **error)
{
  self->more = self->n == self->limit;
  if (self->more)
    return TRUE;
  self->n++;
  if (parlour_statement_get_int (statement, PARLOUR_MESSAGE_N_COLUMNS) !=
      PARLOUR_EVENT_MESSAGE_CREATED)
    return add_line (self, statement, error);
  g_ptr_array_add (self->messages, parlour_message_from_row (statement, self->membership->id));
  return TRUE;
}

static gboolean
read_range (Reading *self, const ParlourSpan *range, GError **error)
{
  const ParlourMembership *membership = self->membership;
  gboolean row = FALSE;
  g_autoptr (ParlourStatement) statement = parlour_sql_prepare (
      self->store, error, self->sql, "iiii", parlour_event_key (membership->stream, range->first),
      parlour_event_key (membership->stream, range->last), membership->user,
      (gint64)self->limit + 1 - self->n);

  if (statement == NULL || !parlour_sql_step (statement, &row, error))
    return FALSE;
  while (row)
    if (!add_row (self, statement, error) || !parlour_sql_step (statement, &row, error))
      return FALSE;
  return TRUE;
}

static Reading
begin (ParlourStore *store,
       const ParlourMembership *membership,
       const char *sql,
       guint limit,
       GPtrArray *lines)
{
  return (Reading){
      .store = store,
      .membership = membership,
      .sql = sql,
      .limit = limit,
      .messages = g_ptr_array_new_with_free_func ((GDestroyNotify)parlour_message_unref),
      .lines = lines,
  };
}

static GPtrArray *
end (Reading *self, gboolean good, gboolean *more)
{
  g_autoptr (GPtrArray) messages = g_steal_pointer (&self->messages);

  *more = self->more;
  return good ? g_steal_pointer (&messages) : NULL;
}

/* Below @before, newest first. */
static gboolean
read_below (Reading *self, gint64 before, GError **error)
{
  gint64 next = before > 0 ? before - 1 : PARLOUR_STREAM_SEQ_MAX;
  ParlourSpan range;

  while (!self->more && parlour_membership_range_below (self->membership, next, &range)) {
    if (!read_range (self, &range, error))
      return FALSE;
    next = range.first - 1;
  }
  return TRUE;
}

static gboolean
read_above (Reading *self, gint64 after, GError **error)
{
  gint64 next = after + 1;
  ParlourSpan range;

  while (!self->more && next <= PARLOUR_STREAM_SEQ_MAX &&
         parlour_membership_range_above (self->membership, next, &range)) {
    range.last = MIN (range.last, PARLOUR_STREAM_SEQ_MAX);
    if (!read_range (self, &range, error))
      return FALSE;
    next = range.last + 1;
  }
  return TRUE;
}

GPtrArray *
parlour_store_history_before (ParlourStore *self,
                              const ParlourMembership *membership,
                              gint64 before,
                              guint limit,
                              GPtrArray *lines,
                              gboolean *more,
                              GError **error)
{
  g_return_val_if_fail (membership != NULL && more != NULL, NULL);

  Reading reading =
      begin (self, membership, lines != NULL ? falling_with_lines_sql : falling_sql, limit, lines);
  gboolean good = read_below (&reading, before, error);
  return end (&reading, good, more);
}

GPtrArray *
parlour_store_list_pinned (ParlourStore *self,
                           const ParlourMembership *membership,
                           gint64 before,
                           guint limit,
                           gboolean *more,
                           GError **error)
{
  g_return_val_if_fail (membership != NULL && limit > 0 && more != NULL, NULL);

  Reading reading = begin (self, membership, pinned_sql, limit, NULL);
  gboolean good = read_below (&reading, before, error);
  return end (&reading, good, more);
}

GPtrArray *
parlour_store_history_after (ParlourStore *self,
                             const ParlourMembership *membership,
                             gint64 after,
                             guint limit,
                             GPtrArray *lines,
                             gboolean *more,
                             GError **error)
{
  g_return_val_if_fail (membership != NULL && more != NULL, NULL);

  Reading reading =
      begin (self, membership, lines != NULL ? rising_with_lines_sql : rising_sql, limit, lines);
  gboolean good = read_above (&reading, after, error);
  return end (&reading, good, more);
}

/* Moves all of @from, the last first. */
static void
move_reversed (GPtrArray *from, GPtrArray *to)
{
  while (from->len > 0)
    g_ptr_array_add (to, g_ptr_array_steal_index (from, from->len - 1));
}

GPtrArray *
parlour_store_history_around (ParlourStore *self,
                              const ParlourMembership *membership,
                              gint64 around,
                              guint limit,
                              GPtrArray *lines,
                              gboolean *more_before,
                              gboolean *more_after,
                              GError **error)
{
  g_return_val_if_fail (around > 0 && limit > 0, NULL);

  g_autoptr (GPtrArray) older_lines =
      g_ptr_array_new_with_free_func ((GDestroyNotify)parlour_event_unref);
  g_autoptr (GPtrArray) older = parlour_store_history_before (
      self, membership, around, limit / 2, lines != NULL ? older_lines : NULL, more_before, error);
  if (older == NULL)
    return NULL;
  if (lines != NULL)
    move_reversed (older_lines, lines);
  g_autoptr (GPtrArray) newer = parlour_store_history_after (
      self, membership, around - 1, limit - limit / 2, lines, more_after, error);
  if (newer == NULL)
    return NULL;
  g_autoptr (GPtrArray) messages =
      g_ptr_array_new_with_free_func ((GDestroyNotify)parlour_message_unref);
  move_reversed (older, messages);
  g_ptr_array_extend_and_steal (messages, g_steal_pointer (&newer));
  return g_steal_pointer (&messages);
}

static gboolean
is_hidden (ParlourStore *self,
           const ParlourMembership *membership,
           gint64 seq,
           gboolean *hidden,
           GError **error)
{
  gint64 found = 0;

  if (!parlour_sql_int (self, &found, 0, error, "SELECT 1 FROM hidden WHERE user = ?1 AND key = ?2",
                        "ii", membership->user, parlour_event_key (membership->stream, seq)))
    return FALSE;
  *hidden = found != 0;
  return TRUE;
}

ParlourMessage *
parlour_store_get_message (ParlourStore *self,
                           const ParlourMembership *membership,
                           gint64 seq,
                           GError **error)
{
  g_return_val_if_fail (membership != NULL, NULL);

  ParlourMessage *message = NULL;
  gboolean hidden = TRUE;

  if (!membership->is_inbox && seq > 0 && seq <= PARLOUR_STREAM_SEQ_MAX &&
      parlour_membership_sees (membership, seq)) {
    if (!is_hidden (self, membership, seq, &hidden, error))
      return NULL;
    if (!hidden && !parlour_store_load_message (self, membership->stream, membership->id, seq,
                                                &message, error))
      return NULL;
  }
  if (message == NULL)
    parlour_problem_set (error, PARLOUR_PROBLEM_NOT_FOUND, "There is no such message.");
  return message;
}
