/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * parlour_server_main:
 * @argv: the program's name, then `serve …` or another subcommand, `--help` or `--version`
 *
 * The whole of `parlour-server`. On the main thread, before any other. Says on standard error, in
 * one line, what went wrong.
 *
 * Returns: an exit status: 0; 1 where something failed; 2 for a wrong command line
 */
int parlour_server_main (int argc, char **argv);

G_END_DECLS
