/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/sealed-file.h"

#include <sodium.h>
#include <stdio.h>

G_BEGIN_DECLS

/* What the writer and the reader of sealed files share. */

#define PARLOUR_SEALED_MAGIC       "Parlour move\r\n\x1a\n"
#define PARLOUR_SEALED_MAGIC_BYTES 16
#define PARLOUR_SEALED_VERSION     1
#define PARLOUR_SEALED_CHUNK       (64 * 1024)
#define PARLOUR_SEALED_CIPHER      (PARLOUR_SEALED_CHUNK + crypto_secretstream_xchacha20poly1305_ABYTES)

/* A file asks for this much work and memory at most before anything of it is believed. */
#define PARLOUR_SEALED_PASSES_MAX 16
#define PARLOUR_SEALED_KIB_MIN    8
#define PARLOUR_SEALED_KIB_MAX    (1024 * 1024)

#define PARLOUR_SEALED_CHECK_BYTES 32

typedef struct {
  guint8 magic[PARLOUR_SEALED_MAGIC_BYTES];
  guint8 version[4];
  guint8 passes[4];
  guint8 kib[4];
  guint8 salt[crypto_pwhash_SALTBYTES];
  guint8 check[PARLOUR_SEALED_CHECK_BYTES];
  guint8 stream[crypto_secretstream_xchacha20poly1305_HEADERBYTES];
} ParlourSealedHead;

G_STATIC_ASSERT (sizeof (ParlourSealedHead) == 100);

typedef struct {
  guint8 check[32];
  guint8 stream[crypto_secretstream_xchacha20poly1305_KEYBYTES];
} ParlourSealedKeys;

void parlour_sealed_put (guint8 into[4], guint32 number);
guint32 parlour_sealed_get (const guint8 from[4]);

/** parlour_sealed_derive: the keys from the head's cost and salt; FALSE: no memory for it. */
gboolean parlour_sealed_derive (const ParlourSealedHead *head,
                                const char *passphrase,
                                ParlourSealedKeys *keys,
                                GError **error);

/** parlour_sealed_make_check: over all of the head that stands before it. */
void parlour_sealed_make_check (const ParlourSealedHead *head,
                                const ParlourSealedKeys *keys,
                                guint8 check[PARLOUR_SEALED_CHECK_BYTES]);

/** parlour_sealed_fail_errno: makes the error of what the system said about @path; FALSE. */
gboolean parlour_sealed_fail_errno (GError **error, const char *path, int code);

G_END_DECLS
