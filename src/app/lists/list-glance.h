/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/account.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** ParlourListGlance: has an account tell who is here of the people of a list's conversations, as
 * far as those are on the screen. Main thread. */
typedef struct _ParlourListGlance ParlourListGlance;

/** parlour_list_glance_new: @list: of #ParlourConversationItem, in a scrolled window. */
ParlourListGlance *parlour_list_glance_new (GtkListView *list, ParlourAccount *account);

/** parlour_list_glance_free: before the list goes. */
void parlour_list_glance_free (ParlourListGlance *self);

G_END_DECLS
