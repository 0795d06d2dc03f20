/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/store/store.h"

#include "core/user.h"

G_BEGIN_DECLS

/**
 * parlour_recipient_find:
 * @viewer: who asks; 0 for whoever administers
 * @id: of a person, as a request names them
 * @field: the request's member that does
 * @number: (out): theirs
 *
 * Inside a transaction, on the store's thread.
 *
 * Returns: (transfer full) (nullable): the person; RECIPIENT_UNKNOWN for @field where nobody is
 * that
 */
ParlourUser *parlour_recipient_find (ParlourStore *store,
                                     gint64 viewer,
                                     const char *id,
                                     const char *field,
                                     gint64 *number,
                                     GError **error);

/** parlour_recipient_refuse: sets that error. */
void parlour_recipient_refuse (const char *field, GError **error);

G_END_DECLS
