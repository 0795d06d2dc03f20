/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  PARLOUR_UNSENT_PLAIN,
  PARLOUR_UNSENT_REPLY, /* answers the message @seq */
  PARLOUR_UNSENT_EDIT,  /* will stand in place of the message @seq */
} ParlourUnsentKind;

/** ParlourUnsent: what a conversation's composer holds besides its draft. Main thread. */
typedef struct {
  ParlourUnsentKind kind;
  gint64 seq;
  char *heading; /* who wrote the message @seq; nullable */
  char *line;    /* its first line; nullable */
  char *title;   /* nullable: no title line */
  char *text;    /* nullable; of an edit, which is no draft, while another conversation is open */
  char *draft;   /* nullable; of an edit: what stood there before it, as the next */
  char *draft_title; /* nullable */
} ParlourUnsent;

ParlourUnsent *parlour_unsent_new (void);
void parlour_unsent_free (ParlourUnsent *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourUnsent, parlour_unsent_free)

/** parlour_unsent_set: about which message; @heading and @line are copied. */
void parlour_unsent_set (
    ParlourUnsent *self, ParlourUnsentKind kind, gint64 seq, const char *heading, const char *line);

/** parlour_unsent_clear: back to PARLOUR_UNSENT_PLAIN. */
void parlour_unsent_clear (ParlourUnsent *self);

G_END_DECLS
