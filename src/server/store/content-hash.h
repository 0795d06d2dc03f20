/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/store/store.h"

G_BEGIN_DECLS

/**
 * parlour_content_hash:
 * @parts: (array length=n): texts; %NULL differs from an empty one
 *
 * Inside server/store only. Keyed BLAKE2b (RFC 7693) of @parts, each with its length before it,
 * under the place's key: two contents are the same where it is. It tells nothing about an erased
 * text to who does not hold the key.
 *
 * Returns: (transfer full): 32 bytes
 */
GBytes *parlour_content_hash (ParlourStore *self, const char *const *parts, gsize n);

G_END_DECLS
