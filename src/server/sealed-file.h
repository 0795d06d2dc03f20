/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A file that is encrypted by a passphrase and read from its beginning to its end:
 *
 *     "Parlour move\r\n\x1a\n"   16 bytes
 *     version                    u32, 1 (all numbers little-endian)
 *     argon2id: passes           u32
 *     argon2id: KiB              u32
 *     salt                       16 bytes
 *     check                      32 bytes: BLAKE2b of all before, keyed; tells a wrong passphrase
 *     secretstream header        24 bytes
 *     chunks                     each 64 KiB of text and 17 bytes, the last one shorter and final
 *
 * argon2id makes 64 bytes of the passphrase: the check's key, then the stream's
 * (XChaCha20-Poly1305). A chunk is believed only once it is authenticated, and the file only once
 * its final chunk is. Blocks; one thread at a time. */

#define PARLOUR_SEALED_PASSES 3
#define PARLOUR_SEALED_KIB    (256 * 1024)

typedef enum {
  PARLOUR_SEALED_ERROR_NOT_ONE,    /* another kind of file */
  PARLOUR_SEALED_ERROR_NEWER,      /* a version or cost that this program does not take */
  PARLOUR_SEALED_ERROR_PASSPHRASE, /* wrong, or the file's head is damaged */
  PARLOUR_SEALED_ERROR_DAMAGED,
  PARLOUR_SEALED_ERROR_TRUNCATED,
} ParlourSealedError;

#define PARLOUR_SEALED_ERROR (parlour_sealed_error_quark ())
GQuark parlour_sealed_error_quark (void);

typedef struct _ParlourSealedWriter ParlourSealedWriter;
typedef struct _ParlourSealedReader ParlourSealedReader;

/**
 * parlour_sealed_writer_new:
 * @path: is made (0600); not there yet
 * @passes: argon2id's, %PARLOUR_SEALED_PASSES but in tests
 * @kib: argon2id's memory, %PARLOUR_SEALED_KIB but in tests
 */
ParlourSealedWriter *parlour_sealed_writer_new (
    const char *path, const char *passphrase, guint32 passes, guint32 kib, GError **error);
gboolean parlour_sealed_writer_write (ParlourSealedWriter *self,
                                      gconstpointer data,
                                      gsize length,
                                      GError **error);

/** parlour_sealed_writer_finish: ends the file and flushes it to the disk. */
gboolean parlour_sealed_writer_finish (ParlourSealedWriter *self, GError **error);

/** parlour_sealed_writer_free: where it was not finished, the file is removed. */
void parlour_sealed_writer_free (ParlourSealedWriter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourSealedWriter, parlour_sealed_writer_free)

/** parlour_sealed_reader_new: @error: a #PARLOUR_SEALED_ERROR or #G_IO_ERROR */
ParlourSealedReader *
parlour_sealed_reader_new (const char *path, const char *passphrase, GError **error);

/** parlour_sealed_reader_read: exactly @length bytes; fewer is TRUNCATED or DAMAGED. */
gboolean
parlour_sealed_reader_read (ParlourSealedReader *self, gpointer into, gsize length, GError **error);

/** parlour_sealed_reader_end: whether nothing is left and the end is the true one. */
gboolean parlour_sealed_reader_end (ParlourSealedReader *self, GError **error);
void parlour_sealed_reader_free (ParlourSealedReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourSealedReader, parlour_sealed_reader_free)

G_END_DECLS
