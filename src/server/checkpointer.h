/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Pages in the log at which a commit itself copies it, should the checkpointer ever fall behind. */
#define PARLOUR_CHECKPOINT_LAST_RESORT 65536

/**
 * ParlourCheckpointer:
 *
 * A thread that copies the write-ahead log into the database's file, so that no commit has to: a
 * commit that copies takes 40 to 180 ms.
 */
typedef struct _ParlourCheckpointer ParlourCheckpointer;

/**
 * parlour_checkpointer_new:
 * @restart_size: bytes of log past which it is started from its beginning, waiting for readers
 */
ParlourCheckpointer *
parlour_checkpointer_new (const char *path, guint64 restart_size, GError **error);

/**
 * parlour_checkpointer_grown: pages in the log after a commit. On the writer's thread, outside of a
 * transaction; waits, a second at most, for a restart under way.
 */
void parlour_checkpointer_grown (ParlourCheckpointer *self, gint64 wal_frames);

/**
 * parlour_checkpointer_hold:
 *
 * Before somebody reads for long: the log is still copied as far as possible, but not started anew,
 * since that would make the writer wait for the reader. Waits for a restart under way. Any thread;
 * calls are counted.
 */
void parlour_checkpointer_hold (ParlourCheckpointer *self);
void parlour_checkpointer_release (ParlourCheckpointer *self);

/** parlour_checkpointer_stop: ends the thread, frees. */
void parlour_checkpointer_stop (ParlourCheckpointer *self);

G_END_DECLS
