/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-bench"

#include "crowd.h"

#include "socket.h"

#include "core/id.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

/* This file owns a group's members under load, and the bare loop that they are compared with: the
 * same bytes to as many sockets, read by the same thread in the same way. */

#define EVENTS         256
#define TIMEOUT_MS     30000
#define FROM_ONE       100 /* connections of one address; the server counts them */
#define FRAME_OVERHEAD 4   /* of a frame of 126 to 65,535 bytes from a server */

typedef struct {
  Crowd *crowd;
  Socket socket;
  gint64 seq; /* of the newest event */
} Member;

typedef struct {
  int ends[2]; /* written into, read from */
  gsize left;  /* bytes that are still to come */
} Plain;

struct _Crowd {
  const char *conversation;
  Member *members;
  Plain *plain;
  guint n;
  int epoll;       /* of the members */
  int plain_epoll; /* of the plain connections */
  guint waiting;   /* how many have not got it yet */
  gint64 seq;      /* of the newest message */
  gsize bytes;     /* of its event as a frame */
};

/* ── plain connections ── */

static int
listen_here (struct sockaddr_in *address)
{
  socklen_t length = sizeof *address;
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  *address =
      (struct sockaddr_in){.sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK)};
  if (fd < 0 || bind (fd, (struct sockaddr *)address, length) != 0 || listen (fd, 16) != 0 ||
      getsockname (fd, (struct sockaddr *)address, &length) != 0)
    g_error ("nobody can listen on the loopback");
  return fd;
}

static void
connect_plain (Plain *plain, int listener, const struct sockaddr_in *address)
{
  const int on = 1;

  plain->ends[1] = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (connect (plain->ends[1], (const struct sockaddr *)address, sizeof *address) != 0)
    g_error ("the loopback does not connect");
  plain->ends[0] = accept (listener, NULL, NULL);
  setsockopt (plain->ends[0], IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

static void
connect_all (Crowd *self)
{
  struct sockaddr_in address;
  int listener = listen_here (&address);

  for (guint i = 0; i < self->n; i++) {
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = &self->plain[i]};
    connect_plain (&self->plain[i], listener, &address);
    epoll_ctl (self->plain_epoll, EPOLL_CTL_ADD, self->plain[i].ends[1], &event);
  }
  close (listener);
}

static gpointer
write_thread (gpointer data)
{
  Crowd *self = data;
  g_autofree char *frame = g_strnfill (self->bytes, 'x');

  for (guint i = 0; i < self->n; i++)
    if (send (self->plain[i].ends[0], frame, self->bytes, MSG_NOSIGNAL) != (gssize)self->bytes)
      g_error ("a plain connection does not take the bytes");
  return NULL;
}

static void
read_plain (Crowd *self, Plain *plain)
{
  char buffer[8192];
  gssize n = recv (plain->ends[1], buffer, sizeof buffer, MSG_DONTWAIT);

  if (n <= 0)
    return;
  plain->left -= MIN ((gsize)n, plain->left);
  if (plain->left == 0)
    self->waiting--;
}

double
crowd_write (Crowd *self)
{
  struct epoll_event events[EVENTS];
  gint64 start = g_get_monotonic_time ();

  self->waiting = self->n;
  for (guint i = 0; i < self->n; i++)
    self->plain[i].left = self->bytes;
  GThread *writer = g_thread_new ("bare", write_thread, self);
  while (self->waiting > 0) {
    int n = epoll_wait (self->plain_epoll, events, EVENTS, TIMEOUT_MS);
    for (int i = 0; i < n; i++)
      read_plain (self, events[i].data.ptr);
  }
  gint64 end = g_get_monotonic_time ();
  g_thread_join (writer);
  return (double)(end - start) / G_USEC_PER_SEC;
}

/* ── members ── */

static void
acknowledge (Member *member)
{
  char ack[128];
  int n = g_snprintf (ack, sizeof ack, "{\"op\":\"ack\",\"positions\":{\"%s\":%d}}",
                      member->crowd->conversation, (int)member->seq);

  socket_send (&member->socket, ack, (gsize)n);
}

static void
frame_cb (const char *text, gsize length, gpointer data)
{
  static const char event[] = "{\"op\":\"event\",";
  static const char error[] = "{\"op\":\"error\",";
  Member *member = data;
  Crowd *self = member->crowd;

  if (length > strlen (error) && memcmp (text, error, strlen (error)) == 0)
    g_error ("the server refuses: %.*s", (int)length, text);
  if (length < strlen (event) || memcmp (text, event, strlen (event)) != 0 ||
      g_strstr_len (text, (gssize)MIN (length, 64), self->conversation) == NULL)
    return;
  const char *seq = g_strstr_len (text, (gssize)length, "\"seq\":");
  gint64 number = g_ascii_strtoll (seq + strlen ("\"seq\":"), NULL, 10);
  if (number != self->seq)
    g_error ("event %d came, not %d", (int)number, (int)self->seq);
  member->seq = number;
  self->bytes = length + FRAME_OVERHEAD;
  self->waiting--;
  acknowledge (member);
}

double
crowd_say (Crowd *self, const char *body)
{
  struct epoll_event events[EVENTS];
  g_autofree char *client_id = parlour_id_new ();
  g_autofree char *text = g_strdup_printf ("{\"op\":\"send\",\"id\":1,\"conversation\":\"%s\","
                                           "\"client_id\":\"%s\",\"body\":\"%s\"}",
                                           self->conversation, client_id, body);
  gint64 start = g_get_monotonic_time ();

  self->waiting = self->n;
  self->seq++;
  socket_send (&self->members[0].socket, text, strlen (text));
  while (self->waiting > 0) {
    int n = epoll_wait (self->epoll, events, EVENTS, TIMEOUT_MS);
    if (n == 0)
      g_error ("%u members have got nothing within %d s", self->waiting, TIMEOUT_MS / 1000);
    for (int i = 0; i < n; i++)
      socket_read (&((Member *)events[i].data.ptr)->socket, frame_cb, events[i].data.ptr);
  }
  return (double)(g_get_monotonic_time () - start) / G_USEC_PER_SEC;
}

Crowd *
crowd_new (Place *place)
{
  Crowd *self = g_new0 (Crowd, 1);

  self->conversation = place->group;
  self->n = place->n_members;
  self->seq = self->n; /* their joinings come first */
  self->epoll = epoll_create1 (EPOLL_CLOEXEC);
  self->plain_epoll = epoll_create1 (EPOLL_CLOEXEC);
  self->members = g_new0 (Member, self->n);
  self->plain = g_new0 (Plain, self->n);
  for (guint i = 0; i < self->n; i++) {
    Member *member = &self->members[i];
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = member};
    member->crowd = self;
    socket_open (&member->socket, place->port, place->tls, 1 + i / FROM_ONE, place->tokens[i]);
    epoll_ctl (self->epoll, EPOLL_CTL_ADD, member->socket.fd, &event);
  }
  connect_all (self);
  return self;
}

void
crowd_free (Crowd *self)
{
  for (guint i = 0; i < self->n; i++) {
    socket_close (&self->members[i].socket);
    close (self->plain[i].ends[0]);
    close (self->plain[i].ends[1]);
  }
  close (self->epoll);
  close (self->plain_epoll);
  g_free (self->members);
  g_free (self->plain);
  g_free (self);
}
