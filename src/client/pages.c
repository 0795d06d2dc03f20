/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-pages"

#include "client/pages.h"

#include "core/fields.h"

/* This file owns the reading of lists that come in pages. Main thread. */

#define PAGE_ITEMS 200

typedef struct {
  char *path;
  char *cursor;
  guint most;
  ParlourPagesRead read;
  GPtrArray *values;
} Pages;

static void
pages_free (Pages *pages)
{
  g_free (pages->path);
  g_free (pages->cursor);
  g_clear_pointer (&pages->values, g_ptr_array_unref);
  g_free (pages);
}

static void
add_value (Pages *pages, JsonNode *node, ParlourFields *in)
{
  GError *error = NULL;
  gpointer value =
      JSON_NODE_HOLDS_OBJECT (node) ? pages->read (json_node_get_object (node), &error) : NULL;

  if (value != NULL)
    g_ptr_array_add (pages->values, value);
  else if (error != NULL)
    parlour_fields_fail (in, error);
}

/* Returns: (transfer full) (nullable): what to ask for next; %NULL at the end, or with @error. */
static char *
take_page (Pages *pages, JsonObject *page, GError **error)
{
  ParlourFields in = PARLOUR_FIELDS (page);
  JsonArray *items = parlour_fields_array (&in, "items", PARLOUR_FIELD_REQUIRED);
  const char *next = parlour_fields_string (&in, "next", 0);
  guint before = pages->values->len;

  for (guint i = 0; items != NULL && i < json_array_get_length (items); i++)
    add_value (pages, json_array_get_element (items, i), &in);
  if (!parlour_fields_end_lax (&in, error)) {
    parlour_http_distrust (error);
    return NULL;
  }
  if (pages->cursor == NULL || pages->values->len == before || pages->values->len >= pages->most)
    return NULL;
  return g_strdup (next);
}

static void ask (GTask *task, const char *next);

static void
page_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Pages *pages = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (JsonObject) page = parlour_http_call_finish (PARLOUR_HTTP (source), result, &error);
  g_autofree char *next = page != NULL ? take_page (pages, page, &error) : NULL;

  if (error != NULL)
    g_task_return_error (task, error);
  else if (next != NULL)
    ask (g_steal_pointer (&task), next);
  else
    g_task_return_pointer (task, g_steal_pointer (&pages->values),
                           (GDestroyNotify)g_ptr_array_unref);
}

/* Takes @task. */
static void
ask (GTask *task, const char *next)
{
  Pages *pages = g_task_get_task_data (task);
  g_autoptr (GString) path = g_string_new (pages->path);

  if (pages->cursor != NULL)
    g_string_append_printf (path, "%climit=%d", strchr (pages->path, '?') != NULL ? '&' : '?',
                            PAGE_ITEMS);
  if (next != NULL) {
    g_string_append_printf (path, "&%s=", pages->cursor);
    g_string_append_uri_escaped (path, next, NULL, FALSE);
  }
  parlour_http_call_async (g_task_get_source_object (task), "GET", path->str, NULL,
                           g_task_get_cancellable (task), page_cb, task);
}

void
parlour_pages_read_async (ParlourHttp *http,
                          const char *path,
                          const char *cursor,
                          guint most,
                          ParlourPagesRead read,
                          GDestroyNotify destroy,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_HTTP (http) && path != NULL && read != NULL);

  GTask *task = g_task_new (http, cancellable, callback, user_data);
  Pages *pages = g_new0 (Pages, 1);

  *pages = (Pages){g_strdup (path), g_strdup (cursor), most, read,
                   g_ptr_array_new_with_free_func (destroy)};
  g_task_set_source_tag (task, parlour_pages_read_async);
  g_task_set_task_data (task, pages, (GDestroyNotify)pages_free);
  ask (task, NULL);
}

GPtrArray *
parlour_pages_read_finish (ParlourHttp *http, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, http), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
