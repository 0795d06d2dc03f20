/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/hasher.h"

G_BEGIN_DECLS

/**
 * ParlourPictureWorkers:
 *
 * The threads that wait for `parlour-picture`, which makes a small square PNG of what a stranger
 * sent, in a process that can do nothing else (see picture/sandbox.h).
 */
typedef struct _ParlourPictureWorkers ParlourPictureWorkers;

/**
 * parlour_picture_workers_new:
 * @program: (nullable): %NULL: beside this program, or where it was installed
 */
ParlourPictureWorkers *
parlour_picture_workers_new (const char *program, ParlourStageDone done, gpointer data);

/** parlour_picture_workers_push: (transfer full): makes `picture` of the call's `raw`. Any thread.
 */
void parlour_picture_workers_push (ParlourPictureWorkers *self, ParlourCall *call);

/** parlour_picture_workers_stop: ends what is under way, answers all that waits, frees. */
void parlour_picture_workers_stop (ParlourPictureWorkers *self);

G_END_DECLS
