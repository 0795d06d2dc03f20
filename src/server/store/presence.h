/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/store/store.h"

G_BEGIN_DECLS

/** PARLOUR_PRESENCE_MEMBERS_MAX: in larger conversations presence, typing and marks are not told.
 */
#define PARLOUR_PRESENCE_MEMBERS_MAX 50

/** ParlourPresence: what one person may know of when another is here. */
typedef struct {
  gint64 user;
  gboolean shared;  /* FALSE: nothing: one of the two does not share it, or has blocked the other */
  gint64 last_seen; /* milliseconds since 1970; 0 where unknown or not shared */
} ParlourPresence;

/** ParlourSeen: when somebody was last here. */
typedef struct {
  gint64 user;
  gint64 at; /* milliseconds since 1970 */
} ParlourSeen;

/**
 * parlour_store_is_small: @small (out): whether at most %PARLOUR_PRESENCE_MEMBERS_MAX are in it:
 * ask before anything is done for each of those who look at it.
 */
gboolean
parlour_store_is_small (ParlourStore *self, gint64 stream, gboolean *small, GError **error);

/**
 * parlour_store_list_presence:
 *
 * The others who are in the conversation now, as @viewer may see them; nobody where @viewer is not
 * in it, or where there are more than %PARLOUR_PRESENCE_MEMBERS_MAX.
 *
 * Returns: (transfer full) (nullable) (element-type ParlourPresence)
 */
GArray *
parlour_store_list_presence (ParlourStore *self, gint64 viewer, gint64 stream, GError **error);

/** parlour_store_get_presence: @presence (out): of @user as @viewer may see it. */
gboolean parlour_store_get_presence (
    ParlourStore *self, gint64 viewer, gint64 user, ParlourPresence *presence, GError **error);

/**
 * parlour_store_list_not_shared_with:
 *
 * Those who may not see when @user is here.
 *
 * Returns: (transfer full) (nullable): (element-type gint64 gint64): a set of user numbers
 */
GHashTable *parlour_store_list_not_shared_with (ParlourStore *self, gint64 user, GError **error);

/** parlour_store_set_seen: @seen: (array length=n): times only grow. Writer. */
gboolean
parlour_store_set_seen (ParlourStore *self, const ParlourSeen *seen, gsize n, GError **error);

G_END_DECLS
