/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-net-lanes"

#include "test-net-frames.h"
#include "test-net-server.h"

#include <string.h>
#include <unistd.h>

/* What waits for a client: in which order it comes, and what happens when the client does not read.
 */

#define KIB 1024

static GBytes *
frame_of (const char *text)
{
  return parlour_hub_frame_text (text, strlen (text));
}

static void
test_lanes_keep_their_order (void)
{
  NetServer *server = net_server_new ();
  guint controls = 0, events = 0;
  ParlourConnectionId id;
  int fd;

  net_server_start (server);
  fd = net_client_upgrade (server, NULL);
  id = net_server_get_id (server, 0);
  for (guint i = 0; i < 2000; i++) {
    g_autofree char *control = g_strdup_printf ("c%u", i);
    g_autofree char *event = g_strdup_printf ("e%u", i);
    g_autoptr (GBytes) control_frame = frame_of (control);
    g_autoptr (GBytes) event_frame = frame_of (event);

    parlour_hub_send_event (server->hub, id, event_frame);
    parlour_hub_send_control (server->hub, id, control_frame);
  }
  while (controls + events < 4000) {
    guint8 first;
    g_autoptr (GByteArray) frame = net_client_read_frame (fd, &first);
    guint number;

    g_assert_nonnull (frame);
    g_byte_array_append (frame, (const guint8 *)"", 1);
    number = (guint)g_ascii_strtoull ((const char *)frame->data + 1, NULL, 10);
    g_assert_cmpuint (number, ==, frame->data[0] == 'c' ? controls++ : events++);
  }
  wait_until (g_atomic_int_get (&server->drained) > 0);
  close (fd);
  net_server_free (server);
}

static int
connect_slow_reader (NetServer *server, ParlourConnectionId *id)
{
  int fd = net_client_upgrade (server, NULL);

  *id = net_server_get_id (server, 0);
  return fd;
}

static void
send_events (NetServer *server, ParlourConnectionId id, guint count, gsize size)
{
  g_autofree char *text = g_strnfill (size, 'e');
  g_autoptr (GBytes) framed = frame_of (text);

  for (guint i = 0; i < count; i++)
    parlour_hub_send_event (server->hub, id, framed);
}

static void
test_full_event_lane_closes (void)
{
  NetServer *server = net_server_new ();
  ParlourConnectionId id;
  int fd;

  server->hub_limits.event_bytes = 256 * KIB;
  server->hub_limits.close_ms = 60000;
  net_server_start (server);
  fd = connect_slow_reader (server, &id);
  send_events (server, id, 1000, 16 * KIB);
  g_assert_cmpuint (net_client_read_close (fd), ==, 4009);
  close (fd);
  wait_until (parlour_hub_get_count (server->hub) == 0);
  net_server_free (server);
}

static void
test_full_control_lane_closes (void)
{
  NetServer *server = net_server_new ();
  g_autofree char *text = g_strnfill (100 * KIB, 'x');
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  ParlourConnectionId id;
  int fd;

  server->hub_limits.close_ms = 60000;
  net_server_start (server);
  fd = connect_slow_reader (server, &id);
  frames_add (bytes, FRAME_TEXT, text, strlen (text));
  for (guint i = 0; i < 150; i++)
    net_client_send (fd, bytes->data, bytes->len);
  g_assert_cmpuint (net_client_read_close (fd), ==, 4009);
  close (fd);
  wait_until (parlour_hub_get_count (server->hub) == 0);
  net_server_free (server);
}

static void
test_stalled_reader_closes (void)
{
  NetServer *server = net_server_new ();
  ParlourConnectionId id;
  int fd;

  server->hub_limits.stall_ms = 200;
  server->hub_limits.close_ms = 200;
  server->hub_limits.event_bytes = 64 * 1024 * KIB;
  net_server_start (server);
  fd = connect_slow_reader (server, &id);
  send_events (server, id, 2000, 16 * KIB);
  wait_until (parlour_hub_get_count (server->hub) == 0);
  close (fd);
  net_server_free (server);
}

static void
test_stalled_reader_that_wakes_is_told (void)
{
  NetServer *server = net_server_new ();
  ParlourConnectionId id;
  guint frames = 0;
  guint8 first = 0;
  int fd;

  server->hub_limits.stall_ms = 100;
  server->hub_limits.close_ms = 60000;
  server->hub_limits.event_bytes = 64 * 1024 * KIB;
  net_server_start (server);
  fd = connect_slow_reader (server, &id);
  send_events (server, id, 2000, 16 * KIB);
  g_usleep (300000); /* nothing tells from outside that the stall was seen */
  while (first != FRAME_CLOSE) {
    g_autoptr (GByteArray) frame = net_client_read_frame (fd, &first);

    g_assert_nonnull (frame);
    if (first == FRAME_CLOSE)
      g_assert_cmpuint (frame->data[0] << 8 | frame->data[1], ==, 4009);
    else
      frames++;
  }
  g_assert_cmpuint (frames, <, 2000);
  close (fd);
  net_server_free (server);
}

/* Of each key only the newest value comes once the reader reads again, and the last one does. */
static void
test_state_keeps_the_newest (void)
{
  NetServer *server = net_server_new ();
  ParlourConnectionId id;
  guint values = 0;
  gboolean last_a = FALSE, last_b = FALSE;
  int fd;

  server->hub_limits.event_bytes = 64 * 1024 * KIB;
  net_server_start (server);
  fd = connect_slow_reader (server, &id);
  send_events (server, id, 1000, 16 * KIB);
  for (guint i = 0; i <= 5000; i++) {
    g_autofree char *text = g_strdup_printf ("%s%u", i % 2 ? "b" : "a", i);
    g_autoptr (GBytes) framed = frame_of (text);

    parlour_hub_set_state (server->hub, id, i % 2 ? "b" : "a", framed);
  }
  while (!last_a || !last_b) {
    guint8 first;
    g_autoptr (GByteArray) frame = net_client_read_frame (fd, &first);

    g_assert_nonnull (frame);
    if (frame->data[0] == 'e')
      continue;
    values++;
    last_a = last_a || (frame->len == 5 && memcmp (frame->data, "a5000", 5) == 0);
    last_b = last_b || (frame->len == 5 && memcmp (frame->data, "b4999", 5) == 0);
  }
  /* a first few may have gone out before the hub had met all that is in front of them */
  g_assert_cmpuint (values, <, 100);
  close (fd);
  net_server_free (server);
}

int
main (int argc, char **argv)
{
  g_setenv ("G_DEBUG", "fatal-criticals", TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/lanes/lanes-keep-their-order", test_lanes_keep_their_order);
  g_test_add_func ("/lanes/full-event-lane-closes", test_full_event_lane_closes);
  g_test_add_func ("/lanes/full-control-lane-closes", test_full_control_lane_closes);
  g_test_add_func ("/lanes/stalled-reader-closes", test_stalled_reader_closes);
  g_test_add_func ("/lanes/stalled-reader-that-wakes-is-told",
                   test_stalled_reader_that_wakes_is_told);
  g_test_add_func ("/lanes/state-keeps-the-newest", test_state_keeps_the_newest);
  return g_test_run ();
}
