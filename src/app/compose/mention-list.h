/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/account.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ParlourMentionList:
 *
 * Completes `@name` in a text view with the members of a group: a short list at the cursor, in
 * which the arrows move and Enter or Tab chooses. Main thread.
 */
typedef struct _ParlourMentionList ParlourMentionList;

/** parlour_mention_list_new: @view (borrowed): lives longer. */
ParlourMentionList *parlour_mention_list_new (GtkTextView *view);
void parlour_mention_list_free (ParlourMentionList *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourMentionList, parlour_mention_list_free)

/** parlour_mention_list_set_group: (nullable) @conversation: whose members; NULL: nobody's. */
void parlour_mention_list_set_group (ParlourMentionList *self,
                                     ParlourAccount *account,
                                     const char *conversation);

/** parlour_mention_list_update: after the text or the cursor has changed by a person. */
void parlour_mention_list_update (ParlourMentionList *self);

/** parlour_mention_list_take_key: whether the list, which is open, made use of the key. */
gboolean parlour_mention_list_take_key (ParlourMentionList *self, guint keyval);

G_END_DECLS
