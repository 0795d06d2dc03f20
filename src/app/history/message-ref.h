/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** ParlourMessageRef: names a message of the stream, as an action's parameter `(sx)` does. */
typedef struct {
  const char *conversation;
  gint64 seq;
} ParlourMessageRef;

G_END_DECLS
