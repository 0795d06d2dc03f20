/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * ParlourFields:
 *
 * Reads the members of a JSON object strictly: a wrong type, a missing member, a value out of range
 * and, in parlour_fields_end(), a member that nobody asked for are errors. The first error sticks
 * and is told by parlour_fields_end(), so a decoder reads all its members and checks once. One
 * thread.
 */
typedef struct {
  JsonObject *object; /* borrowed */
  GError *error;      /* the first one */
  guint n_seen;       /* members that were there and were asked for */
} ParlourFields;

#define PARLOUR_FIELDS(object_)                                                                    \
  {                                                                                                \
    .object = (object_)                                                                            \
  }

typedef enum {
  PARLOUR_FIELD_REQUIRED = 1 << 0, /* absent or null is an error */
} ParlourFieldFlags;

/** parlour_fields_string: (transfer none) (nullable): a string; absent and null are %NULL. */
const char *parlour_fields_string (ParlourFields *self, const char *name, ParlourFieldFlags flags);

/** parlour_fields_int: an integer within @min and @max; absent and null are @fallback. */
gint64 parlour_fields_int (ParlourFields *self,
                           const char *name,
                           ParlourFieldFlags flags,
                           gint64 min,
                           gint64 max,
                           gint64 fallback);

gboolean parlour_fields_boolean (ParlourFields *self,
                                 const char *name,
                                 ParlourFieldFlags flags,
                                 gboolean fallback);

/** parlour_fields_time: an RFC 3339 time in milliseconds; absent and null are 0. */
gint64 parlour_fields_time (ParlourFields *self, const char *name, ParlourFieldFlags flags);

/** parlour_fields_object: (transfer none) (nullable) */
JsonObject *parlour_fields_object (ParlourFields *self, const char *name, ParlourFieldFlags flags);

/** parlour_fields_array: (transfer none) (nullable) */
JsonArray *parlour_fields_array (ParlourFields *self, const char *name, ParlourFieldFlags flags);

/** parlour_fields_strings: (transfer full) (nullable): an array of strings. */
char **parlour_fields_strings (ParlourFields *self, const char *name, ParlourFieldFlags flags);

/**
 * parlour_fields_choice:
 * @names: ends with %NULL
 *
 * Returns: the index of the string in @names; @fallback where it is absent or, as a later version
 *   may know more of them, none of them
 */
int parlour_fields_choice (ParlourFields *self,
                           const char *name,
                           const char *const *names,
                           int fallback);

/** parlour_fields_ignore: a member that may be there and is not read. */
void parlour_fields_ignore (ParlourFields *self, const char *name);

/** parlour_fields_has: whether the member is there at all (null counts). */
gboolean parlour_fields_has (ParlourFields *self, const char *name);

/**
 * parlour_fields_fail: puts in an error of the caller's own, with the field's name. The first wins.
 */
void parlour_fields_fail (ParlourFields *self, GError *error);

/**
 * parlour_fields_end:
 *
 * Ends a strict reading (of a request): also an unknown member is an error.
 *
 * Returns: FALSE with @error where anything was wrong
 */
gboolean parlour_fields_end (ParlourFields *self, GError **error);

/** parlour_fields_end_lax: ends the reading of an answer: unknown members are for later versions.
 */
gboolean parlour_fields_end_lax (ParlourFields *self, GError **error);

G_END_DECLS
