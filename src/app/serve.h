/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * parlour_serve_exec:
 * @arguments: (array zero-terminated=1): what followed `--serve`
 *
 * Becomes `parlour-server serve …`: the one beside this program, else in the build folder, else on
 * the path. Before any thread.
 *
 * Returns: an exit status, only where that failed; standard error has said why
 */
int parlour_serve_exec (char **arguments);

G_END_DECLS
