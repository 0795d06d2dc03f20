/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/cache/rows.h"

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * ParlourMessageItem:
 *
 * A message as a view shows it. Keeps its identity from the outbox into the stream (same client_id)
 * and through every change; what changes is notified. Main thread.
 *
 * Properties (read-only, notify): "conversation" (string), "seq" (gint64, 0 while in the outbox),
 * "client-id", "sender-id", "sender-name", "mine" (gboolean), "subject" (nullable), "body"
 * (nullable: deleted for everyone), "created-at" (gint64 ms), "edited", "changing" (an edit that
 * the server has not got yet), "deleted" (gboolean),
 * "state" (ParlourMessageState), "problem-code" and "problem-detail" (nullable: why it failed),
 * "reply-to" (gint64), "reply-sender", "reply-text" (nullable: a quote), and for Received and Sent
 * "peer-id", "peer-name", "unread" (gboolean). "reactions" (boxed GPtrArray of ParlourReactionRow,
 * nullable), "pinned", "starred", "mentions-me", "sender-blocked", "reply-blocked" (gboolean: who
 * wrote what is quoted is), and for mine in a group "read-count", "delivered-count" (guint: of
 * others, as far as their marks are known).
 *
 * "notice" (ParlourNotice) is NONE for a message. Else the item is a line about the group: what
 * "sender-id" ("sender-name") did to "person-id" ("person-name"), who have "role" now, or to the
 * group, whose title is "subject" then. Such a line has no body and no state. Where several were
 * added by one person or joined one after the other, one line tells it: "people" (boxed GPtrArray
 * of ParlourNoticePerson, nullable) then are all of them, and the rest is of the last one.
 */
#define PARLOUR_TYPE_MESSAGE_ITEM (parlour_message_item_get_type ())
G_DECLARE_FINAL_TYPE (ParlourMessageItem, parlour_message_item, PARLOUR, MESSAGE_ITEM, GObject)

const char *parlour_message_item_get_conversation (ParlourMessageItem *self);
gint64 parlour_message_item_get_seq (ParlourMessageItem *self);
const char *parlour_message_item_get_client_id (ParlourMessageItem *self);
const char *parlour_message_item_get_sender_id (ParlourMessageItem *self);
const char *parlour_message_item_get_sender_name (ParlourMessageItem *self);
gboolean parlour_message_item_get_mine (ParlourMessageItem *self);
const char *parlour_message_item_get_subject (ParlourMessageItem *self);
const char *parlour_message_item_get_body (ParlourMessageItem *self);
gint64 parlour_message_item_get_created_at (ParlourMessageItem *self);
gboolean parlour_message_item_get_edited (ParlourMessageItem *self);
/** parlour_message_item_get_edited_at: milliseconds since 1970; 0: as it was written. */
gint64 parlour_message_item_get_edited_at (ParlourMessageItem *self);
gboolean parlour_message_item_get_changing (ParlourMessageItem *self);
gboolean parlour_message_item_get_deleted (ParlourMessageItem *self);
ParlourMessageState parlour_message_item_get_state (ParlourMessageItem *self);
const char *parlour_message_item_get_problem_code (ParlourMessageItem *self);
const char *parlour_message_item_get_problem_detail (ParlourMessageItem *self);
gint64 parlour_message_item_get_reply_to (ParlourMessageItem *self);
const char *parlour_message_item_get_reply_sender (ParlourMessageItem *self);
const char *parlour_message_item_get_reply_text (ParlourMessageItem *self);
gboolean parlour_message_item_get_reply_blocked (ParlourMessageItem *self);
const char *parlour_message_item_get_peer_id (ParlourMessageItem *self);
const char *parlour_message_item_get_peer_name (ParlourMessageItem *self);
gboolean parlour_message_item_get_unread (ParlourMessageItem *self);
GPtrArray *parlour_message_item_get_reactions (ParlourMessageItem *self);
gboolean parlour_message_item_get_pinned (ParlourMessageItem *self);
gboolean parlour_message_item_get_starred (ParlourMessageItem *self);
gboolean parlour_message_item_get_mentions_me (ParlourMessageItem *self);
gboolean parlour_message_item_get_sender_blocked (ParlourMessageItem *self);
guint parlour_message_item_get_read_count (ParlourMessageItem *self);
guint parlour_message_item_get_delivered_count (ParlourMessageItem *self);
ParlourNotice parlour_message_item_get_notice (ParlourMessageItem *self);
const char *parlour_message_item_get_person_id (ParlourMessageItem *self);
const char *parlour_message_item_get_person_name (ParlourMessageItem *self);
/** parlour_message_item_get_people: (nullable) (element-type ParlourNoticePerson) */
GPtrArray *parlour_message_item_get_people (ParlourMessageItem *self);
ParlourMemberRole parlour_message_item_get_role (ParlourMessageItem *self);

G_END_DECLS
