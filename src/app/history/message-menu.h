/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/models/conversation-item.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ParlourMessageMenu:
 *
 * What can be done with one message, as a menu beside it. Each entry activates the win.* action of
 * its name with that message. Main thread.
 */
typedef struct _ParlourMessageMenu ParlourMessageMenu;

/** parlour_message_menu_new: @view: borrowed: it owns us, and allocates the menu with
 * parlour_message_menu_present(). */
ParlourMessageMenu *parlour_message_menu_new (GtkWidget *view);
void parlour_message_menu_free (ParlourMessageMenu *self);

/** parlour_message_menu_popup: @x, @y: in the view's coordinates. */
void parlour_message_menu_popup (ParlourMessageMenu *self, ParlourMessageItem *item, int x, int y);

/** parlour_message_menu_set_link: (nullable) @uri: the address in the message that the menu is
 * asked for next. */
void parlour_message_menu_set_link (ParlourMessageMenu *self, const char *uri);

/** parlour_message_menu_present: belongs into the view's size_allocate. */
void parlour_message_menu_present (ParlourMessageMenu *self);

/** parlour_message_menu_set_conversation: (nullable) @conversation: what one may do in it. */
void parlour_message_menu_set_conversation (ParlourMessageMenu *self,
                                            ParlourConversationItem *conversation);

G_END_DECLS
