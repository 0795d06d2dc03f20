/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-group-words"

#include "app/group/group-words.h"

#include <glib/gi18n.h>

/* Stateless. */

const char *
parlour_group_role_words (ParlourMemberRole role)
{
  switch (role) {
  case PARLOUR_MEMBER_OWNER:
    return C_ ("role in a group", "Owner");
  case PARLOUR_MEMBER_ADMIN:
    return C_ ("role in a group", "Admin");
  case PARLOUR_MEMBER_READER:
    return C_ ("role in a group", "Reads only");
  case PARLOUR_MEMBER_MEMBER:
  default:
    return "";
  }
}
