/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-call"

#include "server/call.h"

#include <sodium.h>
#include <string.h>

/* This file owns a request on its way through the server. One thread at a time. */

ParlourCall *
parlour_call_new (const ParlourRoute *route, ParlourCallDone done, gpointer data)
{
  ParlourCall *self = g_new0 (ParlourCall, 1);

  self->route = route;
  self->done = done;
  self->done_data = data;
  return self;
}

static void
wipe (char *secret)
{
  if (secret == NULL)
    return;
  sodium_memzero (secret, strlen (secret));
  g_free (secret);
}

void
parlour_call_free (ParlourCall *self)
{
  for (guint i = 0; i < PARLOUR_CALL_PARAMS_MAX; i++)
    g_free (self->params[i]);
  g_clear_pointer (&self->body, json_object_unref);
  g_clear_pointer (&self->query, g_hash_table_unref);
  g_clear_pointer (&self->kept, g_ptr_array_unref);
  g_clear_pointer (&self->opened, parlour_session_free);
  g_clear_pointer (&self->password_hash, wipe);
  g_clear_pointer (&self->token, wipe);
  g_clear_pointer (&self->raw, g_bytes_unref);
  g_clear_pointer (&self->picture, g_bytes_unref);
  g_clear_error (&self->error);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self->reply);
  g_free (self->origin);
  g_free (self);
}

static void
keep (ParlourCall *self, gpointer memory)
{
  if (self->kept == NULL)
    self->kept = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->kept, memory);
}

gpointer
parlour_call_alloc (ParlourCall *self, gsize size)
{
  gpointer memory = g_malloc0 (size);

  keep (self, memory);
  return memory;
}

const char *
parlour_call_keep (ParlourCall *self, char *text)
{
  if (text != NULL)
    keep (self, text);
  return text;
}

void
parlour_call_reply (ParlourCall *self, guint status, ParlourJsonWriter *writer)
{
  parlour_call_reset (self);
  self->status = status;
  self->reply = parlour_json_writer_finish (writer);
}

void
parlour_call_reply_bytes (ParlourCall *self, guint status, const char *type, GBytes *bytes)
{
  parlour_call_reset (self);
  self->status = status;
  self->type = type;
  self->bytes = g_bytes_ref (bytes);
}

void
parlour_call_reply_empty (ParlourCall *self)
{
  parlour_call_reset (self);
  self->status = 204;
}

void
parlour_call_reset (ParlourCall *self)
{
  self->status = 0;
  g_clear_pointer (&self->reply, g_free);
  g_clear_pointer (&self->bytes, g_bytes_unref);
}

void
parlour_call_finish (ParlourCall *self, GError *error)
{
  if (error != NULL) {
    parlour_call_reset (self);
    g_clear_error (&self->error);
    self->error = error;
  }
  self->done (self, self->done_data);
}
