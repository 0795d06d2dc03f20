/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/history/message-ref.h"
#include "client/accounts.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourMainView:
 *
 * Two panes over one account: its lists at the left, a conversation at the right; one pane where
 * the window is narrow. Main thread.
 */
#define PARLOUR_TYPE_MAIN_VIEW (parlour_main_view_get_type ())
G_DECLARE_FINAL_TYPE (ParlourMainView, parlour_main_view, PARLOUR, MAIN_VIEW, GtkWidget)

GtkWidget *parlour_main_view_new (ParlourAccounts *accounts, ParlourAccount *account);
ParlourAccount *parlour_main_view_get_account (ParlourMainView *self);

/** parlour_main_view_set_enter_sends: whether Enter sends; else it breaks the line. */
void parlour_main_view_set_enter_sends (ParlourMainView *self, gboolean enter_sends);

/** parlour_main_view_flush: keeps what was written and not sent, and what was deleted stays
 * deleted; before the window goes. */
void parlour_main_view_flush (ParlourMainView *self);

/** parlour_main_view_show_conversation: @seq: the message to land on, 0 for where one left off. */
void
parlour_main_view_show_conversation (ParlourMainView *self, const char *conversation, gint64 seq);

/** parlour_main_view_show_common: where everybody of the place is, as soon as the copy knows it. */
void parlour_main_view_show_common (ParlourMainView *self);

/** parlour_main_view_shows: whether @conversation stands on the page that is to be seen. */
gboolean parlour_main_view_shows (ParlourMainView *self, const char *conversation);

/** parlour_main_view_show_list: "conversations", "received" or "sent". */
void parlour_main_view_show_list (ParlourMainView *self, const char *name);
void parlour_main_view_set_unread_only (ParlourMainView *self, gboolean unread_only);
/** parlour_main_view_set_archived: shows the conversations that were put away, else the others. */
void parlour_main_view_set_archived (ParlourMainView *self, gboolean archived);

/** parlour_main_view_go: @step conversations down the list; @unread skips those that are read. */
void parlour_main_view_go (ParlourMainView *self, int step, gboolean unread);
/** parlour_main_view_go_nth: the @nth from the top, counted from 1. */
void parlour_main_view_go_nth (ParlourMainView *self, guint nth);
/** parlour_main_view_go_message: @step messages down Received or Sent, where that is in front. */
void parlour_main_view_go_message (ParlourMainView *self, int step);
/** parlour_main_view_next_pane: the focus to the next pane; @step 1 or -1. */
void parlour_main_view_next_pane (ParlourMainView *self, int step);
/** parlour_main_view_back: cancels a reply, then goes back to the list where it is folded. */
void parlour_main_view_back (ParlourMainView *self);

/** parlour_main_view_compose: opens the dialog for a new message; @to: a username or "". */
void parlour_main_view_compose (ParlourMainView *self, const char *to);
/** parlour_main_view_compose_with: the same, with texts that are there already. */
void parlour_main_view_compose_with (ParlourMainView *self, const char *subject, const char *body);
void parlour_main_view_toggle_title (ParlourMainView *self);
void parlour_main_view_scroll_to_end (ParlourMainView *self);

/** parlour_main_view_change: does to a conversation what a menu calls @change: "archive", "pin",
 * "mark-read", … */
void parlour_main_view_change (ParlourMainView *self, const char *conversation, const char *change);
/** parlour_main_view_change_open: to the one that is open, if any. */
void parlour_main_view_change_open (ParlourMainView *self, const char *change);

/** parlour_main_view_show_stars: one's own starred messages. */
void parlour_main_view_show_stars (ParlourMainView *self);

/** parlour_main_view_find_groups: those that everybody may join. */
void parlour_main_view_find_groups (ParlourMainView *self);

/* What the menu of a message can do. Each does nothing where that message is not shown. */
void parlour_main_view_reply (ParlourMainView *self, const ParlourMessageRef *ref);
void parlour_main_view_edit (ParlourMainView *self, const ParlourMessageRef *ref);
void parlour_main_view_give_title (ParlourMainView *self, const ParlourMessageRef *ref);
/** parlour_main_view_edit_last: the newest one of one's own. */
void parlour_main_view_edit_last (ParlourMainView *self);
void parlour_main_view_react (ParlourMainView *self,
                              const ParlourMessageRef *ref,
                              const char *emoji,
                              gboolean on);
/** parlour_main_view_pin: or unpins it; as parlour_main_view_star(). */
void parlour_main_view_pin (ParlourMainView *self, const ParlourMessageRef *ref);
void parlour_main_view_star (ParlourMainView *self, const ParlourMessageRef *ref);
/** parlour_main_view_copy_text: what a message says. */
void parlour_main_view_copy_text (ParlourMainView *self, const char *text);
/** parlour_main_view_mark_unread_from: leaves the conversation, which opens at this message then.
 */
void parlour_main_view_mark_unread_from (ParlourMainView *self, const ParlourMessageRef *ref);
void parlour_main_view_copy_link (ParlourMainView *self, const ParlourMessageRef *ref);
void parlour_main_view_forward (ParlourMainView *self, const ParlourMessageRef *ref);
void parlour_main_view_details (ParlourMainView *self, const ParlourMessageRef *ref);
/** parlour_main_view_show_people: of whom a line of several people tells. */
void parlour_main_view_show_people (ParlourMainView *self, const ParlourMessageRef *ref);
void parlour_main_view_delete (ParlourMainView *self, const ParlourMessageRef *ref);
void parlour_main_view_hide (ParlourMainView *self, const ParlourMessageRef *ref);
void parlour_main_view_erase (ParlourMainView *self, const ParlourMessageRef *ref);

/** parlour_main_view_show_linked: what a link names, which may be nothing of ours. */
void parlour_main_view_show_linked (ParlourMainView *self, const ParlourMessageRef *ref);

/** parlour_main_view_show_person: @user: the id of somebody else. */
void parlour_main_view_show_person (ParlourMainView *self, const char *user);

void parlour_main_view_sign_out (ParlourMainView *self);
/** parlour_main_view_add_device: shows a link by which another device signs in. */
void parlour_main_view_add_device (ParlourMainView *self);
/** parlour_main_view_look_after_account: opens the window of one's own account. */
void parlour_main_view_look_after_account (ParlourMainView *self);
/** parlour_main_view_wake: wakes the host's computer. */
void parlour_main_view_wake (ParlourMainView *self);
void parlour_main_view_sign_in_again (ParlourMainView *self);

/** parlour_main_view_toast: says @text for a moment. */
void parlour_main_view_toast (ParlourMainView *self, const char *text);

/** parlour_main_view_export: asks for a file; @conversation: (nullable): NULL for everything. */
void parlour_main_view_export (ParlourMainView *self, const char *conversation);

G_END_DECLS
