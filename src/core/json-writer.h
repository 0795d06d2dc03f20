/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ParlourJsonWriter:
 *
 * Appends JSON to one string. Every event that goes out is written by it, once; json-glib's
 * generator builds a tree and copies each string three times for the same bytes. In all calls
 * @name is the member's name in an object, and %NULL in an array or at the top. Strings must be
 * valid UTF-8. A writer belongs to one thread at a time.
 */
typedef struct _ParlourJsonWriter ParlourJsonWriter;

ParlourJsonWriter *parlour_json_writer_new (void);
void parlour_json_writer_free (ParlourJsonWriter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourJsonWriter, parlour_json_writer_free)

void parlour_json_writer_begin_object (ParlourJsonWriter *self, const char *name);
void parlour_json_writer_end_object (ParlourJsonWriter *self);
void parlour_json_writer_begin_array (ParlourJsonWriter *self, const char *name);
void parlour_json_writer_end_array (ParlourJsonWriter *self);

/** parlour_json_writer_string: @value may be %NULL and then is written as null. */
void parlour_json_writer_string (ParlourJsonWriter *self, const char *name, const char *value);
void parlour_json_writer_int (ParlourJsonWriter *self, const char *name, gint64 value);
void parlour_json_writer_boolean (ParlourJsonWriter *self, const char *name, gboolean value);
void parlour_json_writer_null (ParlourJsonWriter *self, const char *name);

/** parlour_json_writer_time: @ms since 1970 as RFC 3339 in UTC; 0 is written as null. */
void parlour_json_writer_time (ParlourJsonWriter *self, const char *name, gint64 ms);

/** parlour_json_writer_raw: @json is a finished JSON text that is put in as it stands. */
void parlour_json_writer_raw (ParlourJsonWriter *self, const char *name, const char *json);

/** parlour_json_writer_finish: (transfer full): the text; the writer is empty afterwards. */
char *parlour_json_writer_finish (ParlourJsonWriter *self);

/** parlour_json_writer_finish_bytes: (transfer full): the text without a NUL at its end. */
GBytes *parlour_json_writer_finish_bytes (ParlourJsonWriter *self);

G_END_DECLS
