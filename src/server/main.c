/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-server-main"

#include "server/command-line.h"

#include <locale.h>

/* The headless server. */

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  return parlour_server_main (argc, argv);
}
