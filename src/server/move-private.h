/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What goes along, in this order. The database is there in any case. */

typedef struct {
  const char *name;
  guint64 size_max; /* bytes; what claims more is no such file */
} ParlourMovedFile;

static const ParlourMovedFile parlour_moved_files[] = {
    {"parlour.db", G_MAXINT64},
    {"key.pem", 64 * 1024},
    {"cert.pem", 64 * 1024},
};

G_END_DECLS
