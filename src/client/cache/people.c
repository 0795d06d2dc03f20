/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-copy-people"

#include "client/cache/copy-private.h"
#include "client/cache/queries.h"
#include "client/cache/store.h"
#include "core/text.h"
#include "db/statement.h"

/* This file owns how people get into the copy and are found there. The public calls belong to the
 * main thread, the writes to the copy's. */

static gpointer
write_users (ParlourDb *db, gpointer data, ParlourChanges *changes, GError **error)
{
  GPtrArray *users = data;
  gint64 number;

  for (guint i = 0; i < users->len; i++)
    if (!parlour_store_user (db, g_ptr_array_index (users, i), &number, changes, error))
      return NULL;
  return NULL;
}

static gpointer
ref_user (gconstpointer user, gpointer user_data)
{
  return parlour_user_ref ((ParlourUser *)user);
}

void
parlour_copy_store_users_async (ParlourCopy *self,
                                GPtrArray *users,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  GPtrArray *copy;

  g_return_if_fail (PARLOUR_IS_COPY (self) && users != NULL);

  copy = g_ptr_array_copy (users, ref_user, NULL);
  g_ptr_array_set_free_func (copy, (GDestroyNotify)parlour_user_unref);
  parlour_copy_write (self, write_users, copy, (GDestroyNotify)g_ptr_array_unref, NULL, callback,
                      user_data);
}

void
parlour_copy_find_people_async (ParlourCopy *self,
                                const char *query,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autofree char *folded = NULL;

  g_return_if_fail (PARLOUR_IS_COPY (self) && query != NULL);

  folded = g_strstrip (parlour_text_fold (query));
  parlour_copy_read (self, parlour_queries_people, g_strconcat (" ", folded, NULL), g_free,
                     (GDestroyNotify)g_ptr_array_unref, cancellable, callback, user_data);
}

GPtrArray *
parlour_copy_find_people_finish (ParlourCopy *self, GAsyncResult *result, GError **error)
{
  return parlour_copy_take_finish (self, result, error);
}

void
parlour_copy_get_strangers_async (ParlourCopy *self,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_COPY (self));

  parlour_copy_read (self, parlour_queries_strangers, NULL, NULL, (GDestroyNotify)g_ptr_array_unref,
                     cancellable, callback, user_data);
}

GPtrArray *
parlour_copy_get_strangers_finish (ParlourCopy *self, GAsyncResult *result, GError **error)
{
  return parlour_copy_take_finish (self, result, error);
}

/* --- pictures -------------------------------------------------------------------------------- */

static gboolean
read_avatar (ParlourDb *db, const char *id, GHashTable *avatars, GError **error)
{
  gboolean row;
  g_autoptr (ParlourStatement) statement = parlour_db_prepare (
      db,
      "SELECT avatar FROM people WHERE id = ?1 AND avatar IS NOT NULL "
      "UNION ALL SELECT avatar FROM conversations WHERE id = ?1 AND avatar IS NOT NULL",
      error);

  if (statement == NULL)
    return FALSE;
  parlour_statement_bind (statement, "s", id);
  if (!parlour_statement_step (statement, &row, error))
    return FALSE;
  if (row)
    g_hash_table_insert (avatars, g_strdup (id), parlour_statement_dup_text (statement, 0));
  return TRUE;
}

static gpointer
read_avatars (ParlourDb *db, gpointer data, GError **error)
{
  GPtrArray *ids = data;
  g_autoptr (GHashTable) avatars = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; i < ids->len; i++)
    if (!read_avatar (db, g_ptr_array_index (ids, i), avatars, error))
      return NULL;
  return g_steal_pointer (&avatars);
}

void
parlour_copy_read_avatars_async (ParlourCopy *self,
                                 GPtrArray *ids,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_COPY (self) && ids != NULL);

  parlour_copy_read (self, read_avatars, ids, (GDestroyNotify)g_ptr_array_unref,
                     (GDestroyNotify)g_hash_table_unref, cancellable, callback, user_data);
}

GHashTable *
parlour_copy_read_avatars_finish (ParlourCopy *self, GAsyncResult *result, GError **error)
{
  return parlour_copy_take_finish (self, result, error);
}

/* --- conversations --------------------------------------------------------------------------- */

static gpointer
read_direct (ParlourDb *db, gpointer data, GError **error)
{
  return parlour_db_query_text (
      db, error,
      "SELECT c.id FROM people p JOIN conversations c ON c.peer = p.number AND c.kind = ?2 "
      "WHERE p.id = ?1",
      "sd", data, PARLOUR_CONVERSATION_DIRECT);
}

void
parlour_copy_find_direct_async (ParlourCopy *self,
                                const char *user,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_COPY (self) && user != NULL);

  parlour_copy_read (self, read_direct, g_strdup (user), g_free, g_free, cancellable, callback,
                     user_data);
}

char *
parlour_copy_find_direct_finish (ParlourCopy *self, GAsyncResult *result, GError **error)
{
  return parlour_copy_take_finish (self, result, error);
}
