/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/cache/copy.h"
#include "client/models/message-item.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * ParlourMessageWindow:
 *
 * A bounded window of #ParlourMessageItem over one conversation's history, oldest first, the outbox
 * at its end: a GListModel that never resets but emits the smallest items-changed. What the copy
 * does not hold is fetched from the server where one scrolls. Main thread.
 *
 * Properties (notify): "more-before", "more-after" (guint64: messages outside the window, an
 * estimate where the copy has holes), "loading" (gboolean), "problem" (boxed GError, nullable: why
 * older ones can't be had now), "first-unread" (gint64: seq of the first message that was unread
 * when the window was opened, 0 for none; fixed from then on).
 *
 * Signal "ready": once, when the first rows are there (also when there are none).
 */
#define PARLOUR_TYPE_MESSAGE_WINDOW (parlour_message_window_get_type ())
G_DECLARE_FINAL_TYPE (
    ParlourMessageWindow, parlour_message_window, PARLOUR, MESSAGE_WINDOW, GObject)

/** parlour_message_window_new: reads at once; "ready" tells when the first rows are there. */
ParlourMessageWindow *parlour_message_window_new (ParlourCopy *copy, const char *conversation);

const char *parlour_message_window_get_conversation (ParlourMessageWindow *self);
guint64 parlour_message_window_get_more_before (ParlourMessageWindow *self);
guint64 parlour_message_window_get_more_after (ParlourMessageWindow *self);
gboolean parlour_message_window_get_loading (ParlourMessageWindow *self);
const GError *parlour_message_window_get_problem (ParlourMessageWindow *self);
gint64 parlour_message_window_get_first_unread (ParlourMessageWindow *self);
gboolean parlour_message_window_is_ready (ParlourMessageWindow *self);

/** parlour_message_window_load_older: fifty more before the first; trims the far side above 300. */
void parlour_message_window_load_older (ParlourMessageWindow *self);
void parlour_message_window_load_newer (ParlourMessageWindow *self);

/** parlour_message_window_jump_async: loads ±60 around @seq (0: the end). `finish` gives the
 * position of that message, or of the next one that is there, and FALSE with @error where it can't
 * be had. */
void parlour_message_window_jump_async (ParlourMessageWindow *self,
                                        gint64 seq,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
gboolean parlour_message_window_jump_finish (ParlourMessageWindow *self,
                                             GAsyncResult *result,
                                             guint *position,
                                             GError **error);
/** parlour_message_window_jump_fraction: around @fraction (0 to 1) of the whole history. */
void parlour_message_window_jump_fraction (ParlourMessageWindow *self, double fraction);

G_END_DECLS
