/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdarg.h>

#include "db/connection.h"

G_BEGIN_DECLS

/**
 * ParlourStatement:
 *
 * A prepared statement. It belongs to its connection, which keeps it for the next time; on the
 * connection's thread. `g_autoptr (ParlourStatement)` resets it at the end of the block, so that
 * no early return leaves it open.
 */
typedef struct _ParlourStatement ParlourStatement;

/**
 * parlour_db_prepare:
 * @sql: one statement with parameters ?1, ?2, …; compared by its text, so don't build texts with
 *   values in them
 *
 * Takes the statement from the connection's cache, or prepares it. Bindings are clear. One that
 * is between its first step and its reset isn't given out twice; another is prepared beside it.
 *
 * Returns: (transfer none) (nullable): the statement
 */
ParlourStatement *parlour_db_prepare (ParlourDb *self, const char *sql, GError **error);

/*
 * Parameters count from 1. Text and bytes are copied; %NULL is SQL NULL. An error of binding (a
 * value that is too large, a parameter that the SQL doesn't have) is answered by the next step.
 */
void parlour_statement_bind_int (ParlourStatement *self, int index, gint64 value);
void parlour_statement_bind_text (ParlourStatement *self, int index, const char *value);
void parlour_statement_bind_bytes (ParlourStatement *self, int index, GBytes *value);
void parlour_statement_bind_null (ParlourStatement *self, int index);

/**
 * parlour_statement_bind:
 * @types: one letter for each parameter from ?1 on, as for parlour_db_run()
 */
void parlour_statement_bind (ParlourStatement *self, const char *types, ...);
void parlour_statement_bind_va (ParlourStatement *self, const char *types, va_list args);

/**
 * parlour_statement_step:
 * @row: (out) (optional): %TRUE when there is a row to read, %FALSE at the end
 *
 * Goes on to the next row. After an error or the end the statement has been reset and its bindings
 * are gone.
 *
 * Returns: %FALSE with @error set when it failed
 */
gboolean parlour_statement_step (ParlourStatement *self, gboolean *row, GError **error);

/**
 * parlour_statement_reset:
 * @self: (nullable): a statement
 *
 * Closes it and clears its bindings; harmless when it is not open. Before the connection is closed.
 */
void parlour_statement_reset (ParlourStatement *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourStatement, parlour_statement_reset)

/* Columns count from 0. Only after a step that gave a row. */

/** parlour_statement_get_int: 0 for SQL NULL */
gint64 parlour_statement_get_int (ParlourStatement *self, int column);

/** parlour_statement_get_text: (transfer none) (nullable): always UTF-8; until the next step or
 * reset
 */
const char *parlour_statement_get_text (ParlourStatement *self, int column);

/** parlour_statement_dup_text: (transfer full) (nullable) */
char *parlour_statement_dup_text (ParlourStatement *self, int column);

/** parlour_statement_get_bytes: (transfer full) (nullable): a copy; %NULL for SQL NULL */
GBytes *parlour_statement_get_bytes (ParlourStatement *self, int column);

gboolean parlour_statement_is_null (ParlourStatement *self, int column);

G_END_DECLS
