/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-net-server"

#include "test-net-server.h"

#include "server/net/framing.h"
#include "server/net/upgrade.h"

#include "test-net-frames.h"

#include <string.h>

/* The server under test, in a thread of its own as its main loop; the test's own thread is the
 * client.
 */

#ifdef __SANITIZE_ADDRESS__
/* libsoup 3.2 forgets the method's name of a request that it refuses by itself. */
const char *__lsan_default_suppressions (void);

const char *
__lsan_default_suppressions (void)
{
  return "leak:soup_headers_parse_request\n";
}

/* Else the call that leaks does not show in the trace, since GLib keeps no frame pointers. */
const char *__asan_default_options (void);

const char *
__asan_default_options (void)
{
  return "fast_unwind_on_malloc=0";
}
#endif

typedef struct {
  NetServer *server;
} ConnectionData;

static void
connection_data_free (gpointer data)
{
  ConnectionData *self = data;

  g_atomic_int_inc (&self->server->freed);
  g_free (self);
}

static void
opened (ParlourConnectionId id, gpointer connection_data, gpointer user_data)
{
  NetServer *self = user_data;

  g_assert_true (parlour_hub_is_current_thread (self->hub));
  g_mutex_lock (&self->lock);
  g_array_append_val (self->ids, id);
  g_mutex_unlock (&self->lock);
  g_atomic_int_inc (&self->opened);
}

static void
echo (ParlourConnectionId id,
      gpointer connection_data,
      const char *text,
      gsize length,
      gpointer user_data)
{
  NetServer *self = user_data;
  g_autoptr (GBytes) framed = parlour_hub_frame_text (text, length);

  parlour_hub_send_control (self->hub, id, framed);
}

static void
drained (ParlourConnectionId id, gpointer connection_data, gpointer user_data)
{
  NetServer *self = user_data;

  g_atomic_int_inc (&self->drained);
}

static void
closed (ParlourConnectionId id, gpointer connection_data, gpointer user_data)
{
  NetServer *self = user_data;

  g_atomic_int_inc (&self->closed);
}

static void
early_cb (SoupServer *server,
          SoupServerMessage *message,
          const char *path,
          GHashTable *query,
          gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!parlour_net_check_framing (message, &error) ||
      !parlour_net_limit_body (message, SMALL_BODY, &error))
    parlour_net_refuse (message, error);
}

static void
begin_stream (NetServer *self, SoupServerMessage *message)
{
  ConnectionData *data = g_new0 (ConnectionData, 1);
  g_autoptr (GError) error = NULL;
  guint status;

  data->server = self;
  if (parlour_upgrade_begin (message, self->hub, data, connection_data_free, &error))
    return;

  g_free (data);
  status = g_str_has_suffix (error->message, "only.") ? 426 : 400;
  soup_server_message_set_status (message, status, NULL);
}

static void
request_cb (SoupServer *server,
            SoupServerMessage *message,
            const char *path,
            GHashTable *query,
            gpointer user_data)
{
  NetServer *self = user_data;
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autofree char *answer = NULL;

  g_atomic_int_inc (&self->handled);
  if (g_str_equal (path, "/stream")) {
    begin_stream (self, message);
    return;
  }
  if (g_str_equal (path, "/slow")) {
    soup_server_message_pause (message);
    return;
  }

  answer =
      g_str_equal (path, "/small") ? g_strdup_printf ("%d", (int)body->length) : g_strdup ("hello");
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_server_message_set_response (message, "text/plain", SOUP_MEMORY_COPY, answer,
                                    strlen (answer));
}

/* From inside the loop: one that is told to quit before it runs would run for ever. */
static gboolean
running_cb (gpointer user_data)
{
  NetServer *self = user_data;

  g_mutex_lock (&self->lock);
  self->ready = TRUE;
  g_cond_signal (&self->ready_cond);
  g_mutex_unlock (&self->lock);
  return G_SOURCE_REMOVE;
}

static gpointer
server_thread (gpointer data)
{
  NetServer *self = data;
  ParlourHubHandler handler = {opened, echo, drained, closed};
  g_autoptr (GSource) idle = NULL;
  g_autoptr (GError) error = NULL;

  g_main_context_push_thread_default (self->context);
  self->soup = soup_server_new (NULL, NULL);
  soup_server_add_early_handler (self->soup, "/", early_cb, self, NULL);
  soup_server_add_handler (self->soup, "/", request_cb, self, NULL);

  self->hub = parlour_hub_new (&self->hub_limits, &handler, self, &error);
  g_assert_no_error (error);
  self->listener = parlour_listener_new (self->soup, &self->listener_limits, &error);
  g_assert_no_error (error);
  parlour_listener_set_tls (self->listener, self->tls);
  parlour_listener_bind (self->listener, "127.0.0.1:0", &error);
  g_assert_no_error (error);
  self->port = parlour_listener_get_port (self->listener);

  idle = g_idle_source_new ();
  g_source_set_callback (idle, running_cb, self, NULL);
  g_source_attach (idle, self->context);
  g_main_loop_run (self->loop);

  parlour_listener_stop (self->listener);
  parlour_hub_stop (self->hub);
  soup_server_disconnect (self->soup);
  while (g_main_context_iteration (self->context, FALSE))
    ;
  g_clear_object (&self->listener);
  g_clear_object (&self->soup);
  g_clear_pointer (&self->hub, parlour_hub_unref);
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

guint
count_descriptors (void)
{
  g_autoptr (GDir) folder = g_dir_open ("/proc/self/fd", 0, NULL);
  guint count = 0;

  while (g_dir_read_name (folder) != NULL)
    count++;
  return count;
}

NetServer *
net_server_new (void)
{
  NetServer *self = g_new0 (NetServer, 1);

  self->listener_limits = PARLOUR_LISTENER_LIMITS_DEFAULT;
  self->hub_limits = PARLOUR_HUB_LIMITS_DEFAULT;
  self->listener_limits.sockets_per_address = 1000;
  self->listener_limits.newcomers_per_address = 1000;
  g_mutex_init (&self->lock);
  g_cond_init (&self->ready_cond);
  self->ids = g_array_new (FALSE, FALSE, sizeof (ParlourConnectionId));
  return self;
}

void
net_server_start (NetServer *self)
{
  /* Made once for the process by whoever asks first; not a leak. */
  (void)g_main_context_default ();
  self->descriptors_before = count_descriptors ();
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->thread = g_thread_new ("server", server_thread, self);

  g_mutex_lock (&self->lock);
  while (!self->ready)
    g_cond_wait (&self->ready_cond, &self->lock);
  g_mutex_unlock (&self->lock);
}

void
net_server_free (NetServer *self)
{
  g_main_loop_quit (self->loop);
  g_thread_join (self->thread);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);

  g_assert_cmpuint (self->opened, ==, self->closed);
  g_assert_cmpuint (self->opened, ==, self->freed);
  if (self->descriptors_before != 0)
    g_assert_cmpuint (count_descriptors (), ==, self->descriptors_before);

  g_clear_pointer (&self->tls, parlour_tls_unref);
  g_array_unref (self->ids);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->ready_cond);
  g_free (self);
}

ParlourConnectionId
net_server_get_id (NetServer *self, guint index)
{
  ParlourConnectionId id;

  wait_until ((guint)g_atomic_int_get (&self->opened) > index);
  g_mutex_lock (&self->lock);
  id = g_array_index (self->ids, ParlourConnectionId, index);
  g_mutex_unlock (&self->lock);
  return id;
}
