/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ParlourParameters:
 *
 * Reads the query of a request as strictly as #ParlourFields reads its body: a value that is no
 * number, one out of range, a name twice and a name that nobody asked for are errors. The first one
 * sticks and is told by parlour_parameters_end(). One thread.
 */
typedef struct {
  GHashTable *table; /* name → value; nullable; borrowed */
  GError *error;
  guint n_seen;
} ParlourParameters;

#define PARLOUR_PARAMETERS(table_)                                                                 \
  {                                                                                                \
    .table = (table_)                                                                              \
  }

/**
 * parlour_parameters_parse:
 * @query: (nullable): of a URI, still encoded
 * @table: (out) (transfer full) (nullable): name → value; %NULL where there is nothing
 */
gboolean parlour_parameters_parse (const char *query, GHashTable **table, GError **error);

/** parlour_parameters_string: (transfer none) (nullable): %NULL where absent. */
const char *parlour_parameters_string (ParlourParameters *self, const char *name);

/** parlour_parameters_int: @fallback where absent. */
gint64 parlour_parameters_int (
    ParlourParameters *self, const char *name, gint64 min, gint64 max, gint64 fallback);

/** parlour_parameters_boolean: "true" or "false"; %FALSE where absent. */
gboolean parlour_parameters_boolean (ParlourParameters *self, const char *name);

/** parlour_parameters_limit: "limit": 1 to 200, 50 where absent. */
guint parlour_parameters_limit (ParlourParameters *self);

/** parlour_parameters_fail: (transfer full): puts in an error of the caller's own. */
void parlour_parameters_fail (ParlourParameters *self, GError *error);

/** parlour_parameters_end: FALSE with @error where anything was wrong. */
gboolean parlour_parameters_end (ParlourParameters *self, GError **error);

G_END_DECLS
