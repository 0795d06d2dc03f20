/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/store/membership.h"
#include "server/store/store.h"

G_BEGIN_DECLS

/* Who is in a group. All that writes runs on the writer; who calls is named by their own
 * membership, and what they may not do is #PARLOUR_PROBLEM_FORBIDDEN. */

/** ParlourMemberEntry: a member as lists tell of them. */
typedef struct {
  ParlourUser *user;
  ParlourMemberRole role;
  gint64 joined_at;
} ParlourMemberEntry;

void parlour_member_entry_free (ParlourMemberEntry *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourMemberEntry, parlour_member_entry_free)

/**
 * parlour_store_list_members:
 * @query: (nullable): as in parlour_store_search_users()
 * @cursor: (nullable): the @next of the page before
 * @next: (out) (transfer full) (nullable): %NULL at the end
 *
 * Who is in it now, by username. Only for who is in it, too.
 *
 * Returns: (transfer full) (nullable) (element-type ParlourMemberEntry)
 */
GPtrArray *parlour_store_list_members (ParlourStore *self,
                                       const ParlourMembership *membership,
                                       const char *query,
                                       const char *cursor,
                                       guint limit,
                                       char **next,
                                       GError **error);

/**
 * parlour_store_get_member: (transfer full) (nullable): who is in it now, as @viewer sees them;
 * #PARLOUR_PROBLEM_NOT_FOUND where they are not.
 */
ParlourMemberEntry *parlour_store_get_member (
    ParlourStore *self, gint64 viewer, gint64 stream, gint64 user, GError **error);

/**
 * parlour_store_add_member:
 * @user: whom an owner or admin puts in
 * @role: an admin gives member or reader, an owner any
 * @added: (out): FALSE where they are in already, whose role stays
 *
 * #PARLOUR_PROBLEM_GROUP_FULL where it has as many members as may be.
 */
gboolean parlour_store_add_member (ParlourStore *self,
                                   const ParlourMembership *caller,
                                   gint64 user,
                                   ParlourMemberRole role,
                                   gboolean *added,
                                   GError **error);

/**
 * parlour_store_join_group:
 * @id: of a conversation; #PARLOUR_PROBLEM_NOT_FOUND where @user neither is nor was in it and it is
 *   not open to all
 *
 * Somebody puts themselves into an open group.
 */
gboolean parlour_store_join_group (
    ParlourStore *self, gint64 user, const char *id, gboolean *added, GError **error);

/**
 * parlour_store_change_role:
 *
 * An owner gives any role to anybody; an admin makes members readers and the other way round.
 * #PARLOUR_PROBLEM_LAST_OWNER where nobody else owns it.
 */
gboolean parlour_store_change_role (ParlourStore *self,
                                    const ParlourMembership *caller,
                                    gint64 user,
                                    ParlourMemberRole role,
                                    GError **error);

/**
 * parlour_store_remove_member:
 *
 * Oneself, or by an owner anybody, by an admin members and readers. Who was in and is no longer:
 * nothing changes. The last owner hands over.
 */
gboolean parlour_store_remove_member (ParlourStore *self,
                                      const ParlourMembership *caller,
                                      gint64 user,
                                      GError **error);

/** parlour_store_leave_groups: all that @user is in; for an account that ends. */
gboolean parlour_store_leave_groups (ParlourStore *self, gint64 user, GError **error);

G_END_DECLS
