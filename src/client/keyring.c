/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-keyring"

#include "client/keyring.h"

#include "build-config.h"

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

/* One call with its time limit. When that is over, the caller hears so and libsecret's call goes on
 * by itself: cancelling one that waits for a prompt makes libsecret 0.20 answer twice, and whoever
 * types the password a moment later has what was to be kept kept. */
typedef struct {
  GTask *task; /* NULL once it has returned */
  guint timer;
} Call;

static void
call_end (Call *call)
{
  g_clear_handle_id (&call->timer, g_source_remove);
  g_clear_object (&call->task);
}

static void
call_free (Call *call)
{
  call_end (call);
  g_free (call);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Call, call_free)

static void
return_locked (GTask *task)
{
  g_task_return_new_error (task, PARLOUR_KEYRING_ERROR, PARLOUR_KEYRING_LOCKED, "%s",
                           _ ("The keyring is locked."));
}

static void
timer_cb (gpointer data)
{
  Call *call = data;

  call->timer = 0;
  return_locked (call->task);
  call_end (call);
}

static Call *
call_new (gpointer tag, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  Call *call = g_new0 (Call, 1);

  call->task = g_task_new (NULL, cancellable, callback, data);
  call->timer = g_timeout_add_once (PARLOUR_KEYRING_TIMEOUT_SECONDS * 1000, timer_cb, call);
  g_task_set_source_tag (call->task, tag);
  return call;
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

/* Takes @error: %NULL where a prompt came to nothing, which libsecret does not call an error. */
static void
return_error (GTask *task, GError *error)
{
  if (error == NULL || error->domain == SECRET_ERROR)
    return_locked (task);
  else if (means_missing (error))
    g_task_return_new_error (task, PARLOUR_KEYRING_ERROR, PARLOUR_KEYRING_MISSING, "%s",
                             _ ("This desktop has no keyring."));
  else
    g_task_return_new_error (task, PARLOUR_KEYRING_ERROR, PARLOUR_KEYRING_UNKNOWN,
                             /* Translators: %s is what the system says */
                             _ ("The keyring can’t be used: %s"), error->message);
  g_clear_error (&error);
}

static void
store_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Call) call = data;
  GError *error = NULL;
  gboolean stored = secret_password_store_finish (result, &error);

  if (call->task == NULL)
    g_clear_error (&error);
  else if (stored)
    g_task_return_boolean (call->task, TRUE);
  else
    return_error (call->task, error);
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

  g_autoptr (GHashTable) attributes = attributes_for (key);
  secret_password_storev (&schema, attributes, SECRET_COLLECTION_DEFAULT, label, token, NULL,
                          store_cb,
                          call_new (parlour_keyring_store_async, cancellable, callback, user_data));
}

gboolean
parlour_keyring_store_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
lookup_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Call) call = data;
  GError *error = NULL;
  char *token = secret_password_lookup_finish (result, &error);

  if (call->task == NULL) {
    secret_password_free (token);
    g_clear_error (&error);
  } else if (error == NULL) {
    g_task_return_pointer (call->task, token, (GDestroyNotify)secret_password_free);
  } else {
    return_error (call->task, error);
  }
}

void
parlour_keyring_lookup_async (const ParlourKeyringKey *key,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_return_if_fail (key != NULL);

  g_autoptr (GHashTable) attributes = attributes_for (key);
  secret_password_lookupv (
      &schema, attributes, NULL, lookup_cb,
      call_new (parlour_keyring_lookup_async, cancellable, callback, user_data));
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
  g_autoptr (Call) call = data;
  GError *error = NULL;
  gboolean removed = secret_password_clear_finish (result, &error);

  if (call->task == NULL)
    g_clear_error (&error);
  else if (error == NULL)
    g_task_return_boolean (call->task, removed);
  else
    return_error (call->task, error);
}

void
parlour_keyring_clear_async (const ParlourKeyringKey *key,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_return_if_fail (key != NULL);

  g_autoptr (GHashTable) attributes = attributes_for (key);
  secret_password_clearv (&schema, attributes, NULL, clear_cb,
                          call_new (parlour_keyring_clear_async, cancellable, callback, user_data));
}

gboolean
parlour_keyring_clear_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
