/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-copy-hides"

#include "client/cache/copy-pending.h"
#include "client/cache/copy-private.h"
#include "client/cache/queries.h"
#include "client/cache/store.h"
#include "db/statement.h"

/* This file owns what a person hid and how far they and others have read. The public calls belong
 * to the main thread, the writes to the copy's. */

enum {
  HIDE_MAY_BE_UNDONE = 0,
  HIDE_TO_SEND = 1,
  HIDE_DONE = 2,
};

static void
write_args (ParlourCopy *self,
            ParlourCopyWrite write,
            const char *conversation,
            const char *text,
            gint64 seq,
            gint64 seq2,
            GAsyncReadyCallback callback,
            gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_COPY (self) && conversation != NULL);

  parlour_copy_write (self, write, parlour_copy_args_new (conversation, text, seq, seq2),
                      parlour_copy_args_free, NULL, callback, user_data);
}

/* --- hides --------------------------------------------------------------------------------- */

static gboolean
show (ParlourDb *db,
      const ParlourCopyArgs *args,
      gboolean hidden,
      ParlourChanges *changes,
      GError **error)
{
  gint64 number;

  if (!parlour_store_find_conversation (db, args->id, &number, error))
    return FALSE;
  if (number == 0)
    return TRUE;
  parlour_changes_messages (changes, number, args->id, args->seq, args->seq);
  return parlour_db_run (db, error, "UPDATE messages SET hidden = ?2 WHERE id = ?1", "id",
                         parlour_store_key (number, args->seq), hidden);
}

/* The message's client_id goes with the wish, see schema.c. One that the server has stays so. */
static gpointer
write_hide (ParlourDb *db, gpointer data, ParlourChanges *changes, GError **error)
{
  ParlourCopyArgs *args = data;
  gint64 number;

  if (!parlour_store_find_conversation (db, args->id, &number, error) ||
      !parlour_db_run (db, error,
                       "INSERT OR IGNORE INTO hides VALUES (?1, ?2, ?3, "
                       "(SELECT client_id FROM messages WHERE id = ?4))",
                       "sidi", args->id, args->seq, HIDE_MAY_BE_UNDONE,
                       parlour_store_key (number, args->seq)))
    return NULL;
  show (db, args, TRUE, changes, error);
  return NULL;
}

void
parlour_copy_hide_async (ParlourCopy *self,
                         const char *conversation,
                         gint64 seq,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  write_args (self, write_hide, conversation, NULL, seq, 0, callback, user_data);
}

static gpointer
write_undo (ParlourDb *db, gpointer data, ParlourChanges *changes, GError **error)
{
  ParlourCopyArgs *args = data;

  if (parlour_db_run (db, error,
                      "DELETE FROM hides WHERE conversation = ?1 AND seq = ?2 AND state < ?3",
                      "sid", args->id, args->seq, HIDE_DONE) &&
      parlour_db_changes (db) > 0)
    show (db, args, FALSE, changes, error);
  return NULL;
}

void
parlour_copy_hide_undo_async (ParlourCopy *self,
                              const char *conversation,
                              gint64 seq,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  write_args (self, write_undo, conversation, NULL, seq, 0, callback, user_data);
}

static gpointer
write_settle (ParlourDb *db, gpointer data, ParlourChanges *changes, GError **error)
{
  ParlourCopyArgs *args = data;

  parlour_db_run (db, error,
                  "UPDATE hides SET state = ?3 WHERE conversation = ?1 AND seq = ?2 AND state = ?4",
                  "sidd", args->id, args->seq, HIDE_TO_SEND, HIDE_MAY_BE_UNDONE);
  return NULL;
}

void
parlour_copy_hide_settle_async (ParlourCopy *self,
                                const char *conversation,
                                gint64 seq,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  write_args (self, write_settle, conversation, NULL, seq, 0, callback, user_data);
}

static gpointer
write_done (ParlourDb *db, gpointer data, ParlourChanges *changes, GError **error)
{
  ParlourCopyArgs *args = data;
  gint64 number;

  if (!parlour_db_run (db, error,
                       "INSERT INTO hides VALUES (?1, ?2, ?3, NULL) "
                       "ON CONFLICT DO UPDATE SET state = ?3, client_id = NULL",
                       "sid", args->id, args->seq, HIDE_DONE) ||
      !parlour_store_find_conversation (db, args->id, &number, error) || number == 0)
    return NULL;
  parlour_changes_messages (changes, number, args->id, args->seq, args->seq);
  parlour_db_run (db, error, "DELETE FROM messages WHERE id = ?1", "i",
                  parlour_store_key (number, args->seq));
  return NULL;
}

void
parlour_copy_hide_done_async (ParlourCopy *self,
                              const char *conversation,
                              gint64 seq,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  write_args (self, write_done, conversation, NULL, seq, 0, callback, user_data);
}

/* --- read marks ---------------------------------------------------------------------------- */

static gpointer
write_read (ParlourDb *db, gpointer data, ParlourChanges *changes, GError **error)
{
  ParlourCopyArgs *args = data;
  gint64 number, before;

  if (!parlour_store_find_conversation (db, args->id, &number, error) || number == 0 ||
      !parlour_store_get_int (db, &before, 0, error,
                              "SELECT read FROM conversations WHERE number = ?1", "i", number) ||
      before >= args->seq)
    return NULL;
  parlour_changes_messages (changes, number, args->id, before + 1, args->seq);
  parlour_db_run (db, error, "UPDATE conversations SET read = ?2 WHERE number = ?1", "ii", number,
                  args->seq);
  return NULL;
}

void
parlour_copy_mark_read_async (ParlourCopy *self,
                              const char *conversation,
                              gint64 seq,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  write_args (self, write_read, conversation, NULL, seq, 0, callback, user_data);
}

static gpointer
write_read_sent (ParlourDb *db, gpointer data, ParlourChanges *changes, GError **error)
{
  ParlourCopyArgs *args = data;

  parlour_db_run (db, error,
                  "UPDATE conversations SET read_sent = max (read_sent, ?2) WHERE id = ?1", "si",
                  args->id, args->seq);
  return NULL;
}

void
parlour_copy_read_sent_async (ParlourCopy *self,
                              const char *conversation,
                              gint64 seq,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  write_args (self, write_read_sent, conversation, NULL, seq, 0, callback, user_data);
}

/* --- marks frames -------------------------------------------------------------------------- */

static gpointer
write_my_marks (ParlourDb *db, ParlourCopyArgs *args, ParlourChanges *changes, GError **error)
{
  if (!parlour_db_run (db, error,
                       "UPDATE conversations SET read_sent = max (read_sent, ?2) WHERE id = ?1",
                       "si", args->id, args->seq))
    return NULL;
  return write_read (db, args, changes, error);
}

static gpointer
write_marks (ParlourDb *db, gpointer data, ParlourChanges *changes, GError **error)
{
  ParlourCopyArgs *args = data;
  gint64 number, person, mine;

  if (!parlour_store_get_int (db, &mine, 0, error, "SELECT value = ?1 FROM meta WHERE key = 'me'",
                              "s", args->text))
    return NULL;
  if (mine)
    return write_my_marks (db, args, changes, error);
  if (!parlour_store_find_conversation (db, args->id, &number, error) || number == 0 ||
      !parlour_store_person (db, args->text, &person, error))
    return NULL;
  parlour_changes_conversation (changes, number, args->id);
  parlour_db_run (db, error,
                  "INSERT INTO members (conversation, person, read, delivered) "
                  "SELECT ?1, ?2, ?3, ?4 WHERE EXISTS "
                  "(SELECT 1 FROM members WHERE conversation = ?1 AND person = ?2) OR NOT "
                  "(SELECT members_known FROM conversations WHERE number = ?1) "
                  "ON CONFLICT DO UPDATE SET "
                  "read = max (read, ?3), delivered = max (delivered, ?4)",
                  "iiii", number, person, args->seq, args->seq2);
  return NULL;
}

void
parlour_copy_set_marks_async (ParlourCopy *self,
                              const char *conversation,
                              const char *user,
                              gint64 read,
                              gint64 delivered,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_return_if_fail (user != NULL);

  write_args (self, write_marks, conversation, user, read, delivered, callback, user_data);
}

/* --- what is to be told --------------------------------------------------------------------- */

static void
read_places (ParlourCopy *self,
             ParlourDbWorkerFunc query,
             GCancellable *cancellable,
             GAsyncReadyCallback callback,
             gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_COPY (self));

  parlour_copy_read (self, query, NULL, NULL, (GDestroyNotify)g_ptr_array_unref, cancellable,
                     callback, user_data);
}

void
parlour_copy_get_hides_async (ParlourCopy *self,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  read_places (self, parlour_queries_hides, cancellable, callback, user_data);
}

void
parlour_copy_get_reads_async (ParlourCopy *self,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  read_places (self, parlour_queries_reads, cancellable, callback, user_data);
}

void
parlour_copy_get_missing_async (ParlourCopy *self,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  read_places (self, parlour_queries_missing, cancellable, callback, user_data);
}

GPtrArray *
parlour_copy_get_places_finish (ParlourCopy *self, GAsyncResult *result, GError **error)
{
  return parlour_copy_take_finish (self, result, error);
}
