/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/cache/changes.h"
#include "core/event.h"

G_BEGIN_DECLS

/* The writes about groups and their members. On the copy's thread, inside a transaction. */

/** parlour_group_event_apply: member.* and conversation.updated, once each and in order. */
gboolean parlour_group_event_apply (ParlourDb *db,
                                    gint64 number,
                                    const ParlourEvent *event,
                                    ParlourChanges *changes,
                                    GError **error);

/** parlour_store_notice: keeps that it happened, as a line between the messages, unless that was
 * cleared. */
gboolean parlour_store_notice (ParlourDb *db,
                               gint64 number,
                               const ParlourEvent *event,
                               ParlourChanges *changes,
                               GError **error);

/** parlour_store_keep_members: @ids are all who are in it, a line each: the others go. */
gboolean parlour_store_keep_members (ParlourDb *db, gint64 number, const char *ids, GError **error);

/** parlour_store_leave_conversation: I am not in it any more: a group stays to be read, with the
 * mark that I left; anything else goes. */
gboolean parlour_store_leave_conversation (
    ParlourDb *db, gint64 number, const char *id, ParlourChanges *changes, GError **error);

/** parlour_store_come_back: where I had left and am in it again: what became of its messages
 * meanwhile was not told, so that none of them is held any more. */
gboolean parlour_store_come_back (ParlourDb *db, gint64 number, GError **error);

gboolean parlour_store_star (
    ParlourDb *db, const char *conversation, gint64 seq, gboolean on, GError **error);

G_END_DECLS
