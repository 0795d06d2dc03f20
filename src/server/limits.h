/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ParlourLimits:
 *
 * How often something may happen to each key: so many times within so many seconds, wherever these
 * seconds are laid. On one thread.
 */
typedef struct _ParlourLimits ParlourLimits;

/**
 * parlour_limits_new:
 * @times: 0: no limit
 */
ParlourLimits *parlour_limits_new (guint times, guint seconds);
void parlour_limits_free (ParlourLimits *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourLimits, parlour_limits_free)

/** parlour_limits_set_times: from now on. */
void parlour_limits_set_times (ParlourLimits *self, guint times);

/**
 * parlour_limits_take:
 * @now: monotonic microseconds
 *
 * Returns: 0 where it was taken; else the seconds after which it can be
 */
guint parlour_limits_take (ParlourLimits *self, const char *key, gint64 now);

/** parlour_limits_give_back: the newest that was taken counts no more. */
void parlour_limits_give_back (ParlourLimits *self, const char *key);

/** parlour_limits_get_count: keys that are kept. */
guint parlour_limits_get_count (ParlourLimits *self);

G_END_DECLS
