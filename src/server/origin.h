/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/config.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * parlour_origin_of:
 *
 * The IP address that @message comes from: its peer's, or, where that is a trusted proxy, the last
 * one in `X-Forwarded-For` that is not. What anybody else puts into that header counts for nothing.
 * Main loop.
 *
 * Returns: (transfer full) (nullable)
 */
char *parlour_origin_of (const ParlourConfig *config, SoupServerMessage *message);

/** parlour_origin_choose: as parlour_origin_of(), of a peer and its header (nullable). */
char *
parlour_origin_choose (const ParlourConfig *config, const char *peer, const char *forwarded_for);

G_END_DECLS
