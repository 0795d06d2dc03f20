/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-conversations"

#include "server/store/conversations.h"

#include "server/store/blocks.h"
#include "server/store/log.h"
#include "server/store/membership-private.h"
#include "server/store/messages.h"
#include "server/store/sql.h"
#include "server/store/user-row.h"

/* This file owns conversations as one member sees them. On the store's thread; what writes, in the
 * writer's transaction. */

#define SHOWN_MEMBERS 4 /* of a group: enough for its picture */

static void
clear_member_cb (gpointer data)
{
  parlour_member_clear (data);
}

/* Members who are in now, and both of a direct one. A read mark is told where both sides share
 * theirs; it never shows through the delivered one. */
static const char members_sql[] =
    "SELECT " PARLOUR_MEMBER_ROLE
    ", iif (m.user = ?1 OR (me.share_read AND u.share_read), m.read, 0), m.delivered,"
    " " PARLOUR_USER_COLUMNS " FROM members m CROSS JOIN conversations c ON c.stream = m.stream"
    " CROSS JOIN users u ON u.number = m.user LEFT JOIN users me ON me.number = ?1"
    " WHERE m.stream = ?2 AND EXISTS (SELECT 1 FROM spans s WHERE s.stream = m.stream"
    "   AND s.user = m.user AND s.last IS NULL)"
    " ORDER BY m.user LIMIT ?3";
#define MEMBERS_USER_COLUMN 3

static GArray *
list_members (ParlourStore *self, const ParlourMembership *membership, gint64 limit, GError **error)
{
  g_autoptr (GArray) members = g_array_new (FALSE, TRUE, sizeof (ParlourMember));
  gboolean row = FALSE;
  g_autoptr (ParlourStatement) statement = parlour_sql_prepare (
      self, error, members_sql, "iii", membership->user, membership->stream, limit);

  g_array_set_clear_func (members, clear_member_cb);
  if (!parlour_membership_is_open (membership))
    return g_steal_pointer (&members);
  if (statement == NULL || !parlour_sql_step (statement, &row, error))
    return NULL;
  while (row) {
    ParlourMember member = {
        .role = (ParlourMemberRole)parlour_statement_get_int (statement, 0),
        .read = parlour_statement_get_int (statement, 1),
        .delivered = parlour_statement_get_int (statement, 2),
        .user = parlour_user_from_row (statement, MEMBERS_USER_COLUMN),
    };
    g_array_append_val (members, member);
    if (!parlour_sql_step (statement, &row, error))
      return NULL;
  }
  return g_steal_pointer (&members);
}

/* Who has left is told what it was then, and nothing of what happened afterwards. */
static const char conversation_sql[] =
    "SELECT coalesce (m.left_title, c.title), iif (m.left_at, NULL, c.description),"
    " iif (m.left_at, NULL, c.avatar), c.created_at, coalesce (m.left_at, st.last_at),"
    " m.archived, m.pinned, m.marked_unread, m.notify, m.muted_until, m.draft,"
    " c.posting, c.joining, c.past, c.common, iif (m.left_at, 0, c.member_count)"
    " FROM members m CROSS JOIN conversations c ON c.stream = m.stream"
    " CROSS JOIN streams st ON st.number = m.stream WHERE m.stream = ?1 AND m.user = ?2";

/* The newest message that the member may see; its place in @fields is filled. */
static gboolean
add_last_message (ParlourStore *self,
                  const ParlourMembership *membership,
                  ParlourConversation *fields,
                  GError **error)
{
  gboolean more = FALSE;
  g_autoptr (GPtrArray) newest =
      parlour_store_history_before (self, membership, 0, 1, NULL, &more, error);

  if (newest == NULL)
    return FALSE;
  if (newest->len > 0)
    fields->last_message = parlour_message_ref (newest->pdata[0]);
  return TRUE;
}

static ParlourConversation *
build (ParlourStatement *statement,
       const ParlourMembership *membership,
       ParlourConversation *fields,
       const GArray *members)
{
  fields->id = membership->id;
  fields->kind = membership->kind;
  fields->top = parlour_membership_get_top (membership);
  fields->role = membership->role;
  fields->read = membership->read;
  fields->delivered = membership->delivered;
  fields->title = parlour_statement_get_text (statement, 0);
  fields->description = parlour_statement_get_text (statement, 1);
  fields->avatar = parlour_statement_get_text (statement, 2);
  fields->created_at = parlour_statement_get_int (statement, 3);
  fields->updated_at = parlour_statement_get_int (statement, 4);
  fields->archived = parlour_statement_get_int (statement, 5) != 0;
  fields->pinned = parlour_statement_get_int (statement, 6) != 0;
  fields->marked_unread = parlour_statement_get_int (statement, 7) != 0;
  fields->notify = (ParlourNotify)parlour_statement_get_int (statement, 8);
  fields->muted_until = parlour_statement_get_int (statement, 9);
  fields->draft = parlour_statement_get_text (statement, 10);
  fields->posting = (ParlourPosting)parlour_statement_get_int (statement, 11);
  fields->joining = (ParlourJoining)parlour_statement_get_int (statement, 12);
  fields->past = (ParlourPast)parlour_statement_get_int (statement, 13);
  fields->common = parlour_statement_get_int (statement, 14) != 0;
  fields->member_count = parlour_statement_get_int (statement, 15);
  fields->members = (const ParlourMember *)members->data;
  fields->n_members = members->len;
  return parlour_conversation_new (fields);
}

ParlourConversation *
parlour_store_get_conversation (ParlourStore *self,
                                const ParlourMembership *membership,
                                GError **error)
{
  g_return_val_if_fail (membership != NULL && !membership->is_inbox, NULL);

  gboolean row = FALSE;
  ParlourConversation fields = {NULL};
  ParlourConversation *conversation = NULL;
  g_autoptr (ParlourStatement) statement = parlour_sql_prepare (
      self, error, conversation_sql, "ii", membership->stream, membership->user);
  if (statement == NULL)
    return NULL;

  g_autoptr (GArray) members = list_members (self, membership, SHOWN_MEMBERS, error);
  if (members == NULL)
    return NULL;
  if (parlour_sql_step (statement, &row, error) && row &&
      parlour_store_count_unread (self, membership, &fields.unread, &fields.mentions, error) &&
      parlour_store_get_peer_blocked (self, membership, &fields.blocked, error) &&
      add_last_message (self, membership, &fields, error))
    conversation = build (statement, membership, &fields, members);
  g_clear_pointer (&fields.last_message, parlour_message_unref);
  return conversation;
}

gboolean
parlour_store_update_settings (ParlourStore *self,
                               const ParlourMembership *membership,
                               const ParlourSettings *settings,
                               GError **error)
{
  g_return_val_if_fail (membership != NULL && settings != NULL && !membership->is_inbox, FALSE);

  ParlourEntry changed = {
      .kind = PARLOUR_EVENT_SETTINGS_CHANGED,
      .actor = membership->user,
      .conversation = membership->stream,
  };

  if (!parlour_sql_run (self, error,
                        "UPDATE members SET archived = iif (?3 & 1, ?4, archived),"
                        " pinned = iif (?3 & 2, ?5, pinned), notify = iif (?3 & 4, ?6, notify),"
                        " muted_until = iif (?3 & 8, ?7, muted_until),"
                        " marked_unread = iif (?3 & 16, ?8, marked_unread),"
                        " draft = iif (?3 & 32, ?9, draft) WHERE stream = ?1 AND user = ?2",
                        "iiddddids", membership->stream, membership->user, (int)settings->set,
                        settings->archived != FALSE, settings->pinned != FALSE, settings->notify,
                        settings->muted_until, settings->marked_unread != FALSE, settings->draft))
    return FALSE;
  if ((settings->set & ~(guint)PARLOUR_SETTING_DRAFT) == 0)
    return TRUE;
  return parlour_log_tell_user (self, membership->user, &changed, error);
}
