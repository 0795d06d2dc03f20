/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-members"

#include "server/store/members.h"

#include "server/store/blocks.h"
#include "server/store/conversations.h"
#include "server/store/member-log.h"
#include "server/store/membership-private.h"
#include "server/store/sql.h"

#include "core/group.h"
#include "core/problem.h"

/* This file owns who may put whom into a group, out of it, and into which role. On the writer's
 * thread, in its transaction. */

static gboolean
refuse (GError **error, const char *detail)
{
  parlour_problem_set (error, PARLOUR_PROBLEM_FORBIDDEN, "%s", detail);
  return FALSE;
}

static gboolean
check_admin (const ParlourMembership *caller, GError **error)
{
  return parlour_membership_may_moderate (caller) ||
         refuse (error, "Only a group's owner and admins may do this.");
}

static gboolean
may_give (const ParlourMembership *caller, ParlourMemberRole role)
{
  return caller->role == PARLOUR_MEMBER_OWNER ||
         (caller->role == PARLOUR_MEMBER_ADMIN && role >= PARLOUR_MEMBER_MEMBER);
}

static gboolean
check_giving (const ParlourMembership *caller, ParlourMemberRole role, GError **error)
{
  return may_give (caller, role) ||
         refuse (error, "Only an owner may do this to an owner or admin.");
}

gboolean
parlour_store_add_member (ParlourStore *self,
                          const ParlourMembership *caller,
                          gint64 user,
                          ParlourMemberRole role,
                          gboolean *added,
                          GError **error)
{
  g_return_val_if_fail (caller != NULL && added != NULL, FALSE);

  gboolean in = FALSE;
  *added = FALSE;
  if (!check_admin (caller, error) || !check_giving (caller, role, error) ||
      !parlour_member_is_in (self, caller->stream, user, &in, error))
    return FALSE;
  *added = !in;
  return in || (parlour_store_check_may_reach (self, caller->user, user, error) &&
                parlour_member_put_in (self, caller->stream, user, caller->user, role, error));
}

/* @stream: 0 where there is no open one. */
static gboolean
find_open (ParlourStore *self, const char *id, gint64 *stream, GError **error)
{
  return parlour_sql_int (self, stream, 0, error,
                          "SELECT c.stream FROM streams st JOIN conversations c"
                          " ON c.stream = st.number WHERE st.id = ?1 AND c.kind = ?2"
                          " AND c.joining = ?3 AND c.member_count > 0",
                          "sdd", id, PARLOUR_CONVERSATION_GROUP, PARLOUR_JOINING_OPEN);
}

/* Whoever was taken out does not come back by themselves, and who only read still only reads. */
static gboolean
come_in (ParlourStore *self, gint64 stream, gint64 user, GError **error)
{
  gint64 removed = 0, reader = 0;

  if (!parlour_sql_int (self, &removed, 0, error,
                        "SELECT removed FROM members WHERE stream = ?1 AND user = ?2", "ii", stream,
                        user) ||
      !parlour_sql_int (self, &reader, 0, error,
                        "SELECT role = ?3 FROM members WHERE stream = ?1 AND user = ?2", "iid",
                        stream, user, PARLOUR_MEMBER_READER))
    return FALSE;
  if (removed != 0)
    return refuse (error, "One has to be added to this group.");
  return parlour_member_put_in (self, stream, user, user,
                                reader != 0 ? PARLOUR_MEMBER_READER : PARLOUR_MEMBER_MEMBER, error);
}

gboolean
parlour_store_join_group (
    ParlourStore *self, gint64 user, const char *id, gboolean *added, GError **error)
{
  g_return_val_if_fail (id != NULL && added != NULL, FALSE);

  gint64 stream = 0;
  gboolean in = FALSE;
  *added = FALSE;
  if (!find_open (self, id, &stream, error))
    return FALSE;
  if (stream == 0) {
    g_autoptr (ParlourMembership) own = parlour_store_find_membership (self, user, id, error);
    if (own == NULL)
      return FALSE;
    return (own->kind == PARLOUR_CONVERSATION_GROUP && parlour_membership_is_open (own)) ||
           refuse (error, "One has to be added to this group.");
  }
  if (!parlour_member_is_in (self, stream, user, &in, error))
    return FALSE;
  *added = !in;
  return in || come_in (self, stream, user, error);
}

/* Somebody's membership, who must have been in it; others' absence is told to members alone. */
static ParlourMembership *
find_target (ParlourStore *self, const ParlourMembership *caller, gint64 user, GError **error)
{
  GError *local = NULL;
  ParlourMembership *target = parlour_store_get_membership (self, user, caller->stream, &local);

  if (g_error_matches (local, PARLOUR_PROBLEM, PARLOUR_PROBLEM_NOT_FOUND)) {
    g_clear_error (&local);
    parlour_problem_set (&local, PARLOUR_PROBLEM_NOT_FOUND, "They are not in this group.");
  }
  if (local != NULL)
    g_propagate_error (error, local);
  return target;
}

static gboolean
check_other_owner (ParlourStore *self, const ParlourMembership *target, GError **error)
{
  gint64 other = 0;

  if (target->role != PARLOUR_MEMBER_OWNER)
    return TRUE;
  if (!parlour_sql_int (self, &other, 0, error,
                        "SELECT 1 FROM members m JOIN spans s ON s.stream = m.stream"
                        " AND s.user = m.user AND s.last IS NULL"
                        " WHERE m.stream = ?1 AND m.user <> ?2 AND m.role = ?3 LIMIT 1",
                        "iid", target->stream, target->user, PARLOUR_MEMBER_OWNER))
    return FALSE;
  if (other == 0)
    parlour_problem_set (error, PARLOUR_PROBLEM_LAST_OWNER,
                         "A group needs an owner. Make somebody else one first.");
  return other != 0;
}

gboolean
parlour_store_change_role (ParlourStore *self,
                           const ParlourMembership *caller,
                           gint64 user,
                           ParlourMemberRole role,
                           GError **error)
{
  g_return_val_if_fail (caller != NULL, FALSE);

  if (!check_admin (caller, error))
    return FALSE;
  g_autoptr (ParlourMembership) target = find_target (self, caller, user, error);
  if (target == NULL || !check_giving (caller, target->role, error) ||
      !check_giving (caller, role, error))
    return FALSE;
  if (!parlour_membership_is_open (target)) {
    parlour_problem_set (error, PARLOUR_PROBLEM_NOT_FOUND, "They are not in this group.");
    return FALSE;
  }
  if (target->role == role)
    return TRUE;
  return check_other_owner (self, target, error) &&
         parlour_member_set_role (self, caller->stream, user, caller->user, role, error);
}

gboolean
parlour_store_remove_member (ParlourStore *self,
                             const ParlourMembership *caller,
                             gint64 user,
                             GError **error)
{
  g_return_val_if_fail (caller != NULL, FALSE);

  if (caller->kind != PARLOUR_CONVERSATION_GROUP)
    return refuse (error, "Nobody leaves a conversation of two.");
  if (user != caller->user && !check_admin (caller, error))
    return FALSE;
  g_autoptr (ParlourMembership) target = find_target (self, caller, user, error);
  if (target == NULL || (user != caller->user && !check_giving (caller, target->role, error)))
    return FALSE;
  return !parlour_membership_is_open (target) ||
         parlour_member_leave (self, caller->stream, user, caller->user, error);
}

static GArray *
list_groups_of (ParlourStore *self, gint64 user, GError **error)
{
  g_autoptr (GArray) streams = g_array_new (FALSE, FALSE, sizeof (gint64));
  gboolean row = FALSE;
  g_autoptr (ParlourStatement) statement = parlour_sql_prepare (
      self, error,
      "SELECT m.stream FROM members m JOIN conversations c ON c.stream = m.stream"
      " WHERE m.user = ?1 AND c.kind = ?2 AND m.left_at IS NULL ORDER BY m.stream",
      "id", user, PARLOUR_CONVERSATION_GROUP);

  if (statement == NULL || !parlour_sql_step (statement, &row, error))
    return NULL;
  while (row) {
    gint64 stream = parlour_statement_get_int (statement, 0);
    g_array_append_val (streams, stream);
    if (!parlour_sql_step (statement, &row, error))
      return NULL;
  }
  return g_steal_pointer (&streams);
}

gboolean
parlour_store_leave_groups (ParlourStore *self, gint64 user, GError **error)
{
  g_autoptr (GArray) streams = list_groups_of (self, user, error);

  if (streams == NULL)
    return FALSE;
  for (guint i = 0; i < streams->len; i++)
    if (!parlour_member_leave (self, g_array_index (streams, gint64, i), user, user, error))
      return FALSE;
  return TRUE;
}
