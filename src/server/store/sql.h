/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/store/store.h"

#include "db/statement.h"

G_BEGIN_DECLS

/* Inside server/store only: SQL whose errors are already those of the store. */

/** PARLOUR_STREAM_SEQ_MAX: the highest number that a stream can have. */
#define PARLOUR_STREAM_SEQ_MAX ((gint64)G_MAXUINT32)

/** parlour_event_key: where event @seq of a stream lies. */
static inline gint64
parlour_event_key (gint64 stream, gint64 seq)
{
  return stream << 32 | MIN (seq, PARLOUR_STREAM_SEQ_MAX);
}

static inline gint64
parlour_event_key_seq (gint64 key)
{
  return key & PARLOUR_STREAM_SEQ_MAX;
}

/** parlour_store_translate: makes a database's error one that the wire can say, and logs it. */
void parlour_store_translate (GError **error);

/** parlour_sql_prepare: parlour_db_prepare() and parlour_statement_bind(). */
ParlourStatement *
parlour_sql_prepare (ParlourStore *self, GError **error, const char *sql, const char *types, ...);

/** parlour_sql_step: parlour_statement_step(). */
gboolean parlour_sql_step (ParlourStatement *statement, gboolean *row, GError **error);

/** parlour_sql_run: like parlour_db_run(). */
gboolean
parlour_sql_run (ParlourStore *self, GError **error, const char *sql, const char *types, ...);

/**
 * parlour_sql_int:
 * @value: (out): the first column of the first row; @fallback where there is none
 *
 * Returns: FALSE with @error where it failed, and only then
 */
gboolean parlour_sql_int (ParlourStore *self,
                          gint64 *value,
                          gint64 fallback,
                          GError **error,
                          const char *sql,
                          const char *types,
                          ...);

/** parlour_store_get_key: (transfer none): 32 random bytes of this place, for keyed hashes. */
const guint8 *parlour_store_get_key (ParlourStore *self);

G_END_DECLS
