/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/history/history-rows.h"
#include "app/log/message-log.h"
#include "client/models/message-window.h"

G_BEGIN_DECLS

/**
 * ParlourHistoryJump:
 *
 * On the way to a message that the window may have to load first. A new wish drops the one before.
 * Main thread.
 */
typedef struct _ParlourHistoryJump ParlourHistoryJump;

/** parlour_history_jump_new: @log and its @rows: borrowed. */
ParlourHistoryJump *parlour_history_jump_new (ParlourMessageLog *log, ParlourHistoryRows *rows);
void parlour_history_jump_free (ParlourHistoryJump *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourHistoryJump, parlour_history_jump_free)

/** parlour_history_jump_want: to show @seq with some of what was before, and to point it out; 0:
 * nothing. */
void parlour_history_jump_want (ParlourHistoryJump *self, gint64 seq);
/** parlour_history_jump_want_from: to read on from @seq. */
void parlour_history_jump_want_from (ParlourHistoryJump *self, gint64 seq);
/** parlour_history_jump_want_place: to show @seq with its top @offset pixels below the view's. */
void parlour_history_jump_want_place (ParlourHistoryJump *self, gint64 seq, int offset);
/** parlour_history_jump_is_due: whether a message is wanted that is not shown yet. */
gboolean parlour_history_jump_is_due (ParlourHistoryJump *self);

/** parlour_history_jump_go: sets out for what is wanted, in @window; the log shows its rows. */
void parlour_history_jump_go (ParlourHistoryJump *self, ParlourMessageWindow *window);
/** parlour_history_jump_to_end: nothing else is wanted; glides where the end is loaded. */
void parlour_history_jump_to_end (ParlourHistoryJump *self, ParlourMessageWindow *window);
/** parlour_history_jump_cancel: what is under way; nothing is wanted any more. */
void parlour_history_jump_cancel (ParlourHistoryJump *self);

G_END_DECLS
