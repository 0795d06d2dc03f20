/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-person-name"

#include "client/person-name.h"

#include "build-config.h"

#include <glib/gi18n-lib.h>

/* What people are called. Stateless. */

const char *
parlour_deleted_name (void)
{
  /* Translators: stands for the name of somebody who deleted their account */
  return _ ("Deleted account");
}

const char *
parlour_person_name (const ParlourUser *user)
{
  g_return_val_if_fail (user != NULL, NULL);

  return user->deleted ? parlour_deleted_name () : user->display_name;
}
