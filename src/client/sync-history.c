/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-sync-history"

#include "client/cache/copy-pending.h"
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

/* What an answer brought: messages, what shows between them, and the ends of both together. */
typedef struct {
  GPtrArray *messages;
  GPtrArray *lines; /* (element-type ParlourEvent) */
  gint64 lowest;    /* G_MAXINT64 where there is nothing */
  gint64 highest;   /* 0 where there is nothing */
  gboolean complete;
} Found;

static void
found_clear (Found *self)
{
  g_clear_pointer (&self->messages, g_ptr_array_unref);
  g_clear_pointer (&self->lines, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Found, found_clear)

/* Which numbers an answer covers whole. Numbers that are neither, or hidden, lie in between. */
static void
covered (const Fetch *fetch, const Found *found, gint64 *from, gint64 *to)
{
  switch (fetch->kind) {
  case PARLOUR_FETCH_BEFORE:
    *to = fetch->seq > 0 ? fetch->seq - 1 : found->highest;
    *from = found->complete ? 1 : MIN (found->lowest, *to + 1);
    break;
  case PARLOUR_FETCH_AFTER:
    *from = fetch->seq + 1;
    *to = MAX (found->highest, fetch->seq);
    break;
  case PARLOUR_FETCH_AROUND:
  default:
    *from = MIN (found->lowest, fetch->seq);
    *to = MAX (found->highest, fetch->seq);
  }
}

/* Takes the number of what was found, if it is what was asked for. */
static void
take_seq (const Fetch *fetch, Found *found, const char *conversation, gint64 seq, GError **error)
{
  gboolean asked = strcmp (conversation, fetch->conversation) == 0;

  if (fetch->kind == PARLOUR_FETCH_BEFORE)
    asked = asked && (fetch->seq == 0 || seq < fetch->seq);
  else if (fetch->kind == PARLOUR_FETCH_AFTER)
    asked = asked && seq > fetch->seq;
  found->lowest = MIN (found->lowest, seq);
  found->highest = MAX (found->highest, seq);
  if (!asked)
    parlour_problem_set (error, PARLOUR_PROBLEM_INVALID_FIELD, "It was not asked for.");
}

static void
add_message (const Fetch *fetch, JsonObject *object, Found *found, ParlourFields *in)
{
  GError *error = NULL;
  ParlourMessage *message = parlour_message_read (object, &error);

  if (message != NULL) {
    take_seq (fetch, found, message->conversation, message->seq, &error);
    g_ptr_array_add (found->messages, message);
  }
  if (error != NULL)
    parlour_fields_fail (in, error);
}

static void
add_line (const Fetch *fetch, JsonObject *object, Found *found, ParlourFields *in)
{
  GError *error = NULL;
  ParlourEvent *line = parlour_event_read (object, &error);

  if (line != NULL) {
    take_seq (fetch, found, line->stream, line->seq, &error);
    g_ptr_array_add (found->lines, line);
  }
  if (error == NULL && !parlour_event_is_line (line))
    parlour_problem_set (&error, PARLOUR_PROBLEM_INVALID_FIELD, "It does not show.");
  if (error != NULL)
    parlour_fields_fail (in, error);
}

static void
read_each (const Fetch *fetch,
           ParlourFields *in,
           JsonArray *array,
           void (*add) (const Fetch *, JsonObject *, Found *, ParlourFields *),
           Found *found)
{
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++) {
    JsonNode *node = json_array_get_element (array, i);
    GError *error = NULL;

    if (JSON_NODE_HOLDS_OBJECT (node)) {
      add (fetch, json_node_get_object (node), found, in);
      continue;
    }
    parlour_problem_set (&error, PARLOUR_PROBLEM_INVALID_FIELD, "It is no object.");
    parlour_fields_fail (in, error);
  }
}

/* Only the last page may be empty, so that an empty one is the last: each page brings us on. */
static gboolean
read_page (const Fetch *fetch, JsonObject *page, Found *found, GError **error)
{
  ParlourFields in = PARLOUR_FIELDS (page);
  JsonArray *items = parlour_fields_array (&in, "items", PARLOUR_FIELD_REQUIRED);
  JsonArray *lines = parlour_fields_array (&in, "lines", 0);
  const char *next = parlour_fields_string (&in, "next", 0);

  found->messages = g_ptr_array_new_with_free_func ((GDestroyNotify)parlour_message_unref);
  found->lines = g_ptr_array_new_with_free_func ((GDestroyNotify)parlour_event_unref);
  found->lowest = G_MAXINT64;
  read_each (fetch, &in, items, add_message, found);
  read_each (fetch, &in, lines, add_line, found);
  found->complete = next == NULL || found->highest == 0;
  return parlour_fields_end_lax (&in, error);
}

static void
stored_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (!parlour_copy_write_finish (PARLOUR_COPY (source), result, &error)) {
    g_task_return_error (task, error);
    return;
  }
  parlour_sync_name_strangers (((Fetch *)g_task_get_task_data (task))->self);
  g_task_return_boolean (task, TRUE);
}

static void
page_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Fetch *fetch = g_task_get_task_data (task);
  GError *error = NULL;
  g_auto (Found) found = {0};
  gint64 from, to;
  g_autoptr (JsonObject) page = parlour_http_call_finish (PARLOUR_HTTP (source), result, &error);

  if (page == NULL || !read_page (fetch, page, &found, &error)) {
    if (page != NULL)
      parlour_http_distrust (&error);
    g_task_return_error (task, error);
    return;
  }
  covered (fetch, &found, &from, &to);
  parlour_copy_store_page_async (fetch->self->copy, fetch->conversation, found.messages,
                                 found.lines, from, to, stored_cb, g_steal_pointer (&task));
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

  g_string_printf (path, "/conversations/%s/messages?lines=true&limit=%d", escaped, PAGE_MESSAGES);
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
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) missing =
      parlour_copy_get_places_finish (PARLOUR_COPY (source), result, &error);

  if (missing == NULL)
    g_debug ("What the copy lacks can't be told: %s", error->message);
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
