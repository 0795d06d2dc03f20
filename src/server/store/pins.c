/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-pins"

#include "server/store/actions.h"

#include "server/store/blocks.h"
#include "server/store/log.h"
#include "server/store/membership-private.h"
#include "server/store/message-row.h"
#include "server/store/messages.h"
#include "server/store/sql.h"

#include "core/problem.h"

/* This file owns pinning messages for all who are in the conversation. On the store's thread; what
 * writes, in the writer's transaction. */

static gboolean
check_rights (const ParlourMembership *membership, GError **error)
{
  if (!parlour_store_check_open (membership, error))
    return FALSE;
  if (membership->kind == PARLOUR_CONVERSATION_DIRECT ||
      parlour_membership_may_moderate (membership))
    return TRUE;
  parlour_problem_set (error, PARLOUR_PROBLEM_FORBIDDEN,
                       "Only a group's owner and admins may do this.");
  return FALSE;
}

static gboolean
update (ParlourStore *self,
        const ParlourMembership *membership,
        gint64 seq,
        gboolean pinned,
        GError **error)
{
  gint64 rev = 0;
  const ParlourEntry entry = {
      .stream = membership->stream,
      .kind = pinned ? PARLOUR_EVENT_PIN_ADDED : PARLOUR_EVENT_PIN_REMOVED,
      .actor = membership->user,
      .target = seq,
  };

  return parlour_log_append (self, &entry, &rev, NULL, error) &&
         parlour_sql_run (self, error,
                          "UPDATE events SET pinned = nullif (?2, 0), rev = ?3 WHERE key = ?1",
                          "idi", parlour_event_key (membership->stream, seq), pinned != FALSE, rev);
}

gboolean
parlour_store_set_pinned (ParlourStore *self,
                          const ParlourMembership *membership,
                          gint64 seq,
                          gboolean pinned,
                          ParlourMessage **message,
                          GError **error)
{
  g_return_val_if_fail (membership != NULL && message != NULL, FALSE);

  g_autoptr (ParlourMessage) old = parlour_store_get_message (self, membership, seq, error);
  if (old == NULL || !check_rights (membership, error) ||
      !parlour_store_check_block (self, membership, error))
    return FALSE;
  if (old->pinned != (pinned != FALSE) &&
      (!parlour_store_check_there (old, error) || !update (self, membership, seq, pinned, error)))
    return FALSE;
  return parlour_store_load_message (self, membership->stream, membership->id, seq, message, error);
}

/* Only the pinned ones stand in the index. */
static const char pinned_sql[] =
    "SELECT " PARLOUR_MESSAGE_COLUMNS " FROM events e INDEXED BY events_pinned"
    " LEFT JOIN users u ON u.number = e.actor"
    " WHERE e.pinned = 1 AND e.key BETWEEN ?1 AND ?2"
    " AND NOT EXISTS (SELECT 1 FROM hidden h WHERE h.user = ?3 AND h.key = e.key)"
    " ORDER BY e.key DESC LIMIT ?4";

static gboolean
read_range (ParlourStore *self,
            const ParlourMembership *membership,
            const ParlourSpan *range,
            guint limit,
            GPtrArray *messages,
            GError **error)
{
  gboolean row = FALSE;
  g_autoptr (ParlourStatement) statement = parlour_sql_prepare (
      self, error, pinned_sql, "iiii", parlour_event_key (membership->stream, range->first),
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

GPtrArray *
parlour_store_list_pinned (ParlourStore *self,
                           const ParlourMembership *membership,
                           gint64 before,
                           guint limit,
                           gboolean *more,
                           GError **error)
{
  g_return_val_if_fail (membership != NULL && limit > 0 && more != NULL, NULL);

  g_autoptr (GPtrArray) messages =
      g_ptr_array_new_with_free_func ((GDestroyNotify)parlour_message_unref);
  gint64 next = before > 0 ? before - 1 : PARLOUR_STREAM_SEQ_MAX;
  ParlourSpan range;

  while (messages->len <= limit && parlour_membership_range_below (membership, next, &range)) {
    if (!read_range (self, membership, &range, limit + 1, messages, error))
      return NULL;
    next = range.first - 1;
  }
  *more = messages->len > limit;
  if (*more)
    g_ptr_array_set_size (messages, (int)limit);
  return g_steal_pointer (&messages);
}
