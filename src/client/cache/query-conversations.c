/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-copy-list"

#include "client/cache/copy-private.h"
#include "client/cache/queries.h"
#include "client/cache/query-rows.h"
#include "client/cache/wish-overlay.h"
#include "core/timestamp.h"

/* This file owns the reading of the list of conversations. On the copy's thread, but for the public
 * calls at its end, which belong to the main thread. */

/* The last line is the newest message that shows, or the newest of the outbox, which comes after
 * all that are in the stream. */
#define COLUMNS                                                                                    \
  "SELECT c.id, c.kind, c.title, peer.id, peer.display_name, peer.username, m.body, m.subject, "   \
  "p.display_name, m.mine, m.deleted_at, m.created_at, o.body, o.subject, o.created_at, o.state, " \
  "c.others_read, c.others_delivered, c.last_seq, c.created_at, c.unread, c.pinned, c.archived, "  \
  "c.notify, c.muted_until, c.draft, c.read, c.top, c.marked_unread, "                             \
  "c.description, c.others, c.role, c.posting, c.joining, c.past, c.common, c.former, "            \
  "peer.blocked, c.mentions, p.id, p.blocked "                                                     \
  "FROM conversations c LEFT JOIN people peer ON peer.number = c.peer "                            \
  "LEFT JOIN messages m ON c.last_seq > 0 AND m.id = (c.number << 32 | c.last_seq) "               \
  "LEFT JOIN people p ON p.number = m.sender "                                                     \
  "LEFT JOIN outbox o ON o.id = (SELECT max (id) FROM outbox WHERE conversation = c.id) "

static void
set_last_message (ParlourConversationRow *row, ParlourStatement *s, const ParlourWishes *wishes)
{
  gint64 seq = parlour_statement_get_int (s, 18);
  const ParlourWish *edit = parlour_wishes_find (wishes, row->id, seq, PARLOUR_WISH_EDIT, "");
  const char *body = parlour_statement_get_text (s, 6);
  const char *sender = parlour_statement_get_text (s, 39);

  row->last_text = parlour_query_line (edit != NULL && body != NULL ? edit->value : body);
  row->last_subject = parlour_statement_get_text (s, 7);
  row->last_mine = parlour_statement_get_int (s, 9) != 0;
  row->last_sender = row->last_mine ? NULL : parlour_statement_get_text (s, 8);
  row->last_deleted = parlour_statement_get_int (s, 10) != 0;
  row->last_blocked = !row->last_mine && sender != NULL &&
                      parlour_wishes_number (wishes, "", 0, PARLOUR_WISH_BLOCK, sender,
                                             parlour_statement_get_int (s, 40)) != 0;
  row->last_at = parlour_statement_get_int (s, 11);
  row->last_state = parlour_query_message_state (
      row->last_mine, seq, parlour_statement_get_int (s, 16), parlour_statement_get_int (s, 17));
}

static void
set_last_outbox (ParlourConversationRow *row, ParlourStatement *s)
{
  gboolean failed = parlour_statement_get_int (s, 15) == PARLOUR_OUTBOX_FAILED;

  row->last_text = parlour_query_line (parlour_statement_get_text (s, 12));
  row->last_subject = parlour_statement_get_text (s, 13);
  row->last_mine = TRUE;
  row->last_at = MAX (parlour_statement_get_int (s, 14), parlour_statement_get_int (s, 11));
  row->last_state = failed ? PARLOUR_MESSAGE_FAILED : PARLOUR_MESSAGE_WAITING;
}

/* My settings, with what I wish of them. */
static void
set_settings (ParlourConversationRow *row, ParlourStatement *s, const ParlourWishes *wishes)
{
  const ParlourWish *draft =
      parlour_wishes_find (wishes, row->id, 0, PARLOUR_WISH_SETTING, "draft");
  const char *text = draft != NULL ? draft->value : parlour_statement_get_text (s, 25);
  const struct {
    const char *key;
    int column;
  } numbers[] = {
      {"pinned", 21}, {"archived", 22}, {"notify", 23}, {"muted_until", 24}, {"marked_unread", 28}};
  gint64 values[G_N_ELEMENTS (numbers)];

  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    values[i] = parlour_wishes_number (wishes, row->id, 0, PARLOUR_WISH_SETTING, numbers[i].key,
                                       parlour_statement_get_int (s, numbers[i].column));
  row->pinned = values[0] != 0;
  row->archived = values[1] != 0;
  row->notify = (ParlourNotify)values[2];
  row->muted_until = values[3];
  row->marked_unread = values[4] != 0;
  row->muted = row->notify == PARLOUR_NOTIFY_NONE || row->muted_until > parlour_timestamp_now ();
  row->draft = text != NULL && *text != '\0' ? text : NULL;
}

static void
set_rules (ParlourConversationRow *row, ParlourStatement *s, const ParlourWishes *wishes)
{
  const struct {
    const char *key;
    int column;
  } numbers[] = {{"posting", 32}, {"joining", 33}, {"past", 34}};
  gint64 values[G_N_ELEMENTS (numbers)];

  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    values[i] = parlour_wishes_number (wishes, row->id, 0, PARLOUR_WISH_GROUP, numbers[i].key,
                                       parlour_statement_get_int (s, numbers[i].column));
  row->posting = (ParlourPosting)values[0];
  row->joining = (ParlourJoining)values[1];
  row->past = (ParlourPast)values[2];
}

/* A group, with what I wish of it. */
static void
set_group (ParlourConversationRow *row, ParlourStatement *s, const ParlourWishes *wishes)
{
  const ParlourWish *title = parlour_wishes_find (wishes, row->id, 0, PARLOUR_WISH_GROUP, "title");
  const ParlourWish *description =
      parlour_wishes_find (wishes, row->id, 0, PARLOUR_WISH_GROUP, "description");
  const ParlourWish *leave =
      parlour_wishes_find (wishes, row->id, 0, PARLOUR_WISH_MEMBER, PARLOUR_WISH_MYSELF);

  if (title != NULL)
    row->title = title->value;
  row->description = description != NULL ? description->value : parlour_statement_get_text (s, 29);
  row->member_count = (guint)parlour_statement_get_int (s, 30) + 1;
  row->role = (ParlourMemberRole)parlour_statement_get_int (s, 31);
  row->common = parlour_statement_get_int (s, 35) != 0;
  row->former = leave != NULL || parlour_statement_get_int (s, 36) != 0;
  row->mentions = (guint)parlour_statement_get_int (s, 38);
  set_rules (row, s, wishes);
}

static void
set_standing (ParlourConversationRow *row, ParlourStatement *s, const ParlourWishes *wishes)
{
  row->can_write = TRUE;
  if (row->kind == PARLOUR_CONVERSATION_GROUP) {
    set_group (row, s, wishes);
    row->can_write = !row->former && row->role != PARLOUR_MEMBER_READER &&
                     (row->posting == PARLOUR_POSTING_ALL || row->role <= PARLOUR_MEMBER_ADMIN);
  } else if (row->peer != NULL) {
    row->blocked = parlour_wishes_number (wishes, "", 0, PARLOUR_WISH_BLOCK, row->peer,
                                          parlour_statement_get_int (s, 37)) != 0;
  }
}

static ParlourConversationRow *
make_row (ParlourStatement *s, const ParlourWishes *wishes)
{
  const char *title = parlour_statement_get_text (s, 2);
  ParlourConversationRow row = {
      .id = parlour_statement_get_text (s, 0),
      .kind = (ParlourConversationKind)parlour_statement_get_int (s, 1),
      .title = title != NULL ? title : parlour_statement_get_text (s, 4),
      .peer = parlour_statement_get_text (s, 3),
      .peer_username = parlour_statement_get_text (s, 5),
      .unread = (guint)parlour_statement_get_int (s, 20),
      .read = parlour_statement_get_int (s, 26),
      .top = parlour_statement_get_int (s, 27),
  };
  ParlourConversationRow *made;

  set_settings (&row, s, wishes);
  set_standing (&row, s, wishes);
  if (!parlour_statement_is_null (s, 14))
    set_last_outbox (&row, s);
  else if (!parlour_statement_is_null (s, 11))
    set_last_message (&row, s, wishes);
  row.activity = row.last_at > 0 ? row.last_at : parlour_statement_get_int (s, 19);
  made = parlour_conversation_row_new (&row);
  g_free ((char *)row.last_text);
  return made;
}

static gboolean
take_rows (GPtrArray *rows,
           ParlourStatement *statement,
           const ParlourWishes *wishes,
           GError **error)
{
  gboolean row;

  for (;;) {
    if (!parlour_statement_step (statement, &row, error))
      return FALSE;
    if (!row)
      return TRUE;
    g_ptr_array_add (rows, make_row (statement, wishes));
  }
}

static gboolean
read_one (ParlourDb *db, const char *id, GPtrArray *rows, GError **error)
{
  g_autoptr (ParlourWishes) wishes = parlour_wishes_read (db, id, error);
  g_autoptr (ParlourStatement) statement =
      wishes != NULL ? parlour_db_prepare (db, COLUMNS "WHERE c.id = ?1", error) : NULL;

  if (statement == NULL)
    return FALSE;
  parlour_statement_bind (statement, "s", id);
  return take_rows (rows, statement, wishes, error);
}

static gboolean
read_every (ParlourDb *db, GPtrArray *rows, GError **error)
{
  g_autoptr (ParlourWishes) wishes = parlour_wishes_read (db, NULL, error);
  g_autoptr (ParlourStatement) statement =
      wishes != NULL ? parlour_db_prepare (db, COLUMNS, error) : NULL;

  return statement != NULL && take_rows (rows, statement, wishes, error);
}

static gpointer
read_conversations (ParlourDb *db, gpointer data, GError **error)
{
  char **ids = data;
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify)parlour_conversation_row_unref);

  if (ids == NULL)
    return read_every (db, rows, error) ? g_steal_pointer (&rows) : NULL;
  for (gsize i = 0; ids[i] != NULL; i++)
    if (!read_one (db, ids[i], rows, error))
      return NULL;
  return g_steal_pointer (&rows);
}

void
parlour_copy_read_conversations_async (ParlourCopy *self,
                                       const char *const *ids,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_COPY (self));

  parlour_copy_read (self, read_conversations, g_strdupv ((char **)ids), (GDestroyNotify)g_strfreev,
                     (GDestroyNotify)g_ptr_array_unref, cancellable, callback, user_data);
}

GPtrArray *
parlour_copy_read_conversations_finish (ParlourCopy *self, GAsyncResult *result, GError **error)
{
  return parlour_copy_take_finish (self, result, error);
}
