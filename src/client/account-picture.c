/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-account-picture"

#include "client/account-calls.h"
#include "client/account-private.h"
#include "client/picture-type.h"

#include <glib/gi18n.h>

/* This file owns how pictures of oneself and of groups get to the server: read from a file that was
 * chosen, sent as it is. What it becomes the server decides. Main thread; files are read elsewhere.
 */

#define OWN_PATH "/me/avatar"

typedef struct {
  char *path; /* where the server takes it */
  guint8 *data;
  gsize length;
} Picture;

static void
picture_free (gpointer data)
{
  Picture *picture = data;

  g_free (picture->path);
  g_free (picture->data);
  g_free (picture);
}

/* Takes @task. */
static void
send_picture (GTask *task)
{
  ParlourAccount *self = g_task_get_source_object (task);
  Picture *picture = g_task_get_task_data (task);
  const char *type = parlour_picture_type (picture->data, picture->length);

  if (picture->length > PARLOUR_ACCOUNT_PICTURE_BYTES_MAX) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE, "%s",
                             _ ("This picture is too large. Choose one of at most 5 MB."));
  } else if (type == NULL) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s",
                             _ ("This is no picture that can be used. Choose a PNG or JPEG."));
  } else {
    g_autoptr (GBytes) body = g_bytes_new_take (g_steal_pointer (&picture->data), picture->length);
    parlour_http_send_async (self->http, "PUT", picture->path, type, body,
                             g_task_get_cancellable (task), parlour_account_called_cb,
                             g_object_ref (task));
  }
  g_object_unref (task);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Picture *picture = g_task_get_task_data (task);
  GError *error = NULL;

  if (g_input_stream_read_all_finish (G_INPUT_STREAM (source), result, &picture->length, &error))
    send_picture (g_steal_pointer (&task));
  else
    g_task_return_error (task, error);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  Picture *picture = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GFileInputStream) stream = g_file_read_finish (G_FILE (source), result, &error);

  if (stream == NULL) {
    g_task_return_error (task, error);
    g_object_unref (task);
    return;
  }
  picture->data = g_malloc (PARLOUR_ACCOUNT_PICTURE_BYTES_MAX + 1);
  g_input_stream_read_all_async (G_INPUT_STREAM (stream), picture->data,
                                 PARLOUR_ACCOUNT_PICTURE_BYTES_MAX + 1, G_PRIORITY_DEFAULT,
                                 g_task_get_cancellable (task), read_cb, task);
}

static char *
group_path (const char *conversation)
{
  g_autofree char *escaped = g_uri_escape_string (conversation, NULL, FALSE);

  return g_strdup_printf ("/conversations/%s/avatar", escaped);
}

/* @path: (transfer full) */
static void
set_picture (ParlourAccount *self,
             char *path,
             GFile *file,
             GCancellable *cancellable,
             GAsyncReadyCallback callback,
             gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Picture *picture = g_new0 (Picture, 1);

  picture->path = path;
  g_task_set_source_tag (task, set_picture);
  g_task_set_task_data (task, picture, picture_free);
  g_file_read_async (file, G_PRIORITY_DEFAULT, cancellable, opened_cb, task);
}

void
parlour_account_set_picture_async (ParlourAccount *self,
                                   GFile *file,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNT (self) && G_IS_FILE (file));

  set_picture (self, g_strdup (OWN_PATH), file, cancellable, callback, user_data);
}

void
parlour_account_remove_picture_async (ParlourAccount *self,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNT (self));

  parlour_account_call_async (self, "DELETE", OWN_PATH, NULL, cancellable, callback, user_data);
}

void
parlour_account_set_group_picture_async (ParlourAccount *self,
                                         const char *conversation,
                                         GFile *file,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNT (self) && conversation != NULL && G_IS_FILE (file));

  set_picture (self, group_path (conversation), file, cancellable, callback, user_data);
}

void
parlour_account_remove_group_picture_async (ParlourAccount *self,
                                            const char *conversation,
                                            GCancellable *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNT (self) && conversation != NULL);

  g_autofree char *path = group_path (conversation);
  parlour_account_call_async (self, "DELETE", path, NULL, cancellable, callback, user_data);
}
