/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "support.h"

G_BEGIN_DECLS

/** Pair: a place with two people, whose conversation has one message, "message 1" by anna. */
typedef struct {
  Place *place;
  Person *anna;
  Person *bert;
  char *conversation;
} Pair;

/** pair_set_up, pair_tear_down: for g_test_add(). */
void pair_set_up (Pair *self, gconstpointer data);
void pair_tear_down (Pair *self, gconstpointer data);

/** pair_meet: the two join the place, which runs, and have their message; in pair_set_up(). */
void pair_meet (Pair *self);

/** pair_write: @n more messages by anna. */
void pair_write (Pair *self, guint n);

/** pair_path: (transfer full): of their conversation, with @rest behind it. */
char *pair_path (Pair *self, const char *rest) G_GNUC_WARN_UNUSED_RESULT;

/** pair_position: (transfer full): @seq as a socket's position in their conversation. */
char *pair_position (Pair *self, gint64 seq) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
