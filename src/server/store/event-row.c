/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-event-row"

#include "server/store/event-row.h"

#include "server/store/groups.h"
#include "server/store/sql.h"

#include "core/problem.h"

/* This file owns how an event's row becomes a value with what it carries. All who get an event get
 * the same one. On the store's thread. */

enum {
  COLUMN_KEY = 0,
  COLUMN_ACTOR = 2,
  COLUMN_TITLE = 4,
  COLUMN_AT = 9,
  COLUMN_KIND = PARLOUR_MESSAGE_N_COLUMNS,
  COLUMN_TARGET,
  COLUMN_CONVERSATION,
  COLUMN_SESSION,
  COLUMN_EMOJI,
  COLUMN_MEMBER,
  COLUMN_ROLE,
};

static gboolean
carries_target (ParlourEventKind kind)
{
  return kind >= PARLOUR_EVENT_MESSAGE_EDITED && kind <= PARLOUR_EVENT_PIN_REMOVED;
}

/* The message that an event carries, as it now stands: its own row or its target's. */
static gboolean
read_message (ParlourStore *self,
              gint64 stream,
              ParlourStatement *statement,
              ParlourEvent *fields,
              GError **error)
{
  if (fields->kind == PARLOUR_EVENT_MESSAGE_CREATED)
    fields->message = parlour_message_from_row (statement, fields->stream);
  else if (carries_target (fields->kind))
    return parlour_store_load_message (self, stream, fields->stream, fields->target,
                                       &fields->message, error);
  return TRUE;
}

/* When they were last seen is not the same for everybody, so an event does not tell it. */
static gboolean
read_member (ParlourStore *self, gint64 number, ParlourUser **member, GError **error)
{
  gboolean row = FALSE;
  g_autoptr (ParlourStatement) statement =
      parlour_sql_prepare (self, error,
                           "SELECT id, username, display_name, status_text, avatar, version,"
                           " deleted_at IS NOT NULL FROM users"
                           " WHERE number = ?1",
                           "i", number);

  if (statement == NULL || !parlour_sql_step (statement, &row, error))
    return FALSE;
  if (!row) {
    parlour_problem_set (error, PARLOUR_PROBLEM_INTERNAL, "A member is missing.");
    return FALSE;
  }
  const ParlourUser user = {
      .id = parlour_statement_get_text (statement, 0),
      .username = parlour_statement_get_text (statement, 1),
      .display_name = parlour_statement_get_text (statement, 2),
      .status_text = parlour_statement_get_text (statement, 3),
      .avatar = parlour_statement_get_text (statement, 4),
      .version = parlour_statement_get_int (statement, 5),
      .deleted = parlour_statement_get_int (statement, 6) != 0,
  };
  *member = parlour_user_new (&user);
  return TRUE;
}

static gboolean
read_parts (ParlourStore *self,
            gint64 stream,
            ParlourStatement *statement,
            ParlourEvent *fields,
            GError **error)
{
  if (!read_message (self, stream, statement, fields, error))
    return FALSE;
  if (!parlour_statement_is_null (statement, COLUMN_MEMBER) &&
      !read_member (self, parlour_statement_get_int (statement, COLUMN_MEMBER), &fields->member,
                    error))
    return FALSE;
  if (fields->kind != PARLOUR_EVENT_CONVERSATION_UPDATED)
    return TRUE;
  fields->title = parlour_statement_get_text (statement, COLUMN_TITLE);
  fields->group = parlour_store_get_group (self, stream, error);
  return fields->group != NULL;
}

ParlourEvent *
parlour_event_from_row (ParlourStore *self,
                        gint64 stream,
                        const char *name,
                        ParlourStatement *statement,
                        GError **error)
{
  ParlourEvent *event = NULL;
  ParlourEvent fields = {
      .stream = name,
      .seq = parlour_event_key_seq (parlour_statement_get_int (statement, COLUMN_KEY)),
      .actor = parlour_statement_get_text (statement, COLUMN_ACTOR),
      .at = parlour_statement_get_int (statement, COLUMN_AT),
      .kind = (ParlourEventKind)parlour_statement_get_int (statement, COLUMN_KIND),
      .target = parlour_statement_get_int (statement, COLUMN_TARGET),
      .conversation = parlour_statement_get_text (statement, COLUMN_CONVERSATION),
      .session = parlour_statement_get_text (statement, COLUMN_SESSION),
      .emoji = parlour_statement_get_text (statement, COLUMN_EMOJI),
      .role = (ParlourMemberRole)parlour_statement_get_int (statement, COLUMN_ROLE),
  };

  gboolean read = read_parts (self, stream, statement, &fields, error);
  g_autoptr (ParlourUser) member = g_steal_pointer (&fields.member);
  if (fields.kind == PARLOUR_EVENT_BLOCK_CHANGED)
    fields.user = member != NULL ? member->id : NULL;
  else
    fields.member = member;
  if (read)
    event = parlour_event_new (&fields);
  g_clear_pointer (&fields.message, parlour_message_unref);
  g_clear_pointer (&fields.group, parlour_group_unref);
  return event;
}
