/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "support.h"

G_BEGIN_DECLS

/** place_dump: (transfer full): all that the database holds, row by row, as it is now committed,
 * but for when people were last here. */
char *place_dump (Place *place);

G_END_DECLS
