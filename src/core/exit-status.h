/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/**
 * ParlourExit:
 *
 * How `parlour-server` ends, and why it failed where whoever started it can tell a person in their
 * own words. parlour-server(1) tells them; numbers stay what they are.
 */
typedef enum {
  PARLOUR_EXIT_DONE = 0,
  PARLOUR_EXIT_FAILED = 1, /* for a reason that is none of these */
  PARLOUR_EXIT_USAGE = 2,
  PARLOUR_EXIT_PASSPHRASE = 3, /* the file is one of move-out, and opens by another one */
  PARLOUR_EXIT_DAMAGED = 4,    /* a file is damaged, or of another kind */
  PARLOUR_EXIT_NEWER = 5,      /* a file is of a newer version of Parlour */
  PARLOUR_EXIT_BUSY = 6,       /* another program uses the folder */
  PARLOUR_EXIT_FULL = 7,       /* of the disk */
  PARLOUR_EXIT_ADDRESS = 8,    /* another program listens where this one should */
  PARLOUR_EXIT_DENIED = 9,     /* the system does not allow it */
  PARLOUR_EXIT_MISSING = 10,   /* there is no such file or folder */
  PARLOUR_EXIT_EXISTS = 11,    /* there is something where it would go */
} ParlourExit;
