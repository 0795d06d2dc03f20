/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/cache/boxes.h"
#include "client/cache/changes.h"
#include "client/cache/copy.h"
#include "db/worker.h"

G_BEGIN_DECLS

typedef struct _ParlourCopyFile ParlourCopyFile;

struct _ParlourCopy {
  GObject parent_instance;
  ParlourCopyFile *file;
  ParlourDbWorker *worker; /* NULL once closed */
  char *me;
  GHashTable *meta;
  guint waiting;
  ParlourCopyFetcher fetcher;
  gpointer fetcher_data;
  ParlourCopyBoxFetcher box_fetcher;
  gpointer box_fetcher_data;
};

/* What the parts of the copy share. The calls belong to the main thread. */

/**
 * ParlourCopyWrite:
 *
 * A write, on the copy's thread, in a transaction that it shares: it may run twice and must not
 * change @data. What it touched it puts into @changes.
 *
 * Returns: (transfer full) (nullable): its value; it has failed when it set @error
 */
typedef gpointer (*ParlourCopyWrite) (ParlourDb *db,
                                      gpointer data,
                                      ParlourChanges *changes,
                                      GError **error);

/** parlour_copy_write: @data is freed on the copy's thread, also where the copy is closed. */
void parlour_copy_write (ParlourCopy *self,
                         ParlourCopyWrite write,
                         gpointer data,
                         GDestroyNotify destroy,
                         GDestroyNotify destroy_value,
                         GAsyncReadyCallback callback,
                         gpointer user_data);

/** parlour_copy_read: a job that only reads, outside of a transaction. */
void parlour_copy_read (ParlourCopy *self,
                        ParlourDbWorkerFunc read,
                        gpointer data,
                        GDestroyNotify destroy,
                        GDestroyNotify destroy_value,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data);

/** parlour_copy_take_finish: (transfer full) (nullable): the value of either. */
gpointer parlour_copy_take_finish (ParlourCopy *self, GAsyncResult *result, GError **error);

/** parlour_copy_set_me: the cached value of the getter. */
void parlour_copy_set_me (ParlourCopy *self, const char *me);

/* A conversation and a number, for writes that need no more. */
typedef struct {
  char *id; /* or a stream, or a client_id */
  char *text;
  gint64 seq;
  gint64 seq2;
} ParlourCopyArgs;

ParlourCopyArgs *parlour_copy_args_new (const char *id, const char *text, gint64 seq, gint64 seq2);
void parlour_copy_args_free (gpointer args);

/** ParlourCopyFile: the opened file, its lock and what befell it; counted atomically. */
struct _ParlourCopyFile {
  char *folder;
  int lock;       /* fd, -1 */
  GError *damage; /* nullable */
};

ParlourCopyFile *parlour_copy_file_new (const char *folder);
ParlourCopyFile *parlour_copy_file_ref (ParlourCopyFile *self);
void parlour_copy_file_unref (gpointer self);

/** parlour_copy_file_open: a ParlourDbWorkerOpen over a #ParlourCopyFile. */
ParlourDb *parlour_copy_file_open (gpointer file, GError **error);

/** parlour_copy_file_unlock: once the connection is closed. */
void parlour_copy_file_unlock (ParlourCopyFile *self);

G_END_DECLS
