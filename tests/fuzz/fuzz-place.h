/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "support.h"

G_BEGIN_DECLS

/* A server with two people who have written to each other, to be told nonsense; anna may do all. */
typedef struct {
  Place *place;
  Person *anna;
  Person *bert;
  char *direct; /* ids of conversations; anna owns the group */
  char *group;
} FuzzPlace;

FuzzPlace *fuzz_place_new (void);

/** fuzz_place_free: the server must be well, and its database sound, whatever it was told. */
void fuzz_place_free (FuzzPlace *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FuzzPlace, fuzz_place_free)

/** fuzz_place_fill: (transfer full): @pattern with $DIRECT, $GROUP, $ANNA, $BERT, $TOKEN (anna's)
 * and $NEW (a new id) filled in. */
char *fuzz_place_fill (FuzzPlace *self, const char *pattern);

G_END_DECLS
