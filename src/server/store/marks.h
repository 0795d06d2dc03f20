/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/store/membership.h"
#include "server/store/store.h"

G_BEGIN_DECLS

/** ParlourMark: how far one member has a conversation and has read it. */
typedef struct {
  gint64 stream;
  gint64 user;
  gint64 read;
  gint64 delivered;
} ParlourMark;

/**
 * parlour_store_set_read:
 *
 * Raises the read mark, and the delivered mark with it, and takes `marked_unread` away, of which
 * the user's other devices are told; lower than before changes nothing. Writer.
 *
 * Returns: FALSE with #PARLOUR_PROBLEM_PAST_TOP above the last event
 */
gboolean parlour_store_set_read (ParlourStore *self,
                                 const ParlourMembership *membership,
                                 gint64 seq,
                                 GError **error);

/**
 * parlour_store_set_delivered:
 * @marks: (array length=n): stream, user and delivered are read
 *
 * Raises delivered marks, each at most to its stream's top; marks of streams that the user is not
 * in, and of inboxes, are passed over. Writer.
 */
gboolean
parlour_store_set_delivered (ParlourStore *self, const ParlourMark *marks, gsize n, GError **error);

/**
 * parlour_store_list_own_marks: a user's own, of all conversations.
 *
 * Returns: (transfer full) (nullable) (element-type ParlourMark)
 */
GArray *parlour_store_list_own_marks (ParlourStore *self, gint64 user, GError **error);

/**
 * parlour_store_list_marks: of all who are in one conversation as @user, who is in it too, may see
 * them: what is not shared, by either side, is 0. One more than %PARLOUR_PRESENCE_MEMBERS_MAX says
 * that there are too many to tell of.
 */
GArray *parlour_store_list_marks (ParlourStore *self, gint64 user, gint64 stream, GError **error);

G_END_DECLS
