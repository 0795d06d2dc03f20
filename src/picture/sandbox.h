/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define PARLOUR_SANDBOX_OUTPUT_MAX (1024 * 1024) /* bytes in a file that is written */

/**
 * parlour_sandbox_enter:
 *
 * From now on this process computes, reads and writes what it has open, and nothing else: no file,
 * no network, no program, no more memory and time than a picture takes. There is no way back. Call
 * it before anything from outside is looked at.
 *
 * Returns: FALSE where the kernel refused: then look at nothing
 */
gboolean parlour_sandbox_enter (void);

G_END_DECLS
