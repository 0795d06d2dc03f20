/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/call.h"
#include "server/store/audit.h"
#include "server/store/conversations.h"

G_BEGIN_DECLS

/* Who may do what. Every handler asks here first, in its own transaction, so that a device which
 * was signed out a moment ago no longer writes. */

/**
 * parlour_authority_enter:
 *
 * Looks the caller's session up and checks what the route asks for.
 *
 * Returns: (transfer full) (nullable): who calls; NOT_SIGNED_IN, TOKEN_REFUSED, ACCOUNT_DISABLED,
 *   FORBIDDEN
 */
ParlourSession *parlour_authority_enter (ParlourCall *call, ParlourStore *store, GError **error);

/**
 * parlour_authority_enter_admin:
 * @actor: (out): who administers; its texts live as long as the call
 *
 * Like parlour_authority_enter() for what administrators do; whoever owns the data folder may do
 * all of it without a session.
 */
gboolean parlour_authority_enter_admin (ParlourCall *call,
                                        ParlourStore *store,
                                        ParlourActor *actor,
                                        GError **error);

/**
 * parlour_authority_conversation:
 *
 * Like parlour_authority_enter(), for what is about the conversation that the path names first.
 *
 * Returns: (transfer full) (nullable): the caller's membership of it; NOT_FOUND for one that is not
 *   theirs, too
 */
ParlourMembership *
parlour_authority_conversation (ParlourCall *call, ParlourStore *store, GError **error);

G_END_DECLS
