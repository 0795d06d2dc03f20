/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ParlourUtf8:
 *
 * Checks UTF-8 (RFC 3629) that comes in pieces, cut anywhere. Start with all zero. U+0000 is good
 * here, unlike with g_utf8_validate(): the WebSocket allows it, and JSON refuses it by itself.
 */
typedef struct {
  guint8 missing; /* continuation bytes that must still come */
  guint8 lowest;  /* bounds of the next one, against overlong forms, surrogates and > U+10FFFF */
  guint8 highest;
} ParlourUtf8;

/** parlour_utf8_feed: %FALSE at the first byte that cannot stand there. */
gboolean parlour_utf8_feed (ParlourUtf8 *self, const guint8 *bytes, gsize length);

/** parlour_utf8_is_complete: whether the last character is whole. */
gboolean parlour_utf8_is_complete (const ParlourUtf8 *self);

G_END_DECLS
