/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/store/store.h"

#include "core/user.h"

G_BEGIN_DECLS

/* What the usernames of deleted accounts begin with; nobody else's do. */
#define PARLOUR_DELETED_USERNAME_PREFIX "deleted-"

/** ParlourNewUser: texts have passed the rules of core/text.h. */
typedef struct {
  const char *username;      /* normalized */
  const char *display_name;  /* nullable: then the username shows */
  const char *email;         /* nullable */
  const char *password_hash; /* as libsodium writes it */
  ParlourUserRole role;
} ParlourNewUser;

/** ParlourAccountRow: what signing in needs to know. */
typedef struct {
  gint64 number;
  char *id;
  char *username;
  char *password_hash;
  gint64 inbox; /* number of the stream */
  ParlourUserRole role;
  gboolean active;
} ParlourAccountRow;

void parlour_account_row_free (ParlourAccountRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourAccountRow, parlour_account_row_free)

typedef enum {
  PARLOUR_PROFILE_DISPLAY_NAME = 1 << 0,
  PARLOUR_PROFILE_GIVEN_NAME = 1 << 1,
  PARLOUR_PROFILE_FAMILY_NAME = 1 << 2,
  PARLOUR_PROFILE_EMAIL = 1 << 3,
  PARLOUR_PROFILE_STATUS_TEXT = 1 << 4,
  PARLOUR_PROFILE_AVATAR = 1 << 5,
  PARLOUR_PROFILE_SHARE_READ = 1 << 6,
  PARLOUR_PROFILE_SHARE_PRESENCE = 1 << 7,
} ParlourProfileFields;

/** ParlourProfile: only what @set names is changed; a text that is %NULL is removed. */
typedef struct {
  ParlourProfileFields set;
  const char *display_name;
  const char *given_name;
  const char *family_name;
  const char *email;
  const char *status_text;
  const char *avatar;
  gboolean share_read;
  gboolean share_presence;
} ParlourProfile;

/**
 * parlour_store_add_user:
 * @number: (out) (optional)
 *
 * Also makes the user's inbox. Writer.
 *
 * Returns: FALSE with #PARLOUR_PROBLEM_USERNAME_TAKEN where somebody has the name,
 *   #PARLOUR_PROBLEM_PLACE_FULL where there are as many accounts as may be
 */
gboolean parlour_store_add_user (ParlourStore *self,
                                 const ParlourNewUser *user,
                                 gint64 *number,
                                 GError **error);

/**
 * parlour_store_get_user:
 * @viewer: who asks: their own view where it is @number, and what others see otherwise; 0 for an
 *   administrator, who sees the own view of all
 *
 * Returns: (transfer full) (nullable): #PARLOUR_PROBLEM_NOT_FOUND where there is none
 */
ParlourUser *
parlour_store_get_user (ParlourStore *self, gint64 viewer, gint64 number, GError **error);

/** parlour_store_find_user: like parlour_store_get_user(), by id; @number (out) (optional). */
ParlourUser *parlour_store_find_user (
    ParlourStore *self, gint64 viewer, const char *id, gint64 *number, GError **error);

/**
 * parlour_store_find_account:
 * @account: (out) (transfer full) (nullable): %NULL where nobody has the name: that is no error
 */
gboolean parlour_store_find_account (ParlourStore *self,
                                     const char *username,
                                     ParlourAccountRow **account,
                                     GError **error);

/** parlour_store_get_account: (transfer full) (nullable): by number, to check a password again. */
ParlourAccountRow *parlour_store_get_account (ParlourStore *self, gint64 number, GError **error);

/**
 * parlour_store_search_users:
 * @query: (nullable): words; each must begin the username or a word of the display name, without
 *   case and accents; blank lists everybody
 * @cursor: (nullable): the @next of the page before
 * @next: (out) (transfer full) (nullable): %NULL at the end
 *
 * People who can sign in, by username.
 *
 * Returns: (transfer full) (nullable) (element-type ParlourUser)
 */
GPtrArray *parlour_store_search_users (ParlourStore *self,
                                       gint64 viewer,
                                       const char *query,
                                       const char *cursor,
                                       guint limit,
                                       char **next,
                                       GError **error);

/** parlour_store_list_users: all, disabled ones too, deleted ones not, in the own view; for
 * administrators. */
GPtrArray *parlour_store_list_users (
    ParlourStore *self, const char *cursor, guint limit, char **next, GError **error);

/** parlour_store_update_profile: raises the version where something is another now. Writer. */
gboolean parlour_store_update_profile (ParlourStore *self,
                                       gint64 number,
                                       const ParlourProfile *profile,
                                       GError **error);

/** parlour_store_set_password_hash: writer. Sessions stay: end them beside it. */
gboolean parlour_store_set_password_hash (ParlourStore *self,
                                          gint64 number,
                                          const char *password_hash,
                                          GError **error);

G_END_DECLS
