/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-copy"

#include "client/cache/copy-private.h"
#include "client/cache/store.h"
#include "db/statement.h"

#include <glib/gi18n.h>

/* This file owns the copy's object: its life and what it knows without asking. Main
 * thread. */

G_DEFINE_FINAL_TYPE (ParlourCopy, parlour_copy, G_TYPE_OBJECT)
G_DEFINE_QUARK (parlour - copy - error - quark, parlour_copy_error)

enum { PROP_DAMAGE = 1, PROP_WAITING, N_PROPS };

static GParamSpec *props[N_PROPS];

/* --- the object ---------------------------------------------------------------------------- */

static void
parlour_copy_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  ParlourCopy *self = PARLOUR_COPY (object);

  if (prop_id == PROP_DAMAGE)
    g_value_set_boxed (value, self->file->damage);
  else if (prop_id == PROP_WAITING)
    g_value_set_uint (value, self->waiting);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
parlour_copy_dispose (GObject *object)
{
  parlour_copy_close (PARLOUR_COPY (object));
  G_OBJECT_CLASS (parlour_copy_parent_class)->dispose (object);
}

static void
parlour_copy_finalize (GObject *object)
{
  ParlourCopy *self = PARLOUR_COPY (object);

  g_clear_pointer (&self->file, parlour_copy_file_unref);
  g_free (self->me);
  g_hash_table_unref (self->meta);
  G_OBJECT_CLASS (parlour_copy_parent_class)->finalize (object);
}

static void
add_signal (const char *name, guint n_params, GType a, GType b, GType c)
{
  g_signal_new (name, PARLOUR_TYPE_COPY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                n_params, a, b, c);
}

static void
parlour_copy_class_init (ParlourCopyClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = parlour_copy_get_property;
  object_class->dispose = parlour_copy_dispose;
  object_class->finalize = parlour_copy_finalize;

  props[PROP_DAMAGE] = g_param_spec_boxed ("damage", NULL, NULL, G_TYPE_ERROR,
                                           G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  props[PROP_WAITING] =
      g_param_spec_uint ("waiting", NULL, NULL, 0, G_MAXUINT, 0,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);

  add_signal ("messages-changed", 3, G_TYPE_STRING, G_TYPE_INT64, G_TYPE_INT64);
  add_signal ("conversations-changed", 1, G_TYPE_STRV, G_TYPE_NONE, G_TYPE_NONE);
  add_signal ("outbox-changed", 1, G_TYPE_STRV, G_TYPE_NONE, G_TYPE_NONE);
  add_signal ("people-changed", 0, G_TYPE_NONE, G_TYPE_NONE, G_TYPE_NONE);
}

static void
parlour_copy_init (ParlourCopy *self)
{
}

/* --- opening ------------------------------------------------------------------------------- */

typedef struct {
  ParlourCopyFile *file;
  ParlourDbWorker *worker;
} Opening;

typedef struct {
  GHashTable *meta;
  gint64 waiting;
} FirstState;

static void
opening_free (gpointer data)
{
  Opening *self = data;

  g_clear_pointer (&self->worker, parlour_db_worker_stop);
  parlour_copy_file_unref (self->file);
  g_free (self);
}

static void
first_state_free (gpointer data)
{
  FirstState *self = data;

  g_clear_pointer (&self->meta, g_hash_table_unref);
  g_free (self);
}

static gpointer
read_first_state (ParlourDb *db, gpointer data, GError **error)
{
  FirstState *state = g_new0 (FirstState, 1);
  g_autoptr (ParlourStatement) statement =
      parlour_db_prepare (db, "SELECT key, value FROM meta", error);
  gboolean row = TRUE;

  state->meta = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (statement == NULL)
    goto failed;
  while (parlour_statement_step (statement, &row, error) && row)
    g_hash_table_insert (state->meta, parlour_statement_dup_text (statement, 0),
                         parlour_statement_dup_text (statement, 1));
  if (!row &&
      parlour_store_get_int (db, &state->waiting, 0, error, "SELECT count (*) FROM outbox", ""))
    return state;
failed:
  first_state_free (state);
  return NULL;
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Opening *opening = g_task_get_task_data (task);
  GError *error = NULL;
  FirstState *state = parlour_db_worker_run_finish (result, &error);
  ParlourCopy *self;

  if (state == NULL) {
    g_task_return_error (task, error);
    return;
  }
  self = g_object_new (PARLOUR_TYPE_COPY, NULL);
  self->file = parlour_copy_file_ref (opening->file);
  self->worker = g_steal_pointer (&opening->worker);
  self->meta = g_steal_pointer (&state->meta);
  self->me = g_strdup (g_hash_table_lookup (self->meta, "me"));
  self->waiting = (guint)state->waiting;
  first_state_free (state);
  g_task_return_pointer (task, self, g_object_unref);
}

void
parlour_copy_open_async (const char *folder,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Opening *opening = g_new0 (Opening, 1);

  g_return_if_fail (folder != NULL);

  g_task_set_source_tag (task, parlour_copy_open_async);
  g_task_set_task_data (task, opening, opening_free);
  opening->file = parlour_copy_file_new (folder);
  opening->worker =
      parlour_db_worker_new ("parlour-copy", parlour_copy_file_open,
                             parlour_copy_file_ref (opening->file), parlour_copy_file_unref);
  parlour_db_worker_run_async (opening->worker, PARLOUR_DB_JOB_DEFAULT, read_first_state, NULL,
                               NULL, first_state_free, NULL, opened_cb, task);
}

ParlourCopy *
parlour_copy_open_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, parlour_copy_open_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
parlour_copy_close (ParlourCopy *self)
{
  g_return_if_fail (PARLOUR_IS_COPY (self));

  g_clear_pointer (&self->worker, parlour_db_worker_stop);
  if (self->file != NULL)
    parlour_copy_file_unlock (self->file);
}

/* --- what is known without asking ----------------------------------------------------------- */

const GError *
parlour_copy_get_damage (ParlourCopy *self)
{
  g_return_val_if_fail (PARLOUR_IS_COPY (self), NULL);

  return self->file->damage;
}

guint
parlour_copy_get_waiting (ParlourCopy *self)
{
  g_return_val_if_fail (PARLOUR_IS_COPY (self), 0);

  return self->waiting;
}

const char *
parlour_copy_get_me (ParlourCopy *self)
{
  g_return_val_if_fail (PARLOUR_IS_COPY (self), NULL);

  return self->me;
}

void
parlour_copy_set_me (ParlourCopy *self, const char *me)
{
  g_free (self->me);
  self->me = g_strdup (me);
}

const char *
parlour_copy_get_folder (ParlourCopy *self)
{
  g_return_val_if_fail (PARLOUR_IS_COPY (self), NULL);

  return self->file->folder;
}

const char *
parlour_copy_get_meta (ParlourCopy *self, const char *key)
{
  g_return_val_if_fail (PARLOUR_IS_COPY (self), NULL);

  return g_hash_table_lookup (self->meta, key);
}

static gpointer
write_meta (ParlourDb *db, gpointer data, ParlourChanges *changes, GError **error)
{
  ParlourCopyArgs *args = data;

  if (args->text == NULL)
    parlour_db_run (db, error, "DELETE FROM meta WHERE key = ?1", "s", args->id);
  else
    parlour_db_run (db, error, "INSERT OR REPLACE INTO meta VALUES (?1, ?2)", "ss", args->id,
                    args->text);
  return NULL;
}

void
parlour_copy_set_meta_async (ParlourCopy *self,
                             const char *key,
                             const char *value,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_COPY (self) && key != NULL);

  if (value == NULL)
    g_hash_table_remove (self->meta, key);
  else
    g_hash_table_replace (self->meta, g_strdup (key), g_strdup (value));
  parlour_copy_write (self, write_meta, parlour_copy_args_new (key, value, 0, 0),
                      parlour_copy_args_free, NULL, callback, user_data);
}

/* --- history that the copy lacks ------------------------------------------------------------ */

void
parlour_copy_set_fetcher (ParlourCopy *self, ParlourCopyFetcher fetcher, gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_COPY (self));

  self->fetcher = fetcher;
  self->fetcher_data = user_data;
}

void
parlour_copy_fetch_async (ParlourCopy *self,
                          const char *conversation,
                          ParlourFetchKind kind,
                          gint64 seq,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_return_if_fail (PARLOUR_IS_COPY (self) && conversation != NULL);

  g_task_set_source_tag (task, parlour_copy_fetch_async);
  if (self->fetcher != NULL && self->worker != NULL) {
    self->fetcher (self, conversation, kind, seq, task, self->fetcher_data);
    return;
  }
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_CONNECTED, "%s",
                           _ ("Older messages can be had once you are online."));
  g_object_unref (task);
}

gboolean
parlour_copy_fetch_finish (ParlourCopy *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
