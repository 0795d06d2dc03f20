/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-receipts"

#include "server/store/receipts.h"

#include "server/store/messages.h"
#include "server/store/sql.h"
#include "server/store/user-row.h"

#include "core/problem.h"

/* This file owns who has a message and who has read it: what the members' marks say of one number.
 * On the store's thread. */

static void
receipt_free (ParlourReceiptEntry *self)
{
  parlour_user_unref (self->user);
  g_free (self);
}

/* Whoever joined later than the message has it neither now nor ever. */
static const char receipts_sql[] =
    "SELECT m.delivered >= ?3, m.read >= ?3 AND me.share_read AND u.share_read,"
    " " PARLOUR_USER_COLUMNS
    " FROM members m JOIN users u ON u.number = m.user JOIN users me ON me.number = ?1"
    " WHERE m.stream = ?2 AND m.user <> ?1 AND u.username > ?4"
    " AND EXISTS (SELECT 1 FROM spans s WHERE s.stream = m.stream AND s.user = m.user"
    "   AND s.last IS NULL AND s.first <= ?3)"
    " ORDER BY u.username LIMIT ?5";
#define RECEIPTS_USER_COLUMN 2

static ParlourReceiptEntry *
receipt_from_row (ParlourStatement *statement)
{
  ParlourReceiptEntry *receipt = g_new0 (ParlourReceiptEntry, 1);

  receipt->delivered = parlour_statement_get_int (statement, 0) != 0;
  receipt->read = parlour_statement_get_int (statement, 1) != 0;
  receipt->user = parlour_user_from_row (statement, RECEIPTS_USER_COLUMN);
  return receipt;
}

static GPtrArray *
read_page (ParlourStatement *statement, guint limit, char **next, GError **error)
{
  g_autoptr (GPtrArray) receipts = g_ptr_array_new_with_free_func ((GDestroyNotify)receipt_free);
  gboolean row = FALSE;

  if (statement == NULL || !parlour_sql_step (statement, &row, error))
    return NULL;
  while (row && receipts->len < limit) {
    g_ptr_array_add (receipts, receipt_from_row (statement));
    if (!parlour_sql_step (statement, &row, error))
      return NULL;
  }
  const ParlourReceiptEntry *last = row ? receipts->pdata[receipts->len - 1] : NULL;
  *next = last != NULL ? g_strdup (last->user->username) : NULL;
  return g_steal_pointer (&receipts);
}

GPtrArray *
parlour_store_list_receipts (ParlourStore *self,
                             const ParlourMembership *membership,
                             gint64 seq,
                             const char *cursor,
                             guint limit,
                             char **next,
                             GError **error)
{
  g_return_val_if_fail (membership != NULL && limit > 0 && next != NULL, NULL);

  g_autoptr (ParlourMessage) message = parlour_store_get_message (self, membership, seq, error);
  if (message == NULL)
    return NULL;
  if (g_strcmp0 (message->sender, membership->user_id) != 0) {
    parlour_problem_set (error, PARLOUR_PROBLEM_FORBIDDEN,
                         "Only who wrote a message is told who has it.");
    return NULL;
  }
  g_autoptr (ParlourStatement) statement =
      parlour_sql_prepare (self, error, receipts_sql, "iiisi", membership->user, membership->stream,
                           seq, cursor != NULL ? cursor : "", (gint64)limit + 1);

  return read_page (statement, limit, next, error);
}
