/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-profile"

#include "server/store/users.h"

#include "server/store/sql.h"
#include "server/store/user-words.h"

/* This file owns how people change what they say of themselves. On the writer's thread. */

static const char *
choose (const ParlourProfile *profile,
        ParlourProfileFields field,
        const char *wanted,
        const char *present)
{
  return profile->set & field ? wanted : present;
}

/* What the profile shall be: @profile where it says something, and @user where not. */
static ParlourProfile
merge (const ParlourProfile *profile, const ParlourUser *user)
{
  ParlourProfileFields set = profile->set;
  ParlourProfile merged = {
      .display_name =
          choose (profile, PARLOUR_PROFILE_DISPLAY_NAME, profile->display_name, user->display_name),
      .given_name =
          choose (profile, PARLOUR_PROFILE_GIVEN_NAME, profile->given_name, user->given_name),
      .family_name =
          choose (profile, PARLOUR_PROFILE_FAMILY_NAME, profile->family_name, user->family_name),
      .email = choose (profile, PARLOUR_PROFILE_EMAIL, profile->email, user->email),
      .status_text =
          choose (profile, PARLOUR_PROFILE_STATUS_TEXT, profile->status_text, user->status_text),
      .avatar = choose (profile, PARLOUR_PROFILE_AVATAR, profile->avatar, user->avatar),
      .share_read =
          set & PARLOUR_PROFILE_SHARE_READ ? profile->share_read != FALSE : user->share_read,
      .share_presence = set & PARLOUR_PROFILE_SHARE_PRESENCE ? profile->share_presence != FALSE
                                                             : user->share_presence,
  };
  if (merged.display_name == NULL)
    merged.display_name = user->username;
  return merged;
}

static gboolean
is_same (const ParlourProfile *merged, const ParlourUser *user)
{
  return g_strcmp0 (merged->display_name, user->display_name) == 0 &&
         g_strcmp0 (merged->given_name, user->given_name) == 0 &&
         g_strcmp0 (merged->family_name, user->family_name) == 0 &&
         g_strcmp0 (merged->email, user->email) == 0 &&
         g_strcmp0 (merged->status_text, user->status_text) == 0 &&
         g_strcmp0 (merged->avatar, user->avatar) == 0 && merged->share_read == user->share_read &&
         merged->share_presence == user->share_presence;
}

static gboolean
store (ParlourStore *self,
       gint64 number,
       const ParlourProfile *merged,
       const ParlourUser *user,
       GError **error)
{
  ParlourChange change = {
      .kind = PARLOUR_CHANGE_PROFILE,
      .user = number,
      .version = user->version + 1,
  };

  if (!parlour_sql_run (self, error,
                        "UPDATE users SET version = ?2, display_name = ?3, given_name = ?4,"
                        " family_name = ?5, email = ?6, status_text = ?7, avatar = ?8,"
                        " share_read = ?9, share_presence = ?10 WHERE number = ?1",
                        "iissssssdd", number, change.version, merged->display_name,
                        merged->given_name, merged->family_name, merged->email, merged->status_text,
                        merged->avatar, merged->share_read, merged->share_presence) ||
      !parlour_store_index_user (self, number, user->username, merged->display_name, error))
    return FALSE;
  parlour_changes_add (parlour_store_get_changes (self), &change);
  return TRUE;
}

gboolean
parlour_store_update_profile (ParlourStore *self,
                              gint64 number,
                              const ParlourProfile *profile,
                              GError **error)
{
  g_return_val_if_fail (profile != NULL, FALSE);

  g_autoptr (ParlourUser) user = parlour_store_get_user (self, number, number, error);
  if (user == NULL)
    return FALSE;
  ParlourProfile merged = merge (profile, user);
  return is_same (&merged, user) || store (self, number, &merged, user, error);
}
