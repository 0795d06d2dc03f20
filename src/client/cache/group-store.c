/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-copy-groups"

#include "client/cache/group-store.h"

#include "client/cache/store.h"
#include "core/conversation.h"

/* This file owns how what happens in groups gets into the copy's tables. On the copy's thread.
 *
 * What the server told of a group holds up to the number that was its top then (`server_top`): what
 * happened before is in it already and must not count twice. */

gboolean
parlour_store_keep_members (ParlourDb *db, gint64 number, const char *ids, GError **error)
{
  return parlour_db_run (db, error,
                         "DELETE FROM members WHERE conversation = ?1 AND instr (?2, char (10) || "
                         "(SELECT id FROM people WHERE number = person) || char (10)) = 0",
                         "is", number, ids) &&
         parlour_db_run (db, error, "UPDATE conversations SET members_known = 1 WHERE number = ?1",
                         "i", number);
}

gboolean
parlour_store_leave_conversation (
    ParlourDb *db, gint64 number, const char *id, ParlourChanges *changes, GError **error)
{
  gint64 kind;

  if (!parlour_store_get_int (db, &kind, 0, error,
                              "SELECT kind FROM conversations WHERE number = ?1", "i", number))
    return FALSE;
  if (kind != PARLOUR_CONVERSATION_GROUP) {
    parlour_changes_messages (changes, number, id, 1, PARLOUR_SEQ_MAX);
    return parlour_store_drop_conversation (db, number, error);
  }
  parlour_changes_conversation (changes, number, id);
  return parlour_db_run (db, error, "DELETE FROM members WHERE conversation = ?1", "i", number) &&
         parlour_db_run (db, error,
                         "UPDATE conversations SET former = 1, others = 0, read = top, "
                         "read_sent = top, server_unread = 0, server_mentions = 0 "
                         "WHERE number = ?1",
                         "i", number);
}

gboolean
parlour_store_come_back (ParlourDb *db, gint64 number, GError **error)
{
  return parlour_db_run (db, error,
                         "DELETE FROM ranges WHERE conversation = "
                         "(SELECT number FROM conversations WHERE number = ?1 AND former)",
                         "i", number) &&
         parlour_db_run (db, error, "UPDATE conversations SET former = 0 WHERE number = ?1", "i",
                         number);
}

gboolean
parlour_store_star (
    ParlourDb *db, const char *conversation, gint64 seq, gboolean on, GError **error)
{
  if (on)
    return parlour_db_run (db, error, "INSERT OR IGNORE INTO stars VALUES (?1, ?2)", "si",
                           conversation, seq);
  return parlour_db_run (db, error, "DELETE FROM stars WHERE conversation = ?1 AND seq = ?2", "si",
                         conversation, seq);
}

/* --- events ----------------------------------------------------------------------------------- */

static gboolean
join (ParlourDb *db, gint64 number, gint64 person, const ParlourEvent *event, GError **error)
{
  /* What was written before does not wait for them. */
  return parlour_db_run (db, error,
                         "INSERT INTO members (conversation, person, role, joined, read, "
                         "delivered) VALUES (?1, ?2, ?3, ?4, ?4, ?4) ON CONFLICT DO UPDATE SET "
                         "role = ?3, joined = ?4, read = ?4, delivered = ?4",
                         "iidi", number, person, event->role, event->seq) &&
         parlour_db_run (db, error,
                         "UPDATE conversations SET others = others + 1 WHERE number = ?1", "i",
                         number);
}

static gboolean
leave (ParlourDb *db, gint64 number, gint64 person, GError **error)
{
  return parlour_db_run (db, error, "DELETE FROM members WHERE conversation = ?1 AND person = ?2",
                         "ii", number, person) &&
         parlour_db_run (db, error,
                         "UPDATE conversations SET others = max (others - 1, 0) WHERE number = ?1",
                         "i", number);
}

static gboolean
apply_to_me (ParlourDb *db,
             gint64 number,
             const ParlourEvent *event,
             ParlourChanges *changes,
             GError **error)
{
  if (event->kind == PARLOUR_EVENT_MEMBER_LEFT)
    return parlour_store_leave_conversation (db, number, event->stream, changes, error);
  return parlour_store_come_back (db, number, error) &&
         parlour_db_run (db, error, "UPDATE conversations SET role = ?2 WHERE number = ?1", "id",
                         number, event->role);
}

static gboolean
apply_to_member (ParlourDb *db,
                 gint64 number,
                 const ParlourEvent *event,
                 ParlourChanges *changes,
                 GError **error)
{
  g_autofree char *me = NULL;
  gint64 person;

  if (!parlour_store_get_me (db, &me, error))
    return FALSE;
  if (g_strcmp0 (me, event->member->id) == 0)
    return apply_to_me (db, number, event, changes, error);
  if (!parlour_store_person (db, event->member->id, &person, error))
    return FALSE;
  switch (event->kind) {
  case PARLOUR_EVENT_MEMBER_JOINED:
    return join (db, number, person, event, error);
  case PARLOUR_EVENT_MEMBER_LEFT:
    return leave (db, number, person, error);
  default:
    return parlour_db_run (db, error,
                           "UPDATE members SET role = ?3 WHERE conversation = ?1 AND person = ?2",
                           "iid", number, person, event->role);
  }
}

static gboolean
apply_description (ParlourDb *db, gint64 number, const ParlourGroup *group, GError **error)
{
  return parlour_db_run (db, error,
                         "UPDATE conversations SET title = ?2, description = ?3, avatar = ?4, "
                         "posting = ?5, joining = ?6, past = ?7 WHERE number = ?1",
                         "isssddd", number, group->title, group->description, group->avatar,
                         group->posting, group->joining, group->past);
}

gboolean
parlour_store_notice (ParlourDb *db,
                      gint64 number,
                      const ParlourEvent *event,
                      ParlourChanges *changes,
                      GError **error)
{
  gint64 actor = 0, subject = 0;

  if (event->actor != NULL && !parlour_store_person (db, event->actor, &actor, error))
    return FALSE;
  if (event->member != NULL && !parlour_store_user (db, event->member, &subject, changes, error))
    return FALSE;
  parlour_changes_messages (changes, number, event->stream, event->seq, event->seq);
  return parlour_db_run (db, error,
                         "INSERT INTO notices (id, kind, at, actor, subject, role, title) "
                         "SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7 WHERE NOT EXISTS "
                         "(SELECT 1 FROM conversations WHERE number = ?1 >> 32 "
                         "AND cleared >= ?1 & 0xffffffff) "
                         "ON CONFLICT (id) DO UPDATE SET kind = ?2, at = ?3, actor = ?4, "
                         "subject = ?5, role = ?6, title = ?7",
                         "idizzds", parlour_store_key (number, event->seq), event->kind, event->at,
                         actor, subject, event->role, event->title);
}

gboolean
parlour_group_event_apply (ParlourDb *db,
                           gint64 number,
                           const ParlourEvent *event,
                           ParlourChanges *changes,
                           GError **error)
{
  gint64 told;

  if (!parlour_store_notice (db, number, event, changes, error) ||
      !parlour_store_get_int (db, &told, 0, error,
                              "SELECT server_top FROM conversations WHERE number = ?1", "i",
                              number))
    return FALSE;
  if (event->seq <= told || (event->member == NULL && event->group == NULL))
    return TRUE;
  return event->group != NULL ? apply_description (db, number, event->group, error)
                              : apply_to_member (db, number, event, changes, error);
}
