/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/models/message-item.h"
#include "client/pictures.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourMessageBubble:
 *
 * One message: above it the day and the line of new messages where they belong, then avatar and
 * name once a group, the bubble, and what can be done where it failed. Main thread.
 *
 * Signal "menu" (double x, double y): its menu is asked for, at that point of the row.
 */
#define PARLOUR_TYPE_MESSAGE_BUBBLE (parlour_message_bubble_get_type ())
G_DECLARE_FINAL_TYPE (
    ParlourMessageBubble, parlour_message_bubble, PARLOUR, MESSAGE_BUBBLE, GtkWidget)

GtkWidget *parlour_message_bubble_new (void);

/** parlour_message_bubble_set_pictures: (nullable) @pictures: of the account; before it is bound.
 */
void parlour_message_bubble_set_pictures (ParlourMessageBubble *self, ParlourPictures *pictures);

/**
 * parlour_message_bubble_bind:
 * @previous: (nullable): the message above it
 * @first_unread: seq of the message above which the line of new messages stands, 0 for none
 */
void parlour_message_bubble_bind (ParlourMessageBubble *self,
                                  ParlourMessageItem *item,
                                  ParlourMessageItem *previous,
                                  gint64 first_unread);
/** parlour_message_bubble_set_first_unread: as in bind, later. */
void parlour_message_bubble_set_first_unread (ParlourMessageBubble *self, gint64 first_unread);
/** parlour_message_bubble_set_landed: points it out; until it is unbound. */
void parlour_message_bubble_set_landed (ParlourMessageBubble *self, gboolean landed);
void parlour_message_bubble_unbind (ParlourMessageBubble *self);

/** parlour_message_bubble_get_item: (transfer none) (nullable) */
ParlourMessageItem *parlour_message_bubble_get_item (ParlourMessageBubble *self);

/** parlour_message_bubble_get_link: (transfer none) (nullable): the address in its text that the
 * pointer or the keyboard is at. */
const char *parlour_message_bubble_get_link (ParlourMessageBubble *self);

G_END_DECLS
