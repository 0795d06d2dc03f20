/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/history/message-ref.h"
#include "app/notice-bar.h"
#include "client/account.h"

G_BEGIN_DECLS

/**
 * ParlourHeldDeletions:
 *
 * Messages that were deleted for me while *Undo* stands in a notice: what is deleted meanwhile is
 * undone with them. When the notice has gone the wishes go to the server; where the program ends
 * before, that happens at its next start. Main thread.
 */
typedef struct _ParlourHeldDeletions ParlourHeldDeletions;

/** parlour_held_deletions_new: @notice: borrowed: its end comes before ours. */
ParlourHeldDeletions *parlour_held_deletions_new (ParlourNoticeBar *notice,
                                                  ParlourAccount *account);
void parlour_held_deletions_free (ParlourHeldDeletions *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourHeldDeletions, parlour_held_deletions_free)

/** parlour_held_deletions_add: deletes the message for me. */
void parlour_held_deletions_add (ParlourHeldDeletions *self, const ParlourMessageRef *ref);

G_END_DECLS
