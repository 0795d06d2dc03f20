/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-sync-boxes"

#include "client/sync-private.h"
#include "core/fields.h"

/* This file owns asking the server for pages of Received and Sent while the copy does not hold all.
 * Main thread. */

#define PAGE_MESSAGES 50

typedef struct {
  ParlourSync *self;
  gboolean owed;        /* that is asked for */
  ParlourBoxTold *told; /* once the page is there */
} Asking;

static void
asking_free (Asking *asking)
{
  g_object_unref (asking->self);
  g_clear_pointer (&asking->told, parlour_box_told_free);
  g_free (asking);
}

static void
add_message (JsonNode *node, GPtrArray *messages, ParlourFields *in)
{
  GError *error = NULL;
  ParlourMessage *message = JSON_NODE_HOLDS_OBJECT (node)
                                ? parlour_message_read (json_node_get_object (node), &error)
                                : NULL;

  if (error != NULL)
    parlour_fields_fail (in, error);
  if (message != NULL)
    g_ptr_array_add (messages, message);
}

/* They come newest first; where there are none, it is not known how far that reaches. */
static ParlourBoxTold *
measure (GPtrArray *messages, const char *next)
{
  gint64 down_to = G_MAXINT64;

  for (guint i = 0; i < messages->len; i++)
    down_to = MIN (down_to, ((ParlourMessage *)g_ptr_array_index (messages, i))->created_at);
  return parlour_box_told_new (down_to, next);
}

static GPtrArray *
read_page (Asking *asking, JsonObject *page, GError **error)
{
  g_autoptr (GPtrArray) messages =
      g_ptr_array_new_with_free_func ((GDestroyNotify)parlour_message_unref);
  ParlourFields in = PARLOUR_FIELDS (page);
  JsonArray *items = parlour_fields_array (&in, "items", PARLOUR_FIELD_REQUIRED);
  const char *next = parlour_fields_string (&in, "next", 0);

  for (guint i = 0; items != NULL && i < json_array_get_length (items); i++)
    add_message (json_array_get_element (items, i), messages, &in);
  if (!parlour_fields_end_lax (&in, error))
    return NULL;
  asking->told = measure (messages, next);
  return g_steal_pointer (&messages);
}

static void
stored_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Asking *asking = g_task_get_task_data (task);
  GError *error = NULL;

  if (parlour_copy_write_finish (PARLOUR_COPY (source), result, &error))
    g_task_return_pointer (task, g_steal_pointer (&asking->told),
                           (GDestroyNotify)parlour_box_told_free);
  else
    g_task_return_error (task, error);
}

static void
page_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Asking *asking = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (JsonObject) page = parlour_http_call_finish (PARLOUR_HTTP (source), result, &error);
  g_autoptr (GPtrArray) messages = page != NULL ? read_page (asking, page, &error) : NULL;

  if (messages == NULL) {
    if (page != NULL)
      parlour_http_distrust (&error);
    g_task_return_error (task, error);
    return;
  }
  parlour_copy_store_box_async (asking->self->copy, messages, asking->owed, stored_cb,
                                g_steal_pointer (&task));
}

static char *
make_path (const ParlourBoxQuestion *question)
{
  static const char *const filters[] = {
      [PARLOUR_BOX_FILTER_NONE] = "",
      [PARLOUR_BOX_FILTER_TITLED] = "&titled=true",
      [PARLOUR_BOX_FILTER_OWED] = "&owed=true",
  };
  g_autofree char *before =
      question->before != NULL ? g_uri_escape_string (question->before, NULL, FALSE) : NULL;

  return g_strdup_printf ("/messages?box=%s%s&limit=%d%s%s", question->mine ? "sent" : "received",
                          filters[question->filter], PAGE_MESSAGES,
                          before != NULL ? "&before=" : "", before != NULL ? before : "");
}

static void
box_fetcher (ParlourCopy *copy, const ParlourBoxQuestion *question, GTask *task, gpointer user_data)
{
  ParlourSync *self = PARLOUR_SYNC (user_data);

  if (self->state != PARLOUR_ACCOUNT_ONLINE) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_CONNECTED, "not connected");
    g_object_unref (task);
    return;
  }

  Asking *asking = g_new0 (Asking, 1);
  g_autofree char *path = make_path (question);
  *asking = (Asking){g_object_ref (self), question->filter == PARLOUR_BOX_FILTER_OWED, NULL};
  g_task_set_task_data (task, asking, (GDestroyNotify)asking_free);
  parlour_http_call_async (self->http, "GET", path, NULL, self->cancellable, page_cb, task);
}

void
parlour_sync_install_box_fetcher (ParlourSync *self)
{
  parlour_copy_set_box_fetcher (self->copy, box_fetcher, self);
}
