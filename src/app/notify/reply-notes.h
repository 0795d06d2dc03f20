/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * ParlourReplyNotes:
 *
 * Notifications with a field for an answer, on desktops whose notification server has that
 * (`inline-reply`); GNotification knows of none. Main thread.
 *
 * Signals: "activated" (char *id, char *token): @token, nullable, lets a window take the keyboard;
 * "replied" (char *id, char *text). By a person, on the notification of that name.
 */
#define PARLOUR_TYPE_REPLY_NOTES (parlour_reply_notes_get_type ())
G_DECLARE_FINAL_TYPE (ParlourReplyNotes, parlour_reply_notes, PARLOUR, REPLY_NOTES, GObject)

/** parlour_reply_notes_new: asks the desktop at once what it can do. */
ParlourReplyNotes *parlour_reply_notes_new (const char *application_id);

/** parlour_reply_notes_get_usable: whether the desktop said that it can. */
gboolean parlour_reply_notes_get_usable (ParlourReplyNotes *self);

/** parlour_reply_notes_get_plays: whether it makes the sound of a notification itself. */
gboolean parlour_reply_notes_get_plays (ParlourReplyNotes *self);

/** parlour_reply_notes_send: takes the place of an earlier one of that @id. Plain texts; @body
 * nullable; @sound: whether it may be heard. */
void parlour_reply_notes_send (
    ParlourReplyNotes *self, const char *id, const char *title, const char *body, gboolean sound);
void parlour_reply_notes_withdraw (ParlourReplyNotes *self, const char *id);

G_END_DECLS
