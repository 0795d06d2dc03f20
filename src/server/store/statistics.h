/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/store/store.h"

G_BEGIN_DECLS

#define PARLOUR_STATISTICS_DAYS 30

/** ParlourStatistics: how much there is. Plain data. */
typedef struct {
  gint64 accounts; /* not deleted */
  gint64 disabled;
  gint64 admins;
  gint64 sessions;
  gint64 invites; /* that let somebody in */
  gint64 conversations;
  gint64 messages;                        /* ever sent */
  gint64 today;                           /* days since 1970 in UTC */
  gint64 by_day[PARLOUR_STATISTICS_DAYS]; /* messages sent; the last one is today */
} ParlourStatistics;

/** parlour_store_get_statistics: any store; in one state of the database. */
gboolean
parlour_store_get_statistics (ParlourStore *self, ParlourStatistics *statistics, GError **error);

/**
 * parlour_store_count_some:
 * @more: (out): whether there is more to do: call it again
 *
 * Adds some of the messages that were not counted yet to their days, in a few milliseconds, so that
 * the next statistics need not look at them. Sending counts nothing itself. Writer.
 */
gboolean parlour_store_count_some (ParlourStore *self, gboolean *more, GError **error);

G_END_DECLS
