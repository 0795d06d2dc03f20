/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** ParlourUnsent: what a conversation's composer held besides its draft. Main thread. */
typedef struct {
  char *title; /* nullable: no title line */
  gint64 reply_to;
  char *reply_sender;
  char *reply_text;
} ParlourUnsent;

ParlourUnsent *parlour_unsent_new (const char *title,
                                   gint64 reply_to,
                                   const char *reply_sender,
                                   const char *reply_text);
void parlour_unsent_free (ParlourUnsent *self);

G_END_DECLS
