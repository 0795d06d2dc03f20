/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/models/conversation-item.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ParlourConversationMenu:
 *
 * What can be done with a conversation as a whole. Its entries ask for it by
 * `win.change-conversation` with its id and the entry's name. Main thread.
 */
typedef struct _ParlourConversationMenu ParlourConversationMenu;

/** parlour_conversation_menu_new: @parent (borrowed): a widget in the window; gets the popover. */
ParlourConversationMenu *parlour_conversation_menu_new (GtkWidget *parent);
/** parlour_conversation_menu_new_for_button: which opens it; set the item. */
ParlourConversationMenu *parlour_conversation_menu_new_for_button (GtkMenuButton *button);
/** parlour_conversation_menu_free: while @parent is there, and takes the popover from it. */
void parlour_conversation_menu_free (ParlourConversationMenu *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourConversationMenu, parlour_conversation_menu_free)

void parlour_conversation_menu_set_item (ParlourConversationMenu *self,
                                         ParlourConversationItem *item);
/** parlour_conversation_menu_popup: for @item, at a point of the parent. */
void parlour_conversation_menu_popup (ParlourConversationMenu *self,
                                      ParlourConversationItem *item,
                                      int x,
                                      int y);
/** parlour_conversation_menu_present: at the end of the parent's size_allocate. */
void parlour_conversation_menu_present (ParlourConversationMenu *self);

G_END_DECLS
