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

/* This file owns pinning messages for all who are in the conversation. On the writer's thread, in
 * its transaction. */

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
