/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-content-hash"

#include "server/store/content-hash.h"

#include "server/store/place-private.h"
#include "server/store/sql.h"

#include <sodium.h>

#include <string.h>

/* This file owns what "the same content" means for exactly once. Any thread. */

static void
update_part (crypto_generichash_state *state, const char *part)
{
  gsize n = part != NULL ? strlen (part) : 0;
  guint64 length = GUINT64_TO_LE (part != NULL ? (guint64)n : G_MAXUINT64);

  crypto_generichash_update (state, (const guint8 *)&length, sizeof length);
  if (n > 0)
    crypto_generichash_update (state, (const guint8 *)part, n);
}

GBytes *
parlour_content_hash (ParlourStore *self, const char *const *parts, gsize n)
{
  crypto_generichash_state state;
  guint8 hash[crypto_generichash_BYTES];

  crypto_generichash_init (&state, parlour_store_get_key (self), PARLOUR_PLACE_KEY_BYTES,
                           sizeof hash);
  for (gsize i = 0; i < n; i++)
    update_part (&state, parts[i]);
  crypto_generichash_final (&state, hash, sizeof hash);
  sodium_memzero (&state, sizeof state);
  return g_bytes_new (hash, sizeof hash);
}
