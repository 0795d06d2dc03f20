/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** test_png_new: (transfer full): a PNG of one colour (0xrrggbb) and @side pixels a side, with a
 * remark in it. */
GBytes *test_png_new (guint side, guint32 colour);

/** test_png_read_side: the width that a PNG says it has. */
guint test_png_read_side (GBytes *png);

G_END_DECLS
