/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-common"

#include "server/store/common.h"

#include "server/store/conversations.h"
#include "server/store/log.h"
#include "server/store/member-log.h"
#include "server/store/messages.h"
#include "server/store/place.h"
#include "server/store/sql.h"

#include "core/group.h"
#include "core/id.h"
#include "core/limits.h"
#include "core/problem.h"

/* This file owns the common conversation, and which groups a new account gets into. On the writer's
 * thread, in its transaction. */

#define WELCOME_SEQ 2 /* behind the joining of its maker */

static gboolean
find_common (ParlourStore *self, gint64 *stream, GError **error)
{
  return parlour_sql_int (self, stream, 0, error,
                          "SELECT stream FROM conversations WHERE common = 1", "");
}

static gboolean
write_welcome (ParlourStore *self, gint64 stream, gint64 user, const char *text, GError **error)
{
  g_autofree char *client_id = parlour_id_new ();
  g_autoptr (ParlourMessage) message = NULL;
  ParlourDraft draft = {.body = text};
  gboolean repeated = FALSE;

  if (text[0] == '\0')
    return TRUE;
  parlour_id_parse (client_id, draft.client_id);
  g_autoptr (ParlourMembership) membership =
      parlour_store_get_membership (self, user, stream, error);
  return membership != NULL &&
         parlour_store_send (self, membership, &draft, &message, &repeated, error);
}

/* Who comes later reads the welcome too, and what was said; who leaves finds the way back. */
static gboolean
make (ParlourStore *self, gint64 user, const ParlourPlace *place, GError **error)
{
  g_autofree char *id = parlour_id_new ();
  ParlourEntrance entrance = {
      .user = user,
      .actor = user,
      .role = PARLOUR_MEMBER_MEMBER,
      .founding = TRUE,
  };

  if (!parlour_log_make_stream (self, id, &entrance.stream, error) ||
      !parlour_sql_run (self, error,
                        "INSERT INTO conversations (stream, kind, title, joining, past, common,"
                        " creator, created_at) VALUES (?1, ?2, ?3, ?4, ?5, 1, ?6, ?7)",
                        "idsddii", entrance.stream, PARLOUR_CONVERSATION_GROUP, place->name,
                        PARLOUR_JOINING_OPEN, PARLOUR_PAST_ALL, user, parlour_store_now (self)) ||
      !parlour_member_enter (self, &entrance, error))
    return FALSE;
  return write_welcome (self, entrance.stream, user, place->welcome_text, error);
}

/* A full one is no reason to turn somebody away from the place. */
static gboolean
join (ParlourStore *self, gint64 stream, gint64 user, GError **error)
{
  gint64 members = 0;
  gboolean in = FALSE;

  if (!parlour_sql_int (self, &members, 0, error,
                        "SELECT member_count FROM conversations WHERE stream = ?1", "i", stream) ||
      !parlour_member_is_in (self, stream, user, &in, error))
    return FALSE;
  return in || members >= PARLOUR_GROUP_MEMBERS_MAX ||
         parlour_member_put_in (self, stream, user, user, PARLOUR_MEMBER_MEMBER, error);
}

static gboolean
join_common (ParlourStore *self, gint64 user, GError **error)
{
  gint64 stream = 0;
  g_autoptr (ParlourPlace) place = parlour_store_get_place (self, error);

  if (place == NULL)
    return FALSE;
  if (!place->common)
    return TRUE;
  if (!find_common (self, &stream, error))
    return FALSE;
  return stream != 0 ? join (self, stream, user, error) : make (self, user, place, error);
}

static gboolean
join_named (ParlourStore *self, const char *id, gint64 user, GError **error)
{
  gint64 stream = 0;

  if (!parlour_sql_int (self, &stream, 0, error,
                        "SELECT c.stream FROM streams st JOIN conversations c"
                        " ON c.stream = st.number WHERE st.id = ?1 AND c.kind = ?2"
                        " AND c.member_count > 0",
                        "sd", id, PARLOUR_CONVERSATION_GROUP))
    return FALSE;
  return stream == 0 || join (self, stream, user, error);
}

gboolean
parlour_store_admit (ParlourStore *self, gint64 user, const char *conversations, GError **error)
{
  g_auto (GStrv) ids = g_strsplit (conversations != NULL ? conversations : "", " ", -1);

  if (!join_common (self, user, error))
    return FALSE;
  for (char **id = ids; *id != NULL; id++)
    if (!join_named (self, *id, user, error))
      return FALSE;
  return TRUE;
}

static const char set_sql[] = "INSERT INTO place (name, value) VALUES (?1, ?2)"
                              " ON CONFLICT (name) DO UPDATE SET value = excluded.value";

gboolean
parlour_store_set_common (ParlourStore *self, gboolean on, GError **error)
{
  return parlour_sql_run (self, error, set_sql, "sd", "common", on != FALSE);
}

/* @creator: who made the common conversation, where its welcome still says @text; else 0. */
static gboolean
find_welcome (ParlourStore *self, gint64 stream, const char *text, gint64 *creator, GError **error)
{
  return parlour_sql_int (self, creator, 0, error,
                          "SELECT c.creator FROM conversations c JOIN events e ON e.key = ?2"
                          " WHERE c.stream = ?1 AND e.actor = c.creator AND e.body = ?3",
                          "iis", stream, parlour_event_key (stream, WELCOME_SEQ), text);
}

/* Like everybody, whoever wrote it changes it only while they are in. */
static gboolean
change_welcome (
    ParlourStore *self, gint64 stream, const char *old_text, const char *text, GError **error)
{
  const ParlourEdit edit = {.body = text};
  gint64 creator = 0;

  if (!find_welcome (self, stream, old_text, &creator, error))
    return FALSE;
  if (creator == 0)
    return TRUE;
  g_autoptr (ParlourMembership) membership =
      parlour_store_get_membership (self, creator, stream, error);
  if (membership == NULL)
    return FALSE;
  if (!parlour_membership_may_post (membership))
    return TRUE;
  return text[0] == '\0'
             ? parlour_store_erase_message (self, membership, WELCOME_SEQ, error)
             : parlour_store_edit_message (self, membership, WELCOME_SEQ, &edit, NULL, error);
}

gboolean
parlour_store_set_welcome_text (ParlourStore *self, const char *text, GError **error)
{
  g_return_val_if_fail (text != NULL, FALSE);

  gint64 stream = 0;
  g_autoptr (ParlourPlace) place = parlour_store_get_place (self, error);
  if (place == NULL || !find_common (self, &stream, error) ||
      !parlour_sql_run (self, error, set_sql, "ss", "welcome_text", text))
    return FALSE;
  return stream == 0 || change_welcome (self, stream, place->welcome_text, text, error);
}

static gboolean
set_title (ParlourStore *self, gint64 stream, const char *title, GError **error)
{
  const ParlourEntry updated = {
      .kind = PARLOUR_EVENT_CONVERSATION_UPDATED, .stream = stream, .title = title};

  return parlour_log_append (self, &updated, NULL, NULL, error) &&
         parlour_sql_run (self, error, "UPDATE conversations SET title = ?2 WHERE stream = ?1",
                          "is", stream, title);
}

gboolean
parlour_store_rename_common (ParlourStore *self,
                             const char *old_name,
                             const char *name,
                             GError **error)
{
  gint64 stream = 0;

  if (g_str_equal (old_name, name))
    return TRUE;
  if (!parlour_sql_int (self, &stream, 0, error,
                        "SELECT stream FROM conversations WHERE common = 1 AND title = ?1", "s",
                        old_name))
    return FALSE;
  return stream == 0 || set_title (self, stream, name, error);
}

gboolean
parlour_store_get_common_title (ParlourStore *self, char **title, GError **error)
{
  gboolean row = FALSE;
  g_autoptr (ParlourStatement) statement =
      parlour_sql_prepare (self, error, "SELECT title FROM conversations WHERE common = 1", "");

  if (statement == NULL || !parlour_sql_step (statement, &row, error))
    return FALSE;
  *title = row ? parlour_statement_dup_text (statement, 0) : NULL;
  return TRUE;
}

gboolean
parlour_store_set_common_title (ParlourStore *self, const char *title, GError **error)
{
  g_return_val_if_fail (title != NULL, FALSE);

  g_autofree char *now = NULL;
  gint64 stream = 0;

  if (!find_common (self, &stream, error) || !parlour_store_get_common_title (self, &now, error))
    return FALSE;
  if (stream == 0) {
    parlour_problem_set (error, PARLOUR_PROBLEM_NOT_FOUND, "There is no common conversation.");
    return FALSE;
  }
  return g_strcmp0 (now, title) == 0 || set_title (self, stream, title, error);
}

gboolean
parlour_store_tell_common_role (ParlourStore *self, gint64 user, GError **error)
{
  gboolean in = FALSE;
  ParlourEntry changed = {.kind = PARLOUR_EVENT_MEMBER_CHANGED, .member = user};

  if (!find_common (self, &changed.stream, error) ||
      !parlour_member_is_in (self, changed.stream, user, &in, error))
    return FALSE;
  if (!in)
    return TRUE;
  g_autoptr (ParlourMembership) membership =
      parlour_store_get_membership (self, user, changed.stream, error);
  if (membership == NULL)
    return FALSE;
  changed.role = membership->role;
  return parlour_log_append (self, &changed, NULL, NULL, error);
}
