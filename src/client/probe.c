/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-probe"

#include "client/probe.h"

#include "client/http.h"
#include "core/address.h"
#include "core/fields.h"
#include "core/text.h"

#include <glib/gi18n.h>

/* This file owns how a server is looked for at several addresses, and what it says of itself. Main
 * thread. */

#define STAGGER_MS 1500

/* --- what a server says -----------------------------------------------------------------------
 */

ParlourPlace *
parlour_place_ref (ParlourPlace *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
place_clear (gpointer data)
{
  ParlourPlace *self = data;

  g_free ((char *)self->server);
  g_free ((char *)self->identity);
  g_free ((char *)self->name);
  g_free ((char *)self->version);
  g_free ((char *)self->registration);
  g_free ((char *)self->fingerprint);
}

void
parlour_place_unref (ParlourPlace *self)
{
  g_atomic_rc_box_release_full (self, place_clear);
}

/* A place's name is a stranger's text: one line, without what hides or turns. */
static char *
clean_name (const char *name)
{
  char *clean = parlour_display_name_normalize (name, NULL);

  return clean != NULL ? clean : g_strdup (_ ("Unnamed place"));
}

/* What the handshake proved, never what the answer claims: or one server could pass for another. */
static char *
make_identity (ParlourHttp *http, const char *id)
{
  const ParlourFingerprint *pin = parlour_http_get_pin (http);
  const char *server = parlour_http_get_server (http);

  if (pin != NULL)
    return parlour_fingerprint_to_text (pin);
  if (parlour_address_is_secure (server))
    return g_strdup (parlour_address_get_host_port (server));
  return g_strdup (id);
}

static ParlourPlace *
read_place (ParlourHttp *http, JsonObject *object, GError **error)
{
  ParlourFields in = PARLOUR_FIELDS (object);
  const char *name = parlour_fields_string (&in, "name", PARLOUR_FIELD_REQUIRED);
  const char *id = parlour_fields_string (&in, "id", PARLOUR_FIELD_REQUIRED);
  const char *version = parlour_fields_string (&in, "version", 0);
  const char *registration = parlour_fields_string (&in, "registration", 0);
  const ParlourFingerprint *shown = parlour_http_get_shown (http);

  if (!parlour_fields_end_lax (&in, error))
    return NULL;

  ParlourPlace *place = g_atomic_rc_box_new0 (ParlourPlace);
  place->server = g_strdup (parlour_http_get_server (http));
  place->identity = make_identity (http, id);
  place->name = clean_name (name);
  place->version = g_strdup (version);
  place->registration = g_strdup (registration != NULL ? registration : "closed");
  place->fingerprint = shown != NULL ? parlour_fingerprint_to_text (shown) : NULL;
  place->time = parlour_http_get_time (http);
  place->pinned = parlour_http_get_pin (http) != NULL;
  return place;
}

/* --- looking ----------------------------------------------------------------------------------
 */

typedef struct {
  ParlourDestination *destination;
  GCancellable *inner; /* ends those that are late */
  gulong cancelled;
  guint next;
  guint n_running;
  guint stagger;
  gboolean done;
  GError *error; /* the one to tell */
} Search;

static void
search_free (gpointer data)
{
  Search *search = data;

  g_clear_handle_id (&search->stagger, g_source_remove);
  parlour_destination_unref (search->destination);
  g_object_unref (search->inner);
  g_clear_error (&search->error);
  g_free (search);
}

static void
finish (GTask *task)
{
  Search *search = g_task_get_task_data (task);

  search->done = TRUE;
  g_clear_handle_id (&search->stagger, g_source_remove);
  g_cancellable_disconnect (g_task_get_cancellable (task), search->cancelled);
  g_cancellable_cancel (search->inner);
}

/* A key to compare comes before a wrong key, that before what a server said, that before silence.
 */
static int
rank (const GError *error)
{
  if (error->domain == PARLOUR_CLIENT_ERROR)
    return error->code == PARLOUR_CLIENT_ERROR_NOT_TRUSTED ? 3 : 2;
  return error->domain == G_IO_ERROR || error->domain == G_RESOLVER_ERROR ? 0 : 1;
}

/* Takes @error. */
static void
keep_error (Search *search, GError *error)
{
  if (search->error == NULL || rank (error) > rank (search->error)) {
    g_clear_error (&search->error);
    search->error = error;
  } else {
    g_error_free (error);
  }
}

static void ask_next (GTask *task);

static void
give_up_if_last (GTask *task)
{
  Search *search = g_task_get_task_data (task);

  if (search->done || search->n_running > 0)
    return;
  finish (task);
  g_task_return_error (task, g_steal_pointer (&search->error));
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Search *search = g_task_get_task_data (task);
  ParlourHttp *http = PARLOUR_HTTP (source);
  GError *error = NULL;
  g_autoptr (JsonObject) object = parlour_http_call_finish (http, result, &error);
  g_autoptr (ParlourPlace) place = object != NULL ? read_place (http, object, &error) : NULL;

  search->n_running--;
  if (object != NULL && place == NULL)
    parlour_http_distrust (&error);
  if (search->done) {
    g_clear_error (&error);
    return;
  }
  if (place != NULL) {
    finish (task);
    g_task_return_pointer (task, g_steal_pointer (&place), (GDestroyNotify)parlour_place_unref);
    return;
  }
  g_debug ("%s: %s", parlour_http_get_server (http), error->message);
  keep_error (search, error);
  ask_next (task);
  give_up_if_last (task);
}

static void
stagger_cb (gpointer data)
{
  GTask *task = data;
  Search *search = g_task_get_task_data (task);

  search->stagger = 0;
  ask_next (task);
}

/* Over plain HTTP nobody proves a key: such an address is not even asked. */
static const char *
next_address (Search *search)
{
  const ParlourDestination *destination = search->destination;

  while (destination->addresses[search->next] != NULL) {
    const char *address = destination->addresses[search->next++];
    if (destination->pin == NULL || parlour_address_is_secure (address))
      return address;
    keep_error (search, parlour_client_error_new (PARLOUR_CLIENT_ERROR_OTHER_KEY, NULL, address));
  }
  return NULL;
}

/* Where one is running already, this one has had its moment. */
static void
ask_next (GTask *task)
{
  Search *search = g_task_get_task_data (task);
  const char *address = next_address (search);

  g_clear_handle_id (&search->stagger, g_source_remove);
  if (address == NULL || g_cancellable_is_cancelled (search->inner))
    return;

  g_autoptr (ParlourHttp) http = parlour_http_new (address, search->destination->pin);
  search->n_running++;
  parlour_http_call_async (http, "GET", "/server", NULL, search->inner, answered_cb,
                           g_object_ref (task));
  if (search->destination->addresses[search->next] != NULL)
    search->stagger = g_timeout_add_once (STAGGER_MS, stagger_cb, task);
}

static void
cancelled_cb (GCancellable *outer, GCancellable *inner)
{
  g_cancellable_cancel (inner);
}

void
parlour_probe_async (ParlourDestination *destination,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  g_return_if_fail (destination != NULL);

  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Search *search = g_new0 (Search, 1);

  g_task_set_source_tag (task, parlour_probe_async);
  search->destination = parlour_destination_ref (destination);
  search->inner = g_cancellable_new ();
  g_task_set_task_data (task, search, search_free);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (cancellable != NULL)
    search->cancelled = g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb),
                                               g_object_ref (search->inner), g_object_unref);
  ask_next (task);
  give_up_if_last (task);
}

ParlourPlace *
parlour_probe_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
