/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-history"

#include "server/store/messages.h"

#include "server/store/membership-private.h"
#include "server/store/message-row.h"
#include "server/store/sql.h"

#include "core/problem.h"

/* This file owns reading a conversation's messages as one member may see them: spans and what was
 * cleared bound the ranges that are read, what was hidden is left out of them. On the store's
 * thread. */

#define HISTORY_SQL                                                                                \
  "SELECT " PARLOUR_MESSAGE_COLUMNS " FROM events e LEFT JOIN users u ON u.number = e.actor"       \
  " WHERE e.key BETWEEN ?1 AND ?2 AND e.kind = 2"                                                  \
  " AND NOT EXISTS (SELECT 1 FROM hidden h WHERE h.user = ?3 AND h.key = e.key)"                   \
  " ORDER BY e.key "

static const char falling_sql[] = HISTORY_SQL "DESC LIMIT ?4";
static const char rising_sql[] = HISTORY_SQL "LIMIT ?4";

/* Only the pinned ones stand in the index. */
static const char pinned_sql[] =
    "SELECT " PARLOUR_MESSAGE_COLUMNS " FROM events e INDEXED BY events_pinned"
    " LEFT JOIN users u ON u.number = e.actor"
    " WHERE e.pinned = 1 AND e.key BETWEEN ?1 AND ?2"
    " AND NOT EXISTS (SELECT 1 FROM hidden h WHERE h.user = ?3 AND h.key = e.key)"
    " ORDER BY e.key DESC LIMIT ?4";

/* Adds what is in @range to @messages until they are @limit. */
static gboolean
read_range (ParlourStore *self,
            const ParlourMembership *membership,
            const char *sql,
            const ParlourSpan *range,
            guint limit,
            GPtrArray *messages,
            GError **error)
{
  gboolean row = FALSE;
  g_autoptr (ParlourStatement) statement = parlour_sql_prepare (
      self, error, sql, "iiii", parlour_event_key (membership->stream, range->first),
      parlour_event_key (membership->stream, range->last), membership->user,
      (gint64)(limit - messages->len));

  if (statement == NULL || !parlour_sql_step (statement, &row, error))
    return FALSE;
  while (row) {
    g_ptr_array_add (messages, parlour_message_from_row (statement, membership->id));
    if (!parlour_sql_step (statement, &row, error))
      return FALSE;
  }
  return TRUE;
}

/* One more was read than asked for: it only tells that there is more. */
static GPtrArray *
cut (GPtrArray *messages, guint limit, gboolean *more)
{
  *more = messages->len > limit;
  if (*more)
    g_ptr_array_set_size (messages, (int)limit);
  return g_steal_pointer (&messages);
}

/* Below @before, newest first. */
static GPtrArray *
read_below (ParlourStore *self,
            const ParlourMembership *membership,
            const char *sql,
            gint64 before,
            guint limit,
            gboolean *more,
            GError **error)
{
  g_autoptr (GPtrArray) messages =
      g_ptr_array_new_with_free_func ((GDestroyNotify)parlour_message_unref);
  gint64 next = before > 0 ? before - 1 : PARLOUR_STREAM_SEQ_MAX;
  ParlourSpan range;

  while (messages->len <= limit && parlour_membership_range_below (membership, next, &range)) {
    if (!read_range (self, membership, sql, &range, limit + 1, messages, error))
      return NULL;
    next = range.first - 1;
  }
  return cut (g_steal_pointer (&messages), limit, more);
}

GPtrArray *
parlour_store_history_before (ParlourStore *self,
                              const ParlourMembership *membership,
                              gint64 before,
                              guint limit,
                              gboolean *more,
                              GError **error)
{
  return read_below (self, membership, falling_sql, before, limit, more, error);
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

  return read_below (self, membership, pinned_sql, before, limit, more, error);
}

GPtrArray *
parlour_store_history_after (ParlourStore *self,
                             const ParlourMembership *membership,
                             gint64 after,
                             guint limit,
                             gboolean *more,
                             GError **error)
{
  g_autoptr (GPtrArray) messages =
      g_ptr_array_new_with_free_func ((GDestroyNotify)parlour_message_unref);
  gint64 next = after + 1;
  ParlourSpan range;

  while (messages->len <= limit && next <= PARLOUR_STREAM_SEQ_MAX &&
         parlour_membership_range_above (membership, next, &range)) {
    range.last = MIN (range.last, PARLOUR_STREAM_SEQ_MAX);
    if (!read_range (self, membership, rising_sql, &range, limit + 1, messages, error))
      return NULL;
    next = range.last + 1;
  }
  return cut (g_steal_pointer (&messages), limit, more);
}

GPtrArray *
parlour_store_history_around (ParlourStore *self,
                              const ParlourMembership *membership,
                              gint64 around,
                              guint limit,
                              gboolean *more_before,
                              gboolean *more_after,
                              GError **error)
{
  g_return_val_if_fail (around > 0 && limit > 0, NULL);

  g_autoptr (GPtrArray) older =
      parlour_store_history_before (self, membership, around, limit / 2, more_before, error);
  g_autoptr (GPtrArray) newer =
      older != NULL ? parlour_store_history_after (self, membership, around - 1, limit - limit / 2,
                                                   more_after, error)
                    : NULL;
  if (newer == NULL)
    return NULL;

  GPtrArray *messages = g_ptr_array_new_with_free_func ((GDestroyNotify)parlour_message_unref);
  for (guint i = older->len; i-- > 0;)
    g_ptr_array_add (messages, parlour_message_ref (older->pdata[i]));
  for (guint i = 0; i < newer->len; i++)
    g_ptr_array_add (messages, parlour_message_ref (newer->pdata[i]));
  return messages;
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
