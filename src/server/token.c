/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-token"

#include "server/token.h"

#include <sodium.h>
#include <string.h>

/* This file owns what a session's token looks like. Any thread. */

#define VARIANT sodium_base64_VARIANT_URLSAFE_NO_PADDING

char *
parlour_token_new (void)
{
  guint8 bytes[PARLOUR_TOKEN_BYTES];
  gsize length = sodium_base64_encoded_len (sizeof bytes, VARIANT);
  char *token = g_malloc (length);

  randombytes_buf (bytes, sizeof bytes);
  sodium_bin2base64 (token, length, bytes, sizeof bytes, VARIANT);
  sodium_memzero (bytes, sizeof bytes);
  return token;
}

gboolean
parlour_token_hash (const char *token, guint8 hash[PARLOUR_TOKEN_HASH_BYTES])
{
  guint8 bytes[PARLOUR_TOKEN_BYTES];
  gsize length = 0;

  if (sodium_base642bin (bytes, sizeof bytes, token, strlen (token), NULL, &length, NULL,
                         VARIANT) != 0 ||
      length != sizeof bytes)
    return FALSE;
  crypto_hash_sha256 (hash, bytes, sizeof bytes);
  sodium_memzero (bytes, sizeof bytes);
  return TRUE;
}
