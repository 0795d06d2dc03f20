/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/hasher.h"

G_BEGIN_DECLS

/**
 * ParlourPictures:
 *
 * The threads that wait for `parlour-picture`, which makes a small square PNG of what a stranger
 * sent, in a process that can do nothing else (see picture/sandbox.h).
 */
typedef struct _ParlourPictures ParlourPictures;

/**
 * parlour_pictures_new:
 * @program: (nullable): %NULL: beside this program, or where it was installed
 */
ParlourPictures *parlour_pictures_new (const char *program, ParlourStageDone done, gpointer data);

/** parlour_pictures_push: (transfer full): makes `picture` of the call's `raw`. Any thread. */
void parlour_pictures_push (ParlourPictures *self, ParlourCall *call);

/** parlour_pictures_stop: ends what is under way, answers all that waits, frees. */
void parlour_pictures_stop (ParlourPictures *self);

G_END_DECLS
