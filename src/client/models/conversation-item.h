/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/models/message-item.h"
#include "core/conversation.h"

G_BEGIN_DECLS

/**
 * ParlourConversationItem:
 *
 * A conversation as the list shows it. Stable identity; what changes is notified. Main thread.
 *
 * Properties (read-only, notify): "id", "title" (the peer's name, or the group's), "peer-id",
 * "peer-username" (nullable in a group), "kind" (ParlourConversationKind), "description"
 * (nullable), "member-count" (guint), "role" (ParlourMemberRole: mine), "posting", "joining",
 * "past" (core/group.h), "common", "former" (I am not in it any more), "blocked" (the peer is, by
 * me), "can-write" (gboolean), "mentions" (guint: unread ones of me), "last-text" (first line of
 * the last message, nullable), "last-subject" (nullable), "last-sender" (nullable: their name; NULL
 * for mine), "last-mine", "last-deleted", "last-blocked" (gboolean), "last-at" (gint64 ms, 0 for
 * none), "last-state" (ParlourMessageState), "unread" (guint), "pinned", "archived", "muted"
 * (gboolean: now), "muted-until" (gint64 ms, 0), "notify" (ParlourNotify), "marked-unread"
 * (gboolean), "draft" (nullable), "read" (gint64: my mark's seq), "top" (gint64).
 */
#define PARLOUR_TYPE_CONVERSATION_ITEM (parlour_conversation_item_get_type ())
G_DECLARE_FINAL_TYPE (
    ParlourConversationItem, parlour_conversation_item, PARLOUR, CONVERSATION_ITEM, GObject)

const char *parlour_conversation_item_get_id (ParlourConversationItem *self);
const char *parlour_conversation_item_get_title (ParlourConversationItem *self);
const char *parlour_conversation_item_get_peer_id (ParlourConversationItem *self);
const char *parlour_conversation_item_get_peer_username (ParlourConversationItem *self);
const char *parlour_conversation_item_get_last_text (ParlourConversationItem *self);
const char *parlour_conversation_item_get_last_subject (ParlourConversationItem *self);
const char *parlour_conversation_item_get_last_sender (ParlourConversationItem *self);
gboolean parlour_conversation_item_get_last_mine (ParlourConversationItem *self);
gboolean parlour_conversation_item_get_last_deleted (ParlourConversationItem *self);
gboolean parlour_conversation_item_get_last_blocked (ParlourConversationItem *self);
gint64 parlour_conversation_item_get_last_at (ParlourConversationItem *self);
ParlourMessageState parlour_conversation_item_get_last_state (ParlourConversationItem *self);
guint parlour_conversation_item_get_unread (ParlourConversationItem *self);
gboolean parlour_conversation_item_get_pinned (ParlourConversationItem *self);
gboolean parlour_conversation_item_get_archived (ParlourConversationItem *self);
gboolean parlour_conversation_item_get_muted (ParlourConversationItem *self);
gint64 parlour_conversation_item_get_muted_until (ParlourConversationItem *self);
ParlourNotify parlour_conversation_item_get_notify (ParlourConversationItem *self);
gboolean parlour_conversation_item_get_marked_unread (ParlourConversationItem *self);
const char *parlour_conversation_item_get_draft (ParlourConversationItem *self);
gint64 parlour_conversation_item_get_read (ParlourConversationItem *self);
gint64 parlour_conversation_item_get_top (ParlourConversationItem *self);
ParlourConversationKind parlour_conversation_item_get_kind (ParlourConversationItem *self);
const char *parlour_conversation_item_get_description (ParlourConversationItem *self);
guint parlour_conversation_item_get_member_count (ParlourConversationItem *self);
ParlourMemberRole parlour_conversation_item_get_role (ParlourConversationItem *self);
ParlourPosting parlour_conversation_item_get_posting (ParlourConversationItem *self);
ParlourJoining parlour_conversation_item_get_joining (ParlourConversationItem *self);
ParlourPast parlour_conversation_item_get_past (ParlourConversationItem *self);
gboolean parlour_conversation_item_get_common (ParlourConversationItem *self);
gboolean parlour_conversation_item_get_former (ParlourConversationItem *self);
gboolean parlour_conversation_item_get_blocked (ParlourConversationItem *self);
gboolean parlour_conversation_item_get_can_write (ParlourConversationItem *self);
guint parlour_conversation_item_get_mentions (ParlourConversationItem *self);

G_END_DECLS
