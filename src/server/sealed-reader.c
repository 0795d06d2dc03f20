/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-sealed-reader"

#include "server/sealed-private.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

/* This file owns how a sealed file is read: nothing of it is believed before it is proven. Any
 * thread. */

struct _ParlourSealedReader {
  char *path;
  FILE *file;
  crypto_secretstream_xchacha20poly1305_state state;
  gboolean final; /* the chunk is the last one */
  gsize length;   /* of the chunk */
  gsize taken;
  guint8 chunk[PARLOUR_SEALED_CHUNK];
  guint8 cipher[PARLOUR_SEALED_CIPHER];
};

static gboolean
fail (ParlourSealedReader *self, ParlourSealedError code, const char *words, GError **error)
{
  g_set_error (error, PARLOUR_SEALED_ERROR, code, "%s: %s", self->path, words);
  return FALSE;
}

static gboolean
truncated (ParlourSealedReader *self, GError **error)
{
  if (ferror (self->file))
    return parlour_sealed_fail_errno (error, self->path, errno);
  return fail (self, PARLOUR_SEALED_ERROR_TRUNCATED,
               "the file ends too early; it was not copied whole", error);
}

static gboolean
is_bearable (const ParlourSealedHead *head)
{
  guint32 passes = parlour_sealed_get (head->passes);
  guint32 kib = parlour_sealed_get (head->kib);

  return parlour_sealed_get (head->version) == PARLOUR_SEALED_VERSION && passes >= 1 &&
         passes <= PARLOUR_SEALED_PASSES_MAX && kib >= PARLOUR_SEALED_KIB_MIN &&
         kib <= PARLOUR_SEALED_KIB_MAX;
}

static gboolean
unlock (ParlourSealedReader *self,
        const ParlourSealedHead *head,
        const char *passphrase,
        GError **error)
{
  ParlourSealedKeys keys;
  guint8 check[PARLOUR_SEALED_CHECK_BYTES];

  if (!parlour_sealed_derive (head, passphrase, &keys, error))
    return FALSE;
  parlour_sealed_make_check (head, &keys, check);
  gboolean right = sodium_memcmp (check, head->check, sizeof check) == 0 &&
                   crypto_secretstream_xchacha20poly1305_init_pull (&self->state, head->stream,
                                                                    keys.stream) == 0;
  sodium_memzero (&keys, sizeof keys);
  return right || fail (self, PARLOUR_SEALED_ERROR_PASSPHRASE,
                        "the passphrase is wrong, or the file is damaged at its beginning", error);
}

static gboolean
read_head (ParlourSealedReader *self, const char *passphrase, GError **error)
{
  ParlourSealedHead head;
  gsize length = fread (&head, 1, sizeof head, self->file);

  if (ferror (self->file))
    return truncated (self, error);
  if (length < sizeof head.magic ||
      memcmp (head.magic, PARLOUR_SEALED_MAGIC, sizeof head.magic) != 0)
    return fail (self, PARLOUR_SEALED_ERROR_NOT_ONE, "this is no file made by move-out", error);
  if (length < sizeof head)
    return truncated (self, error);
  if (!is_bearable (&head))
    return fail (self, PARLOUR_SEALED_ERROR_NEWER,
                 "this file was made by a newer version, or is damaged at its beginning", error);
  return unlock (self, &head, passphrase, error);
}

ParlourSealedReader *
parlour_sealed_reader_new (const char *path, const char *passphrase, GError **error)
{
  FILE *file = g_fopen (path, "rbe");

  if (file == NULL) {
    parlour_sealed_fail_errno (error, path, errno);
    return NULL;
  }
  g_autoptr (ParlourSealedReader) self = g_new0 (ParlourSealedReader, 1);
  self->path = g_strdup (path);
  self->file = file;
  return read_head (self, passphrase, error) ? g_steal_pointer (&self) : NULL;
}

static gboolean
damaged (ParlourSealedReader *self, GError **error)
{
  return fail (self, PARLOUR_SEALED_ERROR_DAMAGED, "the file is damaged, or was not copied whole",
               error);
}

/* A file that was cut between two chunks ends without the final one; one that was cut inside a
 * chunk looks like one that was changed. */
static gboolean
next_chunk (ParlourSealedReader *self, GError **error)
{
  gsize length = fread (self->cipher, 1, sizeof self->cipher, self->file);
  unsigned long long text = 0;
  guint8 tag = 0;

  self->length = self->taken = 0;
  if (self->final)
    return damaged (self, error);
  if (ferror (self->file) || length < crypto_secretstream_xchacha20poly1305_ABYTES)
    return truncated (self, error);
  if (crypto_secretstream_xchacha20poly1305_pull (&self->state, self->chunk, &text, &tag,
                                                  self->cipher, length, NULL, 0) != 0)
    return damaged (self, error);
  self->length = (gsize)text;
  self->final = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
  if (!self->final && length < sizeof self->cipher)
    return truncated (self, error);
  return TRUE;
}

gboolean
parlour_sealed_reader_read (ParlourSealedReader *self, gpointer into, gsize length, GError **error)
{
  guint8 *rest = into;

  while (length > 0) {
    if (self->taken == self->length && !next_chunk (self, error))
      return FALSE;
    gsize some = MIN (length, self->length - self->taken);
    memcpy (rest, self->chunk + self->taken, some);
    self->taken += some;
    rest += some;
    length -= some;
  }
  return TRUE;
}

gboolean
parlour_sealed_reader_end (ParlourSealedReader *self, GError **error)
{
  if (self->taken == self->length && !self->final && !next_chunk (self, error))
    return FALSE;
  if (self->taken < self->length || !self->final || fgetc (self->file) != EOF)
    return damaged (self, error);
  return TRUE;
}

void
parlour_sealed_reader_free (ParlourSealedReader *self)
{
  if (self == NULL)
    return;
  if (self->file != NULL)
    fclose (self->file);
  g_free (self->path);
  sodium_memzero (self, sizeof *self);
  g_free (self);
}
