/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-picture-workers"

#include "server/picture-workers.h"

#include "picture/maker.h"
#include "server/routes.h"

/* This file owns how the server has pictures made small, on threads of its own. */

#define THREADS   2
#define QUEUE_MAX 16

struct _ParlourPictureWorkers {
  char *program;
  GThreadPool *pool;
  GCancellable *cancellable;
  ParlourStageDone done;
  gpointer data;
};

static void
refuse (const GError *cause, GError **error)
{
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_NO_SPACE)) {
    parlour_problem_set (error, PARLOUR_PROBLEM_INVALID_PICTURE,
                         "This picture has too many pixels.");
  } else if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_INVALID_DATA)) {
    parlour_problem_set (error, PARLOUR_PROBLEM_INVALID_PICTURE,
                         "This is no picture that the server can read.");
  } else {
    g_warning ("A picture can't be made small: %s", cause->message);
    parlour_problem_set (error, PARLOUR_PROBLEM_UNAVAILABLE, "The server can't do this now.");
    parlour_problem_set_retry_after (*error, 10);
  }
}

static void
picture_cb (gpointer data, gpointer user_data)
{
  ParlourCall *call = data;
  ParlourPictureWorkers *self = user_data;
  g_autoptr (GError) cause = NULL;
  GError *error = NULL;

  g_clear_pointer (&call->picture, g_bytes_unref);
  call->picture = parlour_picture_make (self->program, call->raw, call->route->picture,
                                        self->cancellable, &cause);
  if (call->picture == NULL)
    refuse (cause, &error);
  self->done (call, error, self->data);
}

ParlourPictureWorkers *
parlour_picture_workers_new (const char *program, ParlourStageDone done, gpointer data)
{
  ParlourPictureWorkers *self = g_new0 (ParlourPictureWorkers, 1);

  self->program = program != NULL ? g_strdup (program) : parlour_picture_find_program ();
  self->cancellable = g_cancellable_new ();
  self->done = done;
  self->data = data;
  self->pool = g_thread_pool_new (picture_cb, self, THREADS, FALSE, NULL);
  return self;
}

void
parlour_picture_workers_push (ParlourPictureWorkers *self, ParlourCall *call)
{
  GError *error = NULL;

  if (g_thread_pool_unprocessed (self->pool) < QUEUE_MAX) {
    g_thread_pool_push (self->pool, call, NULL);
    return;
  }
  parlour_problem_set (&error, PARLOUR_PROBLEM_UNAVAILABLE,
                       "Too many pictures come at this moment.");
  parlour_problem_set_retry_after (error, 5);
  self->done (call, error, self->data);
}

void
parlour_picture_workers_stop (ParlourPictureWorkers *self)
{
  g_cancellable_cancel (self->cancellable);
  g_thread_pool_free (self->pool, FALSE, TRUE);
  g_object_unref (self->cancellable);
  g_free (self->program);
  g_free (self);
}
