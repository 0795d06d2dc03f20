/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-member"

#include "core/member.h"

/* This file owns the value of a person in a conversation and the names of roles. Any thread. */

static const char *const roles[] = {"owner", "admin", "member", "reader", NULL};

const char *
parlour_member_role_to_string (ParlourMemberRole role)
{
  g_return_val_if_fail (role <= PARLOUR_MEMBER_READER, NULL);
  return roles[role];
}

gboolean
parlour_member_role_from_string (const char *name, ParlourMemberRole *role)
{
  g_return_val_if_fail (role != NULL, FALSE);
  for (guint i = 0; name != NULL && roles[i] != NULL; i++)
    if (g_str_equal (roles[i], name)) {
      *role = (ParlourMemberRole)i;
      return TRUE;
    }
  return FALSE;
}

ParlourMemberRole
parlour_member_role_read (ParlourFields *from)
{
  return (ParlourMemberRole)parlour_fields_choice (from, "role", roles, PARLOUR_MEMBER_MEMBER);
}

void
parlour_member_clear (ParlourMember *member)
{
  g_clear_pointer (&member->user, parlour_user_unref);
}

gboolean
parlour_member_read (JsonObject *object, ParlourMember *member, GError **error)
{
  g_return_val_if_fail (object != NULL && member != NULL, FALSE);

  ParlourFields in = PARLOUR_FIELDS (object);
  JsonObject *user = parlour_fields_object (&in, "user", PARLOUR_FIELD_REQUIRED);
  *member = (ParlourMember){
      .role = parlour_member_role_read (&in),
      .read = parlour_fields_int (&in, "read", 0, 0, G_MAXUINT32, 0),
      .delivered = parlour_fields_int (&in, "delivered", 0, 0, G_MAXUINT32, 0),
  };
  if (!parlour_fields_end_lax (&in, error))
    return FALSE;
  member->user = parlour_user_read (user, error);
  return member->user != NULL;
}
