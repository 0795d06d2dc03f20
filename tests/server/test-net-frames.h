/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a client writes, good or bad, byte by byte. */

#define FRAME_FIN   0x80
#define FRAME_TEXT  0x81
#define FRAME_CLOSE 0x88
#define FRAME_PING  0x89
#define FRAME_PONG  0x8a

/** frames_add: a masked frame; @first is its first byte: FIN, RSV and opcode. */
void frames_add (GByteArray *bytes, guint8 first, const void *payload, gsize length);

/** frames_add_close: @code 0 for none. */
void frames_add_close (GByteArray *bytes, guint16 code, const char *reason);

/** frames_header_size: of a server's frame at @bytes; 0 where more of it must come. */
gsize frames_header_size (const guint8 *bytes, gsize length, gsize *payload_length);

G_END_DECLS
