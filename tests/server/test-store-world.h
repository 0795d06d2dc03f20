/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "test-store-place.h"

#include "core/event.h"

/* People of a group, each step by chance done to the store and to a model that knows only the
 * rules. */

#define PEOPLE 5 /* the first one owns the group and stays */

typedef struct {
  gint64 first, last; /* last: 0 while they are in */
} Span;

typedef struct {
  gint64 number;
  GArray *spans; /* Span */
  GHashTable *hidden;
  gint64 cleared;
  gint64 read;
} Person;

typedef struct {
  ParlourEventKind kind;
  guint sender;
  gint64 target; /* 0: none */
  gboolean erased;
  gboolean pinned;
} Entry;

typedef struct {
  Place *place;
  Person people[PEOPLE];
  GArray *log; /* Entry; the first has number 1 */
  gboolean with_past;
  char *group;
} World;

void world_set_up (World *self);
void world_tear_down (World *self);

/** world_step: something that one of them does. */
void world_step (World *self);

/** world_top: the number of the last event. */
gint64 world_top (World *self);
Entry *world_entry (World *self, gint64 seq);
gboolean world_is_message (World *self, gint64 seq);

/** world_may_see: whether event or message @seq is theirs, neither hidden nor cleared. */
gboolean world_may_see (World *self, Person *person, gint64 seq);

/** world_member: (transfer full): by the store. */
ParlourMembership *world_member (World *self, guint who);

Span *person_last_span (Person *person);
gboolean person_is_in (Person *person);
