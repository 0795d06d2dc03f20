/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync-fixture.h"
#include "sync-proxy.h"

G_BEGIN_DECLS

#define MODEL_CLIENTS 4

/**
 * ModelWorld:
 *
 * Three people on four devices who do all that one can do, at random, over connections that are
 * cut. All choices come from one seed.
 */
typedef struct {
  guint32 seed;
  GRand *rand;
  SyncServer *server;
  SyncProxy *proxy;
  SyncPerson *clients[MODEL_CLIENTS];
  const char *users[MODEL_CLIENTS]; /* whose device each is */
  char *group;
  guint n_sent;
  guint n_done; /* things done */
} ModelWorld;

ModelWorld *model_world_new (guint32 seed);
void model_world_free (ModelWorld *self);

/** model_world_act: one of them does one thing; or a connection breaks. */
void model_world_act (ModelWorld *self);

/** model_world_calm: lets all connections stand and waits until nobody has anything to say. */
void model_world_calm (ModelWorld *self);

/** model_dump: (transfer full): all that a device knows, a line each, in order. */
char *model_dump (SyncPerson *person);

G_END_DECLS
