/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-picture-folder"

#include "client/picture-folder.h"

#include "picture/maker.h"

#include <glib/gstdio.h>
#include <sys/stat.h>
#include <utime.h>

/* This file owns small pictures on the disk. A file's time is when it was looked at last. */

#define PREFIX "picture-"

struct _ParlourPictureFolder {
  gatomicrefcount refs;
  char *path;
  guint most;
  GMutex lock; /* of what follows, and of writing */
  gboolean closed;
};

/* A digest, for what a server sends must not choose a file. */
static char *
path_of (ParlourPictureFolder *self, const char *id, const char *mark)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);

  g_checksum_update (sum, (const guchar *)id, (gssize)strlen (id) + 1);
  g_checksum_update (sum, (const guchar *)mark, -1);
  g_autofree char *name = g_strconcat (PREFIX, g_checksum_get_string (sum), ".png", NULL);
  return g_build_filename (self->path, name, NULL);
}

GBytes *
parlour_picture_folder_load (ParlourPictureFolder *self, const char *id, const char *mark)
{
  g_return_val_if_fail (self != NULL && id != NULL && mark != NULL, NULL);

  g_autofree char *path = path_of (self, id, mark);
  char *data = NULL;
  gsize length = 0;

  if (!g_file_get_contents (path, &data, &length, NULL))
    return NULL;
  g_utime (path, NULL);
  g_autoptr (GBytes) png = g_bytes_new_take (data, length);
  return length > 0 && length <= PARLOUR_PICTURE_BYTES_MAX ? g_steal_pointer (&png) : NULL;
}

typedef struct {
  char *path;
  gint64 time;
} Kept;

static void
kept_free (gpointer data)
{
  Kept *kept = data;

  g_free (kept->path);
  g_free (kept);
}

static int
newest_first (gconstpointer a, gconstpointer b)
{
  const Kept *left = *(Kept *const *)a;
  const Kept *right = *(Kept *const *)b;

  return (right->time > left->time) - (right->time < left->time);
}

static GPtrArray *
list (ParlourPictureFolder *self)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (kept_free);
  g_autoptr (GDir) dir = g_dir_open (self->path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (self->path, name, NULL);
    GStatBuf facts;
    if (!g_str_has_prefix (name, PREFIX) || g_stat (path, &facts) != 0)
      continue;
    Kept *kept = g_new0 (Kept, 1);
    *kept = (Kept){g_steal_pointer (&path),
                   (gint64)facts.st_mtim.tv_sec * G_USEC_PER_SEC + facts.st_mtim.tv_nsec / 1000};
    g_ptr_array_add (all, kept);
  }
  g_ptr_array_sort (all, newest_first);
  return g_steal_pointer (&all);
}

void
parlour_picture_folder_save (ParlourPictureFolder *self,
                             const char *id,
                             const char *mark,
                             GBytes *png)
{
  g_return_if_fail (self != NULL && id != NULL && mark != NULL && png != NULL);

  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  g_autofree char *path = path_of (self, id, mark);
  g_autoptr (GError) error = NULL;
  gsize length;
  const char *data = g_bytes_get_data (png, &length);

  if (self->closed)
    return;
  if (!g_file_set_contents_full (path, data, (gssize)length, G_FILE_SET_CONTENTS_CONSISTENT, 0600,
                                 &error))
    g_message ("A picture can't be kept: %s", error->message);
  g_autoptr (GPtrArray) all = list (self);
  for (guint i = self->most; i < all->len; i++)
    g_unlink (((Kept *)g_ptr_array_index (all, i))->path);
}

void
parlour_picture_folder_close (ParlourPictureFolder *self)
{
  g_return_if_fail (self != NULL);

  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  self->closed = TRUE;
}

ParlourPictureFolder *
parlour_picture_folder_new (const char *path, guint most)
{
  g_return_val_if_fail (path != NULL && most > 0, NULL);

  ParlourPictureFolder *self = g_new0 (ParlourPictureFolder, 1);
  g_atomic_ref_count_init (&self->refs);
  g_mutex_init (&self->lock);
  self->path = g_strdup (path);
  self->most = most;
  return self;
}

ParlourPictureFolder *
parlour_picture_folder_ref (ParlourPictureFolder *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
parlour_picture_folder_unref (ParlourPictureFolder *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_mutex_clear (&self->lock);
  g_free (self->path);
  g_free (self);
}
