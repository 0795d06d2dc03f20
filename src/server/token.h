/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/store/sessions.h"

G_BEGIN_DECLS

#define PARLOUR_TOKEN_BYTES 32 /* 256 random bits */

/** parlour_token_new: (transfer full): 43 characters of base64url. Any thread. */
char *parlour_token_new (void);

/**
 * parlour_token_hash:
 * @token: from outside
 *
 * The SHA-256 of the token's bytes, which is what the database holds: a token has too many bits to
 * be guessed, so a slow hash would add nothing. Any thread.
 *
 * Returns: FALSE where @token cannot be one of ours
 */
gboolean parlour_token_hash (const char *token, guint8 hash[PARLOUR_TOKEN_HASH_BYTES]);

G_END_DECLS
