/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/compose/composer.h"
#include "app/compose/context-bar.h"
#include "app/compose/mention-list.h"

G_BEGIN_DECLS

/* What the files of the composer share: composer.c (the widget and the conversation that it writes
 * to), composer-send.c (how a message leaves it). */

struct _ParlourComposer {
  GtkWidget parent_instance;
  ParlourAccount *account;
  char *conversation;
  GHashTable *unsent;     /* conversation → ParlourUnsent, of those that are not open */
  ParlourUnsent *writing; /* of the one that is */
  guint draft_timer;
  gboolean loading;   /* the text changes by us, not by a person */
  gboolean untouched; /* since it was opened: another device's draft is taken when it comes */
  GSignalGroup *item_signals;
  GSignalGroup *account_signals;
  gboolean enter_sends;
  ParlourMentionList *mentions;
  ParlourContextBar *context;
  GtkRevealer *title_revealer;
  GtkEntry *title;
  GtkScrolledWindow *scroller;
  GtkTextView *view;
  GtkTextBuffer *buffer;
  GtkLabel *placeholder;
  GtkLabel *problem;
  GtkWidget *send;
};

/** parlour_composer_dup_text: (transfer full): what stands in the view. */
char *parlour_composer_dup_text (ParlourComposer *self);
/** parlour_composer_get_title: (nullable): where there is a title line with something on it. */
const char *parlour_composer_get_title (ParlourComposer *self);
void parlour_composer_set_title (ParlourComposer *self, const char *title);
/** parlour_composer_set_text: by us: no draft is made of it. */
void parlour_composer_set_text (ParlourComposer *self, const char *text);
void parlour_composer_set_problem (ParlourComposer *self, const char *text);
void parlour_composer_update (ParlourComposer *self);
void parlour_composer_keep_draft (ParlourComposer *self);
/** parlour_composer_end_writing: no reply and no edit any more; after an edit, what stood there
 * before it comes back. */
void parlour_composer_end_writing (ParlourComposer *self);

/** parlour_composer_hear_event: what one answers or changes may be deleted meanwhile. */
void parlour_composer_hear_event (ParlourComposer *self, const ParlourEvent *event);

/** parlour_composer_send: to the outbox; an edit to where it belongs. */
void parlour_composer_send (ParlourComposer *self);

G_END_DECLS
