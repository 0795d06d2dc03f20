/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-copy-streams"

#include "client/cache/copy-private.h"
#include "client/cache/ranges.h"
#include "client/cache/store.h"
#include "db/statement.h"

/* This file owns the epoch and the positions of streams, but for what events do to them. The public
 * calls belong to the main thread, the writes to the copy's. */

void
parlour_copy_state_free (ParlourCopyState *self)
{
  g_free (self->epoch);
  g_free (self->me);
  g_clear_pointer (&self->positions, g_hash_table_unref);
  g_free (self);
}

static gboolean
read_positions (ParlourDb *db, GHashTable *positions, GError **error)
{
  g_autoptr (ParlourStatement) statement =
      parlour_db_prepare (db, "SELECT stream, seq FROM positions", error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  for (;;) {
    gint64 seq;

    if (!parlour_statement_step (statement, &row, error))
      return FALSE;
    if (!row)
      return TRUE;
    seq = parlour_statement_get_int (statement, 1);
    g_hash_table_insert (positions, parlour_statement_dup_text (statement, 0),
                         g_memdup2 (&seq, sizeof seq));
  }
}

static gpointer
read_state (ParlourDb *db, gpointer data, GError **error)
{
  g_autoptr (ParlourCopyState) state = g_new0 (ParlourCopyState, 1);
  GError *local = NULL;

  state->positions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  state->epoch =
      parlour_db_query_text (db, &local, "SELECT value FROM meta WHERE key = 'epoch'", "");
  if (local == NULL)
    state->me = parlour_db_query_text (db, &local, "SELECT value FROM meta WHERE key = 'me'", "");
  if (local == NULL && read_positions (db, state->positions, &local))
    return g_steal_pointer (&state);
  g_propagate_error (error, local);
  return NULL;
}

void
parlour_copy_get_state_async (ParlourCopy *self,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_COPY (self));

  parlour_copy_read (self, read_state, NULL, NULL, (GDestroyNotify)parlour_copy_state_free,
                     cancellable, callback, user_data);
}

ParlourCopyState *
parlour_copy_get_state_finish (ParlourCopy *self, GAsyncResult *result, GError **error)
{
  return parlour_copy_take_finish (self, result, error);
}

/* --- who I am ------------------------------------------------------------------------------ */

static gpointer
write_me (ParlourDb *db, gpointer data, ParlourChanges *changes, GError **error)
{
  ParlourUser *me = data;
  gint64 number;

  if (parlour_db_run (db, error, "INSERT OR REPLACE INTO meta VALUES ('me', ?1)", "s", me->id))
    parlour_store_user (db, me, &number, changes, error);
  return NULL;
}

void
parlour_copy_set_me_async (ParlourCopy *self,
                           ParlourUser *me,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_COPY (self) && me != NULL);

  parlour_copy_set_me (self, me->id);
  parlour_copy_write (self, write_me, parlour_user_ref (me), (GDestroyNotify)parlour_user_unref,
                      NULL, callback, user_data);
}

/* --- epoch --------------------------------------------------------------------------------- */

static const char forget_timeline[] = "DELETE FROM positions;"
                                      "DELETE FROM messages;"
                                      "DELETE FROM blocks;"
                                      "DELETE FROM ranges;"
                                      "DELETE FROM members;"
                                      "DELETE FROM stars;"
                                      "DELETE FROM notices;"
                                      "DELETE FROM conversations;"
                                      "DELETE FROM hides WHERE state = 2;"
                                      "DELETE FROM wishes WHERE seq > 0;";

static gpointer
write_epoch (ParlourDb *db, gpointer data, ParlourChanges *changes, GError **error)
{
  ParlourCopyArgs *args = data;
  GError *local = NULL;
  g_autofree char *before =
      parlour_db_query_text (db, &local, "SELECT value FROM meta WHERE key = 'epoch'", "");

  if (local != NULL) {
    g_propagate_error (error, local);
    return NULL;
  }
  if (g_strcmp0 (before, args->id) == 0)
    return NULL;
  if (!parlour_db_run (db, error, "INSERT OR REPLACE INTO meta VALUES ('epoch', ?1)", "s",
                       args->id) ||
      before == NULL)
    return NULL;
  changes->all = TRUE;
  parlour_db_exec (db, forget_timeline, error);
  return NULL;
}

void
parlour_copy_begin_epoch_async (ParlourCopy *self,
                                const char *epoch,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_COPY (self) && epoch != NULL);

  parlour_copy_write (self, write_epoch, parlour_copy_args_new (epoch, NULL, 0, 0),
                      parlour_copy_args_free, NULL, callback, user_data);
}

/* --- positions ----------------------------------------------------------------------------- */

static gpointer
write_position (ParlourDb *db, gpointer data, ParlourChanges *changes, GError **error)
{
  ParlourCopyArgs *args = data;

  parlour_db_run (db, error, "INSERT OR REPLACE INTO positions VALUES (?1, ?2)", "si", args->id,
                  args->seq);
  return NULL;
}

void
parlour_copy_set_position_async (ParlourCopy *self,
                                 const char *stream,
                                 gint64 seq,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_COPY (self) && stream != NULL);

  parlour_copy_write (self, write_position, parlour_copy_args_new (stream, NULL, seq, 0),
                      parlour_copy_args_free, NULL, callback, user_data);
}

/* From where I was to the start there is nothing for me. */
static gpointer
write_start (ParlourDb *db, gpointer data, ParlourChanges *changes, GError **error)
{
  ParlourCopyArgs *args = data;
  gint64 number, reached;

  if (!parlour_store_get_int (db, &reached, 0, error, "SELECT seq FROM positions WHERE stream = ?1",
                              "s", args->id))
    return NULL;
  write_position (db, data, changes, error);
  if (*error != NULL || !parlour_store_find_conversation (db, args->id, &number, error) ||
      number == 0 || !parlour_ranges_add (db, number, reached + 1, args->seq, error))
    return NULL;
  parlour_changes_messages (changes, number, args->id, reached + 1, args->seq);
  return NULL;
}

void
parlour_copy_set_start_async (ParlourCopy *self,
                              const char *stream,
                              gint64 seq,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_COPY (self) && stream != NULL);

  parlour_copy_write (self, write_start, parlour_copy_args_new (stream, NULL, seq, 0),
                      parlour_copy_args_free, NULL, callback, user_data);
}

/* What happened to the messages meanwhile was missed with the events, so that none of the stretches
 * is held any more: they are filled in anew, and what the server said of them counts no more. The
 * inbox tells of deletions in all of them. */
static gpointer
write_reset (ParlourDb *db, gpointer data, ParlourChanges *changes, GError **error)
{
  ParlourCopyArgs *args = data;

  if (!parlour_db_run (db, error, "DELETE FROM positions WHERE stream = ?1", "s", args->id) ||
      !parlour_db_run (db, error, "UPDATE conversations SET members_known = 0 WHERE id = ?1", "s",
                       args->id) ||
      !parlour_db_run (db, error,
                       "UPDATE messages SET owed = 0 WHERE hidden = 0 AND subject IS NOT NULL "
                       "AND mine = 0 AND owed",
                       ""))
    return NULL;
  if (g_str_equal (args->id, PARLOUR_INBOX_STREAM))
    parlour_db_run (db, error, "DELETE FROM ranges", "");
  else
    parlour_db_run (db, error,
                    "DELETE FROM ranges WHERE conversation = "
                    "(SELECT number FROM conversations WHERE id = ?1)",
                    "s", args->id);
  return NULL;
}

void
parlour_copy_reset_stream_async (ParlourCopy *self,
                                 const char *stream,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_COPY (self) && stream != NULL);

  parlour_copy_write (self, write_reset, parlour_copy_args_new (stream, NULL, 0, 0),
                      parlour_copy_args_free, NULL, callback, user_data);
}
