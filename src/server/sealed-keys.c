/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-sealed-keys"

#include "server/sealed-private.h"

#include <stddef.h>
#include <string.h>

/* This file owns how a passphrase becomes the keys of a sealed file. Any thread. */

G_DEFINE_QUARK (parlour_sealed_error, parlour_sealed_error)

void
parlour_sealed_put (guint8 into[4], guint32 number)
{
  guint32 little = GUINT32_TO_LE (number);

  memcpy (into, &little, sizeof little);
}

guint32
parlour_sealed_get (const guint8 from[4])
{
  guint32 little;

  memcpy (&little, from, sizeof little);
  return GUINT32_FROM_LE (little);
}

gboolean
parlour_sealed_derive (const ParlourSealedHead *head,
                       const char *passphrase,
                       ParlourSealedKeys *keys,
                       GError **error)
{
  if (crypto_pwhash ((unsigned char *)keys, sizeof *keys, passphrase, strlen (passphrase),
                     head->salt, parlour_sealed_get (head->passes),
                     (gsize)parlour_sealed_get (head->kib) * 1024,
                     crypto_pwhash_ALG_ARGON2ID13) == 0)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
               "There is not enough memory to make a key of the passphrase (%u MiB)",
               parlour_sealed_get (head->kib) / 1024);
  return FALSE;
}

void
parlour_sealed_make_check (const ParlourSealedHead *head,
                           const ParlourSealedKeys *keys,
                           guint8 check[PARLOUR_SEALED_CHECK_BYTES])
{
  crypto_generichash (check, PARLOUR_SEALED_CHECK_BYTES, (const guint8 *)head,
                      offsetof (ParlourSealedHead, check), keys->check, sizeof keys->check);
}

gboolean
parlour_sealed_fail_errno (GError **error, const char *path, int code)
{
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), "%s: %s", path, g_strerror (code));
  return FALSE;
}
