/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-sealed-writer"

#include "server/sealed-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* This file owns how a sealed file is written. A chunk is written once more follows, so that the
 * last one can say that it is. Any thread. */

struct _ParlourSealedWriter {
  char *path;
  FILE *file;
  gboolean finished;
  crypto_secretstream_xchacha20poly1305_state state;
  gsize length; /* in the chunk */
  guint8 chunk[PARLOUR_SEALED_CHUNK];
  guint8 cipher[PARLOUR_SEALED_CIPHER];
};

static gboolean
put (ParlourSealedWriter *self, gconstpointer data, gsize length, GError **error)
{
  return fwrite (data, 1, length, self->file) == length ||
         parlour_sealed_fail_errno (error, self->path, errno);
}

static gboolean
put_chunk (ParlourSealedWriter *self, guint8 tag, GError **error)
{
  unsigned long long length = 0;

  crypto_secretstream_xchacha20poly1305_push (&self->state, self->cipher, &length, self->chunk,
                                              self->length, NULL, 0, tag);
  self->length = 0;
  return put (self, self->cipher, (gsize)length, error);
}

static gboolean
put_head (
    ParlourSealedWriter *self, const char *passphrase, guint32 passes, guint32 kib, GError **error)
{
  ParlourSealedHead head;
  ParlourSealedKeys keys;

  memcpy (head.magic, PARLOUR_SEALED_MAGIC, sizeof head.magic);
  parlour_sealed_put (head.version, PARLOUR_SEALED_VERSION);
  parlour_sealed_put (head.passes, passes);
  parlour_sealed_put (head.kib, kib);
  randombytes_buf (head.salt, sizeof head.salt);
  if (!parlour_sealed_derive (&head, passphrase, &keys, error))
    return FALSE;
  parlour_sealed_make_check (&head, &keys, head.check);
  crypto_secretstream_xchacha20poly1305_init_push (&self->state, head.stream, keys.stream);
  sodium_memzero (&keys, sizeof keys);
  return put (self, &head, sizeof head, error);
}

ParlourSealedWriter *
parlour_sealed_writer_new (
    const char *path, const char *passphrase, guint32 passes, guint32 kib, GError **error)
{
  int fd = g_open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);

  if (fd < 0) {
    parlour_sealed_fail_errno (error, path, errno);
    return NULL;
  }
  g_autoptr (ParlourSealedWriter) self = g_new0 (ParlourSealedWriter, 1);
  self->path = g_strdup (path);
  self->file = fdopen (fd, "wb");
  return put_head (self, passphrase, passes, kib, error) ? g_steal_pointer (&self) : NULL;
}

gboolean
parlour_sealed_writer_write (ParlourSealedWriter *self,
                             gconstpointer data,
                             gsize length,
                             GError **error)
{
  const guint8 *rest = data;

  while (length > 0) {
    if (self->length == sizeof self->chunk &&
        !put_chunk (self, crypto_secretstream_xchacha20poly1305_TAG_MESSAGE, error))
      return FALSE;
    gsize some = MIN (length, sizeof self->chunk - self->length);
    memcpy (self->chunk + self->length, rest, some);
    self->length += some;
    rest += some;
    length -= some;
  }
  return TRUE;
}

gboolean
parlour_sealed_writer_finish (ParlourSealedWriter *self, GError **error)
{
  if (!put_chunk (self, crypto_secretstream_xchacha20poly1305_TAG_FINAL, error))
    return FALSE;
  if (fflush (self->file) != 0 || fsync (fileno (self->file)) != 0)
    return parlour_sealed_fail_errno (error, self->path, errno);
  self->finished = TRUE;
  return TRUE;
}

void
parlour_sealed_writer_free (ParlourSealedWriter *self)
{
  if (self == NULL)
    return;
  if (self->file != NULL)
    fclose (self->file);
  if (!self->finished)
    g_unlink (self->path);
  g_free (self->path);
  sodium_memzero (self, sizeof *self);
  g_free (self);
}
