/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-events"

#include "server/routes/events.h"

#include "server/authority.h"
#include "server/store/place.h"
#include "server/store/streams.h"

#include <string.h>

/* This file owns one stream's events as a page, long-polled where the caller waits. */

#define WAIT_SECONDS_MAX 60

typedef struct {
  const char *stream;
  const char *epoch;
  gint64 after;
  guint limit;
  gint64 wait; /* seconds */
} Events;

gboolean
parlour_events_decode (ParlourCall *call, GError **error)
{
  ParlourParameters in = PARLOUR_PARAMETERS (call->query);
  Events *events = parlour_call_alloc (call, sizeof *events);
  GError *missing = NULL;

  call->arguments = events;
  events->stream = parlour_parameters_string (&in, "stream");
  events->epoch = parlour_parameters_string (&in, "epoch");
  events->after = parlour_parameters_int (&in, "after", 0, G_MAXUINT32, 0);
  events->wait = parlour_parameters_int (&in, "wait", 0, WAIT_SECONDS_MAX, 0);
  events->limit = parlour_parameters_limit (&in);
  if (events->stream == NULL) {
    parlour_problem_set_field (&missing, PARLOUR_PROBLEM_MISSING_FIELD, "stream",
                               "“stream” is missing.");
    parlour_parameters_fail (&in, missing);
  }
  return parlour_parameters_end (&in, error);
}

static gboolean
check_epoch (const Events *in, const char *epoch, GError **error)
{
  if (in->epoch == NULL || strcmp (in->epoch, epoch) == 0)
    return TRUE;
  parlour_problem_set_field (error, PARLOUR_PROBLEM_EPOCH_CHANGED, "epoch",
                             "The server's database has another history now.");
  return FALSE;
}

static void
write_start (ParlourJsonWriter *writer, const char *stream, gint64 seq)
{
  parlour_json_writer_begin_object (writer, NULL);
  parlour_json_writer_string (writer, "op", "start");
  parlour_json_writer_string (writer, "stream", stream);
  parlour_json_writer_int (writer, "seq", seq);
  parlour_json_writer_end_object (writer);
}

static void
reply_page (ParlourCall *call, const ParlourStreamPage *page, const char *epoch)
{
  const Events *in = call->arguments;
  g_autoptr (ParlourJsonWriter) writer = parlour_json_writer_new ();
  g_autofree char *next = g_strdup_printf ("%" G_GINT64_FORMAT, page->position);

  parlour_json_writer_begin_object (writer, NULL);
  parlour_json_writer_string (writer, "epoch", epoch);
  parlour_json_writer_begin_array (writer, "items");
  if (page->start >= 0)
    write_start (writer, in->stream, page->start);
  for (guint i = 0; i < page->events->len; i++)
    parlour_event_write (page->events->pdata[i], writer, NULL);
  parlour_json_writer_end_array (writer);
  parlour_json_writer_string (writer, "next", page->position < page->top ? next : NULL);
  parlour_json_writer_int (writer, "top", page->top);
  parlour_json_writer_end_object (writer);
  parlour_call_reply (call, 200, writer);
}

/* Whether the call goes to wait instead of being answered with nothing. */
static gboolean
wait_for_more (ParlourCall *call, const ParlourStreamPage *page, const ParlourMembership *stream)
{
  const Events *in = call->arguments;
  gint64 now = g_get_monotonic_time ();

  call->wait_stream = 0;
  if (in->wait == 0 || page->start >= 0 || page->events->len > 0)
    return FALSE;
  if (call->wait_until == 0)
    call->wait_until = now + in->wait * G_USEC_PER_SEC;
  if (now >= call->wait_until)
    return FALSE;
  call->wait_stream = stream->stream;
  call->wait_above = stream->top;
  return TRUE;
}

static gboolean
list_events (ParlourCall *call,
             ParlourStore *store,
             const ParlourMembership *stream,
             const char *epoch,
             GError **error)
{
  const Events *in = call->arguments;
  g_autoptr (ParlourStreamPage) page =
      parlour_store_member_page (store, stream, in->after, in->limit, error);

  if (page == NULL)
    return FALSE;
  if (page->reset) {
    parlour_problem_set_field (error, PARLOUR_PROBLEM_RESET, "after",
                               "This position of the stream is not held any more.");
    return FALSE;
  }
  if (!wait_for_more (call, page, stream))
    reply_page (call, page, epoch);
  return TRUE;
}

gboolean
parlour_events_list (ParlourCall *call, ParlourStore *store, GError **error)
{
  const Events *in = call->arguments;
  g_autoptr (ParlourSession) session = parlour_authority_enter (call, store, error);

  if (session == NULL)
    return FALSE;
  call->wait_session = session->number;
  g_autoptr (ParlourPlace) place = parlour_store_get_place (store, error);
  if (place == NULL || !check_epoch (in, place->epoch, error))
    return FALSE;
  g_autoptr (ParlourMembership) stream =
      parlour_store_find_stream (store, session->user, in->stream, error);
  return stream != NULL && list_events (call, store, stream, place->epoch, error);
}

gboolean
parlour_events_open_socket (ParlourCall *call, ParlourStore *store, GError **error)
{
  call->opened = parlour_authority_enter (call, store, error);
  return call->opened != NULL;
}
