/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "place.h"

G_BEGIN_DECLS

/**
 * Compared:
 *
 * What TLS costs: the same load on two servers in turns, one with it and one without. On the
 * program's main thread.
 */
typedef struct {
  const char *folder;
  const char *server;
  GArray *pairs; /* of guint */
  int rounds;
  double seconds;
  const char *body;
  gboolean instructions; /* by valgrind: a minute more */
  int idle;              /* connections; 0: not measured */
} CompareOptions;

typedef struct _Compared Compared;

Compared *compared_new (const CompareOptions *options);
void compared_free (Compared *self);
void compared_print (Compared *self);

/** compared_print_json: an object, without a line's end. */
void compared_print_json (Compared *self);

/** measure_idle: KiB of a connection of somebody who has said hello and is silent. */
double measure_idle (const char *folder, const PlaceKind *kind, int idle);

G_END_DECLS
