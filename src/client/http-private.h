/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/http.h"

G_BEGIN_DECLS

/** parlour_http_read_problem: (transfer full): what a server says with a status that is none of
 * success. @answer may end anywhere. */
GError *parlour_http_read_problem (SoupMessage *message, GByteArray *answer);

G_END_DECLS
