/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-picture-fetch"

#include "client/picture-fetch.h"

#include "client/picture.h"
#include "picture/maker.h"

/* This file owns how one picture comes: from the disk, or from a server that may be hostile. Main
 * thread, but for what reads, writes and waits. */

typedef struct {
  ParlourPictureFolder *folder;
  char *program;
  char *id;
  char *mark;
  GBytes *raw; /* as the server sent it */
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  parlour_picture_folder_unref (job->folder);
  g_free (job->program);
  g_free (job->id);
  g_free (job->mark);
  g_clear_pointer (&job->raw, g_bytes_unref);
  g_free (job);
}

static Job *
job_new (ParlourPictureFolder *folder, const char *program, const char *id, const char *mark)
{
  Job *job = g_new0 (Job, 1);

  *job = (Job){parlour_picture_folder_ref (folder), g_strdup (program), g_strdup (id),
               g_strdup (mark), NULL};
  return job;
}

static void
unref_bytes (gpointer bytes)
{
  if (bytes != NULL)
    g_bytes_unref (bytes);
}

static void
load_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;

  g_task_return_pointer (task, parlour_picture_folder_load (job->folder, job->id, job->mark),
                         unref_bytes);
}

void
parlour_picture_load_async (ParlourPictureFolder *folder,
                            const char *id,
                            const char *mark,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_return_if_fail (folder != NULL && id != NULL && mark != NULL);

  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, parlour_picture_load_async);
  g_task_set_task_data (task, job_new (folder, NULL, id, mark), job_free);
  g_task_run_in_thread (task, load_thread);
}

GBytes *
parlour_picture_load_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
make_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  GError *error = NULL;

  if (job->program == NULL)
    job->program = parlour_picture_find_program ();
  GBytes *png =
      parlour_picture_make (job->program, job->raw, PARLOUR_PICTURE_SIDE, cancellable, &error);

  if (png == NULL) {
    g_task_return_error (task, error);
    return;
  }
  parlour_picture_folder_save (job->folder, job->id, job->mark, png);
  g_task_return_pointer (task, png, unref_bytes);
}

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;

  job->raw = parlour_http_fetch_finish (PARLOUR_HTTP (source), result, &error);
  if (job->raw != NULL)
    g_task_run_in_thread (task, make_thread);
  else
    g_task_return_error (task, error);
}

void
parlour_picture_fetch_async (ParlourHttp *http,
                             const char *path,
                             ParlourPictureFolder *folder,
                             const char *program,
                             const char *id,
                             const char *mark,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_HTTP (http) && folder != NULL);
  g_return_if_fail (path != NULL && id != NULL && mark != NULL);

  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, parlour_picture_fetch_async);
  g_task_set_task_data (task, job_new (folder, program, id, mark), job_free);
  parlour_http_fetch_async (http, path, PARLOUR_PICTURE_BYTES_MAX, cancellable, fetched_cb, task);
}

GBytes *
parlour_picture_fetch_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
