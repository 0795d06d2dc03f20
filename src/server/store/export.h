/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/store/membership.h"
#include "server/store/store.h"

G_BEGIN_DECLS

/** ParlourExportPlace: how far an export has come. */
typedef struct {
  gint64 stream; /* number of the conversation; 0: before the first */
  gint64 seq;    /* of the last message of it; 0: before the first */
} ParlourExportPlace;

/**
 * parlour_store_export_next:
 * @after: number of a stream
 * @membership: (out) (transfer full) (nullable): of the next conversation; NULL after the last
 *
 * By the numbers of streams, which do not change while an export goes on. Also those that the
 * member has left.
 */
gboolean parlour_store_export_next (
    ParlourStore *self, gint64 user, gint64 after, ParlourMembership **membership, GError **error);

/** parlour_store_export_cursor: (transfer full) (nullable): the text of @place. */
char *
parlour_store_export_cursor (ParlourStore *self, const ParlourExportPlace *place, GError **error);

/** parlour_store_export_resume: the other way round; #PARLOUR_PROBLEM_INVALID_FIELD where @cursor
 * is none of this user's. */
gboolean parlour_store_export_resume (
    ParlourStore *self, gint64 user, const char *cursor, ParlourExportPlace *place, GError **error);

G_END_DECLS
