/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-hub-connection"

#include "server/net/hub-connection.h"

#include <errno.h>
#include <string.h>
#include <sys/epoll.h>

/* One WebSocket in the hub: reads frames, writes lanes, closes. Everything but the construction
 * runs on the hub's thread. */

ParlourHubConnection *
parlour_hub_connection_new (ParlourHubShared *shared,
                            ParlourConnectionId id,
                            ParlourTransport *transport,
                            GBytes *early,
                            gpointer data,
                            GDestroyNotify destroy)
{
  ParlourHubConnection *self = g_new0 (ParlourHubConnection, 1);

  self->id = id;
  self->shared = shared;
  self->transport = transport;
  self->early = early != NULL ? g_bytes_ref (early) : NULL;
  self->data = data;
  self->destroy = destroy;
  self->timed_link.data = self;
  self->dirty_link.data = self;
  parlour_frame_parser_init (&self->parser, shared->limits.frame_bytes, shared->limits.fragments);
  return self;
}

void
parlour_hub_connection_free (ParlourHubConnection *self)
{
  if (self->destroy != NULL)
    self->destroy (self->data);
  parlour_frame_parser_clear (&self->parser);
  parlour_hub_lanes_clear (&self->lanes);
  g_clear_pointer (&self->early, g_bytes_unref);
  g_clear_pointer (&self->unsent, g_free);
  g_clear_pointer (&self->transport, parlour_transport_free);
  g_free (self);
}

static void
set_deadline (ParlourHubConnection *self, guint milliseconds)
{
  self->deadline = self->shared->now + (gint64)milliseconds * 1000;
  if (!self->is_timed)
    g_queue_push_tail_link (&self->shared->timed, &self->timed_link);
  self->is_timed = TRUE;
}

static void
clear_deadline (ParlourHubConnection *self)
{
  if (self->is_timed)
    g_queue_unlink (&self->shared->timed, &self->timed_link);
  self->is_timed = FALSE;
  self->deadline = 0;
}

static void
mark_dirty (ParlourHubConnection *self)
{
  if (self->is_dirty || self->phase == PARLOUR_HUB_DEAD)
    return;

  g_queue_push_tail_link (&self->shared->dirty, &self->dirty_link);
  self->is_dirty = TRUE;
}

void
parlour_hub_connection_die (ParlourHubConnection *self)
{
  if (self->phase == PARLOUR_HUB_DEAD)
    return;

  self->phase = PARLOUR_HUB_DEAD;
  clear_deadline (self);
  if (self->is_dirty)
    g_queue_unlink (&self->shared->dirty, &self->dirty_link);
  self->is_dirty = FALSE;
  epoll_ctl (self->shared->epoll_fd, EPOLL_CTL_DEL, self->transport->fd, NULL);
  g_queue_push_tail (&self->shared->dead, self);
}

static void
watch (ParlourHubConnection *self, guint events)
{
  struct epoll_event event = {.events = events, .data.ptr = self};

  if (self->watched == events)
    return;

  if (epoll_ctl (self->shared->epoll_fd, EPOLL_CTL_MOD, self->transport->fd, &event) != 0)
    parlour_hub_connection_die (self);
  self->watched = events;
}

static guint
wanted_events (ParlourHubConnection *self, GIOCondition operation)
{
  GIOCondition wanted = parlour_transport_get_wanted (self->transport, operation);

  return (wanted & G_IO_IN ? EPOLLIN : 0) | (wanted & G_IO_OUT ? EPOLLOUT : 0);
}

static void
end (ParlourHubConnection *self)
{
  self->phase = PARLOUR_HUB_ENDING;
  parlour_frame_parser_clear (&self->parser);
}

static void
queue_close_frame (ParlourHubConnection *self, guint16 code, const char *reason)
{
  g_autoptr (GBytes) framed = parlour_frame_close (code, reason);

  parlour_hub_lanes_push_control (&self->lanes, framed);
  set_deadline (self, self->shared->limits.close_ms);
  mark_dirty (self);
}

void
parlour_hub_connection_close (ParlourHubConnection *self, guint16 code, const char *reason)
{
  if (self->phase != PARLOUR_HUB_OPEN)
    return;

  self->phase = PARLOUR_HUB_CLOSING;
  parlour_hub_lanes_drop (&self->lanes, FALSE);
  queue_close_frame (self, code, reason);
}

/* The peer cannot be understood or served any more: nothing else of what waits is sent. */
static void
break_off (ParlourHubConnection *self, guint16 code, const char *reason)
{
  g_debug ("connection %" G_GUINT64_FORMAT ": %u %s", self->id, code, reason);
  if (self->phase == PARLOUR_HUB_OPEN) {
    parlour_hub_lanes_drop (&self->lanes, TRUE);
    queue_close_frame (self, code, reason);
  }
  end (self);
  mark_dirty (self);
}

static void
too_slow (ParlourHubConnection *self, const char *reason)
{
  if (self->phase != PARLOUR_HUB_OPEN)
    return;

  parlour_hub_lanes_drop (&self->lanes, TRUE);
  parlour_hub_connection_close (self, PARLOUR_CLOSE_TOO_SLOW, reason);
}

static void
answer_close (ParlourHubConnection *self, const ParlourFrame *frame)
{
  if (self->phase == PARLOUR_HUB_OPEN) {
    parlour_hub_lanes_drop (&self->lanes, TRUE);
    queue_close_frame (self, frame->code, NULL);
  }
  end (self);
  mark_dirty (self);
}

static void
answer_ping (ParlourHubConnection *self, const ParlourFrame *frame)
{
  g_autoptr (GBytes) pong = parlour_frame_pong (frame->data, frame->length);

  parlour_hub_connection_send_control (self, pong);
}

static void
take_frame (ParlourHubConnection *self, const ParlourFrame *frame)
{
  ParlourHubShared *shared = self->shared;

  switch (frame->kind) {
  case PARLOUR_FRAME_TEXT:
    if (self->phase == PARLOUR_HUB_OPEN && shared->handler.text != NULL)
      shared->handler.text (self->id, self->data, frame->data, frame->length, shared->user_data);
    break;
  case PARLOUR_FRAME_PING:
    answer_ping (self, frame);
    break;
  case PARLOUR_FRAME_CLOSE:
    answer_close (self, frame);
    break;
  case PARLOUR_FRAME_ERROR:
    break_off (self, frame->code, frame->message);
    break;
  case PARLOUR_FRAME_PONG:
  case PARLOUR_FRAME_NONE:
    break;
  }
}

static void
feed (ParlourHubConnection *self, guint8 *data, gsize length)
{
  ParlourFrame frame;

  while (self->phase < PARLOUR_HUB_ENDING &&
         parlour_frame_parser_next (&self->parser, &data, &length, &frame) != PARLOUR_FRAME_NONE)
    take_frame (self, &frame);
}

/* One read a wake-up, so that no connection keeps the others waiting; but what the transport has
 * already taken from the descriptor is read to its end, since epoll does not show it. */
static void
read_input (ParlourHubConnection *self)
{
  do {
    gssize count =
        parlour_transport_read (self->transport, self->shared->input, PARLOUR_HUB_READ_BYTES);

    if (count == PARLOUR_TRANSPORT_AGAIN)
      return;
    if (count <= 0) {
      parlour_hub_connection_die (self);
      return;
    }
    feed (self, self->shared->input, (gsize)count);
  } while (self->phase != PARLOUR_HUB_DEAD && parlour_transport_has_pending (self->transport));
}

void
parlour_hub_connection_open (ParlourHubConnection *self)
{
  ParlourHubShared *shared = self->shared;
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = self};
  gboolean watching;

  parlour_transport_set_pull_buffer (self->transport, &shared->pulled);
  if (shared->handler.opened != NULL)
    shared->handler.opened (self->id, self->data, shared->user_data);

  watching = epoll_ctl (shared->epoll_fd, EPOLL_CTL_ADD, self->transport->fd, &event) == 0;
  self->watched = EPOLLIN;
  if (!watching) {
    g_warning ("A connection cannot be watched: %s", g_strerror (errno));
    parlour_hub_connection_die (self);
    return;
  }

  if (self->early != NULL) {
    gsize length;
    g_autofree guint8 *bytes = g_bytes_unref_to_data (g_steal_pointer (&self->early), &length);

    feed (self, bytes, length);
  }
  if (self->phase != PARLOUR_HUB_DEAD && parlour_transport_has_pending (self->transport))
    read_input (self);
}

void
parlour_hub_connection_ready (ParlourHubConnection *self, guint events)
{
  if (self->phase == PARLOUR_HUB_DEAD)
    return;

  if (events & (EPOLLIN | EPOLLHUP | EPOLLERR))
    read_input (self);
  if (self->phase != PARLOUR_HUB_DEAD && (events & EPOLLOUT))
    mark_dirty (self);
}

void
parlour_hub_connection_send_event (ParlourHubConnection *self, GBytes *framed)
{
  if (self->phase != PARLOUR_HUB_OPEN)
    return;

  if (self->lanes.events.bytes + g_bytes_get_size (framed) > self->shared->limits.event_bytes) {
    too_slow (self, "too many events wait");
    return;
  }
  parlour_hub_lanes_push_event (&self->lanes, framed);
  self->events_under_way = TRUE;
  mark_dirty (self);
}

void
parlour_hub_connection_send_control (ParlourHubConnection *self, GBytes *framed)
{
  if (self->phase != PARLOUR_HUB_OPEN)
    return;

  if (self->lanes.control.bytes + g_bytes_get_size (framed) > self->shared->limits.control_bytes) {
    too_slow (self, "too many answers wait");
    return;
  }
  parlour_hub_lanes_push_control (&self->lanes, framed);
  mark_dirty (self);
}

void
parlour_hub_connection_set_state (ParlourHubConnection *self, const char *key, GBytes *framed)
{
  if (self->phase != PARLOUR_HUB_OPEN)
    return;

  parlour_hub_lanes_set_state (&self->lanes, key, framed);
  if (self->lanes.state_bytes > self->shared->limits.state_bytes)
    too_slow (self, "too many values wait");
  mark_dirty (self);
}

/* Keeps what the transport did not take: a retried write must pass the same bytes. */
static void
keep_unsent (ParlourHubConnection *self, const guint8 *bytes, gsize length, gsize done)
{
  if (bytes != self->unsent) {
    self->unsent = g_memdup2 (bytes + done, length - done);
    self->unsent_length = length - done;
    self->unsent_done = 0;
    return;
  }
  self->unsent_done += done;
}

static void
forget_unsent (ParlourHubConnection *self)
{
  g_clear_pointer (&self->unsent, g_free);
  self->unsent_length = 0;
  self->unsent_done = 0;
}

typedef enum { WROTE_ALL, WROTE_SOME, WROTE_NONE, WROTE_FAILED } WriteResult;

/* Writes at most 16 KiB. */
static WriteResult
write_once (ParlourHubConnection *self)
{
  guint8 *bytes = self->unsent;
  gsize offset = self->unsent_done;
  gsize length = self->unsent_length - self->unsent_done;
  gssize count;

  if (bytes == NULL) {
    bytes = self->shared->staging;
    offset = 0;
    length = parlour_hub_lanes_fill (&self->lanes, bytes, PARLOUR_HUB_WRITE_BYTES);
  }

  count = parlour_transport_write (self->transport, bytes + offset, length);
  if (count == PARLOUR_TRANSPORT_FAILED)
    return WROTE_FAILED;
  if (count == (gssize)length) {
    forget_unsent (self);
    return WROTE_ALL;
  }

  count = MAX (count, 0);
  keep_unsent (self, bytes, length, (gsize)count);
  return count > 0 ? WROTE_SOME : WROTE_NONE;
}

static gboolean
has_output (ParlourHubConnection *self)
{
  return self->unsent != NULL || !parlour_hub_lanes_is_empty (&self->lanes);
}

static void
wait_for_room (ParlourHubConnection *self, gboolean progress)
{
  watch (self, EPOLLIN | wanted_events (self, G_IO_OUT));
  if (self->phase == PARLOUR_HUB_OPEN && (progress || !self->is_timed))
    set_deadline (self, self->shared->limits.stall_ms);
}

static void
all_written (ParlourHubConnection *self)
{
  watch (self, EPOLLIN);
  if (self->phase == PARLOUR_HUB_OPEN)
    clear_deadline (self);

  if (self->phase == PARLOUR_HUB_ENDING && !self->write_is_shut) {
    self->write_is_shut = TRUE;
    parlour_transport_shutdown_write (self->transport);
  }
}

static void
tell_drained (ParlourHubConnection *self)
{
  ParlourHubShared *shared = self->shared;

  if (!self->events_under_way || self->lanes.events.length > 0 || self->unsent != NULL ||
      self->lanes.current != NULL)
    return;

  self->events_under_way = FALSE;
  if (self->phase == PARLOUR_HUB_OPEN && shared->handler.drained != NULL)
    shared->handler.drained (self->id, self->data, shared->user_data);
}

void
parlour_hub_connection_flush (ParlourHubConnection *self)
{
  gboolean progress = FALSE;
  WriteResult result = WROTE_ALL;

  if (self->is_dirty)
    g_queue_unlink (&self->shared->dirty, &self->dirty_link);
  self->is_dirty = FALSE;
  if (self->phase == PARLOUR_HUB_DEAD)
    return;

  while (result == WROTE_ALL && has_output (self)) {
    result = write_once (self);
    progress = progress || result == WROTE_ALL || result == WROTE_SOME;
  }

  if (result == WROTE_FAILED) {
    parlour_hub_connection_die (self);
    return;
  }
  if (has_output (self))
    wait_for_room (self, progress);
  else
    all_written (self);
  tell_drained (self);
}

void
parlour_hub_connection_expire (ParlourHubConnection *self)
{
  if (self->phase != PARLOUR_HUB_OPEN) {
    parlour_hub_connection_die (self);
    return;
  }
  clear_deadline (self);
  too_slow (self, "nothing could be written");
}
