/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/fields.h"
#include "core/user.h"

G_BEGIN_DECLS

/** ParlourMemberRole: what a member may do, the most first. The numbers stand in databases. */
typedef enum {
  PARLOUR_MEMBER_OWNER,
  PARLOUR_MEMBER_ADMIN,
  PARLOUR_MEMBER_MEMBER,
  PARLOUR_MEMBER_READER, /* reads, reacts and writes nothing */
} ParlourMemberRole;

/** ParlourMember: a person in a conversation, with how far they have it and have read it. */
typedef struct {
  ParlourUser *user;
  ParlourMemberRole role;
  gint64 read;      /* seq; 0 for nothing */
  gint64 delivered; /* seq; never below @read */
} ParlourMember;

const char *parlour_member_role_to_string (ParlourMemberRole role);

/** parlour_member_role_from_string: FALSE where @name is none. */
gboolean parlour_member_role_from_string (const char *name, ParlourMemberRole *role);

/** parlour_member_role_read: the member "role"; one of a later version is an ordinary member. */
ParlourMemberRole parlour_member_role_read (ParlourFields *from);

/** parlour_member_clear: for the element that @member points at, not for the memory itself. */
void parlour_member_clear (ParlourMember *member);

/**
 * parlour_member_read:
 * @member: (out): what parlour_member_clear() frees
 *
 * Reads `{"user", "role"}` and, where they are told, `"read"` and `"delivered"`.
 */
gboolean parlour_member_read (JsonObject *object, ParlourMember *member, GError **error);

G_END_DECLS
