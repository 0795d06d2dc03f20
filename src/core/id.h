/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define PARLOUR_ID_CHARS 37 /* a UUID's text and its NUL */
#define PARLOUR_ID_BYTES 16

/**
 * parlour_id_new:
 *
 * Makes a UUIDv7 (RFC 9562): milliseconds first, so that indexes grow in order, then 74 random bits
 * from the kernel. Any thread.
 *
 * Returns: (transfer full): its text in lower case
 */
char *parlour_id_new (void);

/**
 * parlour_id_parse:
 * @text: a UUID of any version, in any case, with its hyphens
 * @bytes: (out): its 16 bytes
 *
 * Returns: FALSE where @text is no UUID
 */
gboolean parlour_id_parse (const char *text, guint8 bytes[PARLOUR_ID_BYTES]);

/** parlour_id_format: writes @bytes as text in lower case; returns @text. */
const char *parlour_id_format (const guint8 bytes[PARLOUR_ID_BYTES], char text[PARLOUR_ID_CHARS]);

/** parlour_id_is_valid: whether @text is a UUID in lower case, as we write it. */
gboolean parlour_id_is_valid (const char *text);

G_END_DECLS
