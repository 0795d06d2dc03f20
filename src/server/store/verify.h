/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "db/connection.h"

G_BEGIN_DECLS

/** ParlourCensus: what a place's database holds. Plain data of its owner. */
typedef struct {
  gint64 version; /* of the schema */
  char *place;    /* its name */
  char *epoch;
  gint64 accounts;
  gint64 sessions;
  gint64 conversations;
  gint64 streams;
  gint64 events;
  gint64 last_at; /* when the newest event was made; 0: there is none */
} ParlourCensus;

void parlour_census_clear (ParlourCensus *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ParlourCensus, parlour_census_clear)

/**
 * parlour_store_check_marks:
 * @version: (out): of the schema
 * @error: OTHER_APPLICATION, NEWER_SCHEMA, or that it can't be read
 *
 * Whether it is a place's database at all.
 */
gboolean parlour_store_check_marks (ParlourDb *db, gint64 *version, GError **error);

/**
 * parlour_store_verify:
 * @db: a database of any version that is known; may be read-only
 * @census: (out): cleared by the caller, also after an error
 * @error: a #PARLOUR_DB_ERROR: OTHER_APPLICATION, NEWER_SCHEMA, or CORRUPT with the first finding
 *
 * Reads all of it: that the file is sound, that no reference leads nowhere, that every stream has
 * each number from its first to its top once, and that it is clear who is in which conversation.
 * Seconds a gigabyte.
 */
gboolean parlour_store_verify (ParlourDb *db, ParlourCensus *census, GError **error);

G_END_DECLS
