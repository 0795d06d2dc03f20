/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-sync-history"

#include "client/sync-private.h"
#include "core/fields.h"
#include "core/problem.h"

/* This file owns how older messages get into the copy: where a window scrolls, and behind, newest
 * first, until all is there. Main thread. */

#define PAGE_MESSAGES      100
#define FILL_AGAIN_SECONDS 30

typedef struct {
  ParlourSync *self;
  char *conversation;
  ParlourFetchKind kind;
  gint64 seq;
} Fetch;

static void
fetch_free (Fetch *fetch)
{
  g_object_unref (fetch->self);
  g_free (fetch->conversation);
  g_free (fetch);
}

static gint64
lowest (GPtrArray *messages, gint64 fallback)
{
  for (guint i = 0; i < messages->len; i++)
    fallback = MIN (fallback, ((ParlourMessage *)g_ptr_array_index (messages, i))->seq);
  return fallback;
}

static gint64
highest (GPtrArray *messages, gint64 fallback)
{
  for (guint i = 0; i < messages->len; i++)
    fallback = MAX (fallback, ((ParlourMessage *)g_ptr_array_index (messages, i))->seq);
  return fallback;
}

/* Which numbers an answer covers whole. Numbers that are no messages, or hidden ones, lie in
 * between. */
static void
covered (const Fetch *fetch, GPtrArray *messages, gboolean complete, gint64 *from, gint64 *to)
{
  switch (fetch->kind) {
  case PARLOUR_FETCH_BEFORE:
    *to = fetch->seq > 0 ? fetch->seq - 1 : highest (messages, 0);
    *from = complete ? 1 : lowest (messages, *to + 1);
    break;
  case PARLOUR_FETCH_AFTER:
    *from = fetch->seq + 1;
    *to = highest (messages, fetch->seq);
    break;
  case PARLOUR_FETCH_AROUND:
  default:
    *from = lowest (messages, fetch->seq);
    *to = highest (messages, fetch->seq);
  }
}

static gboolean
was_asked_for (const Fetch *fetch, const ParlourMessage *message)
{
  if (strcmp (message->conversation, fetch->conversation) != 0)
    return FALSE;
  if (fetch->kind == PARLOUR_FETCH_BEFORE)
    return fetch->seq == 0 || message->seq < fetch->seq;
  return fetch->kind != PARLOUR_FETCH_AFTER || message->seq > fetch->seq;
}

static void
add_message (const Fetch *fetch, JsonNode *node, GPtrArray *messages, ParlourFields *in)
{
  GError *error = NULL;
  ParlourMessage *message = JSON_NODE_HOLDS_OBJECT (node)
                                ? parlour_message_read (json_node_get_object (node), &error)
                                : NULL;

  if (message != NULL && !was_asked_for (fetch, message))
    parlour_problem_set (&error, PARLOUR_PROBLEM_INVALID_FIELD, "It was not asked for.");
  if (error != NULL)
    parlour_fields_fail (in, error);
  if (message != NULL)
    g_ptr_array_add (messages, message);
}

/* Only the last page may be empty, so that an empty one is the last: each page brings us on. */
static GPtrArray *
read_messages (const Fetch *fetch, JsonObject *page, gboolean *complete, GError **error)
{
  g_autoptr (GPtrArray) messages =
      g_ptr_array_new_with_free_func ((GDestroyNotify)parlour_message_unref);
  ParlourFields in = PARLOUR_FIELDS (page);
  JsonArray *items = parlour_fields_array (&in, "items", PARLOUR_FIELD_REQUIRED);
  const char *next = parlour_fields_string (&in, "next", 0);

  for (guint i = 0; items != NULL && i < json_array_get_length (items); i++)
    add_message (fetch, json_array_get_element (items, i), messages, &in);
  *complete = next == NULL || messages->len == 0;
  return parlour_fields_end_lax (&in, error) ? g_steal_pointer (&messages) : NULL;
}

static void
stored_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (parlour_copy_write_finish (PARLOUR_COPY (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
page_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Fetch *fetch = g_task_get_task_data (task);
  GError *error = NULL;
  gboolean complete = FALSE;
  gint64 from, to;
  g_autoptr (JsonObject) page = parlour_http_call_finish (PARLOUR_HTTP (source), result, &error);
  g_autoptr (GPtrArray) messages =
      page != NULL ? read_messages (fetch, page, &complete, &error) : NULL;

  if (messages == NULL) {
    if (page != NULL)
      parlour_http_distrust (&error);
    g_task_return_error (task, error);
    return;
  }
  covered (fetch, messages, complete, &from, &to);
  parlour_copy_store_page_async (fetch->self->copy, fetch->conversation, messages, from, to,
                                 stored_cb, g_steal_pointer (&task));
}

/* Takes @task, which returns TRUE once the page is stored. */
static void
fetch_page (
    ParlourSync *self, const char *conversation, ParlourFetchKind kind, gint64 seq, GTask *task)
{
  static const char *const names[] = {"before", "after", "around"};
  Fetch *fetch = g_new0 (Fetch, 1);
  g_autofree char *escaped = g_uri_escape_string (conversation, NULL, FALSE);
  g_autoptr (GString) path = g_string_new (NULL);

  g_string_printf (path, "/conversations/%s/messages?limit=%d", escaped, PAGE_MESSAGES);
  if (kind != PARLOUR_FETCH_BEFORE || seq > 0)
    g_string_append_printf (path, "&%s=%" G_GINT64_FORMAT, names[kind], seq);
  fetch->self = g_object_ref (self);
  fetch->conversation = g_strdup (conversation);
  fetch->kind = kind;
  fetch->seq = seq;
  g_task_set_task_data (task, fetch, (GDestroyNotify)fetch_free);
  parlour_http_call_async (self->http, "GET", path->str, NULL, self->cancellable, page_cb, task);
}

static void
fetcher (ParlourCopy *copy,
         const char *conversation,
         ParlourFetchKind kind,
         gint64 seq,
         GTask *task,
         gpointer user_data)
{
  ParlourSync *self = PARLOUR_SYNC (user_data);

  if (self->state == PARLOUR_ACCOUNT_ONLINE) {
    fetch_page (self, conversation, kind, seq, task);
    return;
  }
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_CONNECTED, "not connected");
  g_object_unref (task);
}

void
parlour_sync_install_fetcher (ParlourSync *self)
{
  parlour_copy_set_fetcher (self->copy, fetcher, self);
}

/* --- behind ----------------------------------------------------------------------------------- */

static void
fill_again_cb (gpointer data)
{
  ParlourSync *self = PARLOUR_SYNC (data);

  self->fill_again = 0;
  parlour_sync_fill (self);
}

static void
filled_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  ParlourSync *self = PARLOUR_SYNC (source);
  g_autoptr (GCancellable) connection = data;
  g_autoptr (GError) error = NULL;
  gboolean filled = g_task_propagate_boolean (G_TASK (result), &error);

  if (connection != self->cancellable)
    return;
  self->filling = FALSE;
  if (filled) {
    parlour_sync_fill (self);
    return;
  }
  g_debug ("filling in behind is put off: %s", error->message);
  g_clear_handle_id (&self->fill_again, g_source_remove);
  self->fill_again = g_timeout_add_once (FILL_AGAIN_SECONDS * 1000, fill_again_cb, self);
}

typedef struct {
  ParlourSync *self;
  GCancellable *connection;
} Filling;

static void
filling_free (Filling *filling)
{
  g_object_unref (filling->self);
  g_object_unref (filling->connection);
  g_free (filling);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Filling, filling_free)

static void
missing_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Filling) filling = data;
  ParlourSync *self = filling->self;
  g_autoptr (GPtrArray) missing =
      parlour_copy_get_places_finish (PARLOUR_COPY (source), result, NULL);

  if (filling->connection != self->cancellable)
    return;
  if (missing == NULL || missing->len == 0 || self->state != PARLOUR_ACCOUNT_ONLINE) {
    self->filling = FALSE;
    if (self->fill_more)
      parlour_sync_fill (self);
    return;
  }

  const ParlourCopyPlace *place = g_ptr_array_index (missing, 0);
  GTask *task = g_task_new (self, NULL, filled_cb, g_object_ref (filling->connection));
  fetch_page (self, place->conversation, PARLOUR_FETCH_BEFORE, place->to + 1, task);
}

void
parlour_sync_fill (ParlourSync *self)
{
  self->fill_more = self->filling;
  if (self->filling || self->cancellable == NULL)
    return;

  Filling *filling = g_new0 (Filling, 1);
  filling->self = g_object_ref (self);
  filling->connection = g_object_ref (self->cancellable);
  self->filling = TRUE;
  parlour_copy_get_missing_async (self->copy, self->cancellable, missing_cb, filling);
}
