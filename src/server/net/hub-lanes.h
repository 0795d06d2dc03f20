/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Frames that wait in one lane, oldest first. Takes memory only while something waits. */
typedef struct {
  GBytes **items;
  guint head;
  guint length;
  guint capacity;
  gsize bytes;
} ParlourLane;

/**
 * ParlourHubLanes:
 *
 * What waits to be written to one connection: control frames, events, and the newest values of
 * state, in this order of precedence. A frame that was begun is finished before any other. Hub's
 * thread. Start with all zero.
 */
typedef struct {
  ParlourLane control;
  ParlourLane events;
  GQueue states;          /* StateEntry, oldest key first */
  GHashTable *state_keys; /* key: its link in `states`; NULL while there is none */
  gsize state_bytes;
  GBytes *current; /* the frame that was begun */
  gsize current_done;
} ParlourHubLanes;

void parlour_hub_lanes_clear (ParlourHubLanes *self);

/** parlour_hub_lanes_push_control: @framed is counted, not copied. */
void parlour_hub_lanes_push_control (ParlourHubLanes *self, GBytes *framed);
void parlour_hub_lanes_push_event (ParlourHubLanes *self, GBytes *framed);

/** parlour_hub_lanes_set_state: takes the place of the value with the same key. */
void parlour_hub_lanes_set_state (ParlourHubLanes *self, const char *key, GBytes *framed);

/** parlour_hub_lanes_drop: forgets events and state, and with @control also control frames. */
void parlour_hub_lanes_drop (ParlourHubLanes *self, gboolean control);

gboolean parlour_hub_lanes_is_empty (const ParlourHubLanes *self);

/**
 * parlour_hub_lanes_fill:
 *
 * Moves the next bytes into @buffer, frames joined.
 *
 * Returns: how many; 0 where nothing waits
 */
gsize parlour_hub_lanes_fill (ParlourHubLanes *self, guint8 *buffer, gsize length);

G_END_DECLS
