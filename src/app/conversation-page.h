/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/history/message-ref.h"
#include "app/notice-bar.h"
#include "client/account.h"
#include "client/models/conversation-item.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourConversationPage:
 *
 * The right pane: a conversation's header, its history and the composer; or what to do where none
 * is open. Main thread.
 */
#define PARLOUR_TYPE_CONVERSATION_PAGE (parlour_conversation_page_get_type ())
G_DECLARE_FINAL_TYPE (
    ParlourConversationPage, parlour_conversation_page, PARLOUR, CONVERSATION_PAGE, GtkWidget)

void parlour_conversation_page_set_account (ParlourConversationPage *self, ParlourAccount *account);
/** parlour_conversation_page_set_folded: whether it is the only pane: shows Back and the banner. */
void parlour_conversation_page_set_folded (ParlourConversationPage *self, gboolean folded);
void parlour_conversation_page_set_enter_sends (ParlourConversationPage *self,
                                                gboolean enter_sends);

/** parlour_conversation_page_show: @conversation nullable; @seq: as in #ParlourHistoryView. */
void parlour_conversation_page_show (ParlourConversationPage *self,
                                     const char *conversation,
                                     gint64 seq);
/** parlour_conversation_page_get_conversation: (nullable): the id of the one that is open. */
const char *parlour_conversation_page_get_conversation (ParlourConversationPage *self);
/** parlour_conversation_page_find: (transfer none) (nullable): a message of the open one. */
ParlourMessageItem *parlour_conversation_page_find (ParlourConversationPage *self, gint64 seq);
/** parlour_conversation_page_come_back_to: the conversation, which is not open, opens at that
 * message next time, as if it were new. */
void parlour_conversation_page_come_back_to (ParlourConversationPage *self,
                                             const ParlourMessageRef *ref);
/** parlour_conversation_page_find_last_own: (transfer none) (nullable): the newest one of mine that
 * can be edited. */
ParlourMessageItem *parlour_conversation_page_find_last_own (ParlourConversationPage *self);

void parlour_conversation_page_flush (ParlourConversationPage *self);
void parlour_conversation_page_reply_to (ParlourConversationPage *self, ParlourMessageItem *item);
/** parlour_conversation_page_edit: @title: to give it one. */
void parlour_conversation_page_edit (ParlourConversationPage *self,
                                     ParlourMessageItem *item,
                                     gboolean title);
/** parlour_conversation_page_cancel: gives a reply or an edit up; FALSE where there is none. */
gboolean parlour_conversation_page_cancel (ParlourConversationPage *self);
void parlour_conversation_page_toggle_title (ParlourConversationPage *self);
void parlour_conversation_page_scroll_to_end (ParlourConversationPage *self);
void parlour_conversation_page_focus_composer (ParlourConversationPage *self);
/** parlour_conversation_page_focus_history: FALSE where there is no message to focus. */
gboolean parlour_conversation_page_focus_history (ParlourConversationPage *self);
/** parlour_conversation_page_has_composer_focus: whether the keyboard is in the composer. */
gboolean parlour_conversation_page_has_composer_focus (ParlourConversationPage *self);
/** parlour_conversation_page_get_notice: (transfer none): what is said over the composer. */
ParlourNoticeBar *parlour_conversation_page_get_notice (ParlourConversationPage *self);

G_END_DECLS
