/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * ParlourPresence:
 *
 * Who is here and who is typing, in the conversations that one looks at: a state that lives as long
 * as the connection and is never stored. Main thread.
 *
 * Signals:
 * - "changed" (const char *user): they came or went; "" for everybody
 * - "typing-changed" (const char *conversation): others there began or ended; "" for all
 */
#define PARLOUR_TYPE_PRESENCE (parlour_presence_get_type ())
G_DECLARE_FINAL_TYPE (ParlourPresence, parlour_presence, PARLOUR, PRESENCE, GObject)

ParlourPresence *parlour_presence_new (void);

/** parlour_presence_is_known: whether the server told anything of @user. */
gboolean parlour_presence_is_known (ParlourPresence *self, const char *user);
gboolean parlour_presence_is_online (ParlourPresence *self, const char *user);
/** parlour_presence_get_last_seen: ms since 1970; 0 where it is not told. */
gint64 parlour_presence_get_last_seen (ParlourPresence *self, const char *user);

/** parlour_presence_dup_typing: (transfer full): ids of those who are typing in @conversation, in
 * the order in which they began. */
char **parlour_presence_dup_typing (ParlourPresence *self, const char *conversation);

/* What the server told. */
void
parlour_presence_hear (ParlourPresence *self, const char *user, gboolean online, gint64 last_seen);
/** parlour_presence_hear_typing: ends by itself where nothing more is heard. */
void parlour_presence_hear_typing (ParlourPresence *self,
                                   const char *conversation,
                                   const char *user,
                                   gboolean typing);
/** parlour_presence_forget: the connection is gone, and what it told with it. */
void parlour_presence_forget (ParlourPresence *self);

G_END_DECLS
