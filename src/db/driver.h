/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "db/connection.h"

G_BEGIN_DECLS

/**
 * ParlourDriver:
 *
 * What a database engine has to offer, internal to src/db. `connection` and `statement` are the
 * engine's own; every failing call sets a #PARLOUR_DB_ERROR. SQL arrives with parameters ?1, ?2, …
 */
typedef struct {
  const char *begin_read;  /* SQL that begins a transaction with its first read */
  const char *begin_write; /* SQL that begins one with the write lock */

  void (*close) (gpointer connection);
  gboolean (*exec) (gpointer connection, const char *sql, GError **error);
  gboolean (*in_transaction) (gpointer connection);
  gint64 (*last_rowid) (gpointer connection);
  gint64 (*changes) (gpointer connection);
  guint64 (*commits) (gpointer connection);

  gpointer (*prepare) (gpointer connection, const char *sql, guint *n_parameters, GError **error);
  void (*finalize) (gpointer statement);
  gboolean (*bind_int) (gpointer statement, int index, gint64 value, GError **error);
  gboolean (*bind_text) (gpointer statement, int index, const char *value, GError **error);
  gboolean (*bind_bytes) (gpointer statement, int index, GBytes *value, GError **error);
  gboolean (*bind_null) (gpointer statement, int index, GError **error);
  gboolean (*step) (gpointer statement, gboolean *row, GError **error);
  void (*reset) (gpointer statement); /* closes it and clears its bindings */
  gint64 (*get_int) (gpointer statement, int column);
  const char *(*get_text) (gpointer statement, int column);
  GBytes *(*get_bytes) (gpointer statement, int column);
  gboolean (*is_null) (gpointer statement, int column);

  /* What migration asks for; empty means that there is no table. */
  gboolean (*read_marks) (
      gpointer connection, guint32 *application_id, int *version, gboolean *empty, GError **error);
  gboolean (*write_marks) (gpointer connection, guint32 id, int version, GError **error);
  gboolean (*enforce_foreign_keys) (gpointer connection, gboolean on, GError **error);
  gboolean (*check_foreign_keys) (gpointer connection, GError **error);

  gboolean (*check) (gpointer connection, GError **error);
  gboolean (*backup) (gpointer connection,
                      const char *path,
                      GCancellable *cancellable,
                      GError **error);
  gboolean (*checkpoint) (gpointer connection, gboolean restart, gint64 *frames, GError **error);
  void (*set_autocheckpoint) (gpointer connection, int pages);
  gint64 (*wal_frames) (gpointer connection);
} ParlourDriver;

G_END_DECLS
