/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * ParlourBodyRoom:
 *
 * How much memory the large bodies of requests take together: they lie there before anybody has
 * looked who sends them. Counted; main loop.
 */
typedef struct _ParlourBodyRoom ParlourBodyRoom;

ParlourBodyRoom *parlour_body_room_new (void);
void parlour_body_room_unref (ParlourBodyRoom *self);

/**
 * parlour_body_room_take:
 * @message: whose headers have come
 * @limit: of bytes that its body may have
 * @error: #PARLOUR_PROBLEM_UNAVAILABLE where there is no room
 *
 * The room is given back when @message has finished.
 */
gboolean parlour_body_room_take (ParlourBodyRoom *self,
                                 SoupServerMessage *message,
                                 guint64 limit,
                                 GError **error);

G_END_DECLS
