/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-hub"

#include "server/net/hub-connection.h"
#include "server/net/hub-queue.h"
#include "server/net/hub.h"

#include <errno.h>
#include <sys/epoll.h>
#include <unistd.h>

/* The loop over all WebSockets. `shared` and `connections` belong to the hub's thread; the public
 * calls are for any thread and only append to the queue. */

#define EVENTS_A_ROUND 256
#define TIMER_MS_MIN   10
#define TIMER_MS_MAX   250
#define DEADLINE_PARTS 8 /* a deadline is kept to this part of it */

struct _ParlourHub {
  gatomicrefcount references;
  ParlourHubShared shared;
  ParlourHubQueue queue;
  GHashTable *connections; /* id: ParlourHubConnection */
  GThread *thread;
  guint timer_ms;
  gint64 next_timers;
  gint64 stop_deadline; /* 0 until the hub is stopped */
  guint64 last_id;      /* atomic */
  guint count;          /* atomic */
};

static ParlourHubConnection *
look_up (ParlourHub *self, ParlourConnectionId id)
{
  return g_hash_table_lookup (self->connections, &id);
}

static void
adopt (ParlourHub *self, ParlourHubConnection *connection)
{
  g_hash_table_insert (self->connections, &connection->id, connection);
  parlour_hub_connection_open (connection);
}

static void
begin_stop (ParlourHub *self)
{
  GHashTableIter iter;
  gpointer connection;

  self->stop_deadline = self->shared.now + (gint64)self->shared.limits.stop_ms * 1000;
  g_hash_table_iter_init (&iter, self->connections);
  while (g_hash_table_iter_next (&iter, NULL, &connection))
    parlour_hub_connection_close (connection, PARLOUR_CLOSE_GOING_AWAY, "the server goes down");
}

static void
run_command (ParlourHub *self, ParlourHubCommand *command)
{
  ParlourHubConnection *connection = NULL;

  if (command->kind == PARLOUR_HUB_ADOPT) {
    adopt (self, command->connection);
    return;
  }
  if (command->kind == PARLOUR_HUB_STOP) {
    begin_stop (self);
    return;
  }

  connection = look_up (self, command->id);
  if (connection == NULL)
    return;
  if (command->kind == PARLOUR_HUB_EVENT)
    parlour_hub_connection_send_event (connection, command->framed);
  else if (command->kind == PARLOUR_HUB_CONTROL)
    parlour_hub_connection_send_control (connection, command->framed);
  else if (command->kind == PARLOUR_HUB_STATE)
    parlour_hub_connection_set_state (connection, command->text, command->framed);
  else
    parlour_hub_connection_close (connection, command->code, command->text);
}

static GArray *
run_commands (ParlourHub *self, GArray *spare)
{
  GArray *commands = parlour_hub_queue_take (&self->queue, spare);

  for (guint i = 0; i < commands->len; i++) {
    ParlourHubCommand *command = &g_array_index (commands, ParlourHubCommand, i);

    run_command (self, command);
    parlour_hub_command_clear (command);
  }
  g_array_set_size (commands, 0);
  return commands;
}

static void
flush_dirty (ParlourHub *self)
{
  GList *link;

  while ((link = self->shared.dirty.head) != NULL)
    parlour_hub_connection_flush (link->data);
}

static void
free_dead (ParlourHub *self)
{
  ParlourHubConnection *connection;

  while ((connection = g_queue_pop_head (&self->shared.dead)) != NULL) {
    g_hash_table_remove (self->connections, &connection->id);
    if (self->shared.handler.closed != NULL)
      self->shared.handler.closed (connection->id, connection->data, self->shared.user_data);
    parlour_hub_connection_free (connection);
    g_atomic_int_add (&self->count, -1);
  }
}

static void
run_timers (ParlourHub *self)
{
  GList *next;

  if (self->shared.now < self->next_timers)
    return;

  self->next_timers = self->shared.now + (gint64)self->timer_ms * 1000;
  for (GList *link = self->shared.timed.head; link != NULL; link = next) {
    ParlourHubConnection *connection = link->data;

    next = link->next;
    if (connection->deadline <= self->shared.now)
      parlour_hub_connection_expire (connection);
  }
}

static int
get_timeout (ParlourHub *self)
{
  if (!parlour_hub_queue_is_empty (&self->queue) || self->shared.dirty.head != NULL)
    return 0;
  if (self->shared.timed.head != NULL || self->stop_deadline != 0)
    return (int)self->timer_ms;
  return -1;
}

static void
wait_for_events (ParlourHub *self)
{
  struct epoll_event events[EVENTS_A_ROUND];
  int count = epoll_wait (self->shared.epoll_fd, events, G_N_ELEMENTS (events), get_timeout (self));

  self->shared.now = g_get_monotonic_time ();
  for (int i = 0; i < count; i++) {
    if (events[i].data.ptr == NULL)
      parlour_hub_queue_woke (&self->queue);
    else
      parlour_hub_connection_ready (events[i].data.ptr, events[i].events);
  }
}

static gboolean
is_finished (ParlourHub *self)
{
  if (self->stop_deadline == 0)
    return FALSE;
  return g_hash_table_size (self->connections) == 0 || self->shared.now >= self->stop_deadline;
}

static void
kill_rest (ParlourHub *self)
{
  GHashTableIter iter;
  gpointer connection;

  g_hash_table_iter_init (&iter, self->connections);
  while (g_hash_table_iter_next (&iter, NULL, &connection))
    parlour_hub_connection_die (connection);
  free_dead (self);
}

static gpointer
hub_thread (gpointer data)
{
  ParlourHub *self = data;
  GArray *spare = g_array_new (FALSE, FALSE, sizeof (ParlourHubCommand));

  while (!is_finished (self)) {
    wait_for_events (self);
    spare = run_commands (self, spare);
    flush_dirty (self);
    run_timers (self);
    free_dead (self);
  }

  kill_rest (self);
  g_array_unref (spare);
  return NULL;
}

static gboolean
watch_queue (ParlourHub *self, GError **error)
{
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = NULL};

  self->shared.epoll_fd = epoll_create1 (EPOLL_CLOEXEC);
  if (self->shared.epoll_fd >= 0 &&
      epoll_ctl (self->shared.epoll_fd, EPOLL_CTL_ADD, self->queue.event_fd, &event) == 0)
    return TRUE;

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "No epoll for the hub: %s",
               g_strerror (errno));
  return FALSE;
}

static void
hub_free (ParlourHub *self)
{
  if (self->shared.epoll_fd >= 0)
    close (self->shared.epoll_fd);
  parlour_hub_queue_clear (&self->queue);
  g_hash_table_unref (self->connections);
  g_free (self->shared.input);
  g_free (self->shared.pulled.bytes);
  g_free (self->shared.staging);
  g_free (self);
}

static guint
pick_timer_ms (const ParlourHubLimits *limits)
{
  guint shortest = MIN (limits->stall_ms, MIN (limits->close_ms, limits->stop_ms));

  return CLAMP (shortest / DEADLINE_PARTS, TIMER_MS_MIN, TIMER_MS_MAX);
}

ParlourHub *
parlour_hub_new (const ParlourHubLimits *limits,
                 const ParlourHubHandler *handler,
                 gpointer user_data,
                 GError **error)
{
  ParlourHub *self = g_new0 (ParlourHub, 1);

  g_atomic_ref_count_init (&self->references);
  if (!parlour_hub_queue_init (&self->queue, error)) {
    g_free (self);
    return NULL;
  }

  self->shared.limits = limits != NULL ? *limits : PARLOUR_HUB_LIMITS_DEFAULT;
  self->shared.handler = *handler;
  self->shared.user_data = user_data;
  self->shared.now = g_get_monotonic_time ();
  self->shared.input = g_malloc (PARLOUR_HUB_READ_BYTES);
  self->shared.pulled.bytes = g_malloc (PARLOUR_HUB_READ_BYTES);
  self->shared.pulled.size = PARLOUR_HUB_READ_BYTES;
  self->shared.staging = g_malloc (PARLOUR_HUB_WRITE_BYTES);
  self->timer_ms = pick_timer_ms (&self->shared.limits);
  self->connections = g_hash_table_new (g_int64_hash, g_int64_equal);
  if (!watch_queue (self, error)) {
    hub_free (self);
    return NULL;
  }

  g_mutex_lock (&self->queue.lock);
  self->thread = g_thread_new ("parlour-hub", hub_thread, self);
  self->queue.reader = self->thread;
  g_mutex_unlock (&self->queue.lock);
  return self;
}

void
parlour_hub_stop (ParlourHub *self)
{
  ParlourHubCommand command = {.kind = PARLOUR_HUB_STOP};

  g_return_if_fail (!parlour_hub_is_current_thread (self));

  if (parlour_hub_queue_close (&self->queue, &command))
    g_thread_join (self->thread);
}

ParlourHub *
parlour_hub_ref (ParlourHub *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
parlour_hub_unref (ParlourHub *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;

  parlour_hub_stop (self);
  hub_free (self);
}

ParlourConnectionId
parlour_hub_adopt (ParlourHub *self,
                   ParlourTransport *transport,
                   GBytes *early,
                   gpointer connection_data,
                   GDestroyNotify destroy)
{
  ParlourConnectionId id = __atomic_add_fetch (&self->last_id, 1, __ATOMIC_RELAXED);
  ParlourHubConnection *connection =
      parlour_hub_connection_new (&self->shared, id, transport, early, connection_data, destroy);
  ParlourHubCommand command = {.kind = PARLOUR_HUB_ADOPT, .connection = connection};

  g_atomic_int_inc (&self->count);
  if (!parlour_hub_queue_push (&self->queue, &command)) {
    parlour_hub_connection_free (connection);
    g_atomic_int_add (&self->count, -1);
  }
  return id;
}

GBytes *
parlour_hub_frame_text (const char *text, gsize length)
{
  return parlour_frame_text (text, length);
}

static void
push (ParlourHub *self, ParlourHubCommand *command)
{
  if (!parlour_hub_queue_push (&self->queue, command))
    parlour_hub_command_clear (command);
}

void
parlour_hub_send_event (ParlourHub *self, ParlourConnectionId id, GBytes *framed)
{
  ParlourHubCommand command = {.kind = PARLOUR_HUB_EVENT, .id = id};

  command.framed = g_bytes_ref (framed);
  push (self, &command);
}

void
parlour_hub_send_control (ParlourHub *self, ParlourConnectionId id, GBytes *framed)
{
  ParlourHubCommand command = {.kind = PARLOUR_HUB_CONTROL, .id = id};

  command.framed = g_bytes_ref (framed);
  push (self, &command);
}

void
parlour_hub_set_state (ParlourHub *self, ParlourConnectionId id, const char *key, GBytes *framed)
{
  ParlourHubCommand command = {.kind = PARLOUR_HUB_STATE, .id = id};

  command.text = g_strdup (key);
  command.framed = g_bytes_ref (framed);
  push (self, &command);
}

void
parlour_hub_close (ParlourHub *self, ParlourConnectionId id, guint16 code, const char *reason)
{
  ParlourHubCommand command = {.kind = PARLOUR_HUB_CLOSE, .code = code, .id = id};

  command.text = g_strdup (reason);
  push (self, &command);
}

guint
parlour_hub_get_count (ParlourHub *self)
{
  return (guint)g_atomic_int_get (&self->count);
}

gboolean
parlour_hub_is_current_thread (ParlourHub *self)
{
  return g_thread_self () == self->thread;
}
