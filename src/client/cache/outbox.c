/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-copy-outbox"

#include "client/cache/copy-pending.h"
#include "client/cache/copy-private.h"
#include "client/cache/queries.h"
#include "client/cache/store.h"
#include "core/problem.h"
#include "db/statement.h"

/* This file owns the table `outbox`. The public calls belong to the main thread, the writes to the
 * copy's. */

/* --- adding -------------------------------------------------------------------------------- */

/* Where a message to a name goes, as far as the copy knows the direct conversation. */
static gboolean
find_place (ParlourDb *db, const ParlourOutboxRow *row, char **conversation, GError **error)
{
  GError *local = NULL;

  *conversation = g_strdup (row->conversation);
  if (*conversation != NULL || row->to == NULL)
    return TRUE;
  *conversation = parlour_db_query_text (
      db, &local,
      "SELECT c.id FROM people p JOIN conversations c ON c.peer = p.number AND c.kind = ?2 "
      "WHERE p.username = ?1",
      "sd", row->to, PARLOUR_CONVERSATION_DIRECT);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

static gboolean
check_new (ParlourDb *db, const char *client_id, GError **error)
{
  gint64 there;

  if (!parlour_store_get_int (db, &there, 0, error, "SELECT 1 FROM outbox WHERE client_id = ?1",
                              "s", client_id))
    return FALSE;
  if (there == 0)
    return TRUE;
  g_set_error (error, PARLOUR_COPY_ERROR, PARLOUR_COPY_ERROR_DUPLICATE,
               "The outbox has a message %s already", client_id);
  return FALSE;
}

static gboolean
tell_place (ParlourDb *db, const char *conversation, ParlourChanges *changes, GError **error)
{
  gint64 number = 0;

  parlour_changes_outbox (changes, conversation);
  if (conversation != NULL && !parlour_store_find_conversation (db, conversation, &number, error))
    return FALSE;
  if (number != 0)
    parlour_changes_conversation (changes, number, conversation);
  return TRUE;
}

static gpointer
write_add (ParlourDb *db, gpointer data, ParlourChanges *changes, GError **error)
{
  ParlourOutboxRow *row = data;
  g_autofree char *conversation = NULL;

  if (!check_new (db, row->client_id, error) || !find_place (db, row, &conversation, error) ||
      !parlour_db_run (db, error,
                       "INSERT INTO outbox (client_id, conversation, recipient, subject, body, "
                       "reply_to, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                       "sssssii", row->client_id, conversation, row->to, row->subject, row->body,
                       row->reply_to, row->created_at) ||
      !tell_place (db, conversation, changes, error))
    return NULL;
  if (row->conversation != NULL && !parlour_store_drop_draft (db, row->conversation, error))
    return NULL;
  return g_steal_pointer (&conversation);
}

void
parlour_copy_outbox_add_async (ParlourCopy *self,
                               const ParlourOutboxRow *row,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_COPY (self) && row != NULL);
  g_return_if_fail (row->client_id != NULL && row->body != NULL);
  g_return_if_fail (row->conversation != NULL || row->to != NULL);

  parlour_copy_write (self, write_add, parlour_outbox_row_new (row),
                      (GDestroyNotify)parlour_outbox_row_unref, g_free, callback, user_data);
}

gboolean
parlour_copy_outbox_add_finish (ParlourCopy *self,
                                GAsyncResult *result,
                                char **conversation,
                                GError **error)
{
  GError *local = NULL;
  g_autofree char *place = parlour_copy_take_finish (self, result, &local);

  if (local != NULL) {
    g_propagate_error (error, local);
    return FALSE;
  }
  if (conversation != NULL)
    *conversation = g_steal_pointer (&place);
  return TRUE;
}

/* --- what is to be sent -------------------------------------------------------------------- */

void
parlour_copy_get_sendable_async (ParlourCopy *self,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_COPY (self));

  parlour_copy_read (self, parlour_queries_sendable, NULL, NULL, (GDestroyNotify)g_ptr_array_unref,
                     cancellable, callback, user_data);
}

GPtrArray *
parlour_copy_get_sendable_finish (ParlourCopy *self, GAsyncResult *result, GError **error)
{
  return parlour_copy_take_finish (self, result, error);
}

/* --- what became of one -------------------------------------------------------------------- */

/* Tells where a row stands before it changes. Returns FALSE with *error, or where there is none. */
static gboolean
touch (ParlourDb *db, const char *client_id, ParlourChanges *changes, GError **error)
{
  GError *local = NULL;
  g_autofree char *conversation = parlour_db_query_text (
      db, &local, "SELECT conversation FROM outbox WHERE client_id = ?1", "s", client_id);

  if (local != NULL) {
    g_propagate_error (error, local);
    return FALSE;
  }
  return tell_place (db, conversation, changes, error);
}

typedef struct {
  char *client_id;
  ParlourMessage *message;
} Acceptance;

static void
acceptance_free (gpointer data)
{
  Acceptance *self = data;

  g_free (self->client_id);
  parlour_message_unref (self->message);
  g_free (self);
}

static gpointer
write_accept (ParlourDb *db, gpointer data, ParlourChanges *changes, GError **error)
{
  Acceptance *acceptance = data;
  gint64 number;

  if (touch (db, acceptance->client_id, changes, error) &&
      parlour_store_need_conversation (db, acceptance->message->conversation, &number, error) &&
      parlour_store_message (db, number, acceptance->message, 0, changes, error))
    parlour_db_run (db, error, "DELETE FROM outbox WHERE client_id = ?1", "s",
                    acceptance->client_id);
  return NULL;
}

void
parlour_copy_outbox_accept_async (ParlourCopy *self,
                                  const char *client_id,
                                  ParlourMessage *message,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  Acceptance *acceptance;

  g_return_if_fail (PARLOUR_IS_COPY (self) && client_id != NULL && message != NULL);

  acceptance = g_new0 (Acceptance, 1);
  *acceptance = (Acceptance){g_strdup (client_id), parlour_message_ref (message)};
  parlour_copy_write (self, write_accept, acceptance, acceptance_free, NULL, callback, user_data);
}

typedef struct {
  char *client_id;
  char *code;
  char *detail;
} Refusal;

static void
refusal_free (gpointer data)
{
  Refusal *self = data;

  g_free (self->client_id);
  g_free (self->code);
  g_free (self->detail);
  g_free (self);
}

static gpointer
write_fail (ParlourDb *db, gpointer data, ParlourChanges *changes, GError **error)
{
  Refusal *refusal = data;

  if (touch (db, refusal->client_id, changes, error))
    parlour_db_run (db, error,
                    "UPDATE outbox SET state = ?2, code = ?3, detail = ?4, "
                    "attempts = attempts + 1 WHERE client_id = ?1",
                    "sdss", refusal->client_id, PARLOUR_OUTBOX_FAILED, refusal->code,
                    refusal->detail);
  return NULL;
}

void
parlour_copy_outbox_fail_async (ParlourCopy *self,
                                const char *client_id,
                                const GError *problem,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  Refusal *refusal;

  g_return_if_fail (PARLOUR_IS_COPY (self) && client_id != NULL && problem != NULL);

  refusal = g_new0 (Refusal, 1);
  *refusal = (Refusal){g_strdup (client_id), g_strdup (parlour_problem_get_code (problem)),
                       g_strdup (problem->message)};
  parlour_copy_write (self, write_fail, refusal, refusal_free, NULL, callback, user_data);
}

static gpointer
write_retry (ParlourDb *db, gpointer data, ParlourChanges *changes, GError **error)
{
  ParlourCopyArgs *args = data;

  if (touch (db, args->id, changes, error))
    parlour_db_run (db, error,
                    "UPDATE outbox SET state = ?2, code = NULL, detail = NULL WHERE client_id = ?1",
                    "sd", args->id, PARLOUR_OUTBOX_WAITING);
  return NULL;
}

void
parlour_copy_outbox_retry_async (ParlourCopy *self,
                                 const char *client_id,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_COPY (self) && client_id != NULL);

  parlour_copy_write (self, write_retry, parlour_copy_args_new (client_id, NULL, 0, 0),
                      parlour_copy_args_free, NULL, callback, user_data);
}

static gpointer
write_discard (ParlourDb *db, gpointer data, ParlourChanges *changes, GError **error)
{
  ParlourCopyArgs *args = data;

  if (touch (db, args->id, changes, error))
    parlour_db_run (db, error, "DELETE FROM outbox WHERE client_id = ?1", "s", args->id);
  return NULL;
}

void
parlour_copy_outbox_discard_async (ParlourCopy *self,
                                   const char *client_id,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_COPY (self) && client_id != NULL);

  parlour_copy_write (self, write_discard, parlour_copy_args_new (client_id, NULL, 0, 0),
                      parlour_copy_args_free, NULL, callback, user_data);
}
