/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/store/membership.h"
#include "server/store/store.h"

G_BEGIN_DECLS

/** ParlourExportPart: what comes next, in this order; of each conversation again the last three. */
typedef enum {
  PARLOUR_EXPORT_ACCOUNT,
  PARLOUR_EXPORT_PICTURE,
  PARLOUR_EXPORT_DEVICES,
  PARLOUR_EXPORT_BLOCKS,
  PARLOUR_EXPORT_STARS,
  PARLOUR_EXPORT_CONVERSATION,
  PARLOUR_EXPORT_MEMBERS,
  PARLOUR_EXPORT_MESSAGES,
  PARLOUR_EXPORT_END,
} ParlourExportPart;

/** ParlourExportPlace: how far an export has come. */
typedef struct {
  ParlourExportPart part;
  gint64 stream; /* number of the conversation; 0: before the first */
  gint64 seq;    /* of its last message, or how many devices; 0: before the first */
  char *after;   /* where the list of a part goes on; nullable: at its beginning */
} ParlourExportPlace;

void parlour_export_place_clear (ParlourExportPlace *self);

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
