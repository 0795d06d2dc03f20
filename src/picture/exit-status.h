/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What `parlour-picture` says by its end. */
enum {
  PARLOUR_PICTURE_USAGE = 2,
  PARLOUR_PICTURE_NONE = 3, /* what people are told of; all else is our fault */
  PARLOUR_PICTURE_TOO_LARGE = 4,
  PARLOUR_PICTURE_BROKEN = 5,
};
