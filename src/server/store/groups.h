/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/store/membership.h"
#include "server/store/store.h"

#include "core/group.h"
#include "core/id.h"

G_BEGIN_DECLS

/** ParlourNewGroup: texts have passed the rules of core/text.h. */
typedef struct {
  guint8 client_id[PARLOUR_ID_BYTES];
  const char *title;
  const char *description; /* nullable */
  ParlourPosting posting;
  ParlourJoining joining;
  ParlourPast past;
  const gint64 *members; /* numbers of users besides the maker, rising */
  gsize n_members;
} ParlourNewGroup;

typedef enum {
  PARLOUR_GROUP_TITLE = 1 << 0,
  PARLOUR_GROUP_DESCRIPTION = 1 << 1,
  PARLOUR_GROUP_POSTING = 1 << 2,
  PARLOUR_GROUP_JOINING = 1 << 3,
  PARLOUR_GROUP_PAST = 1 << 4,
  PARLOUR_GROUP_AVATAR = 1 << 5,
} ParlourGroupFields;

/** ParlourGroupChange: only what @set names is changed. */
typedef struct {
  ParlourGroupFields set;
  const char *title;
  const char *description; /* nullable: removed */
  ParlourPosting posting;
  ParlourJoining joining;
  ParlourPast past;
  const char *avatar; /* nullable: removed; see avatars.h for the picture itself */
} ParlourGroupChange;

/**
 * parlour_store_make_group:
 * @me: becomes its owner
 * @made: (out): FALSE where the same was made with this client_id before
 *
 * Its first events say who is in it. Writer.
 *
 * Returns: (transfer full) (nullable): my membership; #PARLOUR_PROBLEM_CLIENT_ID_REUSED,
 *   #PARLOUR_PROBLEM_RECIPIENT_UNKNOWN where somebody of it can't sign in,
 *   #PARLOUR_PROBLEM_GROUP_FULL
 */
ParlourMembership *parlour_store_make_group (
    ParlourStore *self, gint64 me, const ParlourNewGroup *group, gboolean *made, GError **error);

/** parlour_store_check_moderator: whether a group is theirs to run, else
 * #PARLOUR_PROBLEM_FORBIDDEN.
 */
gboolean parlour_store_check_moderator (const ParlourMembership *caller, GError **error);

/**
 * parlour_store_change_group: by its owner and admins, else #PARLOUR_PROBLEM_FORBIDDEN; what is as
 * it was says nothing. Writer.
 */
gboolean parlour_store_change_group (ParlourStore *self,
                                     const ParlourMembership *caller,
                                     const ParlourGroupChange *change,
                                     GError **error);

/** parlour_store_is_group: @is (out): whether the conversation @id is a group with somebody in it.
 */
gboolean parlour_store_is_group (ParlourStore *self, const char *id, gboolean *is, GError **error);

/** parlour_store_get_group: (transfer full) (nullable): as everybody sees it, without a count. */
ParlourGroup *parlour_store_get_group (ParlourStore *self, gint64 stream, GError **error);

/**
 * parlour_store_list_open_groups:
 * @query: (nullable): what the title must have in it, without case and accents
 * @cursor: (nullable): the @next of the page before
 * @next: (out) (transfer full) (nullable): %NULL at the end
 *
 * Those that @user may join and is not in, the newest first.
 *
 * Returns: (transfer full) (nullable) (element-type ParlourGroup)
 */
GPtrArray *parlour_store_list_open_groups (ParlourStore *self,
                                           gint64 user,
                                           const char *query,
                                           const char *cursor,
                                           guint limit,
                                           char **next,
                                           GError **error);

/**
 * parlour_store_list_shared_groups:
 * @cursor: (nullable): the @next of the page before
 * @next: (out) (transfer full) (nullable): %NULL at the end
 *
 * Those that both are in, but not the conversation that all have in common, the newest first.
 *
 * Returns: (transfer full) (nullable) (element-type ParlourGroup)
 */
GPtrArray *parlour_store_list_shared_groups (ParlourStore *self,
                                             gint64 user,
                                             gint64 other,
                                             const char *cursor,
                                             guint limit,
                                             char **next,
                                             GError **error);

G_END_DECLS
