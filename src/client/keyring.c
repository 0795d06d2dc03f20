/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-keyring"

#include "client/keyring.h"

#include "config.h"

#include <glib/gi18n.h>
#include <libsecret/secret.h>

/* This file owns how tokens lie in the Secret Service. Main thread, asynchronous, with a time
 * limit. */

G_DEFINE_QUARK (parlour_keyring_error_quark, parlour_keyring_error)

static const SecretSchema schema = {
    PARLOUR_APP_ID ".Token",
    SECRET_SCHEMA_NONE,
    {
        {"server", SECRET_SCHEMA_ATTRIBUTE_STRING},
        {"user", SECRET_SCHEMA_ATTRIBUTE_STRING},
        {"profile", SECRET_SCHEMA_ATTRIBUTE_STRING},
        {NULL, SECRET_SCHEMA_ATTRIBUTE_STRING},
    },
};

/* One call with its time limit: ours is the cancellable that libsecret gets, so that the caller's
 * own and the timer both end it, and one can tell which did. */
typedef struct {
  GCancellable *inner;
  GCancellable *outer;
  gulong handler;
  guint timer;
  gboolean timed_out;
} Limit;

static void
outer_cancelled_cb (GCancellable *outer, GCancellable *inner)
{
  g_cancellable_cancel (inner);
}

static gboolean
timer_cb (gpointer data)
{
  Limit *limit = data;

  limit->timer = 0;
  limit->timed_out = TRUE;
  g_cancellable_cancel (limit->inner);
  return G_SOURCE_REMOVE;
}

static void
limit_free (Limit *limit)
{
  g_clear_handle_id (&limit->timer, g_source_remove);
  if (limit->outer != NULL)
    g_cancellable_disconnect (limit->outer, limit->handler);
  g_clear_object (&limit->outer);
  g_clear_object (&limit->inner);
  g_free (limit);
}

static Limit *
limit_new (GCancellable *cancellable)
{
  Limit *limit = g_new0 (Limit, 1);

  limit->inner = g_cancellable_new ();
  limit->timer = g_timeout_add_seconds (PARLOUR_KEYRING_TIMEOUT_SECONDS, timer_cb, limit);
  if (cancellable != NULL) {
    limit->outer = g_object_ref (cancellable);
    limit->handler = g_cancellable_connect (cancellable, G_CALLBACK (outer_cancelled_cb),
                                            g_object_ref (limit->inner), g_object_unref);
  }
  return limit;
}

static GTask *
task_new (gpointer tag, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, data);

  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, limit_new (cancellable), (GDestroyNotify)limit_free);
  return task;
}

static GHashTable *
attributes_for (const ParlourKeyringKey *key)
{
  return secret_attributes_build (&schema, "server", key->server_identity, "user", key->user_id,
                                  "profile", key->profile, NULL);
}

/* No bus, or nobody on it who keeps secrets: all of these mean that there is no keyring. */
static gboolean
means_missing (const GError *error)
{
  return g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN) ||
         g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NAME_HAS_NO_OWNER) ||
         g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SPAWN_SERVICE_NOT_FOUND) ||
         g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SPAWN_CHILD_EXITED) ||
         g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SPAWN_FAILED) ||
         g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NO_SERVER) ||
         g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_METHOD) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_FAILED) || /* no address, no display */
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT) || /* no good address */
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED) ||
         error->domain == G_SPAWN_ERROR;
}

static void
return_error (GTask *task, GError *error)
{
  Limit *limit = g_task_get_task_data (task);

  if (limit->timed_out || error->domain == SECRET_ERROR)
    g_task_return_new_error (task, PARLOUR_KEYRING_ERROR, PARLOUR_KEYRING_LOCKED, "%s",
                             _ ("The keyring is locked."));
  else if (means_missing (error))
    g_task_return_new_error (task, PARLOUR_KEYRING_ERROR, PARLOUR_KEYRING_MISSING, "%s",
                             _ ("This desktop has no keyring."));
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_error (task, g_error_copy (error));
  else
    g_task_return_new_error (task, PARLOUR_KEYRING_ERROR, PARLOUR_KEYRING_UNKNOWN,
                             /* Translators: %s is what the system says */
                             _ ("The keyring can’t be used: %s"), error->message);
  g_error_free (error);
}

static void
store_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (secret_password_store_finish (result, &error))
    g_task_return_boolean (task, TRUE);
  else
    return_error (task, error);
}

void
parlour_keyring_store_async (const ParlourKeyringKey *key,
                             const char *label,
                             const char *token,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_return_if_fail (key != NULL && label != NULL && token != NULL);

  GTask *task = task_new (parlour_keyring_store_async, cancellable, callback, user_data);
  Limit *limit = g_task_get_task_data (task);
  g_autoptr (GHashTable) attributes = attributes_for (key);
  secret_password_storev (&schema, attributes, SECRET_COLLECTION_DEFAULT, label, token,
                          limit->inner, store_cb, task);
}

gboolean
parlour_keyring_store_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
lookup_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  char *token = secret_password_lookup_finish (result, &error);

  if (error == NULL)
    g_task_return_pointer (task, token, (GDestroyNotify)secret_password_free);
  else
    return_error (task, error);
}

void
parlour_keyring_lookup_async (const ParlourKeyringKey *key,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_return_if_fail (key != NULL);

  GTask *task = task_new (parlour_keyring_lookup_async, cancellable, callback, user_data);
  Limit *limit = g_task_get_task_data (task);
  g_autoptr (GHashTable) attributes = attributes_for (key);
  secret_password_lookupv (&schema, attributes, limit->inner, lookup_cb, task);
}

char *
parlour_keyring_lookup_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
parlour_keyring_token_free (char *token)
{
  secret_password_free (token);
}

static void
clear_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  gboolean removed = secret_password_clear_finish (result, &error);

  if (error == NULL)
    g_task_return_boolean (task, removed);
  else
    return_error (task, error);
}

void
parlour_keyring_clear_async (const ParlourKeyringKey *key,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_return_if_fail (key != NULL);

  GTask *task = task_new (parlour_keyring_clear_async, cancellable, callback, user_data);
  Limit *limit = g_task_get_task_data (task);
  g_autoptr (GHashTable) attributes = attributes_for (key);
  secret_password_clearv (&schema, attributes, limit->inner, clear_cb, task);
}

gboolean
parlour_keyring_clear_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
