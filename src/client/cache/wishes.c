/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-copy-wishes"

#include "client/cache/copy-pending.h"
#include "client/cache/copy-private.h"
#include "client/cache/queries.h"
#include "client/cache/store.h"
#include "client/cache/wish-fold.h"
#include "core/timestamp.h"

/* This file owns the table `wishes`: what a person did and the server has to be told. The public
 * calls belong to the main thread, the writes to the copy's. */

/* Who has it in view: the message's windows, or the conversation's. */
static gboolean
touch (ParlourDb *db, const ParlourWish *wish, ParlourChanges *changes, GError **error)
{
  gint64 number;

  if (wish->kind == PARLOUR_WISH_BLOCK) {
    changes->people = TRUE;
    return TRUE;
  }
  if (!parlour_store_find_conversation (db, wish->conversation, &number, error))
    return FALSE;
  if (number != 0 && wish->seq > 0)
    parlour_changes_messages (changes, number, wish->conversation, wish->seq, wish->seq);
  else if (number != 0)
    parlour_changes_conversation (changes, number, wish->conversation);
  return TRUE;
}

/* --- making one ----------------------------------------------------------------------------- */

/* Whether somebody is new stays as it is while the server does not know of them, whatever else is
 * wished for them meanwhile. */
static gboolean
keep_newness (ParlourDb *db, const ParlourWish *wish, char **extra, GError **error)
{
  GError *local = NULL;

  *extra = g_strdup (wish->extra);
  if (wish->kind != PARLOUR_WISH_MEMBER || wish->value == NULL || wish->extra != NULL)
    return TRUE;
  *extra = parlour_db_query_text (
      db, &local,
      "SELECT extra FROM wishes WHERE conversation = ?1 AND seq = 0 AND kind = ?2 AND key = ?3",
      "sds", wish->conversation, wish->kind, wish->key);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

static gpointer
write_wish (ParlourDb *db, gpointer data, ParlourChanges *changes, GError **error)
{
  const ParlourWish *wish = data;
  g_autofree char *extra = NULL;

  if (keep_newness (db, wish, &extra, error) && touch (db, wish, changes, error))
    parlour_db_run (db, error,
                    "INSERT OR REPLACE INTO wishes "
                    "(kind, conversation, seq, key, value, extra, created_at) "
                    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                    "dsisssi", wish->kind, wish->conversation, wish->seq, wish->key, wish->value,
                    extra, wish->created_at);
  return NULL;
}

void
parlour_copy_wish_async (ParlourCopy *self,
                         const ParlourWish *wish,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_COPY (self) && wish != NULL);

  ParlourWish fields = *wish;
  fields.created_at = parlour_timestamp_now ();
  parlour_copy_write (self, write_wish, parlour_wish_new (&fields),
                      (GDestroyNotify)parlour_wish_unref, NULL, callback, user_data);
}

/* What was wished a moment ago was not sent, so that there is nothing to take back. */
gboolean
parlour_store_drop_draft (ParlourDb *db, const char *conversation, GError **error)
{
  gint64 known;
  gint64 now = parlour_timestamp_now ();

  if (!parlour_store_get_int (
          db, &known, 0, error,
          "SELECT 1 WHERE EXISTS (SELECT 1 FROM conversations WHERE id = ?1 AND draft <> '') OR "
          "EXISTS (SELECT 1 FROM wishes WHERE conversation = ?1 AND seq = 0 AND kind = ?2 AND "
          "key = 'draft' AND created_at NOT BETWEEN ?3 AND ?4)",
          "sdii", conversation, PARLOUR_WISH_SETTING, now - PARLOUR_DRAFT_SETTLES_MS, now))
    return FALSE;
  if (known == 0)
    return parlour_db_run (db, error,
                           "DELETE FROM wishes WHERE conversation = ?1 AND seq = 0 AND kind = ?2 "
                           "AND key = 'draft'",
                           "sd", conversation, PARLOUR_WISH_SETTING);
  return parlour_db_run (db, error,
                         "INSERT OR REPLACE INTO wishes "
                         "(kind, conversation, seq, key, created_at) "
                         "VALUES (?1, ?2, 0, 'draft', ?3)",
                         "dsi", PARLOUR_WISH_SETTING, conversation, now);
}

/* --- what became of one --------------------------------------------------------------------- */

typedef struct {
  ParlourWish *wish;
  ParlourMessage *message; /* nullable */
} Outcome;

static void
outcome_free (gpointer data)
{
  Outcome *self = data;

  parlour_wish_unref (self->wish);
  g_clear_pointer (&self->message, parlour_message_unref);
  g_free (self);
}

static gboolean
take_away (ParlourDb *db, const ParlourWish *wish, GError **error)
{
  return parlour_db_run (db, error, "DELETE FROM wishes WHERE id = ?1", "i", wish->id);
}

static gboolean
store_message (ParlourDb *db, ParlourMessage *message, ParlourChanges *changes, GError **error)
{
  gint64 number;

  if (!parlour_store_find_conversation (db, message->conversation, &number, error))
    return FALSE;
  return number == 0 || parlour_store_message (db, number, message, 0, changes, error);
}

static gpointer
write_done (ParlourDb *db, gpointer data, ParlourChanges *changes, GError **error)
{
  Outcome *outcome = data;

  if (!take_away (db, outcome->wish, error) || !touch (db, outcome->wish, changes, error) ||
      !parlour_wish_fold (db, outcome->wish, error))
    return NULL;
  if (outcome->message != NULL)
    store_message (db, outcome->message, changes, error);
  return NULL;
}

void
parlour_copy_wish_done_async (ParlourCopy *self,
                              ParlourWish *wish,
                              ParlourMessage *message,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_COPY (self) && wish != NULL);

  Outcome *outcome = g_new0 (Outcome, 1);
  outcome->wish = parlour_wish_ref (wish);
  outcome->message = message != NULL ? parlour_message_ref (message) : NULL;
  parlour_copy_write (self, write_done, outcome, outcome_free, NULL, callback, user_data);
}

static gpointer
write_drop (ParlourDb *db, gpointer data, ParlourChanges *changes, GError **error)
{
  if (take_away (db, data, error))
    touch (db, data, changes, error);
  return NULL;
}

void
parlour_copy_wish_drop_async (ParlourCopy *self,
                              ParlourWish *wish,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_COPY (self) && wish != NULL);

  parlour_copy_write (self, write_drop, parlour_wish_ref (wish), (GDestroyNotify)parlour_wish_unref,
                      NULL, callback, user_data);
}

/* --- what is to be sent --------------------------------------------------------------------- */

void
parlour_copy_get_wishes_async (ParlourCopy *self,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_COPY (self));

  parlour_copy_read (self, parlour_queries_wishes, NULL, NULL, (GDestroyNotify)g_ptr_array_unref,
                     cancellable, callback, user_data);
}

GPtrArray *
parlour_copy_get_wishes_finish (ParlourCopy *self, GAsyncResult *result, GError **error)
{
  return parlour_copy_take_finish (self, result, error);
}
