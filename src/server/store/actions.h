/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/store/membership.h"
#include "server/store/store.h"

#include "core/message.h"

G_BEGIN_DECLS

/* What members do with messages that are there. All of it takes the message that @membership sees,
 * else it is #PARLOUR_PROBLEM_NOT_FOUND, and may be repeated: what is so already says nothing. What
 * writes runs on the writer. */

/**
 * parlour_store_react:
 * @emoji: has passed parlour_emoji_check()
 * @on: gives the reaction, or takes it back
 * @message: (out) (transfer full): as it now stands
 *
 * Returns: FALSE with #PARLOUR_PROBLEM_FORBIDDEN for who has left,
 * #PARLOUR_PROBLEM_MESSAGE_DELETED, #PARLOUR_PROBLEM_BLOCKED, #PARLOUR_PROBLEM_TOO_MANY_REACTIONS
 * where it has as many different ones as may be
 */
gboolean parlour_store_react (ParlourStore *self,
                              const ParlourMembership *membership,
                              gint64 seq,
                              const char *emoji,
                              gboolean on,
                              ParlourMessage **message,
                              GError **error);

/**
 * parlour_store_forget_reaction: takes the reaction of an account that ends back, whoever sees the
 * message; nothing where there is none. Writer.
 */
gboolean parlour_store_forget_reaction (
    ParlourStore *self, gint64 key, gint64 user, const char *emoji, GError **error);

/**
 * parlour_store_set_pinned: by a group's owner and admins, or either in a conversation of two; else
 * #PARLOUR_PROBLEM_FORBIDDEN.
 * @message: (out) (transfer full): as it now stands
 */
gboolean parlour_store_set_pinned (ParlourStore *self,
                                   const ParlourMembership *membership,
                                   gint64 seq,
                                   gboolean pinned,
                                   ParlourMessage **message,
                                   GError **error);

/** parlour_store_set_star: for oneself; the inbox says so. Also for who has left. */
gboolean parlour_store_set_star (ParlourStore *self,
                                 const ParlourMembership *membership,
                                 gint64 seq,
                                 gboolean starred,
                                 GError **error);

/**
 * parlour_store_list_starred:
 * @before: (nullable): the @next of the page before
 * @next: (out) (transfer full) (nullable): %NULL at the end
 *
 * What @user has starred and still sees, the newest star first. A page that has looked at many that
 * they no longer see may be short.
 *
 * Returns: (transfer full) (nullable) (element-type ParlourMessage)
 */
GPtrArray *parlour_store_list_starred (
    ParlourStore *self, gint64 user, const char *before, guint limit, char **next, GError **error);

G_END_DECLS
