/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-copy-notices"

#include "client/cache/query-rows.h"
#include "client/cache/store.h"
#include "core/event.h"

/* This file owns how what happened in a group becomes lines between its messages. On the copy's
 * thread. */

/* Nobody but its maker comes into a group as its owner. */
static ParlourNotice
joined_notice (gboolean by_themselves, ParlourMemberRole role)
{
  if (!by_themselves)
    return PARLOUR_NOTICE_ADDED;
  return role == PARLOUR_MEMBER_OWNER ? PARLOUR_NOTICE_MADE : PARLOUR_NOTICE_JOINED;
}

static ParlourNotice
notice_of (ParlourEventKind kind, gboolean by_themselves, ParlourMemberRole role, const char *title)
{
  switch (kind) {
  case PARLOUR_EVENT_MEMBER_JOINED:
    return joined_notice (by_themselves, role);
  case PARLOUR_EVENT_MEMBER_LEFT:
    return by_themselves ? PARLOUR_NOTICE_LEFT : PARLOUR_NOTICE_REMOVED;
  case PARLOUR_EVENT_MEMBER_CHANGED:
    return PARLOUR_NOTICE_ROLE;
  default:
    return title != NULL ? PARLOUR_NOTICE_RENAMED : PARLOUR_NOTICE_DESCRIBED;
  }
}

/* @people: (nullable): of the lines that this one tells as well. */
static ParlourMessageRow *
make_row (ParlourStatement *s, const char *conversation, GPtrArray *people)
{
  const char *actor = parlour_statement_get_text (s, 3);
  const char *person = parlour_statement_get_text (s, 5);
  const char *title = parlour_statement_get_text (s, 8);
  ParlourMemberRole role = (ParlourMemberRole)parlour_statement_get_int (s, 7);
  gboolean by_themselves = actor == NULL || g_strcmp0 (actor, person) == 0;
  gboolean subject_acts = actor == NULL && person != NULL;

  return parlour_message_row_new (&(ParlourMessageRow){
      .conversation = conversation,
      .seq = parlour_statement_get_int (s, 0),
      .notice = notice_of ((ParlourEventKind)parlour_statement_get_int (s, 1), by_themselves, role,
                           title),
      .created_at = parlour_statement_get_int (s, 2),
      .sender = subject_acts ? person : actor,
      .sender_name = parlour_statement_get_text (s, subject_acts ? 6 : 4),
      .person = person,
      .person_name = parlour_statement_get_text (s, 6),
      .role = role,
      .subject = title,
      .mine = parlour_statement_get_int (s, 9) != 0,
      .mentions_me = parlour_statement_get_int (s, 10) != 0,
      .people = people,
      .state = PARLOUR_MESSAGE_RECEIVED,
  });
}

static void
add_person (ParlourStatement *s, GPtrArray *people)
{
  g_ptr_array_add (people, parlour_notice_person_new (&(ParlourNoticePerson){
                               .id = parlour_statement_get_text (s, 5),
                               .name = parlour_statement_get_text (s, 6),
                               .me = parlour_statement_get_int (s, 10) != 0,
                           }));
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const ParlourMessageRow *one = *(ParlourMessageRow *const *)a;
  const ParlourMessageRow *other = *(ParlourMessageRow *const *)b;

  return one->seq < other->seq ? -1 : one->seq > other->seq;
}

gboolean
parlour_query_notices (ParlourDb *db,
                       gint64 number,
                       const char *conversation,
                       gint64 low,
                       gint64 high,
                       GPtrArray *rows,
                       GError **error)
{
  g_autoptr (ParlourStatement) statement = parlour_db_prepare (
      db,
      "SELECT n.id & 0xffffffff, n.kind, n.at, a.id, a.display_name, p.id, p.display_name, n.role, "
      "n.title, a.id IS me.value, p.id IS me.value, n.folded AND n.id < ?2 FROM notices n "
      "JOIN meta me ON me.key = 'me' "
      "LEFT JOIN people a ON a.number = n.actor LEFT JOIN people p ON p.number = n.subject "
      "WHERE n.id BETWEEN ?1 AND ?2 ORDER BY n.id",
      error);
  g_autoptr (GPtrArray) people = NULL; /* of the lines that go into the next one */
  guint before = rows->len;
  gboolean row;

  if (statement == NULL)
    return FALSE;
  parlour_statement_bind (statement, "ii", parlour_store_key (number, low),
                          parlour_store_key (number, high));
  for (;;) {
    if (!parlour_statement_step (statement, &row, error))
      return FALSE;
    if (!row)
      break;
    gboolean folded = parlour_statement_get_int (statement, 11) != 0;
    if (folded && people == NULL)
      people = g_ptr_array_new_with_free_func ((GDestroyNotify)parlour_notice_person_free);
    if (people != NULL)
      add_person (statement, people);
    if (folded)
      continue;
    g_ptr_array_add (rows, make_row (statement, conversation, people));
    g_clear_pointer (&people, g_ptr_array_unref);
  }
  if (rows->len > before)
    g_ptr_array_sort (rows, compare);
  return TRUE;
}
