/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** ParlourMessageParts: the children of a message's row, borrowed; a hidden one takes no room. */
typedef struct {
  GtkWidget *day;
  GtkWidget *fresh;
  GtkWidget *notice; /* a line about the group: there is no message then */
  GtkWidget *people; /* in place of it, one that tells of several */
  GtkWidget *avatar;
  GtkWidget *name;
  GtkWidget *bubble; /* the ground that the following ones stand on */
  GtkWidget *quote;
  GtkWidget *subject;
  GtkWidget *body;
  GtkWidget *pinned; /* beside the clock, as the next ones */
  GtkWidget *starred;
  GtkWidget *clock;
  GtkWidget *state;
  GtkWidget *reactions; /* below the bubble */
  GtkWidget *failed;
  gboolean mine;
  gboolean first;    /* of a group */
  gboolean one_line; /* the body has no line break */
} ParlourMessageParts;

/**
 * parlour_message_layout:
 * @width: the row's
 * @allocate: whether the parts are put in their places too
 *
 * Measures each visible part once at @width. Main thread.
 *
 * Returns: the row's height
 */
int parlour_message_layout (const ParlourMessageParts *parts, int width, gboolean allocate);

/** parlour_message_layout_min_width: the narrowest row that cuts nothing off. */
int parlour_message_layout_min_width (const ParlourMessageParts *parts);

G_END_DECLS
