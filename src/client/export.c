/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-export"

#include "client/export.h"

#include "client/account-private.h"
#include "client/export-text.h"
#include "client/person-name.h"
#include "core/fields.h"
#include "core/user.h"

#include <glib/gi18n.h>

/* This file owns the way of an export: a page from the server, then the names of its senders that
 * are not known yet, then the page into the file, and so on. Main thread. */

#define PAGE "200" /* as many as the server gives at once */

typedef struct {
  char *conversation; /* nullable: all */
  ParlourExportFormat format;
  ParlourExportProgress progress;
  gpointer progress_data;
  GFile *file;
  gboolean is_new;       /* there was no such file */
  GOutputStream *stream; /* NULL until it is open */
  GError *failure;
  GHashTable *names;   /* id → what to call them */
  GQueue unknown;      /* of ids: senders on the page */
  GPtrArray *messages; /* on the page */
  JsonObject *page;
  char *next; /* where the next page begins; NULL: there is none */
  gint64 last_at;
  guint n_messages;
  GString *text; /* to be written */
} Export;

static void
export_free (Export *export)
{
  g_free (export->conversation);
  g_clear_object (&export->file);
  g_clear_object (&export->stream);
  g_clear_error (&export->failure);
  g_hash_table_unref (export->names);
  g_queue_clear_full (&export->unknown, g_free);
  g_ptr_array_unref (export->messages);
  g_clear_pointer (&export->page, json_object_unref);
  g_free (export->next);
  g_string_free (export->text, TRUE);
  g_free (export);
}

static void ask_page (GTask *task);

/* --- where it fails -------------------------------------------------------------------------- */

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Export *export = g_task_get_task_data (task);

  g_file_delete_finish (G_FILE (source), result, NULL);
  g_task_return_error (task, g_steal_pointer (&export->failure));
}

static void
abandoned_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  Export *export = g_task_get_task_data (task);

  g_output_stream_close_finish (G_OUTPUT_STREAM (source), result, NULL);
  if (export->is_new) {
    g_file_delete_async (export->file, G_PRIORITY_DEFAULT, NULL, removed_cb, task);
    return;
  }
  g_task_return_error (task, g_steal_pointer (&export->failure));
  g_object_unref (task);
}

/* Takes both. A stream that is closed by a cancelled close leaves the file that was there. */
static void
fail (GTask *task, GError *error)
{
  Export *export = g_task_get_task_data (task);
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();

  if (export->stream == NULL) {
    g_task_return_error (task, error);
    g_object_unref (task);
    return;
  }
  export->failure = error;
  g_cancellable_cancel (cancelled);
  g_output_stream_close_async (export->stream, G_PRIORITY_DEFAULT, cancelled, abandoned_cb, task);
}

/* --- what the server says -------------------------------------------------------------------- */

/* The message in an item of a page; NULL for an item of another kind, or with @error. */
static ParlourMessage *
read_item (const Export *export, JsonObject *item, GError **error)
{
  ParlourFields in = PARLOUR_FIELDS (item);

  if (export->format != PARLOUR_EXPORT_JSON)
    return parlour_message_read (item, error);
  JsonObject *message = parlour_fields_object (&in, "message", 0);
  if (!parlour_fields_end_lax (&in, error) || message == NULL)
    return NULL;
  return parlour_message_read (message, error);
}

static void
note_sender (Export *export, const char *id)
{
  if (g_hash_table_contains (export->names, id))
    return;
  g_hash_table_insert (export->names, g_strdup (id), g_strdup (_ ("Somebody")));
  g_queue_push_tail (&export->unknown, g_strdup (id));
}

static gboolean
read_page (Export *export, GError **error)
{
  ParlourFields in = PARLOUR_FIELDS (export->page);
  JsonArray *items = parlour_fields_array (&in, "items", PARLOUR_FIELD_REQUIRED);
  GError *wrong = NULL;

  g_free (export->next);
  export->next = g_strdup (parlour_fields_string (&in, "next", 0));
  for (guint i = 0; items != NULL && wrong == NULL && i < json_array_get_length (items); i++) {
    JsonNode *node = json_array_get_element (items, i);
    ParlourMessage *message = JSON_NODE_HOLDS_OBJECT (node)
                                  ? read_item (export, json_node_get_object (node), &wrong)
                                  : NULL;
    if (message == NULL)
      continue;
    g_ptr_array_add (export->messages, message);
    note_sender (export, message->sender);
  }
  if (wrong != NULL)
    parlour_fields_fail (&in, wrong);
  return parlour_fields_end_lax (&in, error);
}

/* --- into the file --------------------------------------------------------------------------- */

static void
append_line (GString *text, JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), object);
  g_autofree char *line = json_to_string (node, FALSE);

  g_string_append_printf (text, "%s\n", line);
}

static void
render_messages (Export *export)
{
  for (guint i = 0; i < export->messages->len; i++) {
    const ParlourMessage *message = export->messages->pdata[i];
    gboolean day = !parlour_export_same_day (export->last_at, message->created_at);
    parlour_export_message (export->text, export->format, message,
                            g_hash_table_lookup (export->names, message->sender), day);
    export->last_at = message->created_at;
  }
}

static void
render_items (Export *export)
{
  JsonArray *items = json_object_get_array_member (export->page, "items");

  for (guint i = 0; i < json_array_get_length (items); i++) {
    JsonNode *node = json_array_get_element (items, i);
    if (JSON_NODE_HOLDS_OBJECT (node))
      append_line (export->text, json_node_get_object (node));
  }
}

static void
closed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (g_output_stream_close_finish (G_OUTPUT_STREAM (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    fail (g_steal_pointer (&task), error);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GCancellable *cancellable = g_task_get_cancellable (task);
  Export *export = g_task_get_task_data (task);
  GError *error = NULL;

  if (!g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, &error)) {
    fail (g_steal_pointer (&task), error);
    return;
  }
  if (export->progress != NULL)
    export->progress (export->n_messages, export->progress_data);
  if (export->next != NULL)
    ask_page (g_steal_pointer (&task));
  else
    g_output_stream_close_async (export->stream, G_PRIORITY_DEFAULT, cancellable, closed_cb,
                                 g_steal_pointer (&task));
}

/* Takes @task. */
static void
write_page (GTask *task)
{
  Export *export = g_task_get_task_data (task);

  if (export->format == PARLOUR_EXPORT_JSON)
    render_items (export);
  else
    render_messages (export);
  if (export->next == NULL)
    parlour_export_end (export->text, export->format);
  export->n_messages += export->messages->len;
  g_output_stream_write_all_async (export->stream, export->text->str, export->text->len,
                                   G_PRIORITY_DEFAULT, g_task_get_cancellable (task), written_cb,
                                   task);
}

/* --- the senders ----------------------------------------------------------------------------- */

static void ask_name (GTask *task);

/* Who is not to be found any more stays somebody. */
static void
name_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  Export *export = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) object = parlour_http_call_finish (PARLOUR_HTTP (source), result, &error);
  g_autoptr (ParlourUser) user = object != NULL ? parlour_user_read (object, NULL) : NULL;

  if (error != NULL && parlour_http_is_network_error (error)) {
    fail (task, g_steal_pointer (&error));
    return;
  }
  if (user != NULL) {
    g_hash_table_insert (export->names, g_strdup (user->id), g_strdup (parlour_person_name (user)));
    if (export->format == PARLOUR_EXPORT_JSON) {
      g_autoptr (JsonObject) line = json_object_new ();
      json_object_set_string_member (line, "kind", "person");
      json_object_set_object_member (line, "user", g_steal_pointer (&object));
      append_line (export->text, line);
    }
  }
  ask_name (task);
}

/* Takes @task. */
static void
ask_name (GTask *task)
{
  Export *export = g_task_get_task_data (task);
  ParlourAccount *self = g_task_get_source_object (task);
  g_autofree char *id = g_queue_pop_head (&export->unknown);

  if (id == NULL) {
    write_page (task);
    return;
  }
  g_autofree char *escaped = g_uri_escape_string (id, NULL, FALSE);
  g_autofree char *path = g_strconcat ("/users/", escaped, NULL);
  parlour_http_call_async (self->http, "GET", path, NULL, g_task_get_cancellable (task), name_cb,
                           task);
}

/* --- the pages ------------------------------------------------------------------------------- */

static void
page_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Export *export = g_task_get_task_data (task);
  GError *error = NULL;

  g_clear_pointer (&export->page, json_object_unref);
  g_ptr_array_set_size (export->messages, 0);
  export->page = parlour_http_call_finish (PARLOUR_HTTP (source), result, &error);
  if (export->page == NULL) {
    fail (g_steal_pointer (&task), error);
  } else if (!read_page (export, &error)) {
    parlour_http_distrust (&error);
    fail (g_steal_pointer (&task), error);
  } else {
    ask_name (g_steal_pointer (&task));
  }
}

static char *
page_path (const Export *export)
{
  g_autofree char *next = g_uri_escape_string (export->next, NULL, FALSE);

  if (export->conversation == NULL)
    return g_strconcat ("/export?limit=" PAGE, *next != '\0' ? "&cursor=" : "", next, NULL);
  return g_strconcat ("/conversations/", export->conversation,
                      "/messages?limit=" PAGE "&after=", *next != '\0' ? next : "0", NULL);
}

/* Takes @task. */
static void
ask_page (GTask *task)
{
  ParlourAccount *self = g_task_get_source_object (task);
  Export *export = g_task_get_task_data (task);
  g_autofree char *path = page_path (export);

  g_string_truncate (export->text, 0);
  parlour_http_call_async (self->http, "GET", path, NULL, g_task_get_cancellable (task), page_cb,
                           task);
}

static void
begun_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, &error))
    ask_page (g_steal_pointer (&task));
  else
    fail (g_steal_pointer (&task), error);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Export *export = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  ParlourAccount *self = g_task_get_source_object (task);
  GError *error = NULL;
  GFileOutputStream *stream = g_file_replace_finish (G_FILE (source), result, &error);

  if (stream == NULL) {
    g_task_return_error (task, error);
    return;
  }
  export->stream = G_OUTPUT_STREAM (stream);
  if (export->format == PARLOUR_EXPORT_JSON) {
    ask_page (g_steal_pointer (&task));
    return;
  }
  gpointer item = parlour_account_get_conversation (self, export->conversation);
  parlour_export_begin (export->text, export->format,
                        item != NULL ? parlour_conversation_item_get_title (item)
                                     : _ ("Conversation"),
                        parlour_account_get_place_name (self));
  g_output_stream_write_all_async (export->stream, export->text->str, export->text->len,
                                   G_PRIORITY_DEFAULT, cancellable, begun_cb,
                                   g_steal_pointer (&task));
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  Export *export = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInfo) info = g_file_query_info_finish (G_FILE (source), result, &error);

  export->is_new = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_file_replace_async (export->file, NULL, FALSE, G_FILE_CREATE_PRIVATE, G_PRIORITY_DEFAULT,
                        g_task_get_cancellable (task), opened_cb, task);
}

void
parlour_account_export_async (ParlourAccount *self,
                              const char *conversation,
                              ParlourExportFormat format,
                              GFile *file,
                              ParlourExportProgress progress,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNT (self) && G_IS_FILE (file));
  g_return_if_fail ((conversation == NULL) == (format == PARLOUR_EXPORT_JSON));

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Export *export = g_new0 (Export, 1);
  *export =
      (Export){.conversation = g_strdup (conversation),
               .format = format,
               .progress = progress,
               .progress_data = user_data,
               .file = g_object_ref (file),
               .names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free),
               .messages = g_ptr_array_new_with_free_func ((GDestroyNotify)parlour_message_unref),
               .next = g_strdup (""),
               .text = g_string_new (NULL)};
  g_task_set_source_tag (task, parlour_account_export_async);
  g_task_set_task_data (task, export, (GDestroyNotify)export_free);
  g_file_query_info_async (file, G_FILE_ATTRIBUTE_STANDARD_TYPE, G_FILE_QUERY_INFO_NONE,
                           G_PRIORITY_DEFAULT, cancellable, looked_cb, task);
}

gboolean
parlour_account_export_finish (ParlourAccount *self,
                               GAsyncResult *result,
                               guint *n_messages,
                               GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  const Export *export = g_task_get_task_data (G_TASK (result));
  if (n_messages != NULL)
    *n_messages = export->n_messages;
  return g_task_propagate_boolean (G_TASK (result), error);
}
