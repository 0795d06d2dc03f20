/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-picture-type"

#include "client/picture-type.h"

#include <string.h>

/* Stateless. */

const char *
parlour_picture_type (gconstpointer data, gsize length)
{
  static const guint8 png[] = {0x89, 'P', 'N', 'G'};
  static const guint8 jpeg[] = {0xff, 0xd8, 0xff};

  if (length > sizeof png && memcmp (data, png, sizeof png) == 0)
    return "image/png";
  if (length > sizeof jpeg && memcmp (data, jpeg, sizeof jpeg) == 0)
    return "image/jpeg";
  return NULL;
}
