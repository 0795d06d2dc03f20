/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** Busy: how much of the machine others use while something is measured. */
typedef struct {
  double others; /* seconds of processors, as the next */
  double all;
} Busy;

/** busy_now: since the machine started; only differences say something. */
Busy busy_now (void);

/** busy_share: of all processors' time since @from, 0 to 1, what was not this program's or that of
 * its ended children. */
double busy_share (const Busy *from);

G_END_DECLS
