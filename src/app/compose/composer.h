/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/account.h"
#include "client/models/conversation-item.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourComposer:
 *
 * Where a message is written: text, an optional title line, the message that it answers. Drafts are
 * kept on disk a moment after the last key; title and answer are kept for this run. Main thread.
 *
 * Signal "sent": the message stands in the outbox.
 */
#define PARLOUR_TYPE_COMPOSER (parlour_composer_get_type ())
G_DECLARE_FINAL_TYPE (ParlourComposer, parlour_composer, PARLOUR, COMPOSER, GtkWidget)

/** parlour_composer_set_conversation: @conversation nullable; keeps what stood there before. */
void parlour_composer_set_conversation (ParlourComposer *self,
                                        ParlourAccount *account,
                                        const char *conversation);

/** parlour_composer_flush: keeps the draft now. */
void parlour_composer_flush (ParlourComposer *self);

void parlour_composer_set_enter_sends (ParlourComposer *self, gboolean enter_sends);
void parlour_composer_set_max_height (ParlourComposer *self, int pixels);
void parlour_composer_reply_to (ParlourComposer *self, ParlourMessageItem *item);
/** parlour_composer_edit: @item's text takes the place of the draft, which comes back afterwards;
 * @title: to give it a title. */
void parlour_composer_edit (ParlourComposer *self, ParlourMessageItem *item, gboolean title);
/** parlour_composer_cancel: gives a reply or an edit up; FALSE where there is none. */
gboolean parlour_composer_cancel (ParlourComposer *self);
void parlour_composer_toggle_title (ParlourComposer *self);

G_END_DECLS
