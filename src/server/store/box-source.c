/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-box-source"

#include "server/store/box-source.h"

#include "server/store/conversations.h"
#include "server/store/membership-private.h"
#include "server/store/sql.h"

/* This file owns reading one conversation backwards for a box. In a stream time never runs back, so
 * what lies below a time is found by halving. On the store's thread. */

#define CHUNK_MIN 8 /* rows read at once, at first: most conversations give a page only a few */
#define CHUNK_MAX 128

typedef struct {
  gint64 seq;
  gint64 at;
  gboolean wanted;
} Row;

struct _ParlourBoxSource {
  gint64 stream;
  gint64 bound; /* nothing in it is newer than this, while it is not open */
  gboolean open;
  ParlourMembership *membership; /* once it is open */
  gint64 below;                  /* the highest seq that was not read yet */
  gint64 lowest;                 /* nothing below this belongs into the box */
  guint chunk;
  GArray *rows; /* Row, newest first */
  guint index;  /* of the one that comes next */
};

ParlourBoxSource *
parlour_box_source_new (gint64 stream, gint64 last_at, const ParlourCursor *from)
{
  ParlourBoxSource *self = g_new0 (ParlourBoxSource, 1);

  self->stream = stream;
  self->bound = MIN (last_at, from->at);
  self->chunk = CHUNK_MIN;
  return self;
}

void
parlour_box_source_free (ParlourBoxSource *self)
{
  g_clear_pointer (&self->membership, parlour_membership_unref);
  g_clear_pointer (&self->rows, g_array_unref);
  g_free (self);
}

gboolean
parlour_box_source_is_open (const ParlourBoxSource *self)
{
  return self->open;
}

gboolean
parlour_box_source_is_empty (const ParlourBoxSource *self)
{
  return self->open && self->index >= self->rows->len;
}

static gint64
newest_at (const ParlourBoxSource *self)
{
  return self->open ? g_array_index (self->rows, Row, self->index).at : self->bound;
}

int
parlour_box_source_compare (const ParlourBoxSource *a, const ParlourBoxSource *b)
{
  gint64 at_a = newest_at (a), at_b = newest_at (b);

  if (at_a != at_b)
    return at_a > at_b ? 1 : -1;
  return (a->stream > b->stream) - (a->stream < b->stream);
}

const char *
parlour_box_source_get_id (const ParlourBoxSource *self)
{
  return self->membership->id;
}

/* The first row from @seq to @last. */
static gboolean
probe (ParlourBoxSource *self,
       ParlourStore *store,
       gint64 seq,
       gint64 last,
       Row *found,
       GError **error)
{
  gboolean row = FALSE;
  g_autoptr (ParlourStatement) statement = parlour_sql_prepare (
      store, error, "SELECT key, at FROM events WHERE key BETWEEN ?1 AND ?2 ORDER BY key LIMIT 1",
      "ii", parlour_event_key (self->stream, seq), parlour_event_key (self->stream, last));

  found->seq = 0;
  if (statement == NULL || !parlour_sql_step (statement, &row, error))
    return FALSE;
  if (row) {
    found->seq = parlour_event_key_seq (parlour_statement_get_int (statement, 0));
    found->at = parlour_statement_get_int (statement, 1);
  }
  return TRUE;
}

/* Sets below to the highest seq that may be older than @limit. */
static gboolean
seek (ParlourBoxSource *self, ParlourStore *store, gint64 limit, GError **error)
{
  gint64 low = self->membership->floor, high = self->membership->top;

  while (low < high) {
    gint64 middle = low + (high - low + 1) / 2;
    Row found = {0};
    if (!probe (self, store, middle, high, &found, error))
      return FALSE;
    if (found.seq != 0 && found.at < limit)
      low = found.seq;
    else
      high = middle - 1;
  }
  self->below = low;
  return TRUE;
}

static gboolean
find_begin (ParlourBoxSource *self,
            ParlourStore *store,
            const ParlourCursor *from,
            gint64 last_at,
            GError **error)
{
  if (self->stream == from->stream) {
    self->below = from->seq - 1;
    return TRUE;
  }
  if (last_at < from->at) {
    self->below = self->membership->top;
    return TRUE;
  }
  /* Of the cursor's own time, conversations with a lower number are still to come. */
  return seek (self, store, self->stream < from->stream ? from->at + 1 : from->at, error);
}

#define NOT_HIDDEN(key)                                                                            \
  " AND NOT EXISTS (SELECT 1 FROM hidden h WHERE h.user = ?3 AND h.key = " key ")"
#define CHUNK(from) from " AND e.key BETWEEN ?1 AND ?2 ORDER BY e.key DESC LIMIT ?5"
#define TITLED      " FROM events e WHERE e.kind = 2 AND e.subject IS NOT NULL"

/* What decides is a column and no condition, so that the rows that were looked at are counted. */
static const char *const chunk_sql[] = {
    [PARLOUR_BOX_FILTER_NONE] =
        CHUNK ("SELECT e.key, e.at, e.kind = 2 AND (e.actor = ?3) = ?4" NOT_HIDDEN (
            "e.key") " FROM events e WHERE true"),
    [PARLOUR_BOX_FILTER_TITLED] =
        CHUNK ("SELECT e.key, e.at, (e.actor = ?3) = ?4" NOT_HIDDEN ("e.key") TITLED),
    [PARLOUR_BOX_FILTER_OWED] = CHUNK ("SELECT e.key, e.at, (e.actor = ?3) = ?4" NOT_HIDDEN (
        "e.key") " AND NOT EXISTS (SELECT 1 FROM events r WHERE"
                 " r.reply_to = e.key & 0xffffffff AND r.key BETWEEN e.key AND e.key | 0xffffffff"
                 " AND r.actor = ?3 AND r.deleted_at IS NULL" NOT_HIDDEN ("r.key") ")" TITLED),
};

static gboolean
read_range (ParlourBoxSource *self,
            ParlourStore *store,
            const ParlourBoxQuery *query,
            const ParlourSpan *range,
            GError **error)
{
  gboolean row = FALSE;
  g_autoptr (ParlourStatement) statement = parlour_sql_prepare (
      store, error, chunk_sql[query->filter], "iiidi",
      parlour_event_key (self->stream, range->first), parlour_event_key (self->stream, range->last),
      query->user, query->box == PARLOUR_BOX_SENT, (gint64)self->chunk);

  if (statement == NULL || !parlour_sql_step (statement, &row, error))
    return FALSE;
  while (row) {
    Row one = {
        .seq = parlour_event_key_seq (parlour_statement_get_int (statement, 0)),
        .at = parlour_statement_get_int (statement, 1),
        .wanted = parlour_statement_get_int (statement, 2) != 0,
    };
    g_array_append_val (self->rows, one);
    if (!parlour_sql_step (statement, &row, error))
      return FALSE;
  }
  return TRUE;
}

/* An answer is owed only for what I have read, and in a direct conversation only for what came
 * after my last message. */
static gboolean
bound_owed (ParlourBoxSource *self,
            ParlourStore *store,
            const ParlourBoxQuery *query,
            GError **error)
{
  const ParlourMembership *member = self->membership;
  gboolean row = FALSE;

  self->below = parlour_membership_may_post (member) ? MIN (self->below, member->read) : 0;
  if (member->kind != PARLOUR_CONVERSATION_DIRECT)
    return TRUE;
  g_autoptr (ParlourStatement) statement = parlour_sql_prepare (
      store, error,
      "SELECT e.key FROM events e WHERE e.key BETWEEN ?1 AND ?2 AND e.kind = 2 AND e.actor = ?3"
      " AND e.deleted_at IS NULL" NOT_HIDDEN ("e.key") " ORDER BY e.key DESC LIMIT 1",
      "iii", parlour_event_key (self->stream, MAX (member->floor, member->cleared) + 1),
      parlour_event_key (self->stream, member->top), query->user);
  if (statement == NULL || !parlour_sql_step (statement, &row, error))
    return FALSE;
  if (row)
    self->lowest = parlour_event_key_seq (parlour_statement_get_int (statement, 0)) + 1;
  return TRUE;
}

/* Reads the next rows; none where all spans are through. */
static gboolean
fill (ParlourBoxSource *self, ParlourStore *store, const ParlourBoxQuery *query, GError **error)
{
  ParlourSpan range;

  g_array_set_size (self->rows, 0);
  self->index = 0;
  while (self->rows->len == 0 && self->below >= self->lowest &&
         parlour_membership_range_below (self->membership, self->below, &range)) {
    range.first = MAX (range.first, self->lowest);
    if (!read_range (self, store, query, &range, error))
      return FALSE;
    gboolean through = self->rows->len < self->chunk;
    self->below =
        through ? range.first - 1 : g_array_index (self->rows, Row, self->rows->len - 1).seq - 1;
  }
  self->chunk = MIN (self->chunk * 2, CHUNK_MAX);
  return TRUE;
}

gboolean
parlour_box_source_open (ParlourBoxSource *self,
                         ParlourStore *store,
                         const ParlourBoxQuery *query,
                         GError **error)
{
  gint64 bound = self->bound;

  self->membership = parlour_store_get_membership (store, query->user, self->stream, error);
  if (self->membership == NULL)
    return FALSE;
  self->rows = g_array_new (FALSE, FALSE, sizeof (Row));
  if (!find_begin (self, store, &query->from, bound, error) ||
      (query->filter == PARLOUR_BOX_FILTER_OWED && !bound_owed (self, store, query, error)))
    return FALSE;
  self->open = TRUE;
  return fill (self, store, query, error);
}

void
parlour_box_source_peek (const ParlourBoxSource *self, ParlourCursor *row, gboolean *wanted)
{
  const Row *next = &g_array_index (self->rows, Row, self->index);

  row->stream = self->stream;
  row->seq = next->seq;
  row->at = next->at;
  *wanted = next->wanted;
}

gboolean
parlour_box_source_next (ParlourBoxSource *self,
                         ParlourStore *store,
                         const ParlourBoxQuery *query,
                         GError **error)
{
  self->index++;
  return self->index < self->rows->len || fill (self, store, query, error);
}
