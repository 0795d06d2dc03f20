/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/store/store.h"

#include "core/user.h"

G_BEGIN_DECLS

#define PARLOUR_TOKEN_HASH_BYTES    32
#define PARLOUR_SESSION_UNUSED_DAYS 180 /* a session ends after so long without use */

/** ParlourSession: who is asking, on which device. Plain data of its owner. */
typedef struct {
  gint64 number;
  char *id;
  gint64 user;
  char *user_id;
  char *username;
  gint64 inbox; /* number of the user's own stream */
  ParlourUserRole role;
  gint64 last_used_at;
} ParlourSession;

ParlourSession *parlour_session_copy (const ParlourSession *self);
void parlour_session_free (ParlourSession *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourSession, parlour_session_free)

/** ParlourSessionEntry: a session as its user sees it in the list. */
typedef struct {
  char *id;
  char *device_name;
  gint64 created_at;
  gint64 last_used_at; /* to the day */
} ParlourSessionEntry;

/**
 * parlour_store_add_session:
 * @token_hash: %PARLOUR_TOKEN_HASH_BYTES bytes
 * @device_name: (nullable)
 *
 * Also sets the user's last_login_at. Writer.
 *
 * Returns: (transfer full) (nullable)
 */
ParlourSession *parlour_store_add_session (ParlourStore *self,
                                           gint64 user,
                                           const guint8 *token_hash,
                                           const char *device_name,
                                           GError **error);

/**
 * parlour_store_find_session:
 *
 * Returns: (transfer full) (nullable): #PARLOUR_PROBLEM_TOKEN_REFUSED where there is none or it was
 *   unused for too long, #PARLOUR_PROBLEM_ACCOUNT_DISABLED where its user may not sign in
 */
ParlourSession *
parlour_store_find_session (ParlourStore *self, const guint8 *token_hash, GError **error);

/** parlour_store_get_session: like parlour_store_find_session(), by the session's number. */
ParlourSession *parlour_store_get_session (ParlourStore *self, gint64 number, GError **error);

/** parlour_store_session_is_stale: whether its use is to be noted; at most once a day. */
gboolean parlour_store_session_is_stale (ParlourStore *self, const ParlourSession *session);

/** parlour_store_touch_session: notes that it is in use, where that is stale. Writer. */
gboolean parlour_store_touch_session (ParlourStore *self, gint64 number, GError **error);

/** parlour_store_list_sessions: (transfer full) (nullable) (element-type ParlourSessionEntry) */
GPtrArray *parlour_store_list_sessions (ParlourStore *self, gint64 user, GError **error);

/**
 * parlour_store_end_session:
 *
 * Signs a device out: the inbox says `session.revoked`. Writer.
 *
 * Returns: FALSE with #PARLOUR_PROBLEM_NOT_FOUND where the user has no such session
 */
gboolean
parlour_store_end_session (ParlourStore *self, gint64 user, const char *id, GError **error);

/** parlour_store_end_other_sessions: all of the user's but session number @keep (0: all). Writer.
 */
gboolean
parlour_store_end_other_sessions (ParlourStore *self, gint64 user, gint64 keep, GError **error);

/**
 * parlour_store_suspend_sessions:
 *
 * Closes what the user has open and keeps the sessions, so that a disabled account's tokens are
 * told why they are refused. parlour_store_end_other_sessions() before it is enabled again. Writer.
 */
gboolean parlour_store_suspend_sessions (ParlourStore *self, gint64 user, GError **error);

/** parlour_store_end_all_sessions: everybody's, for instance after a restore. Writer. */
gboolean parlour_store_end_all_sessions (ParlourStore *self, GError **error);

/** parlour_store_count_sessions: the devices that are signed in. */
gboolean parlour_store_count_sessions (ParlourStore *self, gint64 *count, GError **error);

/** parlour_store_expire_sessions: ends what was unused for too long; housekeeping. Writer. */
gboolean parlour_store_expire_sessions (ParlourStore *self, GError **error);

G_END_DECLS
