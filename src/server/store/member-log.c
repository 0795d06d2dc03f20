/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-member-log"

#include "server/store/member-log.h"

#include "server/store/log.h"
#include "server/store/sql.h"

#include "core/group.h"
#include "core/limits.h"
#include "core/problem.h"

/* This file owns how people get into and out of groups: the event, the member's row, the span of
 * what they may see, and a word in their inbox. On the writer's thread, in its transaction. */

static void
note (ParlourStore *self, gint64 stream, gint64 user, gint64 joined)
{
  ParlourChange change = {
      .kind = PARLOUR_CHANGE_MEMBER,
      .stream = stream,
      .user = user,
      .top = joined,
  };

  parlour_changes_add (parlour_store_get_changes (self), &change);
}

static gboolean
count (ParlourStore *self, gint64 stream, int more, GError **error)
{
  return parlour_sql_run (
      self, error, "UPDATE conversations SET member_count = member_count + ?2 WHERE stream = ?1",
      "id", stream, more);
}

/* Who comes back has what they had before, and has read what came in between: it is not theirs, or
 * old. */
static gboolean
write_row (ParlourStore *self, const ParlourEntrance *entrance, gint64 seq, GError **error)
{
  return parlour_sql_run (self, error,
                          "INSERT INTO members (stream, user, role, joined_at, read, delivered)"
                          " VALUES (?1, ?2, ?3, ?4, ?5, ?5) ON CONFLICT (stream, user) DO UPDATE"
                          " SET role = excluded.role, joined_at = excluded.joined_at,"
                          " read = max (read, excluded.read), archived = 0,"
                          " delivered = max (delivered, excluded.delivered),"
                          " left_at = NULL, left_title = NULL, removed = 0",
                          "iidii", entrance->stream, entrance->user, entrance->role,
                          parlour_store_now (self), seq);
}

/* One who may see all from an event on needs no earlier span. */
static gboolean
write_span (ParlourStore *self, const ParlourEntrance *entrance, gint64 seq, GError **error)
{
  gint64 first = entrance->founding || entrance->with_past ? 1 : seq;

  return parlour_sql_run (self, error,
                          "DELETE FROM spans WHERE stream = ?1 AND user = ?2 AND first >= ?3",
                          "iii", entrance->stream, entrance->user, first) &&
         parlour_sql_run (self, error,
                          "INSERT INTO spans (stream, user, first) VALUES (?1, ?2, ?3)", "iii",
                          entrance->stream, entrance->user, first);
}

gboolean
parlour_member_enter (ParlourStore *self, const ParlourEntrance *entrance, GError **error)
{
  gint64 seq = 0;
  const ParlourEntry joined = {
      .stream = entrance->stream,
      .kind = PARLOUR_EVENT_MEMBER_JOINED,
      .actor = entrance->actor,
      .member = entrance->user,
      .role = entrance->role,
  };
  const ParlourEntry added = {
      .kind = PARLOUR_EVENT_CONVERSATION_ADDED,
      .actor = entrance->actor,
      .conversation = entrance->stream,
  };

  if (!parlour_log_append (self, &joined, &seq, NULL, error) ||
      !write_row (self, entrance, seq, error) || !write_span (self, entrance, seq, error) ||
      !count (self, entrance->stream, 1, error))
    return FALSE;
  note (self, entrance->stream, entrance->user, entrance->with_past ? seq : 0);
  return parlour_log_tell_user (self, entrance->user, &added, error);
}

gboolean
parlour_member_set_role (ParlourStore *self,
                         gint64 stream,
                         gint64 user,
                         gint64 actor,
                         ParlourMemberRole role,
                         GError **error)
{
  const ParlourEntry changed = {
      .stream = stream,
      .kind = PARLOUR_EVENT_MEMBER_CHANGED,
      .actor = actor,
      .member = user,
      .role = role,
  };

  return parlour_log_append (self, &changed, NULL, NULL, error) &&
         parlour_sql_run (self, error,
                          "UPDATE members SET role = ?3 WHERE stream = ?1 AND user = ?2", "iid",
                          stream, user, role);
}

/* Whoever can sign in comes before who can't; then the oldest admin, member, reader. */
static const char heir_sql[] =
    "SELECT m.user FROM spans s JOIN members m ON m.stream = s.stream AND m.user = s.user"
    " JOIN users u ON u.number = s.user WHERE s.stream = ?1 AND s.last IS NULL"
    " AND NOT EXISTS (SELECT 1 FROM spans os JOIN members o ON o.stream = os.stream"
    "   AND o.user = os.user WHERE os.stream = ?1 AND os.last IS NULL AND o.role = ?2)"
    " ORDER BY u.active DESC, m.role, m.joined_at, m.user LIMIT 1";

static gboolean
hand_over (ParlourStore *self, gint64 stream, GError **error)
{
  gint64 heir = 0;

  return parlour_sql_int (self, &heir, 0, error, heir_sql, "id", stream, PARLOUR_MEMBER_OWNER) &&
         (heir == 0 ||
          parlour_member_set_role (self, stream, heir, 0, PARLOUR_MEMBER_OWNER, error));
}

static gboolean
end_span (ParlourStore *self, const ParlourEntry *left, gint64 seq, gint64 at, GError **error)
{
  return parlour_sql_run (self, error,
                          "UPDATE spans SET last = ?3 WHERE stream = ?1 AND user = ?2"
                          " AND last IS NULL",
                          "iii", left->stream, left->member, seq) &&
         parlour_sql_run (self, error,
                          "UPDATE members SET left_at = ?3, removed = ?4, draft = NULL,"
                          " left_title = (SELECT title FROM conversations WHERE stream = ?1)"
                          " WHERE stream = ?1 AND user = ?2",
                          "iiid", left->stream, left->member, at, left->actor != left->member) &&
         count (self, left->stream, -1, error);
}

gboolean
parlour_member_leave (ParlourStore *self, gint64 stream, gint64 user, gint64 actor, GError **error)
{
  gint64 role = 0, seq = 0, at = 0;

  if (!parlour_sql_int (self, &role, 0, error,
                        "SELECT role FROM members WHERE stream = ?1 AND user = ?2", "ii", stream,
                        user))
    return FALSE;
  const ParlourEntry left = {
      .stream = stream,
      .kind = PARLOUR_EVENT_MEMBER_LEFT,
      .actor = actor,
      .member = user,
      .role = (ParlourMemberRole)role,
  };
  if (!parlour_log_append (self, &left, &seq, &at, error) ||
      !end_span (self, &left, seq, at, error))
    return FALSE;
  note (self, stream, user, 0);
  return role != PARLOUR_MEMBER_OWNER || hand_over (self, stream, error);
}

static gboolean
check_room (ParlourStore *self, gint64 stream, gint64 n, GError **error)
{
  gint64 members = 0;

  if (!parlour_sql_int (self, &members, 0, error,
                        "SELECT member_count FROM conversations WHERE stream = ?1", "i", stream))
    return FALSE;
  if (members + n <= PARLOUR_GROUP_MEMBERS_MAX)
    return TRUE;
  parlour_problem_set (error, PARLOUR_PROBLEM_GROUP_FULL, "A group has at most %d members.",
                       PARLOUR_GROUP_MEMBERS_MAX);
  return FALSE;
}

gboolean
parlour_member_is_in (ParlourStore *self, gint64 stream, gint64 user, gboolean *in, GError **error)
{
  gint64 found = 0;

  if (!parlour_sql_int (self, &found, 0, error,
                        "SELECT 1 FROM spans WHERE stream = ?1 AND user = ?2 AND last IS NULL",
                        "ii", stream, user))
    return FALSE;
  *in = found != 0;
  return TRUE;
}

gboolean
parlour_member_put_in (ParlourStore *self,
                       gint64 stream,
                       gint64 user,
                       gint64 actor,
                       ParlourMemberRole role,
                       GError **error)
{
  gint64 past = PARLOUR_PAST_JOINED;
  ParlourEntrance entrance = {.stream = stream, .user = user, .actor = actor, .role = role};

  if (!check_room (self, stream, 1, error) ||
      !parlour_sql_int (self, &past, 0, error, "SELECT past FROM conversations WHERE stream = ?1",
                        "i", stream))
    return FALSE;
  entrance.with_past = past == PARLOUR_PAST_ALL;
  return parlour_member_enter (self, &entrance, error);
}
