/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/cache/wish.h"
#include "db/connection.h"

G_BEGIN_DECLS

/**
 * ParlourWishes:
 *
 * The wishes of the copy that a reading lays over what the server told. On the copy's thread.
 */
typedef struct _ParlourWishes ParlourWishes;

/** parlour_wishes_read: (transfer full) (nullable): of @conversation, or all where it is %NULL. */
ParlourWishes *parlour_wishes_read (ParlourDb *db, const char *conversation, GError **error);
void parlour_wishes_free (ParlourWishes *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourWishes, parlour_wishes_free)

/** parlour_wishes_find: (transfer none) (nullable) */
const ParlourWish *parlour_wishes_find (const ParlourWishes *self,
                                        const char *conversation,
                                        gint64 seq,
                                        ParlourWishKind kind,
                                        const char *key);

/** parlour_wishes_get: (transfer none) (element-type ParlourWish) (nullable): all about a message,
 * or about the conversation itself (@seq 0). */
GPtrArray *parlour_wishes_get (const ParlourWishes *self, const char *conversation, gint64 seq);

/** parlour_wishes_number: what a number or flag is, @told being what the server said. */
gint64 parlour_wishes_number (const ParlourWishes *self,
                              const char *conversation,
                              gint64 seq,
                              ParlourWishKind kind,
                              const char *key,
                              gint64 told);

G_END_DECLS
