/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-copy-queries"

#include "client/cache/queries.h"

#include "client/cache/copy-pending.h"
#include "client/cache/store.h"
#include "db/statement.h"

/* This file owns what sync reads from the copy: what is to be sent, told and fetched, and who is
 * who. On the copy's thread. */

/* A row of the statement as a value; the list's free function is its own. */
typedef gpointer (*MakeRow) (ParlourStatement *statement);

static GPtrArray *
read_rows (ParlourStatement *statement, MakeRow make, GDestroyNotify destroy, GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (destroy);
  gboolean row;

  for (;;) {
    if (!parlour_statement_step (statement, &row, error))
      return NULL;
    if (!row)
      return g_steal_pointer (&rows);
    g_ptr_array_add (rows, make (statement));
  }
}

static GPtrArray *
read_all (ParlourDb *db, const char *sql, MakeRow make, GDestroyNotify destroy, GError **error)
{
  g_autoptr (ParlourStatement) statement = parlour_db_prepare (db, sql, error);

  return statement != NULL ? read_rows (statement, make, destroy, error) : NULL;
}

static gpointer
make_outbox_row (ParlourStatement *s)
{
  return parlour_outbox_row_new (&(ParlourOutboxRow){
      .client_id = parlour_statement_get_text (s, 0),
      .conversation = parlour_statement_get_text (s, 1),
      .to = parlour_statement_get_text (s, 2),
      .subject = parlour_statement_get_text (s, 3),
      .body = parlour_statement_get_text (s, 4),
      .reply_to = parlour_statement_get_int (s, 5),
      .created_at = parlour_statement_get_int (s, 6),
      .state = (ParlourOutboxState)parlour_statement_get_int (s, 7),
      .problem_code = parlour_statement_get_text (s, 8),
      .problem_detail = parlour_statement_get_text (s, 9),
      .attempts = parlour_statement_get_int (s, 10),
  });
}

gpointer
parlour_queries_sendable (ParlourDb *db, gpointer data, GError **error)
{
  return read_all (
      db,
      "SELECT client_id, conversation, recipient, subject, body, reply_to, "
      "created_at, state, code, detail, attempts FROM outbox WHERE state = 0 AND id IN "
      "(SELECT min (id) FROM outbox "
      "GROUP BY coalesce ('c' || conversation, 'r' || recipient)) ORDER BY id",
      make_outbox_row, (GDestroyNotify)parlour_outbox_row_unref, error);
}

static gpointer
make_place (ParlourStatement *s)
{
  return parlour_copy_place_new (parlour_statement_get_text (s, 0),
                                 parlour_statement_get_int (s, 1),
                                 parlour_statement_get_int (s, 2));
}

gpointer
parlour_queries_hides (ParlourDb *db, gpointer data, GError **error)
{
  return read_all (db, "SELECT conversation, seq, seq FROM hides WHERE state = 1", make_place,
                   (GDestroyNotify)parlour_copy_place_free, error);
}

gpointer
parlour_queries_reads (ParlourDb *db, gpointer data, GError **error)
{
  return read_all (db, "SELECT id, read, read FROM conversations WHERE read > read_sent",
                   make_place, (GDestroyNotify)parlour_copy_place_free, error);
}

static gpointer
make_wish (ParlourStatement *s)
{
  return parlour_wish_new (&(ParlourWish){
      .id = parlour_statement_get_int (s, 0),
      .kind = (ParlourWishKind)parlour_statement_get_int (s, 1),
      .conversation = parlour_statement_get_text (s, 2),
      .seq = parlour_statement_get_int (s, 3),
      .key = parlour_statement_get_text (s, 4),
      .value = parlour_statement_get_text (s, 5),
      .extra = parlour_statement_get_text (s, 6),
      .created_at = parlour_statement_get_int (s, 7),
      .behind_messages = parlour_statement_get_int (s, 8) != 0,
  });
}

/* The last one: whether there is something to send first; what a refused one holds up is not. */
#define WISH_COLUMNS                                                                               \
  "SELECT id, kind, conversation, seq, key, value, extra, created_at, "                            \
  "coalesce ((SELECT state = 0 FROM outbox o WHERE o.conversation = wishes.conversation "          \
  "ORDER BY o.id LIMIT 1), 0) FROM wishes "

gpointer
parlour_queries_wishes (ParlourDb *db, gpointer data, GError **error)
{
  g_autoptr (ParlourStatement) statement =
      parlour_db_prepare (db, WISH_COLUMNS "ORDER BY id LIMIT ?1", error);

  if (statement == NULL)
    return NULL;
  parlour_statement_bind (statement, "i", (gint64)PARLOUR_WISHES_A_ROUND);
  return read_rows (statement, make_wish, (GDestroyNotify)parlour_wish_unref, error);
}

GPtrArray *
parlour_queries_wishes_of (ParlourDb *db, const char *conversation, GError **error)
{
  g_autoptr (ParlourStatement) statement = NULL;

  if (conversation == NULL)
    return read_all (db, WISH_COLUMNS, make_wish, (GDestroyNotify)parlour_wish_unref, error);
  statement = parlour_db_prepare (db, WISH_COLUMNS "WHERE conversation IN (?1, '')", error);
  if (statement == NULL)
    return NULL;
  parlour_statement_bind (statement, "s", conversation);
  return read_rows (statement, make_wish, (GDestroyNotify)parlour_wish_unref, error);
}

/* A gap lies below each range (down to the one before, or to 1) and above the last one. */
#define GAPS                                                                                       \
  "WITH gaps (number, low, high) AS ("                                                             \
  "  SELECT conversation, coalesce (lag (to_seq) OVER w, 0) + 1, from_seq - 1 FROM ranges"         \
  "    WINDOW w AS (PARTITION BY conversation ORDER BY from_seq)"                                  \
  "  UNION ALL"                                                                                    \
  "  SELECT number, coalesce ((SELECT max (to_seq) FROM ranges WHERE conversation = number), 0)"   \
  "    + 1, top FROM conversations) "

gpointer
parlour_queries_missing (ParlourDb *db, gpointer data, GError **error)
{
  return read_all (
      db,
      GAPS "SELECT c.id, max (low, c.cleared + 1), high FROM gaps JOIN conversations c "
           "USING (number) LEFT JOIN messages m ON m.id = (c.number << 32 | c.last_seq) "
           "WHERE max (low, c.cleared + 1) <= high "
           "ORDER BY coalesce (m.created_at, c.created_at) DESC, c.number, high DESC LIMIT 100",
      make_place, (GDestroyNotify)parlour_copy_place_free, error);
}

gboolean
parlour_queries_is_whole (ParlourDb *db, gboolean *whole, GError **error)
{
  gint64 missing;

  if (!parlour_store_get_int (db, &missing, 0, error,
                              GAPS "SELECT EXISTS (SELECT 1 FROM gaps JOIN conversations c "
                                   "USING (number) WHERE max (low, c.cleared + 1) <= high)",
                              ""))
    return FALSE;
  *whole = missing == 0;
  return TRUE;
}

static gpointer
make_user (ParlourStatement *s)
{
  return parlour_user_new (&(ParlourUser){
      .id = parlour_statement_get_text (s, 0),
      .username = parlour_statement_get_text (s, 1),
      .display_name = parlour_statement_get_text (s, 2),
      .status_text = parlour_statement_get_text (s, 3),
      .avatar = parlour_statement_get_text (s, 4),
      .last_seen = parlour_statement_get_int (s, 5),
      .version = parlour_statement_get_int (s, 6),
      .deleted = parlour_statement_get_int (s, 7) != 0,
  });
}

gpointer
parlour_queries_people (ParlourDb *db, gpointer words, GError **error)
{
  g_autoptr (ParlourStatement) statement = parlour_db_prepare (
      db,
      "SELECT id, username, display_name, status_text, avatar, last_seen, version, "
      "deleted FROM people "
      "WHERE username IS NOT NULL AND instr (words, ?1) > 0 "
      "AND id IS NOT (SELECT value FROM meta WHERE key = 'me') ORDER BY words LIMIT 50",
      error);

  if (statement == NULL)
    return NULL;
  parlour_statement_bind (statement, "s", words);
  return read_rows (statement, make_user, (GDestroyNotify)parlour_user_unref, error);
}

static gpointer
make_text (ParlourStatement *s)
{
  return parlour_statement_dup_text (s, 0);
}

gpointer
parlour_queries_strangers (ParlourDb *db, gpointer data, GError **error)
{
  return read_all (db, "SELECT id FROM people WHERE username IS NULL ORDER BY number DESC LIMIT 50",
                   make_text, g_free, error);
}

gpointer
parlour_queries_stale (ParlourDb *db, gpointer data, GError **error)
{
  return read_all (db, "SELECT id FROM conversations WHERE stale", make_text, g_free, error);
}
