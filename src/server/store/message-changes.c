/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-message-changes"

#include "server/store/messages.h"

#include "server/store/blocks.h"
#include "server/store/log.h"
#include "server/store/mentions.h"
#include "server/store/message-erase.h"
#include "server/store/sql.h"

#include "core/problem.h"

/* This file owns what happens to messages afterwards: hidden and cleared for one member, edited and
 * erased for everyone. Only the message's row ever holds text. On the writer's thread, in its
 * transaction. */

static void
note_view (ParlourStore *self, const ParlourMembership *membership)
{
  ParlourChange change = {
      .kind = PARLOUR_CHANGE_MEMBER,
      .stream = membership->stream,
      .user = membership->user,
  };
  parlour_changes_add (parlour_store_get_changes (self), &change);
}

/* Says in the member's inbox what became of their view. */
static gboolean
tell_view (ParlourStore *self,
           const ParlourMembership *membership,
           ParlourEventKind kind,
           gint64 target,
           GError **error)
{
  ParlourEntry entry = {
      .kind = kind,
      .actor = membership->user,
      .target = target,
      .conversation = membership->stream,
  };

  note_view (self, membership);
  return parlour_log_tell_user (self, membership->user, &entry, error);
}

/* Whether the member has hidden it already; then there is nothing to do. */
static gboolean
add_hidden (ParlourStore *self,
            const ParlourMembership *membership,
            gint64 seq,
            gboolean *added,
            GError **error)
{
  if (!parlour_sql_run (self, error,
                        "INSERT INTO hidden (user, key) SELECT ?1, key FROM events"
                        " WHERE key = ?2 AND kind = 2"
                        " AND NOT EXISTS (SELECT 1 FROM hidden WHERE user = ?1 AND key = ?2)",
                        "ii", membership->user, parlour_event_key (membership->stream, seq)))
    return FALSE;
  *added = parlour_db_changes (parlour_store_get_db (self)) > 0;
  return TRUE;
}

static gboolean
was_hidden (ParlourStore *self, const ParlourMembership *membership, gint64 seq, GError **error)
{
  gint64 found = 0;

  if (!parlour_sql_int (self, &found, 0, error, "SELECT 1 FROM hidden WHERE user = ?1 AND key = ?2",
                        "ii", membership->user, parlour_event_key (membership->stream, seq)))
    return FALSE;
  if (found == 0)
    parlour_problem_set (error, PARLOUR_PROBLEM_NOT_FOUND, "There is no such message.");
  return found != 0;
}

gboolean
parlour_store_hide_message (ParlourStore *self,
                            const ParlourMembership *membership,
                            gint64 seq,
                            GError **error)
{
  g_return_val_if_fail (membership != NULL, FALSE);

  gboolean added = FALSE;
  if (seq > 0 && seq <= PARLOUR_STREAM_SEQ_MAX && parlour_membership_sees (membership, seq) &&
      !add_hidden (self, membership, seq, &added, error))
    return FALSE;
  if (!added)
    return was_hidden (self, membership, seq, error);
  return tell_view (self, membership, PARLOUR_EVENT_MESSAGE_HIDDEN, seq, error);
}

gboolean
parlour_store_clear_history (ParlourStore *self,
                             const ParlourMembership *membership,
                             GError **error)
{
  g_return_val_if_fail (membership != NULL, FALSE);

  gint64 through = parlour_membership_get_top (membership);
  if (through <= membership->cleared)
    return TRUE;
  return parlour_sql_run (self, error,
                          "UPDATE members SET cleared = ?3 WHERE stream = ?1 AND user = ?2", "iii",
                          membership->stream, membership->user, through) &&
         tell_view (self, membership, PARLOUR_EVENT_HISTORY_CLEARED, through, error);
}

static gboolean
refuse (GError **error, const char *detail)
{
  parlour_problem_set (error, PARLOUR_PROBLEM_FORBIDDEN, "%s", detail);
  return FALSE;
}

static gboolean
is_own (const ParlourMembership *membership, const ParlourMessage *message)
{
  return parlour_membership_is_open (membership) &&
         g_strcmp0 (message->sender, membership->user_id) == 0;
}

/* The event that says so holds a target and no text. */
gboolean
parlour_message_erase (ParlourStore *self, gint64 stream, gint64 seq, gint64 actor, GError **error)
{
  gint64 key = parlour_event_key (stream, seq), rev = 0, at = 0;
  ParlourEntry entry = {
      .stream = stream,
      .kind = PARLOUR_EVENT_MESSAGE_DELETED,
      .actor = actor,
      .target = seq,
  };

  return parlour_log_append (self, &entry, &rev, &at, error) &&
         parlour_sql_run (
             self, error,
             "UPDATE events SET subject = NULL, body = NULL, mentions = NULL,"
             " pinned = NULL, reactions = NULL, deleted_at = ?2, rev = ?3 WHERE key = ?1",
             "iii", key, at, rev) &&
         parlour_sql_run (self, error, "DELETE FROM reactions WHERE key = ?1", "i", key) &&
         parlour_sql_run (self, error, "DELETE FROM message_attachments WHERE key = ?1", "i", key);
}

gboolean
parlour_store_erase_message (ParlourStore *self,
                             const ParlourMembership *membership,
                             gint64 seq,
                             GError **error)
{
  g_return_val_if_fail (membership != NULL, FALSE);

  g_autoptr (ParlourMessage) message = parlour_store_get_message (self, membership, seq, error);
  if (message == NULL)
    return FALSE;
  if (!is_own (membership, message) && !parlour_membership_may_moderate (membership))
    return refuse (error, "You can delete for everyone only what you wrote.");
  return message->deleted_at != 0 ||
         parlour_message_erase (self, membership->stream, seq, membership->user, error);
}

static gboolean
rewrite (ParlourStore *self,
         const ParlourMembership *membership,
         ParlourMessage *fields,
         GError **error)
{
  ParlourEntry entry = {
      .stream = membership->stream,
      .kind = PARLOUR_EVENT_MESSAGE_EDITED,
      .actor = membership->user,
      .target = fields->seq,
  };

  g_autofree char *mentions = fields->mentions != NULL ? g_strjoinv (" ", fields->mentions) : NULL;

  return parlour_log_append (self, &entry, &fields->rev, &fields->edited_at, error) &&
         parlour_sql_run (self, error,
                          "UPDATE events SET subject = ?2, body = ?3, edited_at = ?4, rev = ?5,"
                          " mentions = ?6 WHERE key = ?1",
                          "issiis", parlour_event_key (membership->stream, fields->seq),
                          fields->subject, fields->body, fields->edited_at, fields->rev, mentions);
}

gboolean
parlour_store_edit_message (ParlourStore *self,
                            const ParlourMembership *membership,
                            gint64 seq,
                            const ParlourEdit *edit,
                            ParlourMessage **message,
                            GError **error)
{
  g_return_val_if_fail (membership != NULL && edit != NULL, FALSE);

  g_auto (GStrv) mentions = NULL;
  g_autoptr (ParlourMessage) old = parlour_store_get_message (self, membership, seq, error);
  if (old == NULL)
    return FALSE;
  if (!is_own (membership, old))
    return refuse (error, "You can change only what you wrote.");
  if (!parlour_store_check_posting (membership, error) || !parlour_store_check_there (old, error) ||
      !parlour_store_check_block (self, membership, error) ||
      !parlour_mentions_find (self, membership, edit->body, &mentions, error))
    return FALSE;

  ParlourMessage fields = *old;
  fields.body = edit->body;
  fields.mentions = mentions;
  fields.subject = edit->set_subject ? edit->subject : old->subject;
  if ((g_strcmp0 (fields.body, old->body) != 0 || g_strcmp0 (fields.subject, old->subject) != 0) &&
      !rewrite (self, membership, &fields, error))
    return FALSE;
  if (message != NULL)
    *message = parlour_message_new (&fields);
  return TRUE;
}
