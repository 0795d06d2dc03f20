/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** parlour_picture_type: (nullable): the media type of a picture that a server takes, by what it
 * begins with, whatever its name says; %NULL for all others. Any thread. */
const char *parlour_picture_type (gconstpointer data, gsize length);

G_END_DECLS
