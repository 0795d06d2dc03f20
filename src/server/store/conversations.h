/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/store/membership.h"
#include "server/store/store.h"

#include "core/conversation.h"

G_BEGIN_DECLS

typedef enum {
  PARLOUR_SETTING_ARCHIVED = 1 << 0,
  PARLOUR_SETTING_PINNED = 1 << 1,
  PARLOUR_SETTING_NOTIFY = 1 << 2,
  PARLOUR_SETTING_MUTED_UNTIL = 1 << 3,
  PARLOUR_SETTING_MARKED_UNREAD = 1 << 4,
  PARLOUR_SETTING_DRAFT = 1 << 5,
} ParlourSettingFields;

/** ParlourSettings: a member's own view of a conversation; only what @set names is changed. */
typedef struct {
  ParlourSettingFields set;
  gboolean archived;
  gboolean pinned;
  ParlourNotify notify;
  gint64 muted_until; /* milliseconds since 1970; 0 for not */
  gboolean marked_unread;
  const char *draft; /* nullable */
} ParlourSettings;

/**
 * parlour_store_find_membership:
 * @id: a conversation's id
 *
 * Returns: (transfer full) (nullable): #PARLOUR_PROBLEM_NOT_FOUND where there is none or the user
 *   never was in it, both alike
 */
ParlourMembership *
parlour_store_find_membership (ParlourStore *self, gint64 user, const char *id, GError **error);

/** parlour_store_get_membership: like parlour_store_find_membership(), by the stream's number. */
ParlourMembership *
parlour_store_get_membership (ParlourStore *self, gint64 user, gint64 stream, GError **error);

/**
 * parlour_store_find_or_make_direct:
 * @me: a user's number
 * @other: another user's number
 * @client_id: (nullable): PARLOUR_ID_BYTES bytes, kept where a conversation is made
 * @made: (out) (optional): whether it is new
 *
 * A direct conversation is unique by its pair. Making one tells both inboxes. Writer.
 *
 * Returns: (transfer full) (nullable): my membership; #PARLOUR_PROBLEM_RECIPIENT_IS_SELF,
 *   #PARLOUR_PROBLEM_RECIPIENT_UNKNOWN where there is none yet and @other can't sign in,
 *   #PARLOUR_PROBLEM_BLOCKED where there is none yet and @other has blocked me,
 *   #PARLOUR_PROBLEM_CLIENT_ID_REUSED where @client_id made another conversation
 */
ParlourMembership *parlour_store_find_or_make_direct (ParlourStore *self,
                                                      gint64 me,
                                                      gint64 other,
                                                      const guint8 *client_id,
                                                      gboolean *made,
                                                      GError **error);

/**
 * parlour_store_get_conversation:
 *
 * The conversation as this member sees it. Marks and times of people who do not share them are 0.
 *
 * Returns: (transfer full) (nullable)
 */
ParlourConversation *parlour_store_get_conversation (ParlourStore *self,
                                                     const ParlourMembership *membership,
                                                     GError **error);

/**
 * parlour_store_list_conversations:
 * @archived: lists the archived ones, or the others
 * @cursor: (nullable): the @next of the page before
 * @next: (out) (transfer full) (nullable): %NULL at the end
 *
 * Newest activity first. One without a message is listed for its maker only.
 *
 * Returns: (transfer full) (nullable) (element-type ParlourConversation)
 */
GPtrArray *parlour_store_list_conversations (ParlourStore *self,
                                             gint64 user,
                                             gboolean archived,
                                             const char *cursor,
                                             guint limit,
                                             char **next,
                                             GError **error);

/**
 * parlour_store_count_unread:
 *
 * Others' messages above my read mark that I may see and that were not erased: exact up to
 * %PARLOUR_UNREAD_MAX, which stands for more; no more than 5,000 rows are looked at.
 * @mentions (out): those among them that name me, or everyone.
 */
gboolean parlour_store_count_unread (ParlourStore *self,
                                     const ParlourMembership *membership,
                                     gint64 *unread,
                                     gint64 *mentions,
                                     GError **error);

/**
 * parlour_store_unarchive:
 * @at: when the message was written, in ms
 *
 * For those who have archived the conversation and not muted it, a message brings it back; their
 * inboxes are told. Writer.
 */
gboolean parlour_store_unarchive (ParlourStore *self, gint64 stream, gint64 at, GError **error);

/** parlour_store_update_settings: the inbox is told, but not of a draft alone. Writer. */
gboolean parlour_store_update_settings (ParlourStore *self,
                                        const ParlourMembership *membership,
                                        const ParlourSettings *settings,
                                        GError **error);

G_END_DECLS
