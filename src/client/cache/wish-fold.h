/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/cache/wish.h"
#include "db/connection.h"

G_BEGIN_DECLS

/* A draft is told to the server once it has stood so long. */
#define PARLOUR_DRAFT_SETTLES_MS 3000

/** parlour_wish_fold: the server has it: what lay over what it told becomes that, so that nothing
 * jumps back until the event comes. On the copy's thread. */
gboolean parlour_wish_fold (ParlourDb *db, const ParlourWish *wish, GError **error);

G_END_DECLS
