/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-profile-reader"

#include "client/profile-reader.h"

#include "core/user.h"

/* This file owns which profiles are read again after a gap. Main thread. */

struct _ParlourProfileReader {
  ParlourHttp *http;
  ParlourCopy *copy;
  GCancellable *cancellable;
  GHashTable *asked; /* ids, in this connection */
  GQueue waiting;    /* ids */
  gboolean online;
  gboolean reading;
};

static void read_next (ParlourProfileReader *self);

static void
store (ParlourCopy *copy, JsonObject *answer)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) one = g_ptr_array_new_with_free_func ((GDestroyNotify)parlour_user_unref);
  ParlourUser *user = parlour_user_read (answer, &error);

  if (user == NULL) {
    g_debug ("a profile can't be understood: %s", error->message);
    return;
  }
  g_ptr_array_add (one, user);
  parlour_copy_store_users_async (copy, one, NULL, NULL);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) answer = parlour_http_call_finish (PARLOUR_HTTP (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* also where the reader is no more */
  ParlourProfileReader *self = data;
  self->reading = FALSE;
  if (answer != NULL)
    store (self->copy, answer);
  read_next (self);
}

static void
read_next (ParlourProfileReader *self)
{
  if (!self->online || self->reading || self->waiting.length == 0)
    return;

  g_autofree char *user = g_queue_pop_head (&self->waiting);
  g_autofree char *escaped = g_uri_escape_string (user, NULL, FALSE);
  g_autofree char *path = g_strconcat ("/users/", escaped, NULL);
  self->reading = TRUE;
  parlour_http_call_async (self->http, "GET", path, NULL, self->cancellable, read_cb, self);
}

/* A call that is under way is not waited for: it ends as one that was cancelled. */
static void
forget (ParlourProfileReader *self)
{
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->reading = FALSE;
  g_queue_clear_full (&self->waiting, g_free);
  g_hash_table_remove_all (self->asked);
}

void
parlour_profile_reader_set_online (ParlourProfileReader *self, gboolean online)
{
  g_return_if_fail (self != NULL);

  self->online = online;
  forget (self);
}

void
parlour_profile_reader_ask (ParlourProfileReader *self, const char *user)
{
  g_return_if_fail (self != NULL && user != NULL);

  if (!self->online || !g_hash_table_add (self->asked, g_strdup (user)))
    return;
  g_queue_push_tail (&self->waiting, g_strdup (user));
  read_next (self);
}

ParlourProfileReader *
parlour_profile_reader_new (ParlourHttp *http, ParlourCopy *copy)
{
  g_return_val_if_fail (PARLOUR_IS_HTTP (http) && PARLOUR_IS_COPY (copy), NULL);

  ParlourProfileReader *self = g_new0 (ParlourProfileReader, 1);
  self->http = g_object_ref (http);
  self->copy = g_object_ref (copy);
  self->cancellable = g_cancellable_new ();
  self->asked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

void
parlour_profile_reader_free (ParlourProfileReader *self)
{
  forget (self);
  g_object_unref (self->cancellable);
  g_hash_table_unref (self->asked);
  g_object_unref (self->http);
  g_object_unref (self->copy);
  g_free (self);
}
