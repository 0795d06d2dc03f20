/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-body-room"

#include "server/body-room.h"

#include "core/problem.h"

/* This file owns the bound of what large bodies take in memory. Main loop. */

#define LARGE_BODY (512 * 1024) /* smaller ones do not count */
#define ROOM       (64 * 1024 * 1024)

struct _ParlourBodyRoom {
  guint64 taken; /* bytes */
};

typedef struct {
  ParlourBodyRoom *room; /* counted */
  guint64 bytes;
} Seat;

ParlourBodyRoom *
parlour_body_room_new (void)
{
  return g_rc_box_new0 (ParlourBodyRoom);
}

void
parlour_body_room_unref (ParlourBodyRoom *self)
{
  g_rc_box_release (self);
}

static void
finished_cb (SoupServerMessage *message, gpointer data)
{
  Seat *seat = data;

  seat->room->taken -= seat->bytes;
  seat->bytes = 0; /* it may be told twice */
}

static void
seat_free (gpointer data, GClosure *closure)
{
  Seat *seat = data;

  parlour_body_room_unref (seat->room);
  g_free (seat);
}

/* What has no length may become as long as it may be. */
static guint64
length_of (SoupServerMessage *message, guint64 limit)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);

  return soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CHUNKED
             ? limit
             : (guint64)soup_message_headers_get_content_length (headers);
}

gboolean
parlour_body_room_take (ParlourBodyRoom *self,
                        SoupServerMessage *message,
                        guint64 limit,
                        GError **error)
{
  guint64 length = length_of (message, limit);

  if (length <= LARGE_BODY)
    return TRUE;
  if (length > ROOM - self->taken) {
    parlour_problem_set (error, PARLOUR_PROBLEM_UNAVAILABLE,
                         "Too much is sent to the server at this moment.");
    parlour_problem_set_retry_after (*error, 5);
    return FALSE;
  }
  Seat *seat = g_new0 (Seat, 1);
  seat->room = g_rc_box_acquire (self);
  seat->bytes = length;
  self->taken += length;
  g_signal_connect_data (message, "finished", G_CALLBACK (finished_cb), seat, seat_free, 0);
  return TRUE;
}
