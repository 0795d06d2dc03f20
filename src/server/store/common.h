/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/store/store.h"

G_BEGIN_DECLS

/* The common conversation: a group titled like the place that every new account joins. It is made
 * with the first of them, who writes its welcome. All that is here runs on the writer,
 * where nothing else is said. */

#define PARLOUR_WELCOME_TEXT "Welcome! Everybody of this place is in this conversation."

/**
 * parlour_store_admit:
 * @user: a new account, in the transaction that makes it
 * @conversations: (nullable): ids of further groups, blanks between; those that are gone or full
 *   are passed over
 */
gboolean
parlour_store_admit (ParlourStore *self, gint64 user, const char *conversations, GError **error);

/** parlour_store_set_common: whether accounts that come from now on join; nobody leaves. */
gboolean parlour_store_set_common (ParlourStore *self, gboolean on, GError **error);

/**
 * parlour_store_set_welcome_text:
 * @text: has passed the rules of bodies, or is empty: then there is no welcome
 *
 * The welcome says so from now on, where it still says what it said.
 */
gboolean parlour_store_set_welcome_text (ParlourStore *self, const char *text, GError **error);

/** parlour_store_rename_common: where it is called like the place was, it is called @name. */
gboolean parlour_store_rename_common (ParlourStore *self,
                                      const char *old_name,
                                      const char *name,
                                      GError **error);

/** parlour_store_get_common_title: @title: (out) (transfer full) (nullable): %NULL where there is
 * no common conversation. Any store. */
gboolean parlour_store_get_common_title (ParlourStore *self, char **title, GError **error);

/** parlour_store_set_common_title: %PARLOUR_PROBLEM_NOT_FOUND where there is none to call so. */
gboolean parlour_store_set_common_title (ParlourStore *self, const char *title, GError **error);

/**
 * parlour_store_tell_common_role: says in the common conversation what a member is there, after
 * they began or ceased to administer the place.
 */
gboolean parlour_store_tell_common_role (ParlourStore *self, gint64 user, GError **error);

G_END_DECLS
