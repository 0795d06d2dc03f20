/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-watched"

#include "cli/watched.h"

#include "cli/await.h"
#include "cli/cli-error.h"
#include "core/fields.h"
#include "core/problem.h"

/* This file owns what `watch` has printed so far, from run to run. Main thread. */

#define EPOCH_KEY     "watch-epoch"
#define STREAM_PREFIX "watch:"

struct _ParlourCliWatched {
  ParlourCliSession *session; /* borrowed, as the copy: they live longer */
  ParlourCopy *copy;
  char *epoch;         /* nullable: whose numbers they are */
  GHashTable *printed; /* stream → gint64 *: in this run; it outweighs what is kept */
};

ParlourCliWatched *
parlour_cli_watched_new (ParlourCliSession *session, ParlourCliDevice *device)
{
  ParlourCliWatched *self = g_new0 (ParlourCliWatched, 1);

  self->session = session;
  self->copy = parlour_cli_device_get_copy (device);
  self->epoch = g_strdup (parlour_copy_get_meta (self->copy, EPOCH_KEY));
  self->printed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

void
parlour_cli_watched_free (ParlourCliWatched *self)
{
  g_hash_table_unref (self->printed);
  g_free (self->epoch);
  g_free (self);
}

/* A restored server counts anew: each epoch has numbers of its own. */
static char *
make_key (ParlourCliWatched *self, const char *stream)
{
  return g_strconcat (STREAM_PREFIX, self->epoch != NULL ? self->epoch : "", ":", stream, NULL);
}

/* -1 where nothing is known of @stream. */
static gint64
get (ParlourCliWatched *self, const char *stream)
{
  const gint64 *printed = g_hash_table_lookup (self->printed, stream);
  if (printed != NULL)
    return *printed;

  g_autofree char *key = make_key (self, stream);
  const char *text = parlour_copy_get_meta (self->copy, key);

  return text != NULL ? g_ascii_strtoll (text, NULL, 10) : -1;
}

static void
remember (ParlourCliWatched *self, const char *stream, gint64 seq)
{
  g_hash_table_insert (self->printed, g_strdup (stream), g_memdup2 (&seq, sizeof seq));
}

static void
keep (ParlourCliWatched *self, const char *stream, gint64 seq)
{
  g_autofree char *key = make_key (self, stream);
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, seq);

  parlour_copy_set_meta_async (self->copy, key, text, NULL, NULL);
}

gboolean
parlour_cli_watched_is_new (ParlourCliWatched *self, const ParlourEvent *event)
{
  return event->seq > get (self, event->stream);
}

void
parlour_cli_watched_printed (ParlourCliWatched *self, const ParlourEvent *event)
{
  remember (self, event->stream, event->seq);
  keep (self, event->stream, event->seq);
}

static ParlourCopyState *
get_state (ParlourCliWatched *self, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  parlour_copy_get_state_async (self->copy, NULL, parlour_cli_await_cb, &result);
  parlour_cli_await (&result);

  GError *local = NULL;
  ParlourCopyState *state = parlour_copy_get_state_finish (self->copy, result, &local);
  if (state == NULL)
    parlour_cli_error_take_local (error, local);
  return state;
}

static gboolean
has_begun (ParlourCliWatched *self, const ParlourCopyState *state)
{
  return state->epoch != NULL && g_strcmp0 (self->epoch, state->epoch) == 0;
}

/* A page of @stream's events, up to @last; what is not an event (a span's start) is left out. */
static gboolean
take_page (JsonObject *page, gint64 last, GPtrArray *events, gint64 *next, GError **error)
{
  ParlourFields in = PARLOUR_FIELDS (page);
  JsonArray *items = parlour_fields_array (&in, "items", PARLOUR_FIELD_REQUIRED);
  const char *go_on = parlour_fields_string (&in, "next", 0);

  if (!parlour_fields_end_lax (&in, error))
    return FALSE;
  *next = go_on != NULL ? g_ascii_strtoll (go_on, NULL, 10) : last;
  for (guint i = 0; i < json_array_get_length (items); i++) {
    JsonNode *node = json_array_get_element (items, i);
    JsonObject *item = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
    if (item == NULL || !json_object_has_member (item, "kind"))
      continue;

    g_autoptr (ParlourEvent) event = parlour_event_read (item, error);
    if (event == NULL)
      return FALSE;
    if (event->seq <= last)
      g_ptr_array_add (events, g_steal_pointer (&event));
  }
  return TRUE;
}

static gboolean
fetch (ParlourCliWatched *self,
       const char *stream,
       gint64 first,
       gint64 last,
       GPtrArray *events,
       GError **error)
{
  g_autofree char *escaped = g_uri_escape_string (stream, NULL, FALSE);
  gint64 after = first;

  while (after < last) {
    gint64 next = last;
    g_autoptr (GError) local = NULL;
    g_autoptr (JsonObject) page = parlour_cli_session_call (
        self->session, "GET", NULL, &local,
        "/events?stream=%s&after=%" G_GINT64_FORMAT "&limit=200", escaped, after);
    if (page == NULL) {
      /* One that is no longer ours, or was made anew, has nothing to catch up with. */
      if (local->domain == PARLOUR_PROBLEM &&
          (parlour_problem_get_status (local) == 404 || parlour_problem_get_status (local) == 410))
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
    if (!take_page (page, last, events, &next, error))
      return FALSE;
    if (next <= after)
      return TRUE;
    after = next;
  }
  return TRUE;
}

GPtrArray *
parlour_cli_watched_get_missed (ParlourCliWatched *self, GError **error)
{
  g_autoptr (GPtrArray) events =
      g_ptr_array_new_with_free_func ((GDestroyNotify)parlour_event_unref);
  g_autoptr (ParlourCopyState) state = get_state (self, error);
  GHashTableIter iter;
  gpointer stream, position;

  if (state == NULL)
    return NULL;
  if (!has_begun (self, state))
    return g_steal_pointer (&events);
  g_hash_table_iter_init (&iter, state->positions);
  while (g_hash_table_iter_next (&iter, &stream, &position)) {
    gint64 first = MAX (get (self, stream), 0);
    if (!fetch (self, stream, first, *(gint64 *)position, events, error))
      return NULL;
  }
  return g_steal_pointer (&events);
}

gboolean
parlour_cli_watched_begin (ParlourCliWatched *self, GError **error)
{
  g_autoptr (ParlourCopyState) state = get_state (self, error);
  GHashTableIter iter;
  gpointer stream, position;

  if (state == NULL)
    return FALSE;
  if (state->epoch == NULL || has_begun (self, state))
    return TRUE;
  if (self->epoch != NULL)
    g_hash_table_remove_all (self->printed);
  g_free (self->epoch);
  self->epoch = g_strdup (state->epoch);
  g_hash_table_iter_init (&iter, state->positions);
  while (g_hash_table_iter_next (&iter, &stream, &position)) {
    /* An event that has come since is in the position and still waits to be printed. */
    remember (self, stream, get (self, stream));
    keep (self, stream, *(gint64 *)position);
  }
  parlour_copy_set_meta_async (self->copy, EPOCH_KEY, state->epoch, NULL, NULL);
  return TRUE;
}
