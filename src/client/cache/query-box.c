/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-copy-box"

#include "client/cache/boxes.h"
#include "client/cache/copy-private.h"
#include "client/cache/queries.h"
#include "client/cache/query-rows.h"
#include "client/cache/store.h"

/* This file owns the reading of Received and Sent: all conversations merged by time through one
 * index, page by page from a key. On the copy's thread, but for the public calls at its end. */

void
parlour_box_page_free (ParlourBoxPage *self)
{
  g_ptr_array_unref (self->rows);
  g_array_unref (self->keys);
  g_free (self);
}

/* How the rows are found is not left to the planner: it knows no numbers of rows. */
#define BOX_COLUMNS(how)                                                                           \
  "SELECT m.id, m.client_id, p.id, p.display_name, m.mine, m.subject, m.body, m.created_at, "      \
  "m.edited_at, m.deleted_at, m.reply_to, c.id, c.read, c.others_read, c.others_delivered, "       \
  "peer.id, coalesce (c.title, peer.display_name), m.pinned, EXISTS (SELECT 1 FROM stars WHERE "   \
  "conversation = c.id AND seq = (m.id & 0xffffffff)), p.blocked FROM messages m " how             \
  " CROSS JOIN conversations c ON c.number = m.id >> 32 "                                          \
  "CROSS JOIN people p ON p.number = m.sender "                                                    \
  "LEFT JOIN people peer ON peer.number = c.peer WHERE m.hidden = 0 "

G_STATIC_ASSERT (PARLOUR_CONVERSATION_DIRECT == 0 && PARLOUR_POSTING_ALL == 0 &&
                 PARLOUR_MEMBER_ADMIN == 1 && PARLOUR_MEMBER_READER == 3 &&
                 PARLOUR_OUTBOX_WAITING == 0);

#define TITLED       "AND m.subject IS NOT NULL "
#define MINE         "a.mine = 1 AND a.hidden = 0 AND a.deleted_at IS NULL "
#define SAME_FROM(x) "a.id > " x " AND a.id <= (m.id | 0xffffffff) AND " MINE

/* As the server decides it, see GET /messages in data/api/openapi.yaml. What waits in the outbox
 * answers as well. Where not all from the message to the top is held, an answer may lie in between:
 * then only the server's word counts. */
#define OWED                                                                                       \
  TITLED "AND (m.id & 0xffffffff) <= c.read AND m.deleted_at IS NULL "                             \
         "AND (c.kind = 0 OR (c.former = 0 AND c.role < 3 AND (c.posting = 0 OR c.role <= 1))) "   \
         "AND (m.owed OR EXISTS (SELECT 1 FROM ranges r WHERE r.conversation = c.number "          \
         "AND r.from_seq <= (m.id & 0xffffffff) AND r.to_seq >= c.top)) "                          \
         "AND NOT (c.kind = 0 AND EXISTS (SELECT 1 FROM messages a INDEXED BY messages_mine "      \
         "WHERE " SAME_FROM (                                                                      \
             "m.id") ")) "                                                                         \
                     "AND NOT EXISTS (SELECT 1 FROM messages a INDEXED BY messages_replies "       \
                     "WHERE a.reply_to = (m.id & 0xffffffff) AND " SAME_FROM (                     \
                         "m.id") ") "                                                              \
                                 "AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.conversation = "  \
                                 "c.id AND o.state = 0 "                                           \
                                 "AND (c.kind = 0 OR o.reply_to = (m.id & 0xffffffff))) "

static void
add_row (ParlourBoxPage *page, ParlourStatement *s, const ParlourWishes *wishes)
{
  gint64 key = parlour_statement_get_int (s, 0);
  gint64 seq = key & PARLOUR_SEQ_MAX;
  gboolean mine = parlour_statement_get_int (s, 4) != 0;
  gint64 deleted_at = parlour_statement_get_int (s, 9);
  ParlourBoxKey place = {parlour_statement_get_int (s, 7), key};

  g_array_append_val (page->keys, place);

  ParlourMessageRow row = {
      .conversation = parlour_statement_get_text (s, 11),
      .seq = seq,
      .client_id = parlour_statement_get_text (s, 1),
      .sender = parlour_statement_get_text (s, 2),
      .sender_name = parlour_statement_get_text (s, 3),
      .mine = mine,
      .subject = parlour_statement_get_text (s, 5),
      .body = parlour_statement_get_text (s, 6),
      .created_at = place.created_at,
      .edited_at = parlour_statement_get_int (s, 8),
      .deleted_at = deleted_at,
      .state = parlour_query_message_state (mine, seq, parlour_statement_get_int (s, 13),
                                            parlour_statement_get_int (s, 14)),
      .reply_to = parlour_statement_get_int (s, 10),
      .peer = parlour_statement_get_text (s, 15),
      .peer_name = parlour_statement_get_text (s, 16),
      .unread = !mine && deleted_at == 0 && seq > parlour_statement_get_int (s, 12),
      .pinned = parlour_statement_get_int (s, 17) != 0,
      .starred = parlour_statement_get_int (s, 18) != 0,
      .sender_blocked = parlour_statement_get_int (s, 19) != 0,
  };
  parlour_query_lay_over (&row, wishes);
  g_ptr_array_add (page->rows, parlour_message_row_new (&row));
}

static gboolean
take_rows (ParlourDb *db, ParlourBoxPage *page, ParlourStatement *statement, GError **error)
{
  g_autoptr (ParlourWishes) wishes = parlour_wishes_read (db, NULL, error);
  gboolean row;

  if (wishes == NULL)
    return FALSE;

  for (;;) {
    if (!parlour_statement_step (statement, &row, error))
      return FALSE;
    if (!row)
      return TRUE;
    add_row (page, statement, wishes);
  }
}

/* By an index on (mine, created_at, id). */
#define PAGE(index, filter)                                                                        \
  BOX_COLUMNS ("INDEXED BY " index)                                                                \
  "AND m.mine = ?1 AND (m.created_at, m.id) < (?2, ?3) "                                           \
  "AND (m.created_at, m.id) >= (?4, ?5) " filter "ORDER BY m.created_at DESC, m.id DESC LIMIT ?6"

static gboolean
read_page (ParlourDb *db, const ParlourBoxRequest *request, ParlourBoxPage *page, GError **error)
{
  static const char *const sql[] = {
      [PARLOUR_BOX_FILTER_NONE] = PAGE ("messages_box", ""),
      [PARLOUR_BOX_FILTER_TITLED] = PAGE ("messages_titled", TITLED),
      [PARLOUR_BOX_FILTER_OWED] = PAGE ("messages_titled", OWED),
  };
  g_autoptr (ParlourStatement) statement = parlour_db_prepare (db, sql[request->filter], error);
  gboolean bounded = request->below.key != 0;

  if (statement == NULL)
    return FALSE;
  parlour_statement_bind (
      statement, "diiiii", request->mine, bounded ? request->below.created_at : G_MAXINT64,
      request->below.key, request->from.key != 0 ? request->from.created_at : G_MININT64,
      request->from.key, request->limit > 0 ? (gint64)request->limit + 1 : (gint64)-1);
  return take_rows (db, page, statement, error) &&
         parlour_queries_is_whole (db, &page->whole, error);
}

/* Whether something of the stretch lies below what is loaded. With a filter, something that may
 * belong to it. */
#define BELOW(how, filter)                                                                         \
  "SELECT 1 FROM messages m " how " WHERE m.mine = ?1 AND m.hidden = 0 "                           \
  "AND m.id BETWEEN ?2 AND ?3 AND (m.created_at, m.id) < (?4, ?5) " filter "LIMIT 1"

static gboolean
look_below (ParlourDb *db,
            const ParlourBoxRequest *request,
            gint64 number,
            ParlourBoxPage *page,
            GError **error)
{
  const char *sql = request->filter == PARLOUR_BOX_FILTER_NONE
                        ? BELOW ("NOT INDEXED", "")
                        : BELOW ("INDEXED BY messages_titled_here", TITLED);
  gint64 there;

  if (!parlour_store_get_int (db, &there, 0, error, sql, "diiii", request->mine,
                              parlour_store_key (number, request->first),
                              parlour_store_key (number, MIN (request->last, PARLOUR_SEQ_MAX)),
                              request->from.created_at, request->from.key))
    return FALSE;
  page->more = there != 0;
  return TRUE;
}

#define STRETCH(how, filter)                                                                       \
  BOX_COLUMNS (how)                                                                                \
  "AND m.mine = ?1 AND m.id BETWEEN ?2 AND ?3 AND (m.created_at, m.id) >= (?4, ?5) " filter        \
  "ORDER BY m.created_at DESC, m.id DESC"
#define HERE "INDEXED BY messages_titled_here"

/* What changed of one conversation. */
static gboolean
read_stretch (ParlourDb *db, const ParlourBoxRequest *request, ParlourBoxPage *page, GError **error)
{
  static const char *const sql[] = {
      [PARLOUR_BOX_FILTER_NONE] = STRETCH ("NOT INDEXED", ""),
      [PARLOUR_BOX_FILTER_TITLED] = STRETCH (HERE, TITLED),
      [PARLOUR_BOX_FILTER_OWED] = STRETCH (HERE, OWED),
  };
  g_autoptr (ParlourStatement) statement = NULL;
  gint64 number;

  if (!parlour_store_find_conversation (db, request->conversation, &number, error))
    return FALSE;
  if (number == 0)
    return TRUE;
  statement = parlour_db_prepare (db, sql[request->filter], error);
  if (statement == NULL)
    return FALSE;
  parlour_statement_bind (
      statement, "diiii", request->mine, parlour_store_key (number, MAX (request->first, 0)),
      parlour_store_key (number, MIN (request->last, PARLOUR_SEQ_MAX)),
      request->from.key != 0 ? request->from.created_at : G_MININT64, request->from.key);
  return take_rows (db, page, statement, error) && look_below (db, request, number, page, error);
}

/* The outbox comes first, its newest on top. */
static gboolean
read_outbox (ParlourDb *db, const ParlourBoxRequest *request, ParlourBoxPage *page, GError **error)
{
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify)parlour_message_row_unref);

  if (!parlour_queries_outbox (db, NULL, rows, error))
    return FALSE;
  for (guint i = rows->len; i-- > 0;) {
    ParlourMessageRow *row = g_ptr_array_index (rows, i);
    ParlourBoxKey place = {G_MAXINT64, row->outbox};

    if (request->filter != PARLOUR_BOX_FILTER_NONE && row->subject == NULL)
      continue;
    g_array_append_val (page->keys, place);
    g_ptr_array_add (page->rows, parlour_message_row_ref (row));
  }
  return TRUE;
}

static void
cut (ParlourBoxPage *page, guint length)
{
  page->more = page->rows->len > length;
  if (!page->more)
    return;
  g_ptr_array_set_size (page->rows, (int)length);
  g_array_set_size (page->keys, length);
}

static gpointer
read_box (ParlourDb *db, gpointer data, GError **error)
{
  const ParlourBoxRequest *request = data;
  g_autoptr (ParlourBoxPage) page = g_new0 (ParlourBoxPage, 1);
  guint outbox;

  page->rows = g_ptr_array_new_with_free_func ((GDestroyNotify)parlour_message_row_unref);
  page->keys = g_array_new (FALSE, FALSE, sizeof (ParlourBoxKey));
  if (request->outbox && !read_outbox (db, request, page, error))
    return NULL;
  outbox = page->rows->len;
  if (request->conversation != NULL ? !read_stretch (db, request, page, error)
                                    : !read_page (db, request, page, error))
    return NULL;
  if (request->limit > 0)
    cut (page, outbox + request->limit);
  return g_steal_pointer (&page);
}

static gpointer
count_owed (ParlourDb *db, gpointer data, GError **error)
{
  gint64 count;

  if (!parlour_store_get_int (
          db, &count, 0, error,
          "SELECT count (*) FROM (SELECT 1 FROM messages m INDEXED BY messages_titled "
          "CROSS JOIN conversations c ON c.number = m.id >> 32 WHERE m.hidden = 0 AND m.mine = "
          "0 " OWED "LIMIT ?1)",
          "i", (gint64)PARLOUR_OWED_MAX))
    return NULL;
  return GINT_TO_POINTER ((int)count);
}

/* --- main thread ----------------------------------------------------------------------------- */

static void
request_free (gpointer data)
{
  ParlourBoxRequest *self = data;

  g_free (self->conversation);
  g_free (self);
}

void
parlour_copy_read_box_async (ParlourCopy *self,
                             const ParlourBoxRequest *request,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  ParlourBoxRequest *copy;

  g_return_if_fail (PARLOUR_IS_COPY (self) && request != NULL);

  copy = g_memdup2 (request, sizeof *request);
  copy->conversation = g_strdup (request->conversation);
  parlour_copy_read (self, read_box, copy, request_free, (GDestroyNotify)parlour_box_page_free,
                     cancellable, callback, user_data);
}

ParlourBoxPage *
parlour_copy_read_box_finish (ParlourCopy *self, GAsyncResult *result, GError **error)
{
  return parlour_copy_take_finish (self, result, error);
}

void
parlour_copy_count_owed_async (ParlourCopy *self,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_COPY (self));

  parlour_copy_read (self, count_owed, NULL, NULL, NULL, cancellable, callback, user_data);
}

int
parlour_copy_count_owed_finish (ParlourCopy *self, GAsyncResult *result, GError **error)
{
  GError *local = NULL;
  gpointer count = parlour_copy_take_finish (self, result, &local);

  if (local == NULL)
    return GPOINTER_TO_INT (count);
  g_propagate_error (error, local);
  return -1;
}
