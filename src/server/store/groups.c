/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-groups"

#include "server/store/groups.h"

#include "server/store/blocks.h"
#include "server/store/content-hash.h"
#include "server/store/conversations.h"
#include "server/store/log.h"
#include "server/store/member-log.h"
#include "server/store/sql.h"

#include "core/limits.h"
#include "core/problem.h"

/* This file owns making groups, exactly once, and changing what they are. On the writer's thread,
 * in its transaction. */

static GBytes *
hash_group (ParlourStore *self, const ParlourNewGroup *group)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (parts, g_strdup ("group"));
  g_ptr_array_add (parts, g_strdup (group->title));
  g_ptr_array_add (parts, g_strdup (group->description));
  g_ptr_array_add (parts, g_strdup (parlour_posting_to_string (group->posting)));
  g_ptr_array_add (parts, g_strdup (parlour_joining_to_string (group->joining)));
  g_ptr_array_add (parts, g_strdup (parlour_past_to_string (group->past)));
  for (gsize i = 0; i < group->n_members; i++)
    g_ptr_array_add (parts, g_strdup_printf ("%" G_GINT64_FORMAT, group->members[i]));
  return parlour_content_hash (self, (const char *const *)parts->pdata, parts->len);
}

/* @stream: of what this maker made with this client_id; 0 for nothing yet. */
static gboolean
find_made (
    ParlourStore *self, gint64 me, GBytes *client_id, GBytes *hmac, gint64 *stream, GError **error)
{
  gboolean row = FALSE;
  g_autoptr (ParlourStatement) statement =
      parlour_sql_prepare (self, error,
                           "SELECT stream, hmac = ?3 FROM conversation_client_ids"
                           " WHERE creator = ?1 AND client_id = ?2",
                           "ibb", me, client_id, hmac);

  *stream = 0;
  if (statement == NULL || !parlour_sql_step (statement, &row, error))
    return FALSE;
  if (!row)
    return TRUE;
  *stream = parlour_statement_get_int (statement, 0);
  if (parlour_statement_get_int (statement, 1) != 0)
    return TRUE;
  parlour_problem_set_field (error, PARLOUR_PROBLEM_CLIENT_ID_REUSED, "client_id",
                             "This client_id stands for another conversation.");
  return FALSE;
}

static gboolean
check_active (ParlourStore *self, gint64 user, GError **error)
{
  gint64 active = 0;

  if (!parlour_sql_int (self, &active, 0, error, "SELECT active FROM users WHERE number = ?1", "i",
                        user))
    return FALSE;
  if (active == 0)
    parlour_problem_set_field (error, PARLOUR_PROBLEM_RECIPIENT_UNKNOWN, "members",
                               "There is no such person.");
  return active != 0;
}

/* Whom somebody has blocked can't put them into a group either. */
static gboolean
check_members (ParlourStore *self, gint64 me, const ParlourNewGroup *group, GError **error)
{
  if (group->n_members + 1 > PARLOUR_GROUP_MEMBERS_MAX) {
    parlour_problem_set_field (error, PARLOUR_PROBLEM_GROUP_FULL, "members",
                               "A group has at most %d members.", PARLOUR_GROUP_MEMBERS_MAX);
    return FALSE;
  }
  for (gsize i = 0; i < group->n_members; i++)
    if (!check_active (self, group->members[i], error) ||
        !parlour_store_check_may_reach (self, me, group->members[i], error))
      return FALSE;
  return TRUE;
}

/* They all see from the first event on. */
static gboolean
put_in (ParlourStore *self, gint64 stream, gint64 me, const ParlourNewGroup *group, GError **error)
{
  ParlourEntrance entrance = {
      .stream = stream,
      .user = me,
      .actor = me,
      .role = PARLOUR_MEMBER_OWNER,
      .founding = TRUE,
  };

  if (!parlour_member_enter (self, &entrance, error))
    return FALSE;
  entrance.role = PARLOUR_MEMBER_MEMBER;
  for (gsize i = 0; i < group->n_members; i++) {
    entrance.user = group->members[i];
    if (!parlour_member_enter (self, &entrance, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
make (ParlourStore *self,
      gint64 me,
      const ParlourNewGroup *group,
      GBytes *client_id,
      GBytes *hmac,
      gint64 *stream,
      GError **error)
{
  g_autofree char *id = parlour_id_new ();

  return check_members (self, me, group, error) &&
         parlour_log_make_stream (self, id, stream, error) &&
         parlour_sql_run (self, error,
                          "INSERT INTO conversations (stream, kind, title, description, posting,"
                          " joining, past, creator, created_at)"
                          " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                          "idssdddii", *stream, PARLOUR_CONVERSATION_GROUP, group->title,
                          group->description, group->posting, group->joining, group->past, me,
                          parlour_store_now (self)) &&
         put_in (self, *stream, me, group, error) &&
         parlour_sql_run (self, error,
                          "INSERT INTO conversation_client_ids (creator, client_id, hmac, stream)"
                          " VALUES (?1, ?2, ?3, ?4)",
                          "ibbi", me, client_id, hmac, *stream);
}

ParlourMembership *
parlour_store_make_group (
    ParlourStore *self, gint64 me, const ParlourNewGroup *group, gboolean *made, GError **error)
{
  g_return_val_if_fail (group != NULL && group->title != NULL && made != NULL, NULL);

  g_autoptr (GBytes) client_id = g_bytes_new_static (group->client_id, PARLOUR_ID_BYTES);
  g_autoptr (GBytes) hmac = hash_group (self, group);
  gint64 stream = 0;

  if (!find_made (self, me, client_id, hmac, &stream, error))
    return NULL;
  *made = stream == 0;
  if (*made && !make (self, me, group, client_id, hmac, &stream, error))
    return NULL;
  return parlour_store_get_membership (self, me, stream, error);
}

static gboolean
is_same (const ParlourGroup *now, const ParlourGroupChange *change)
{
  return (!(change->set & PARLOUR_GROUP_TITLE) || g_strcmp0 (now->title, change->title) == 0) &&
         (!(change->set & PARLOUR_GROUP_DESCRIPTION) ||
          g_strcmp0 (now->description, change->description) == 0) &&
         (!(change->set & PARLOUR_GROUP_POSTING) || now->posting == change->posting) &&
         (!(change->set & PARLOUR_GROUP_JOINING) || now->joining == change->joining) &&
         (!(change->set & PARLOUR_GROUP_PAST) || now->past == change->past) &&
         (!(change->set & PARLOUR_GROUP_AVATAR) || g_strcmp0 (now->avatar, change->avatar) == 0);
}

static gboolean
update (ParlourStore *self,
        const ParlourMembership *caller,
        const ParlourGroup *now,
        const ParlourGroupChange *change,
        GError **error)
{
  gboolean retitled =
      change->set & PARLOUR_GROUP_TITLE && g_strcmp0 (now->title, change->title) != 0;
  const ParlourEntry updated = {
      .stream = caller->stream,
      .kind = PARLOUR_EVENT_CONVERSATION_UPDATED,
      .actor = caller->user,
      .title = retitled ? change->title : NULL,
  };

  return parlour_log_append (self, &updated, NULL, NULL, error) &&
         parlour_sql_run (self, error,
                          "UPDATE conversations SET title = iif (?2 & 1, ?3, title),"
                          " description = iif (?2 & 2, ?4, description),"
                          " posting = iif (?2 & 4, ?5, posting),"
                          " joining = iif (?2 & 8, ?6, joining), past = iif (?2 & 16, ?7, past),"
                          " avatar = iif (?2 & 32, ?8, avatar)"
                          " WHERE stream = ?1",
                          "idssddds", caller->stream, (int)change->set, change->title,
                          change->description, change->posting, change->joining, change->past,
                          change->avatar);
}

gboolean
parlour_store_check_moderator (const ParlourMembership *caller, GError **error)
{
  if (!parlour_membership_may_moderate (caller))
    parlour_problem_set (error, PARLOUR_PROBLEM_FORBIDDEN,
                         "Only a group's owner and admins may do this.");
  return parlour_membership_may_moderate (caller);
}

gboolean
parlour_store_change_group (ParlourStore *self,
                            const ParlourMembership *caller,
                            const ParlourGroupChange *change,
                            GError **error)
{
  g_return_val_if_fail (caller != NULL && change != NULL, FALSE);

  if (!parlour_store_check_moderator (caller, error))
    return FALSE;
  g_autoptr (ParlourGroup) now = parlour_store_get_group (self, caller->stream, error);
  return now != NULL && (is_same (now, change) || update (self, caller, now, change, error));
}
