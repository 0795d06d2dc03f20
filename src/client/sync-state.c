/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-sync-state"

#include "client/sync-private.h"
#include "client/frame.h"
#include "core/fields.h"
#include "core/problem.h"

#include <glib/gi18n.h>

/* This file owns what is read by HTTP to have a state that events can go on from: all conversations
 * for a new device, one conversation, a stream that was reset. Main thread. */

/* A list that does not end shall not fill the memory. */
#define CONVERSATIONS_MOST 100000
#define PAGES_MOST         1000

/* The list of conversations, page by page. */
typedef struct {
  ParlourSync *self;
  GCancellable *connection;
  GPtrArray *conversations;
  guint n_pages;
  gboolean archived; /* those come in a list of their own, second */
  gint64 inbox_top;  /* -1: as welcome told */
} Listing;

static void
listing_free (Listing *listing)
{
  g_object_unref (listing->self);
  g_object_unref (listing->connection);
  g_ptr_array_unref (listing->conversations);
  g_free (listing);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Listing, listing_free)

gboolean
parlour_sync_is_gone (const GError *error)
{
  guint status = error->domain == PARLOUR_PROBLEM ? parlour_problem_get_status (error) : 0;

  return status == 403 || status == 404 || status == 410;
}

/* Where the inbox stood before the conversations were listed. */
static gint64
inbox_top (const Listing *listing)
{
  const gint64 *top = g_hash_table_lookup (listing->self->tops, PARLOUR_INBOX_STREAM);

  if (listing->inbox_top >= 0)
    return listing->inbox_top;
  return top != NULL ? *top : 0;
}

/* What the copy has no position of is stored by now: its tops hold from here. */
static void
take_tops (ParlourSync *self)
{
  GHashTableIter iter;
  gpointer stream, top;

  g_hash_table_iter_init (&iter, self->tops);
  while (g_hash_table_iter_next (&iter, &stream, &top))
    if (!g_hash_table_contains (self->positions, stream))
      parlour_sync_set_position (self, stream, *(gint64 *)top);
}

static void
placed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Listing) listing = data;
  g_autoptr (GError) error = NULL;
  ParlourSync *self = listing->self;
  gboolean placed = parlour_copy_write_finish (PARLOUR_COPY (source), result, &error);

  if (listing->connection != self->cancellable)
    return;
  if (!placed) {
    parlour_sync_fail (self, error);
    return;
  }
  parlour_sync_set_position (self, PARLOUR_INBOX_STREAM, inbox_top (listing));
  if (listing->inbox_top >= 0)
    parlour_sync_follow (self, PARLOUR_INBOX_STREAM, listing->inbox_top);
  take_tops (self);
  self->ready = TRUE;
  parlour_sync_set_online (self);
  parlour_sync_release (self, PARLOUR_INBOX_STREAM, TRUE);
  parlour_sync_read_stars (self);
  parlour_sync_read_blocks (self);
  parlour_sync_fill (self);
}

/* The inbox gets its position last: until it has one, the next start lists anew. */
static void
stored_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Listing) listing = data;
  g_autoptr (GError) error = NULL;
  ParlourSync *self = listing->self;
  gboolean stored = parlour_copy_write_finish (PARLOUR_COPY (source), result, &error);

  if (listing->connection != self->cancellable)
    return;
  if (!stored) {
    parlour_sync_fail (self, error);
    return;
  }
  gint64 top = inbox_top (listing);
  parlour_copy_set_position_async (self->copy, PARLOUR_INBOX_STREAM, top, placed_cb,
                                   g_steal_pointer (&listing));
}

static void
store_listing (Listing *listing)
{
  ParlourSync *self = listing->self;
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  for (guint i = 0; i < listing->conversations->len; i++) {
    ParlourConversation *conversation = g_ptr_array_index (listing->conversations, i);
    g_ptr_array_add (ids, (gpointer)conversation->id);
  }
  g_ptr_array_add (ids, NULL);
  parlour_copy_keep_conversations_async (self->copy, (const char *const *)ids->pdata, NULL, NULL);
  parlour_copy_store_conversations_async (self->copy, listing->conversations, self->tops, stored_cb,
                                          listing);
}

/* Returns: the cursor of the next page, or NULL at the end; FALSE by @error. */
static char *
read_listing_page (JsonObject *page, GPtrArray *conversations, GError **error)
{
  ParlourFields in = PARLOUR_FIELDS (page);
  JsonArray *items = parlour_fields_array (&in, "items", PARLOUR_FIELD_REQUIRED);
  const char *next = parlour_fields_string (&in, "next", 0);

  for (guint i = 0; items != NULL && i < json_array_get_length (items); i++) {
    JsonNode *node = json_array_get_element (items, i);
    GError *local = NULL;
    ParlourConversation *conversation =
        JSON_NODE_HOLDS_OBJECT (node)
            ? parlour_conversation_read (json_node_get_object (node), &local)
            : NULL;
    if (conversation != NULL)
      g_ptr_array_add (conversations, conversation);
    else if (local != NULL)
      parlour_fields_fail (&in, local);
  }
  return parlour_fields_end_lax (&in, error) ? g_strdup (next) : NULL;
}

static void ask_listing_page (Listing *listing, const char *cursor);

static void
listing_page_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Listing) listing = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) page = parlour_http_call_finish (PARLOUR_HTTP (source), result, &error);
  guint before = listing->conversations->len;
  g_autofree char *next =
      page != NULL ? read_listing_page (page, listing->conversations, &error) : NULL;

  if (listing->connection != listing->self->cancellable)
    return;
  if (error != NULL) {
    if (page != NULL)
      parlour_http_distrust (&error);
    parlour_sync_fail (listing->self, error);
  } else if (listing->conversations->len > CONVERSATIONS_MOST || ++listing->n_pages > PAGES_MOST) {
    parlour_sync_fail_for (listing->self, _ ("The server’s answer is too large."));
  } else if (next != NULL && listing->conversations->len > before) {
    ask_listing_page (g_steal_pointer (&listing), next);
  } else if (!listing->archived) {
    listing->archived = TRUE;
    ask_listing_page (g_steal_pointer (&listing), NULL);
  } else {
    store_listing (g_steal_pointer (&listing));
  }
}

/* Takes @listing. */
static void
ask_listing_page (Listing *listing, const char *cursor)
{
  g_autoptr (GString) path = g_string_new ("/conversations?limit=200");

  if (listing->archived)
    g_string_append (path, "&archived=true");
  if (cursor != NULL) {
    g_string_append (path, "&cursor=");
    g_string_append_uri_escaped (path, cursor, NULL, FALSE);
  }
  parlour_http_call_async (listing->self->http, "GET", path->str, NULL, listing->connection,
                           listing_page_cb, listing);
}

static void
list_conversations (ParlourSync *self, gint64 inbox_top)
{
  Listing *listing = g_new0 (Listing, 1);

  listing->self = g_object_ref (self);
  listing->connection = g_object_ref (self->cancellable);
  listing->inbox_top = inbox_top;
  listing->conversations =
      g_ptr_array_new_with_free_func ((GDestroyNotify)parlour_conversation_unref);
  ask_listing_page (listing, NULL);
}

void
parlour_sync_load_state (ParlourSync *self)
{
  parlour_sync_hold (self, PARLOUR_INBOX_STREAM);
  parlour_copy_reset_stream_async (self->copy, PARLOUR_INBOX_STREAM, NULL, NULL);
  list_conversations (self, -1);
}

/* --- one conversation ------------------------------------------------------------------------ */

static void
conversation_stored_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (parlour_copy_write_finish (PARLOUR_COPY (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
conversation_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  ParlourSync *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (JsonObject) object = parlour_http_call_finish (PARLOUR_HTTP (source), result, &error);
  g_autoptr (ParlourConversation) conversation =
      object != NULL ? parlour_conversation_read (object, &error) : NULL;

  if (conversation != NULL && strcmp (conversation->id, g_task_get_task_data (task)) != 0)
    parlour_problem_set (&error, PARLOUR_PROBLEM_INVALID_FIELD, "It is another conversation.");
  if (error != NULL) {
    if (object != NULL)
      parlour_http_distrust (&error);
    g_task_return_error (task, error);
    return;
  }

  g_autoptr (GPtrArray) one = g_ptr_array_new ();
  g_ptr_array_add (one, conversation);
  parlour_copy_store_conversations_async (self->copy, one, NULL, conversation_stored_cb,
                                          g_steal_pointer (&task));
}

static void
fetch_begun_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  ParlourSync *self = g_task_get_source_object (task);
  g_autofree char *escaped = g_uri_escape_string (g_task_get_task_data (task), NULL, FALSE);
  g_autofree char *path = g_strconcat ("/conversations/", escaped, NULL);
  GError *error = NULL;

  if (!parlour_copy_write_finish (PARLOUR_COPY (source), result, &error)) {
    g_task_return_error (task, error);
    return;
  }
  if (g_task_return_error_if_cancelled (task))
    return;
  GCancellable *connection = g_task_get_cancellable (task);
  parlour_http_call_async (self->http, "GET", path, NULL, connection, conversation_cb,
                           g_steal_pointer (&task));
}

void
parlour_sync_fetch_conversation_async (ParlourSync *self,
                                       const char *conversation,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_SYNC (self) && conversation != NULL);

  GTask *task = g_task_new (self, self->cancellable, callback, user_data);
  g_task_set_source_tag (task, parlour_sync_fetch_conversation_async);
  g_task_set_task_data (task, g_strdup (conversation), g_free);
  parlour_copy_begin_fetch_async (self->copy, conversation, fetch_begun_cb, task);
}

gboolean
parlour_sync_fetch_conversation_finish (ParlourSync *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* --- a stream without a position -------------------------------------------------------------- */

/* First where the stream stands, then its state: what is read afterwards is never older. */
typedef struct {
  ParlourSync *self;
  GCancellable *connection;
  char *stream;
  gint64 top;
} Reread;

static void
reread_free (Reread *reread)
{
  g_object_unref (reread->self);
  g_object_unref (reread->connection);
  g_free (reread->stream);
  g_free (reread);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reread, reread_free)

/* What is not there for us any more is let go; for anything else a new connection begins anew. */
static void
reread_failed (Reread *reread, const GError *error)
{
  if (parlour_sync_is_gone (error))
    parlour_sync_release (reread->self, reread->stream, FALSE);
  else
    parlour_sync_fail (reread->self, error);
}

static void
reread_conversation_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Reread) reread = data;
  g_autoptr (GError) error = NULL;
  ParlourSync *self = reread->self;
  gboolean known = parlour_sync_fetch_conversation_finish (self, result, &error);

  if (reread->connection != self->cancellable)
    return;
  if (!known) {
    reread_failed (reread, error);
    return;
  }
  parlour_copy_set_position_async (self->copy, reread->stream, reread->top, NULL, NULL);
  parlour_sync_set_position (self, reread->stream, reread->top);
  parlour_sync_follow (self, reread->stream, reread->top);
  parlour_sync_release (self, reread->stream, TRUE);
  parlour_sync_fill (self);
}

static gint64
read_top (JsonObject *page, GError **error)
{
  ParlourFields in = PARLOUR_FIELDS (page);
  gint64 top = parlour_fields_int (&in, "top", PARLOUR_FIELD_REQUIRED, 0, G_MAXUINT32, 0);

  return parlour_fields_end_lax (&in, error) ? top : 0;
}

static void
reread_top_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Reread) reread = data;
  g_autoptr (GError) error = NULL;
  ParlourSync *self = reread->self;
  g_autoptr (JsonObject) page = parlour_http_call_finish (PARLOUR_HTTP (source), result, &error);

  if (reread->connection != self->cancellable)
    return;
  if (page != NULL) {
    reread->top = read_top (page, &error);
    parlour_http_distrust (&error);
  }
  if (error != NULL) {
    reread_failed (reread, error);
    return;
  }
  if (strcmp (reread->stream, PARLOUR_INBOX_STREAM) == 0) {
    list_conversations (self, reread->top);
    return;
  }
  const char *stream = reread->stream;
  parlour_sync_fetch_conversation_async (self, stream, reread_conversation_cb,
                                         g_steal_pointer (&reread));
}

void
parlour_sync_reread_stream (ParlourSync *self, const char *stream)
{
  if (!g_hash_table_add (self->rereading, g_strdup (stream)))
    return;

  Reread *reread = g_new0 (Reread, 1);
  g_autofree char *escaped = g_uri_escape_string (stream, NULL, FALSE);
  g_autofree char *path = g_strdup_printf ("/events?stream=%s&limit=1", escaped);

  reread->self = g_object_ref (self);
  reread->connection = g_object_ref (self->cancellable);
  reread->stream = g_strdup (stream);
  parlour_sync_forget_stream (self, stream);
  parlour_sync_hold (self, stream);
  parlour_copy_reset_stream_async (self->copy, stream, NULL, NULL);
  parlour_http_call_async (self->http, "GET", path, NULL, self->cancellable, reread_top_cb, reread);
}

void
parlour_sync_hear_reset (ParlourSync *self, JsonObject *frame)
{
  const char *stream = parlour_frame_get_string (frame, "stream");

  if (stream != NULL && self->welcomed)
    parlour_sync_reread_stream (self, stream);
}
