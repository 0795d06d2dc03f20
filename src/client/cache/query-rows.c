/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-copy-rows"

#include "client/cache/query-rows.h"

#include "client/cache/queries.h"
#include "client/cache/store.h"
#include "core/text.h"

/* This file owns how messages and outbox rows become values of a view. On the copy's thread. */

#define LINE_CHARS 120

char *
parlour_query_line (const char *text)
{
  return text != NULL ? parlour_text_first_line (text, LINE_CHARS) : NULL;
}

ParlourMessageState
parlour_query_message_state (gboolean mine, gint64 seq, gint64 others_read, gint64 others_delivered)
{
  if (!mine)
    return PARLOUR_MESSAGE_RECEIVED;
  if (seq <= others_read)
    return PARLOUR_MESSAGE_READ;
  return seq <= others_delivered ? PARLOUR_MESSAGE_DELIVERED : PARLOUR_MESSAGE_SENT;
}

/* What is quoted may be hidden or not held: then there is no quote. */
#define MESSAGE_COLUMNS                                                                            \
  "SELECT m.id & 0xffffffff, m.client_id, p.id, p.display_name, m.mine, m.subject, m.body, "       \
  "m.created_at, m.edited_at, m.deleted_at, m.reply_to, qp.display_name, "                         \
  "coalesce (q.subject, q.body), c.others_read, c.others_delivered, c.read, m.reactions, "         \
  "m.pinned, EXISTS (SELECT 1 FROM stars WHERE conversation = c.id "                               \
  "AND seq = (m.id & 0xffffffff)), m.mentions_me, p.blocked, "                                     \
  "CASE WHEN m.mine AND c.kind = 1 THEN (SELECT count (*) FROM members x WHERE "                   \
  "x.conversation = c.number AND x.joined < (m.id & 0xffffffff) "                                  \
  "AND x.read >= (m.id & 0xffffffff)) END, "                                                       \
  "CASE WHEN m.mine AND c.kind = 1 THEN (SELECT count (*) FROM members x WHERE "                   \
  "x.conversation = c.number AND x.joined < (m.id & 0xffffffff) "                                  \
  "AND max (x.read, x.delivered) >= (m.id & 0xffffffff)) END, "                                    \
  "m.reply_to > c.cleared AND q.id IS NULL AND NOT EXISTS (SELECT 1 FROM ranges r WHERE "          \
  "r.conversation = c.number AND r.from_seq <= m.reply_to AND r.to_seq >= m.reply_to), "           \
  "qp.id, qp.blocked "                                                                             \
  "FROM messages m JOIN conversations c ON c.number = m.id >> 32 "                                 \
  "JOIN people p ON p.number = m.sender "                                                          \
  "LEFT JOIN messages q ON m.reply_to IS NOT NULL "                                                \
  "AND q.id = ((m.id & ~0xffffffff) | m.reply_to) AND q.hidden = 0 "                               \
  "LEFT JOIN people qp ON qp.number = q.sender "

static void
lay_edit_over (ParlourMessageRow *row, const ParlourWishes *wishes)
{
  const ParlourWish *edit =
      parlour_wishes_find (wishes, row->conversation, row->seq, PARLOUR_WISH_EDIT, "");

  if (edit == NULL || row->deleted_at != 0)
    return;
  row->body = edit->value;
  if (edit->extra != NULL)
    row->subject = *edit->extra != '\0' ? edit->extra : NULL;
  row->edited_at = MAX (row->edited_at, edit->created_at);
  row->changing = TRUE;
}

/* @person: an id, or NULL for nobody. */
static gboolean
is_blocked (const ParlourWishes *wishes, const char *person, gint64 told)
{
  return person != NULL &&
         parlour_wishes_number (wishes, "", 0, PARLOUR_WISH_BLOCK, person, told) != 0;
}

void
parlour_query_lay_over (ParlourMessageRow *row, const ParlourWishes *wishes)
{
  lay_edit_over (row, wishes);
  row->starred &= row->deleted_at == 0; /* what was erased is starred no more */
  row->pinned = parlour_wishes_number (wishes, row->conversation, row->seq, PARLOUR_WISH_PIN, "",
                                       row->pinned) != 0;
  row->starred = parlour_wishes_number (wishes, row->conversation, row->seq, PARLOUR_WISH_STAR, "",
                                        row->starred) != 0;
  row->sender_blocked = is_blocked (wishes, row->sender, row->sender_blocked);
}

static ParlourMessageRow *
make_message_row (ParlourStatement *s,
                  const char *conversation,
                  const ParlourWishes *wishes,
                  GPtrArray *reactions)
{
  gint64 seq = parlour_statement_get_int (s, 0);
  gboolean mine = parlour_statement_get_int (s, 4) != 0;
  gint64 deleted_at = parlour_statement_get_int (s, 9);
  g_autofree char *reply_text = parlour_query_line (parlour_statement_get_text (s, 12));

  ParlourMessageRow row = {
      .conversation = conversation,
      .seq = seq,
      .client_id = parlour_statement_get_text (s, 1),
      .sender = parlour_statement_get_text (s, 2),
      .sender_name = parlour_statement_get_text (s, 3),
      .mine = mine,
      .subject = parlour_statement_get_text (s, 5),
      .body = parlour_statement_get_text (s, 6),
      .created_at = parlour_statement_get_int (s, 7),
      .edited_at = parlour_statement_get_int (s, 8),
      .deleted_at = deleted_at,
      .state = parlour_query_message_state (mine, seq, parlour_statement_get_int (s, 13),
                                            parlour_statement_get_int (s, 14)),
      .reply_to = parlour_statement_get_int (s, 10),
      .reply_sender = parlour_statement_get_text (s, 11),
      .reply_text = reply_text,
      .unread = !mine && deleted_at == 0 && seq > parlour_statement_get_int (s, 15),
      .reactions = reactions,
      .pinned = parlour_statement_get_int (s, 17) != 0,
      .starred = parlour_statement_get_int (s, 18) != 0,
      .mentions_me = parlour_statement_get_int (s, 19) != 0,
      .sender_blocked = parlour_statement_get_int (s, 20) != 0,
      .read_count = (guint)parlour_statement_get_int (s, 21),
      .delivered_count = (guint)parlour_statement_get_int (s, 22),
      .reply_missing = parlour_statement_get_int (s, 23) != 0,
      .reply_blocked = is_blocked (wishes, parlour_statement_get_text (s, 24),
                                   parlour_statement_get_int (s, 25)),
  };

  parlour_query_lay_over (&row, wishes);
  return parlour_message_row_new (&row);
}

static gboolean
add_message (ParlourDb *db,
             ParlourStatement *statement,
             const char *conversation,
             const ParlourWishes *wishes,
             GPtrArray *rows,
             GError **error)
{
  g_autoptr (GPtrArray) reactions = NULL;

  if (!parlour_query_reactions (db, conversation, parlour_statement_get_int (statement, 0),
                                parlour_statement_get_text (statement, 16), wishes, &reactions,
                                error))
    return FALSE;
  g_ptr_array_add (rows, make_message_row (statement, conversation, wishes, reactions));
  return TRUE;
}

gboolean
parlour_query_messages (ParlourDb *db,
                        gint64 number,
                        const char *conversation,
                        gint64 low,
                        gint64 high,
                        GPtrArray *rows,
                        GError **error)
{
  g_autoptr (ParlourWishes) wishes = parlour_wishes_read (db, conversation, error);
  g_autoptr (ParlourStatement) statement = NULL;
  gboolean row;

  if (wishes == NULL)
    return FALSE;
  statement = parlour_db_prepare (
      db, MESSAGE_COLUMNS "WHERE m.id BETWEEN ?1 AND ?2 AND m.hidden = 0 ORDER BY m.id", error);
  if (statement == NULL)
    return FALSE;
  parlour_statement_bind (statement, "ii", parlour_store_key (number, low),
                          parlour_store_key (number, high));
  for (;;) {
    if (!parlour_statement_step (statement, &row, error))
      return FALSE;
    if (!row)
      return TRUE;
    if (!add_message (db, statement, conversation, wishes, rows, error))
      return FALSE;
  }
}

/* --- outbox -------------------------------------------------------------------------------- */

static ParlourMessageRow *
make_outbox_row (ParlourStatement *s, const ParlourWishes *wishes)
{
  gboolean failed = parlour_statement_get_int (s, 7) == PARLOUR_OUTBOX_FAILED;
  g_autofree char *reply_text = parlour_query_line (parlour_statement_get_text (s, 11));

  return parlour_message_row_new (&(ParlourMessageRow){
      .outbox = parlour_statement_get_int (s, 0),
      .client_id = parlour_statement_get_text (s, 1),
      .conversation = parlour_statement_get_text (s, 2),
      .subject = parlour_statement_get_text (s, 3),
      .body = parlour_statement_get_text (s, 4),
      .reply_to = parlour_statement_get_int (s, 5),
      .created_at = parlour_statement_get_int (s, 6),
      .state = failed ? PARLOUR_MESSAGE_FAILED : PARLOUR_MESSAGE_WAITING,
      .problem_code = parlour_statement_get_text (s, 8),
      .problem_detail = parlour_statement_get_text (s, 9),
      .reply_sender = parlour_statement_get_text (s, 10),
      .reply_text = reply_text,
      .reply_blocked = is_blocked (wishes, parlour_statement_get_text (s, 16),
                                   parlour_statement_get_int (s, 17)),
      .mine = TRUE,
      .sender = parlour_statement_get_text (s, 12),
      .sender_name = parlour_statement_get_text (s, 13),
      .peer = parlour_statement_get_text (s, 14),
      .peer_name = parlour_statement_get_text (s, 15),
  });
}

/* The peer is the conversation's, else the one of the name that was written to. */
gboolean
parlour_queries_outbox (ParlourDb *db, const char *conversation, GPtrArray *rows, GError **error)
{
  g_autoptr (ParlourWishes) wishes = parlour_wishes_read (db, conversation, error);
  g_autoptr (ParlourStatement) statement = NULL;
  gboolean row;

  if (wishes == NULL)
    return FALSE;
  statement = parlour_db_prepare (
      db,
      "SELECT o.id, o.client_id, o.conversation, o.subject, o.body, o.reply_to, o.created_at, "
      "o.state, o.code, o.detail, qp.display_name, coalesce (q.subject, q.body), me.id, "
      "me.display_name, peer.id, coalesce (c.title, peer.display_name, o.recipient), "
      "qp.id, qp.blocked "
      "FROM outbox o LEFT JOIN conversations c ON c.id = o.conversation "
      "LEFT JOIN messages q ON o.reply_to > 0 AND q.id = (c.number << 32 | o.reply_to) "
      "AND q.hidden = 0 LEFT JOIN people qp ON qp.number = q.sender "
      "LEFT JOIN people me ON me.id = (SELECT value FROM meta WHERE key = 'me') "
      "LEFT JOIN people peer ON peer.number = coalesce (c.peer, CASE WHEN c.number IS NULL THEN "
      "(SELECT number FROM people WHERE username = o.recipient) END) "
      "WHERE ?1 IS NULL OR o.conversation = ?1 ORDER BY o.id",
      error);
  if (statement == NULL)
    return FALSE;
  parlour_statement_bind (statement, "s", conversation);
  for (;;) {
    if (!parlour_statement_step (statement, &row, error))
      return FALSE;
    if (!row)
      return TRUE;
    g_ptr_array_add (rows, make_outbox_row (statement, wishes));
  }
}
