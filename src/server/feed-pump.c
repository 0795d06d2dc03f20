/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-feed"

#include "server/feed-private.h"

#include "core/limits.h"

/* This file owns what flows: in turns of a few events of one stream, as long as the client's window
 * is open. Within a round all see one state of the database, so that what several connections need
 * is read once and becomes bytes once. On the feed's thread. */

#define TURN 32 /* events of one stream in a row */

typedef struct {
  gint64 after;
  GPtrArray *events; /* of ParlourEvent */
  GPtrArray *frames; /* of GBytes, beside @events; %NULL until one is needed */
} FeedPage;

static void
frame_free (gpointer frame)
{
  if (frame != NULL)
    g_bytes_unref (frame);
}

static void
page_free (gpointer data)
{
  FeedPage *page = data;

  g_ptr_array_unref (page->events);
  g_ptr_array_unref (page->frames);
  g_free (page);
}

static FeedPage *
read_page (ParlourFeed *self, FeedStream *stream, gint64 after, GError **error)
{
  GPtrArray *events =
      parlour_store_stream_page (self->store, stream->number, stream->id, after, TURN, error);

  if (events == NULL)
    return NULL;
  FeedPage *page = g_new0 (FeedPage, 1);
  page->after = after;
  page->events = events;
  page->frames = g_ptr_array_new_with_free_func (frame_free);
  g_ptr_array_set_size (page->frames, (gint)events->len);
  if (stream->pages == NULL) {
    stream->pages = g_ptr_array_new_with_free_func (page_free);
    g_ptr_array_add (self->paged, stream);
  }
  g_ptr_array_add (stream->pages, page);
  return page;
}

static FeedPage *
find_page (ParlourFeed *self, FeedStream *stream, gint64 after, GError **error)
{
  for (guint i = 0; stream->pages != NULL && i < stream->pages->len; i++) {
    FeedPage *page = stream->pages->pdata[i];
    if (page->after == after)
      return page;
  }
  return read_page (self, stream, after, error);
}

static GBytes *
encode (const ParlourEvent *event)
{
  g_autoptr (ParlourJsonWriter) writer = parlour_json_writer_new ();

  parlour_event_write (event, writer, NULL);
  return parlour_feed_frame (writer);
}

static gboolean
is_window_open (const FeedConnection *connection)
{
  return connection->unacked < PARLOUR_UNACKED_EVENTS_MAX &&
         connection->unacked_bytes < PARLOUR_UNACKED_BYTES_MAX;
}

static void
send_frame (FeedPosition *position, gint64 seq, GBytes *frame)
{
  FeedConnection *connection = position->connection;
  const FeedUnacked unacked = {.seq = seq, .bytes = g_bytes_get_size (frame)};

  if (position->unacked == NULL)
    position->unacked = g_array_new (FALSE, FALSE, sizeof (FeedUnacked));
  g_array_append_val (position->unacked, unacked);
  connection->unacked++;
  connection->unacked_bytes += unacked.bytes;
  position->sent = seq;
  parlour_hub_send_event (connection->feed->hub, connection->id, frame);
}

/* The member's rights, kept until something changes them. */
static gboolean
ensure_membership (FeedPosition *position, GError **error)
{
  ParlourFeed *self = position->connection->feed;
  gint64 user = position->connection->peer->session->user;
  gint64 stream = position->stream->number;

  if (position->membership != NULL)
    return TRUE;
  g_clear_pointer (&position->hidden, g_array_unref);
  position->hidden = parlour_store_list_hidden (self->store, user, stream, 0, G_MAXUINT32, error);
  if (position->hidden == NULL)
    return FALSE;
  position->membership = parlour_store_get_stream (self->store, user, stream, error);
  return position->membership != NULL;
}

/* Whether the next event is one of those that all who are in the conversation get. Before that the
 * store says what the member gets: spans, what retention removed. */
static gboolean
is_live (const FeedPosition *position)
{
  const ParlourMembership *membership = position->membership;

  if (membership->is_inbox)
    return position->sent >= membership->floor && position->sent > 0;
  return parlour_membership_is_open (membership) && position->sent > 0 &&
         position->sent >= membership->floor &&
         position->sent + 1 >= membership->spans[membership->n_spans - 1].first;
}

static gboolean
send_live (FeedPosition *position, GError **error)
{
  ParlourFeed *self = position->connection->feed;
  FeedPage *page = find_page (self, position->stream, position->sent, error);

  if (page == NULL)
    return FALSE;
  for (guint i = 0; i < page->events->len && is_window_open (position->connection); i++) {
    ParlourEvent *event = page->events->pdata[i];
    g_autoptr (ParlourEvent) seen =
        parlour_membership_view_event (position->membership, position->hidden, event);
    if (seen != event) {
      g_autoptr (GBytes) frame = encode (seen);
      send_frame (position, seen->seq, frame);
      continue;
    }
    if (page->frames->pdata[i] == NULL)
      page->frames->pdata[i] = encode (event);
    send_frame (position, event->seq, page->frames->pdata[i]);
  }
  return TRUE;
}

static void
send_start (FeedPosition *position, gint64 seq)
{
  FeedConnection *connection = position->connection;
  g_autoptr (ParlourJsonWriter) writer = parlour_json_writer_new ();

  parlour_json_writer_begin_object (writer, NULL);
  parlour_json_writer_string (writer, "op", "start");
  parlour_json_writer_string (writer, "stream", position->stream->id);
  parlour_json_writer_int (writer, "seq", seq);
  parlour_json_writer_end_object (writer);
  g_autoptr (GBytes) frame = parlour_feed_frame (writer);
  parlour_hub_send_event (connection->feed->hub, connection->id, frame);
  position->sent = seq;
}

static gboolean
send_page (FeedPosition *position, GError **error)
{
  FeedConnection *connection = position->connection;
  ParlourFeed *self = connection->feed;
  g_autoptr (ParlourMembership) membership = parlour_store_get_stream (
      self->store, connection->peer->session->user, position->stream->number, error);

  if (membership == NULL)
    return FALSE;
  g_autoptr (ParlourStreamPage) page =
      parlour_store_member_page (self->store, membership, position->sent, TURN, error);
  if (page == NULL)
    return FALSE;
  if (page->reset) {
    parlour_feed_lose (connection, position->stream->id, "position");
    return TRUE;
  }
  if (page->start >= 0)
    send_start (position, page->start);
  for (guint i = 0; i < page->events->len && is_window_open (connection); i++) {
    ParlourEvent *event = page->events->pdata[i];
    g_autoptr (GBytes) frame = encode (event);
    send_frame (position, event->seq, frame);
  }
  return TRUE;
}

static gboolean
send_turn (FeedPosition *position, GError **error)
{
  if (!ensure_membership (position, error))
    return FALSE;
  return is_live (position) ? send_live (position, error) : send_page (position, error);
}

/* Who is no longer in a conversation hears no more of it; anything else is tried again when the
 * stream next moves, or at the next `tops`. */
static void
handle_failure (FeedPosition *position, const GError *error)
{
  if (g_error_matches (error, PARLOUR_PROBLEM, PARLOUR_PROBLEM_NOT_FOUND))
    parlour_feed_lose (position->connection, position->stream->id, "gone");
  else
    g_warning ("A stream could not be read: %s", error->message);
}

void
parlour_feed_pump (FeedConnection *connection)
{
  FeedPosition *position;

  while (is_window_open (connection) &&
         (position = g_queue_pop_head (&connection->ready)) != NULL) {
    g_autoptr (GError) error = NULL;
    gint64 before = position->sent;
    position->ready = FALSE;
    if (position->lost)
      continue;
    if (!send_turn (position, &error))
      handle_failure (position, error);
    else if (position->sent > before)
      parlour_feed_mark_ready (position);
  }
}

void
parlour_feed_end_round (ParlourFeed *self)
{
  for (guint i = 0; i < self->paged->len; i++) {
    FeedStream *stream = self->paged->pdata[i];
    g_clear_pointer (&stream->pages, g_ptr_array_unref);
  }
  g_ptr_array_set_size (self->paged, 0);
}
