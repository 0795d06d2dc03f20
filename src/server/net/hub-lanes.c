/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-hub-lanes"

#include "server/net/hub-lanes.h"

#include <string.h>

/* The three lanes of a connection. Pure data, on the hub's thread. */

/* A lane this small is kept when it runs empty, so that a chatting connection allocates nothing. */
#define LANE_KEPT 8

typedef struct {
  char *key;
  GBytes *framed;
} StateEntry;

static void
lane_grow (ParlourLane *lane)
{
  guint capacity = MAX (LANE_KEPT, lane->capacity * 2);
  GBytes **items = g_new (GBytes *, capacity);

  for (guint i = 0; i < lane->length; i++)
    items[i] = lane->items[(lane->head + i) % lane->capacity];

  g_free (lane->items);
  lane->items = items;
  lane->capacity = capacity;
  lane->head = 0;
}

static void
lane_push (ParlourLane *lane, GBytes *framed)
{
  if (lane->length == lane->capacity)
    lane_grow (lane);

  lane->items[(lane->head + lane->length) % lane->capacity] = g_bytes_ref (framed);
  lane->length++;
  lane->bytes += g_bytes_get_size (framed);
}

static void
lane_clear (ParlourLane *lane)
{
  for (guint i = 0; i < lane->length; i++)
    g_bytes_unref (lane->items[(lane->head + i) % lane->capacity]);
  g_free (lane->items);
  *lane = (ParlourLane){0};
}

static GBytes *
lane_pop (ParlourLane *lane)
{
  GBytes *framed;

  if (lane->length == 0)
    return NULL;

  framed = lane->items[lane->head];
  lane->head = (lane->head + 1) % lane->capacity;
  lane->length--;
  lane->bytes -= g_bytes_get_size (framed);
  if (lane->length == 0 && lane->capacity > LANE_KEPT)
    lane_clear (lane);
  return framed;
}

static void
state_entry_free (StateEntry *entry)
{
  g_free (entry->key);
  g_clear_pointer (&entry->framed, g_bytes_unref);
  g_free (entry);
}

static GBytes *
pop_state (ParlourHubLanes *self)
{
  StateEntry *entry = g_queue_pop_head (&self->states);
  GBytes *framed;

  if (entry == NULL)
    return NULL;

  framed = g_steal_pointer (&entry->framed);
  self->state_bytes -= g_bytes_get_size (framed);
  g_hash_table_remove (self->state_keys, entry->key);
  state_entry_free (entry);
  if (g_queue_is_empty (&self->states))
    g_clear_pointer (&self->state_keys, g_hash_table_unref);
  return framed;
}

static void
drop_states (ParlourHubLanes *self)
{
  g_clear_pointer (&self->state_keys, g_hash_table_unref);
  g_queue_clear_full (&self->states, (GDestroyNotify)state_entry_free);
  self->state_bytes = 0;
}

void
parlour_hub_lanes_clear (ParlourHubLanes *self)
{
  lane_clear (&self->control);
  lane_clear (&self->events);
  drop_states (self);
  g_clear_pointer (&self->current, g_bytes_unref);
}

void
parlour_hub_lanes_push_control (ParlourHubLanes *self, GBytes *framed)
{
  lane_push (&self->control, framed);
}

void
parlour_hub_lanes_push_event (ParlourHubLanes *self, GBytes *framed)
{
  lane_push (&self->events, framed);
}

void
parlour_hub_lanes_set_state (ParlourHubLanes *self, const char *key, GBytes *framed)
{
  GList *link = self->state_keys ? g_hash_table_lookup (self->state_keys, key) : NULL;
  StateEntry *entry;

  if (link != NULL) {
    entry = link->data;
    self->state_bytes -= g_bytes_get_size (entry->framed);
    g_bytes_unref (entry->framed);
  } else {
    if (self->state_keys == NULL)
      self->state_keys = g_hash_table_new (g_str_hash, g_str_equal);
    entry = g_new0 (StateEntry, 1);
    entry->key = g_strdup (key);
    g_queue_push_tail (&self->states, entry);
    g_hash_table_insert (self->state_keys, entry->key, self->states.tail);
  }

  entry->framed = g_bytes_ref (framed);
  self->state_bytes += g_bytes_get_size (framed);
}

void
parlour_hub_lanes_drop (ParlourHubLanes *self, gboolean control)
{
  lane_clear (&self->events);
  drop_states (self);
  if (control)
    lane_clear (&self->control);
}

gboolean
parlour_hub_lanes_is_empty (const ParlourHubLanes *self)
{
  return self->current == NULL && self->control.length == 0 && self->events.length == 0 &&
         self->states.length == 0;
}

static gboolean
begin_next (ParlourHubLanes *self)
{
  self->current = lane_pop (&self->control);
  if (self->current == NULL)
    self->current = lane_pop (&self->events);
  if (self->current == NULL)
    self->current = pop_state (self);
  self->current_done = 0;
  return self->current != NULL;
}

gsize
parlour_hub_lanes_fill (ParlourHubLanes *self, guint8 *buffer, gsize length)
{
  gsize filled = 0;

  while (filled < length && (self->current != NULL || begin_next (self))) {
    gsize size;
    const guint8 *bytes = g_bytes_get_data (self->current, &size);
    gsize count = MIN (size - self->current_done, length - filled);

    memcpy (buffer + filled, bytes + self->current_done, count);
    filled += count;
    self->current_done += count;
    if (self->current_done == size)
      g_clear_pointer (&self->current, g_bytes_unref);
  }
  return filled;
}
