/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** ParlourHashing: what one argon2id hash costs. */
typedef struct {
  guint operations;
  gsize memory; /* bytes */
} ParlourHashing;

/* All of it takes about a tenth of a second and tens of megabytes: on a hashing thread alone. */

/**
 * parlour_hashing_make:
 * @error: UNAVAILABLE where there is no memory
 *
 * Returns: (transfer full) (nullable): argon2id, in the form that names its own cost
 */
char *parlour_hashing_make (const ParlourHashing *cost, const char *password, GError **error);

/**
 * parlour_hashing_matches:
 * @hash: (nullable): %NULL for a name that nobody has: takes as long and does not match
 */
gboolean
parlour_hashing_matches (const ParlourHashing *cost, const char *hash, const char *password);

G_END_DECLS
