/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-streams"

#include "server/store/streams.h"

#include "server/store/event-row.h"
#include "server/store/sql.h"

#include "core/problem.h"

/* This file owns reading streams event by event: as they stand, and as one member may see them. On
 * the store's thread. */

void
parlour_stream_page_free (ParlourStreamPage *self)
{
  g_clear_pointer (&self->events, g_ptr_array_unref);
  g_free (self);
}

gboolean
parlour_store_get_top (
    ParlourStore *self, gint64 stream, gint64 *top, gint64 *floor, GError **error)
{
  gboolean row = FALSE;
  g_autoptr (ParlourStatement) statement = parlour_sql_prepare (
      self, error, "SELECT top, floor FROM streams WHERE number = ?1", "i", stream);

  if (statement == NULL || !parlour_sql_step (statement, &row, error))
    return FALSE;
  if (!row) {
    parlour_problem_set (error, PARLOUR_PROBLEM_NOT_FOUND, "There is no such conversation.");
    return FALSE;
  }
  *top = parlour_statement_get_int (statement, 0);
  if (floor != NULL)
    *floor = parlour_statement_get_int (statement, 1);
  return TRUE;
}

/* The inbox first; of one that was left, the end of the last span. */
static const char list_sql[] =
    "SELECT st.number, 'me', st.top, 1 FROM users u JOIN streams st ON st.number = u.inbox"
    " WHERE u.number = ?1"
    " UNION ALL"
    " SELECT * FROM (SELECT st.number, st.id, min (st.top, (SELECT coalesce (sp.last, st.top)"
    "   FROM spans sp WHERE sp.stream = m.stream AND sp.user = m.user"
    "   ORDER BY sp.first DESC LIMIT 1)), 0"
    "  FROM members m CROSS JOIN streams st ON st.number = m.stream WHERE m.user = ?1"
    "  ORDER BY m.stream)";

GArray *
parlour_store_list_streams (ParlourStore *self, gint64 user, GError **error)
{
  g_autoptr (GArray) streams = g_array_new (FALSE, TRUE, sizeof (ParlourStreamTop));
  gboolean row = FALSE;
  g_autoptr (ParlourStatement) statement = parlour_sql_prepare (self, error, list_sql, "i", user);

  if (statement == NULL || !parlour_sql_step (statement, &row, error))
    return NULL;
  while (row) {
    ParlourStreamTop top = {
        .stream = parlour_statement_get_int (statement, 0),
        .top = parlour_statement_get_int (statement, 2),
        .is_inbox = parlour_statement_get_int (statement, 3) != 0,
    };
    g_strlcpy (top.id, parlour_statement_get_text (statement, 1), sizeof top.id);
    g_array_append_val (streams, top);
    if (!parlour_sql_step (statement, &row, error))
      return NULL;
  }
  return g_steal_pointer (&streams);
}

static const char events_sql[] = "SELECT " PARLOUR_EVENT_COLUMNS PARLOUR_EVENT_FROM
                                 " WHERE e.key BETWEEN ?1 AND ?2 ORDER BY e.key LIMIT ?3";

static GPtrArray *
read_events (ParlourStore *self,
             gint64 stream,
             const char *name,
             gint64 first,
             gint64 last,
             guint limit,
             GError **error)
{
  g_autoptr (GPtrArray) events =
      g_ptr_array_new_with_free_func ((GDestroyNotify)parlour_event_unref);
  gboolean row = FALSE;
  g_autoptr (ParlourStatement) statement =
      parlour_sql_prepare (self, error, events_sql, "iii", parlour_event_key (stream, first),
                           parlour_event_key (stream, last), (gint64)limit);

  if (statement == NULL || !parlour_sql_step (statement, &row, error))
    return NULL;
  while (row) {
    ParlourEvent *event = parlour_event_from_row (self, stream, name, statement, error);
    if (event == NULL)
      return NULL;
    g_ptr_array_add (events, event);
    if (!parlour_sql_step (statement, &row, error))
      return NULL;
  }
  return g_steal_pointer (&events);
}

GPtrArray *
parlour_store_stream_page (
    ParlourStore *self, gint64 stream, const char *name, gint64 after, guint limit, GError **error)
{
  g_return_val_if_fail (name != NULL && after >= 0 && limit > 0, NULL);

  return read_events (self, stream, name, after + 1, PARLOUR_STREAM_SEQ_MAX, limit, error);
}

GArray *
parlour_store_list_hidden (
    ParlourStore *self, gint64 user, gint64 stream, gint64 first, gint64 last, GError **error)
{
  g_autoptr (GArray) hidden = g_array_new (FALSE, FALSE, sizeof (gint64));
  gboolean row = FALSE;
  g_autoptr (ParlourStatement) statement = parlour_sql_prepare (
      self, error,
      "SELECT key FROM hidden WHERE user = ?1 AND key BETWEEN ?2 AND ?3"
      " ORDER BY key",
      "iii", user, parlour_event_key (stream, first), parlour_event_key (stream, last));

  if (statement == NULL || !parlour_sql_step (statement, &row, error))
    return NULL;
  while (row) {
    gint64 seq = parlour_event_key_seq (parlour_statement_get_int (statement, 0));
    g_array_append_val (hidden, seq);
    if (!parlour_sql_step (statement, &row, error))
      return NULL;
  }
  return g_steal_pointer (&hidden);
}

/* The first span that @seq is in or before; %NULL where all are behind it. */
static const ParlourSpan *
span_at (const ParlourMembership *membership, gint64 seq)
{
  for (gsize i = 0; i < membership->n_spans; i++)
    if (membership->spans[i].last >= seq)
      return &membership->spans[i];
  return NULL;
}

/* Makes each of @events what the member may see of it. */
static gboolean
view_events (ParlourStore *self,
             const ParlourMembership *membership,
             GPtrArray *events,
             GError **error)
{
  gint64 first = PARLOUR_STREAM_SEQ_MAX, last = 0;

  for (guint i = 0; i < events->len; i++) {
    ParlourEvent *event = events->pdata[i];
    first = MIN (first, event->message != NULL ? event->message->seq : event->seq);
    last = MAX (last, event->seq);
  }

  g_autoptr (GArray) hidden =
      parlour_store_list_hidden (self, membership->user, membership->stream, first, last, error);
  if (hidden == NULL)
    return FALSE;
  for (guint i = 0; i < events->len; i++) {
    ParlourEvent *event = events->pdata[i];
    events->pdata[i] = parlour_membership_view_event (membership, hidden, event);
    parlour_event_unref (event);
  }
  return TRUE;
}

static gboolean
is_lost (const ParlourMembership *membership, gint64 after)
{
  return after < 0 || after > parlour_membership_get_top (membership) ||
         (after > 0 && after < membership->floor);
}

ParlourStreamPage *
parlour_store_member_page (ParlourStore *self,
                           const ParlourMembership *membership,
                           gint64 after,
                           guint limit,
                           GError **error)
{
  g_return_val_if_fail (membership != NULL && limit > 0, NULL);

  g_autoptr (ParlourStreamPage) page = g_new0 (ParlourStreamPage, 1);
  page->start = -1;
  page->position = after;
  page->top = parlour_membership_get_top (membership);
  page->reset = is_lost (membership, after);

  gint64 next = MAX (after, membership->floor) + 1;
  const ParlourSpan *span = page->reset ? NULL : span_at (membership, next);
  if (span != NULL && MAX (next, span->first) != after + 1)
    page->start = page->position = MAX (next, span->first) - 1;
  if (span == NULL || page->position >= page->top) {
    page->events = g_ptr_array_new_with_free_func ((GDestroyNotify)parlour_event_unref);
    return g_steal_pointer (&page);
  }

  page->events = read_events (self, membership->stream, membership->id, page->position + 1,
                              MIN (span->last, page->top), limit, error);
  if (page->events == NULL || (!membership->is_inbox && page->events->len > 0 &&
                               !view_events (self, membership, page->events, error)))
    return NULL;
  page->position += page->events->len;
  return g_steal_pointer (&page);
}
