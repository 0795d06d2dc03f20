/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-copy-changes"

#include "client/cache/changes.h"

#include "client/cache/ranges.h"
#include "client/cache/store.h"
#include "core/limits.h"
#include "db/statement.h"

/* This file owns what a write has touched, and works out what follows from it: unread counts, last
 * messages, how far all others have come. On the copy's thread. */

/* Counting unread messages stops after so many rows, as the server's does. */
#define UNREAD_ROWS_MAX 5000

static void
changed_free (gpointer data)
{
  ParlourChangedConversation *changed = data;

  g_free (changed->id);
  g_free (changed);
}

ParlourChanges *
parlour_changes_new (void)
{
  ParlourChanges *self = g_new0 (ParlourChanges, 1);

  self->conversations = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, changed_free);
  self->outbox = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

void
parlour_changes_free (ParlourChanges *self)
{
  g_hash_table_unref (self->conversations);
  g_hash_table_unref (self->outbox);
  g_free (self);
}

void
parlour_changes_messages (
    ParlourChanges *self, gint64 number, const char *id, gint64 from, gint64 to)
{
  ParlourChangedConversation *changed = g_hash_table_lookup (self->conversations, &number);

  if (changed == NULL) {
    changed = g_new0 (ParlourChangedConversation, 1);
    *changed = (ParlourChangedConversation){number, g_strdup (id), PARLOUR_SEQ_MAX, 0};
    g_hash_table_insert (self->conversations, &changed->number, changed);
  }
  if (from > to)
    return;
  changed->from = MIN (changed->from, from);
  changed->to = MAX (changed->to, to);
}

void
parlour_changes_conversation (ParlourChanges *self, gint64 number, const char *id)
{
  parlour_changes_messages (self, number, id, 1, 0);
}

void
parlour_changes_outbox (ParlourChanges *self, const char *conversation)
{
  g_hash_table_add (self->outbox, g_strdup (conversation != NULL ? conversation : ""));
}

static gboolean
count_unread (ParlourDb *db, gint64 number, gint64 above, gint64 *count, GError **error)
{
  return parlour_store_get_int (
      db, count, 0, error,
      "SELECT count (*) FROM (SELECT mine, hidden, deleted_at FROM messages "
      "WHERE id > ?1 AND id <= ?2 LIMIT ?3) WHERE mine = 0 AND hidden = 0 AND deleted_at IS NULL",
      "iii", parlour_store_key (number, above), parlour_store_key (number, PARLOUR_SEQ_MAX),
      (gint64)UNREAD_ROWS_MAX);
}

/* What the copy holds is counted. Where it has holes above my mark, the server's number plus what
 * came since is the better one, and never more than could be in them. */
static gboolean
work_out_unread (
    ParlourDb *db, gint64 number, ParlourStatement *conversation, gint64 *unread, GError **error)
{
  gint64 read = parlour_statement_get_int (conversation, 0);
  gint64 top = parlour_statement_get_int (conversation, 1);
  gint64 server_unread = parlour_statement_get_int (conversation, 2);
  gint64 server_top = parlour_statement_get_int (conversation, 3);
  gint64 missing, since;

  if (!parlour_ranges_count_missing (db, number, read + 1, top, &missing, error) ||
      !count_unread (db, number, read, unread, error))
    return FALSE;
  if (missing > 0) {
    if (!count_unread (db, number, MAX (server_top, read), &since, error))
      return FALSE;
    *unread = MIN (MAX (*unread, server_unread + since), *unread + missing);
  }
  *unread = MIN (*unread, PARLOUR_UNREAD_MAX);
  return TRUE;
}

/* "All others have read it" can only be said where the marks of all others are known. */
static gboolean
work_out_marks (ParlourDb *db, gint64 number, gint64 others, ParlourRange *marks, GError **error)
{
  g_autoptr (ParlourStatement) statement =
      parlour_db_prepare (db,
                          "SELECT count (*), min (read), min (max (read, delivered)) FROM members "
                          "WHERE conversation = ?1",
                          error);
  gboolean row;

  *marks = (ParlourRange){0, 0};
  if (statement == NULL)
    return FALSE;
  parlour_statement_bind (statement, "i", number);
  if (!parlour_statement_step (statement, &row, error))
    return FALSE;
  if (row && others > 0 && parlour_statement_get_int (statement, 0) >= others)
    *marks = (ParlourRange){parlour_statement_get_int (statement, 1),
                            parlour_statement_get_int (statement, 2)};
  return TRUE;
}

static void
add_moved_marks (ParlourChangedConversation *changed, gint64 before, gint64 after)
{
  if (before == after)
    return;
  changed->from = MIN (changed->from, MIN (before, after) + 1);
  changed->to = MAX (changed->to, MAX (before, after));
}

/* The server's number counts where not all is held. */
static gboolean
work_out_mentions (
    ParlourDb *db, gint64 number, ParlourStatement *conversation, gint64 *mentions, GError **error)
{
  gint64 read = parlour_statement_get_int (conversation, 0);
  gint64 server_top = parlour_statement_get_int (conversation, 3);
  gint64 top = parlour_statement_get_int (conversation, 1);
  gint64 told = server_top > read ? parlour_statement_get_int (conversation, 7) : 0;
  gint64 missing;

  if (!parlour_ranges_count_missing (db, number, read + 1, top, &missing, error) ||
      !parlour_store_get_int (
          db, mentions, 0, error,
          "SELECT count (*) FROM (SELECT mentions_me, hidden, deleted_at FROM messages "
          "WHERE id > ?1 AND id <= ?2 LIMIT ?3) WHERE mentions_me AND hidden = 0 "
          "AND deleted_at IS NULL",
          "iii", parlour_store_key (number, read), parlour_store_key (number, PARLOUR_SEQ_MAX),
          (gint64)UNREAD_ROWS_MAX))
    return FALSE;
  if (missing > 0)
    *mentions = MIN (MAX (*mentions, told), *mentions + missing);
  *mentions = MIN (*mentions, PARLOUR_UNREAD_MAX);
  return TRUE;
}

static gboolean
settle_one (ParlourChangedConversation *changed, ParlourDb *db, GError **error)
{
  gint64 number = changed->number;
  g_autoptr (ParlourStatement) statement =
      parlour_db_prepare (db,
                          "SELECT read, top, server_unread, server_top, others, others_read, "
                          "others_delivered, server_mentions FROM conversations "
                          "WHERE number = ?1",
                          error);
  ParlourRange marks; /* from: read, to: delivered */
  gint64 unread, mentions;
  gboolean row;

  if (statement == NULL)
    return FALSE;
  parlour_statement_bind (statement, "i", number);
  if (!parlour_statement_step (statement, &row, error))
    return FALSE;
  if (!row)
    return TRUE; /* dropped */
  if (!work_out_unread (db, number, statement, &unread, error) ||
      !work_out_mentions (db, number, statement, &mentions, error) ||
      !work_out_marks (db, number, parlour_statement_get_int (statement, 4), &marks, error))
    return FALSE;
  add_moved_marks (changed, parlour_statement_get_int (statement, 5), marks.from);
  add_moved_marks (changed, parlour_statement_get_int (statement, 6), marks.to);
  return parlour_db_run (
      db, error,
      "UPDATE conversations SET unread = ?2, others_read = ?3, others_delivered = ?4, "
      "last_seq = coalesce ((SELECT id & 0xffffffff FROM messages WHERE id > ?5 AND id <= ?6 "
      "AND hidden = 0 ORDER BY id DESC LIMIT 1), 0), mentions = ?7 WHERE number = ?1",
      "iiiiiii", number, unread, marks.from, marks.to, parlour_store_key (number, 0),
      parlour_store_key (number, PARLOUR_SEQ_MAX), mentions);
}

gboolean
parlour_changes_settle (ParlourChanges *self, ParlourDb *db, GError **error)
{
  GHashTableIter iter;
  gpointer changed;
  gint64 waiting = 0;

  g_hash_table_iter_init (&iter, self->conversations);
  while (g_hash_table_iter_next (&iter, NULL, &changed))
    if (!settle_one (changed, db, error))
      return FALSE;
  if (g_hash_table_size (self->outbox) == 0)
    return TRUE;
  if (!parlour_store_get_int (db, &waiting, 0, error, "SELECT count (*) FROM outbox", ""))
    return FALSE;
  self->waiting = (guint)waiting;
  return TRUE;
}
