/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-bench"

#include "load.h"

#include "socket.h"

#include "core/id.h"

#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

/* This file owns the pairs that talk over the server, all on one thread by epoll. What it counts it
 * has seen: an `ok` for each message, and each event's number without a hole, on both sides. */

#define EVENTS     128
#define TIMEOUT_MS 30000

typedef struct _Talk Talk;

typedef struct {
  Socket socket;
  Talk *talk;
  gint64 seq; /* of the newest event */
} Side;

struct _Talk {
  Load *load;
  const Pair *pair;
  Side sides[2]; /* the first one sends */
  gint64 sent_at;
  gint64 sent_seq; /* the number that the message under way must get */
  guint id;
  gboolean busy; /* one is under way */
  gboolean ok;   /* and was acknowledged */
};

struct _Load {
  int epoll;
  Talk *talks;
  guint n;
  const char *body;
  gint64 end;
  guint busy; /* how many are */
  LoadResult *result;
};

void
load_result_clear (LoadResult *self)
{
  g_clear_pointer (&self->latency, g_array_unref);
}

static void
say (Talk *talk)
{
  char text[4096];
  g_autofree char *client_id = parlour_id_new ();
  int length =
      g_snprintf (text, sizeof text,
                  "{\"op\":\"send\",\"id\":%u,\"conversation\":\"%s\",\"client_id\":\"%s\","
                  "\"body\":\"%s\"}",
                  ++talk->id, talk->pair->conversation, client_id, talk->load->body);

  g_assert (length < (int)sizeof text);
  talk->busy = TRUE;
  talk->ok = FALSE;
  talk->sent_seq = talk->sides[1].seq + 1;
  talk->load->busy++;
  talk->sent_at = g_get_monotonic_time ();
  socket_send (&talk->sides[0].socket, text, (gsize)length);
}

/* Over once the server has said so and both have the event: then nothing is left behind. */
static void
settle (Talk *talk)
{
  Load *load = talk->load;
  gint64 now = g_get_monotonic_time ();
  double latency = (double)(now - talk->sent_at) / G_USEC_PER_SEC;

  if (!talk->busy || !talk->ok || talk->sides[0].seq != talk->sent_seq ||
      talk->sides[1].seq != talk->sent_seq)
    return;
  talk->busy = FALSE;
  load->busy--;
  load->result->n++;
  g_array_append_val (load->result->latency, latency);
  if (now < load->end)
    say (talk);
}

static gboolean
begins (const char *text, gsize length, const char *with)
{
  gsize n = strlen (with);

  return length >= n && memcmp (text, with, n) == 0;
}

static void
take_event (Side *side, const char *text, gsize length)
{
  const char *seq = g_strstr_len (text, (gssize)length, "\"seq\":");
  const Talk *talk = side->talk;
  char ack[128];

  if (g_strstr_len (text, (gssize)MIN (length, 64), talk->pair->conversation) == NULL)
    return;
  g_assert (seq != NULL);
  gint64 number = g_ascii_strtoll (seq + strlen ("\"seq\":"), NULL, 10);
  if (number != side->seq + 1)
    g_error ("event %d follows %d", (int)number, (int)side->seq);
  side->seq = number;
  int n = g_snprintf (ack, sizeof ack, "{\"op\":\"ack\",\"positions\":{\"%s\":%d}}",
                      talk->pair->conversation, (int)number);
  socket_send (&side->socket, ack, (gsize)n);
}

static void
frame_cb (const char *text, gsize length, gpointer data)
{
  Side *side = data;

  if (begins (text, length, "{\"op\":\"event\","))
    take_event (side, text, length);
  else if (begins (text, length, "{\"op\":\"ok\","))
    side->talk->ok = TRUE;
  else if (begins (text, length, "{\"op\":\"error\","))
    g_error ("the server refuses: %.*s", (int)length, text);
  settle (side->talk);
}

Load *
load_new (Place *place)
{
  Load *self = g_new0 (Load, 1);

  self->epoll = epoll_create1 (EPOLL_CLOEXEC);
  self->n = place->n_pairs;
  self->talks = g_new0 (Talk, self->n);
  for (guint i = 0; i < self->n; i++) {
    Talk *talk = &self->talks[i];
    talk->load = self;
    talk->pair = &place->pairs[i];
    for (guint side = 0; side < 2; side++) {
      struct epoll_event event = {.events = EPOLLIN, .data.ptr = &talk->sides[side]};
      talk->sides[side].talk = talk;
      socket_open (&talk->sides[side].socket, place->port, place->tls, 1, talk->pair->tokens[side]);
      epoll_ctl (self->epoll, EPOLL_CTL_ADD, talk->sides[side].socket.fd, &event);
    }
  }
  return self;
}

void
load_free (Load *self)
{
  for (guint i = 0; i < self->n; i++)
    for (guint side = 0; side < 2; side++)
      socket_close (&self->talks[i].sides[side].socket);
  close (self->epoll);
  g_free (self->talks);
  g_free (self);
}

static void
turn (Load *self)
{
  struct epoll_event events[EVENTS];
  int n = epoll_wait (self->epoll, events, EVENTS, TIMEOUT_MS);

  if (n == 0)
    g_error ("nothing came within %d s, %u are under way", TIMEOUT_MS / 1000, self->busy);
  for (int i = 0; i < n; i++) {
    Side *side = events[i].data.ptr;
    socket_read (&side->socket, frame_cb, side);
  }
}

void
load_run (Load *self, guint n_pairs, double seconds, const char *body, LoadResult *result)
{
  gint64 start = g_get_monotonic_time ();

  *result = (LoadResult){.latency = g_array_new (FALSE, FALSE, sizeof (double))};
  self->result = result;
  self->body = body;
  self->end = start + (gint64)(seconds * G_USEC_PER_SEC);
  for (guint i = 0; i < n_pairs && i < self->n; i++)
    say (&self->talks[i]);
  while (self->busy > 0)
    turn (self);
  result->seconds = (double)(g_get_monotonic_time () - start) / G_USEC_PER_SEC;
}
