/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-unread"

#include "server/store/conversations.h"

#include "server/store/membership-private.h"
#include "server/store/sql.h"

#include "core/event.h"
#include "core/limits.h"
#include "core/message.h"

/* This file owns counting what somebody has not read: no row a message and member is kept, so it is
 * a bounded scan from the read mark on. On the store's thread. */

#define ROWS_MAX    5000 /* looked at for one count; what a longer tail holds is not told */
#define ROWS_A_STEP 1000 /* the count stops soon after the most that is told */

/* Ids with blanks between. What was erased has none. */
#define NAMES_ME                                                                                   \
  "(instr (' ' || mentions || ' ', ' ' || ?4 || ' ') > 0"                                          \
  " OR instr (' ' || mentions || ' ', ' " PARLOUR_MENTION_EVERYONE " ') > 0)"

/* What ?1 hid is taken off afterwards: it is little, and asking for it with each row is not. */
static const char count_sql[] =
    "SELECT count (*), count (iif (kind = 2 AND actor <> ?1 AND deleted_at IS NULL, 1, NULL))"
    "  - (SELECT count (*) FROM hidden h CROSS JOIN events e ON e.key = h.key"
    "     WHERE h.user = ?1 AND h.key BETWEEN ?2 AND ?3 AND e.actor <> ?1"
    "     AND e.deleted_at IS NULL),"
    " count (iif (mentions IS NOT NULL AND actor <> ?1 AND " NAMES_ME ", 1, NULL))"
    "  - (SELECT count (*) FROM hidden h CROSS JOIN events e ON e.key = h.key"
    "     WHERE h.user = ?1 AND h.key BETWEEN ?2 AND ?3 AND e.mentions IS NOT NULL"
    "     AND e.actor <> ?1 AND " NAMES_ME ")"
    " FROM events WHERE key BETWEEN ?2 AND ?3";
G_STATIC_ASSERT (PARLOUR_EVENT_MESSAGE_CREATED == 2);

static gboolean
count_step (ParlourStore *self,
            const ParlourMembership *membership,
            const ParlourSpan *range,
            gint64 *looked,
            gint64 *unread,
            gint64 *mentions,
            GError **error)
{
  gboolean row = FALSE;
  g_autoptr (ParlourStatement) statement = parlour_sql_prepare (
      self, error, count_sql, "iiis", membership->user,
      parlour_event_key (membership->stream, range->first),
      parlour_event_key (membership->stream, range->last), membership->user_id);

  if (statement == NULL || !parlour_sql_step (statement, &row, error))
    return FALSE;
  *looked = parlour_statement_get_int (statement, 0);
  *unread = MIN (*unread + parlour_statement_get_int (statement, 1), PARLOUR_UNREAD_MAX);
  *mentions = MIN (*mentions + parlour_statement_get_int (statement, 2), PARLOUR_UNREAD_MAX);
  return TRUE;
}

gboolean
parlour_store_count_unread (ParlourStore *self,
                            const ParlourMembership *membership,
                            gint64 *unread,
                            gint64 *mentions,
                            GError **error)
{
  gint64 rows = 0, next = MAX (membership->read, membership->floor) + 1;
  ParlourSpan range;

  *unread = *mentions = 0;
  while (*unread < PARLOUR_UNREAD_MAX && rows < ROWS_MAX &&
         parlour_membership_range_above (membership, next, &range)) {
    gint64 looked = 0;
    range.last = MIN (range.last, range.first + MIN (ROWS_A_STEP, ROWS_MAX - rows) - 1);
    if (!count_step (self, membership, &range, &looked, unread, mentions, error))
      return FALSE;
    rows += looked;
    next = range.last + 1;
    if (next > membership->top)
      break;
  }
  return TRUE;
}
