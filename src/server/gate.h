/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/config.h"
#include "server/routes.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* What every request has to pass before anybody looks at what it asks for. Main loop. */

/** parlour_gate_check: `Host` and `Origin`; WRONG_HOST, FOREIGN_ORIGIN. */
gboolean
parlour_gate_check (const ParlourConfig *config, SoupServerMessage *message, GError **error);

/** parlour_gate_check_type: a body is JSON and says so; WRONG_MEDIA_TYPE. */
gboolean parlour_gate_check_type (SoupServerMessage *message, gboolean picture, GError **error);

/** parlour_gate_has_body: whether the headers announce one. */
gboolean parlour_gate_has_body (SoupServerMessage *message);

/**
 * parlour_gate_read_token:
 *
 * Puts the hash of the bearer's token into @call; NOT_SIGNED_IN where the route asks for one and
 * there is none, TOKEN_REFUSED for what can't be one.
 */
gboolean parlour_gate_read_token (SoupServerMessage *message, ParlourCall *call, GError **error);

G_END_DECLS
