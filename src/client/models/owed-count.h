/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/cache/boxes.h"

G_BEGIN_DECLS

/**
 * ParlourOwedCount:
 *
 * How many titled messages wait for an answer of mine, as far as the copy knows. Main thread.
 *
 * Properties (notify): "count" (guint: at most %PARLOUR_OWED_MAX).
 */
#define PARLOUR_TYPE_OWED_COUNT (parlour_owed_count_get_type ())
G_DECLARE_FINAL_TYPE (ParlourOwedCount, parlour_owed_count, PARLOUR, OWED_COUNT, GObject)

ParlourOwedCount *parlour_owed_count_new (ParlourCopy *copy);
guint parlour_owed_count_get (ParlourOwedCount *self);

G_END_DECLS
