/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-sign-in"

#include "client/sign-in.h"

#include "client/frame.h"
#include "client/http.h"
#include "client/probe.h"
#include "core/fields.h"
#include "core/id.h"
#include "core/text.h"

#include <glib/gi18n.h>

/* This file owns the first words with a server: sign up, sign in. Main thread. */

void
parlour_signed_in_free (ParlourSignedIn *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->destination, parlour_destination_unref);
  g_clear_pointer (&self->place, parlour_place_unref);
  g_clear_pointer (&self->user, parlour_user_unref);
  g_free (self->token);
  g_free (self->session);
  g_free (self);
}

/* Takes @error: of the call where there is no @object, else of reading it. */
static void
return_error (GTask *task, JsonObject *object, GError *error)
{
  if (object != NULL)
    parlour_http_distrust (&error);
  g_task_return_error (task, error);
}

typedef struct {
  const char *path;
  GBytes *body;
  ParlourDestination *destination;
  ParlourPlace *place;
} Signing;

static void
signing_free (Signing *signing)
{
  g_bytes_unref (signing->body);
  parlour_destination_unref (signing->destination);
  g_clear_pointer (&signing->place, parlour_place_unref);
  g_free (signing);
}

static ParlourSignedIn *
read_signed_in (JsonObject *object, const Signing *signing, GError **error)
{
  g_autoptr (ParlourSignedIn) self = g_new0 (ParlourSignedIn, 1);
  ParlourFields in = PARLOUR_FIELDS (object);
  JsonObject *user = parlour_fields_object (&in, "user", PARLOUR_FIELD_REQUIRED);
  JsonObject *session = parlour_fields_object (&in, "session", 0);

  self->token = g_strdup (parlour_fields_string (&in, "token", PARLOUR_FIELD_REQUIRED));
  if (!parlour_fields_end_lax (&in, error))
    return NULL;
  if (session != NULL)
    self->session = g_strdup (parlour_frame_get_string (session, "id"));
  self->destination = parlour_destination_ref (signing->destination);
  self->place = parlour_place_ref (signing->place);
  self->user = parlour_user_read (user, error);
  return self->user != NULL ? g_steal_pointer (&self) : NULL;
}

static void
signed_in_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Signing *signing = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (JsonObject) object = parlour_http_call_finish (PARLOUR_HTTP (source), result, &error);
  ParlourSignedIn *signed_in = object != NULL ? read_signed_in (object, signing, &error) : NULL;

  if (signed_in != NULL)
    g_task_return_pointer (task, signed_in, (GDestroyNotify)parlour_signed_in_free);
  else
    return_error (task, object, error);
}

static void
place_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Signing *signing = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;

  signing->place = parlour_probe_finish (result, &error);
  if (signing->place == NULL) {
    g_task_return_error (task, error);
    return;
  }

  g_autoptr (ParlourHttp) http =
      parlour_http_new (signing->place->server, signing->destination->pin);
  parlour_http_call_async (http, "POST", signing->path, signing->body, cancellable, signed_in_cb,
                           g_steal_pointer (&task));
}

/* Takes @writer's open object. */
static void
sign (ParlourDestination *destination,
      const char *path,
      ParlourJsonWriter *writer,
      GCancellable *cancellable,
      GAsyncReadyCallback callback,
      gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Signing *signing = g_new0 (Signing, 1);
  g_autofree char *device = g_utf8_make_valid (g_get_host_name (), -1);

  parlour_json_writer_string (writer, "device_name", device);
  parlour_json_writer_end_object (writer);
  signing->path = path;
  signing->body = parlour_json_writer_finish_bytes (writer);
  signing->destination = parlour_destination_ref (destination);
  g_task_set_source_tag (task, sign);
  g_task_set_task_data (task, signing, (GDestroyNotify)signing_free);
  parlour_probe_async (destination, cancellable, place_cb, task);
}

static void
refuse_link (GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);

  g_task_return_error (task,
                       parlour_client_error_new (PARLOUR_CLIENT_ERROR_WRONG_LINK, NULL, NULL));
}

static gboolean
is_device_link (ParlourDestination *destination)
{
  return destination->from_link && destination->kind == PARLOUR_INVITE_LINK_DEVICE;
}

void
parlour_sign_in_async (ParlourDestination *destination,
                       const char *username,
                       const char *password,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_return_if_fail (destination != NULL && username != NULL && password != NULL);

  g_autoptr (ParlourJsonWriter) writer = parlour_json_writer_new ();
  parlour_json_writer_begin_object (writer, NULL);
  parlour_json_writer_string (writer, "username", username);
  parlour_json_writer_string (writer, "password", password);
  sign (destination, "/login", writer, cancellable, callback, user_data);
}

void
parlour_sign_up_async (ParlourDestination *destination,
                       const char *username,
                       const char *display_name,
                       const char *password,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_return_if_fail (destination != NULL && username != NULL && password != NULL);

  if (is_device_link (destination)) {
    refuse_link (callback, user_data);
    return;
  }
  g_autoptr (ParlourJsonWriter) writer = parlour_json_writer_new ();
  parlour_json_writer_begin_object (writer, NULL);
  parlour_json_writer_string (writer, "username", username);
  parlour_json_writer_string (writer, "password", password);
  if (!parlour_text_is_blank (display_name))
    parlour_json_writer_string (writer, "display_name", display_name);
  if (destination->token != NULL)
    parlour_json_writer_string (writer, "invite", destination->token);
  sign (destination, "/register", writer, cancellable, callback, user_data);
}

void
parlour_sign_in_device_async (ParlourDestination *destination,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_return_if_fail (destination != NULL);

  if (!is_device_link (destination)) {
    refuse_link (callback, user_data);
    return;
  }
  g_autoptr (ParlourJsonWriter) writer = parlour_json_writer_new ();
  parlour_json_writer_begin_object (writer, NULL);
  parlour_json_writer_string (writer, "token", destination->token);
  sign (destination, "/login/device", writer, cancellable, callback, user_data);
}

ParlourSignedIn *
parlour_sign_in_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

ParlourAccountEntry *
parlour_sign_in_to_entry (const ParlourSignedIn *self)
{
  ParlourAccountEntry *entry = g_new0 (ParlourAccountEntry, 1);

  entry->id = parlour_id_new ();
  entry->server = g_strdup (self->place->server);
  entry->addresses = g_strdupv ((char **)self->destination->addresses);
  entry->has_pin = self->destination->pin != NULL;
  if (entry->has_pin)
    entry->pin = *self->destination->pin;
  entry->identity = g_strdup (self->place->identity);
  entry->place_name = g_strdup (self->place->name);
  entry->user_id = g_strdup (self->user->id);
  entry->username = g_strdup (self->user->username);
  entry->display_name = g_strdup (self->user->display_name);
  return entry;
}

char *
parlour_sign_in_label (const ParlourAccountEntry *entry)
{
  /* Translators: what the keyring shows: %1$s is a user's name, %2$s the name of a place */
  return g_strdup_printf (_ ("Parlour: %1$s at %2$s"), entry->username,
                          entry->place_name != NULL ? entry->place_name : entry->server);
}
