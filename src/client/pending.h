/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/sync.h"

G_BEGIN_DECLS

/**
 * ParlourPending:
 *
 * Tells the server what a person did and the copy keeps until it is told: messages deleted for me,
 * how far was read, and wishes. All are idempotent, so they are simply sent again. Main thread.
 *
 * Signal "refused" (ParlourWish *, GError *): the server does not want it for good; it is dropped.
 */
#define PARLOUR_TYPE_PENDING (parlour_pending_get_type ())
G_DECLARE_FINAL_TYPE (ParlourPending, parlour_pending, PARLOUR, PENDING, GObject)

/** parlour_pending_new: works at "online" and when it is told to look. */
ParlourPending *parlour_pending_new (ParlourHttp *http, ParlourCopy *copy, ParlourSync *sync);

/** parlour_pending_look: something may be there to be told. */
void parlour_pending_look (ParlourPending *self);

G_END_DECLS
