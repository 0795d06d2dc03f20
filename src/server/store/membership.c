/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-membership"

#include "server/store/membership.h"

#include "server/store/membership-private.h"

/* This file owns what one person may see of a stream: every path that hands events or messages out
 * asks here. Any thread. */

ParlourMembership *
parlour_membership_new (const ParlourMembership *fields)
{
  g_return_val_if_fail (fields != NULL && fields->id != NULL, NULL);

  ParlourMembership *self = g_atomic_rc_box_new (ParlourMembership);
  *self = *fields;
  self->id = g_strdup (fields->id);
  self->user_id = g_strdup (fields->user_id);
  self->spans = g_memdup2 (fields->spans, fields->n_spans * sizeof (ParlourSpan));
  return self;
}

static void
clear (gpointer data)
{
  ParlourMembership *self = data;

  g_free ((char *)self->id);
  g_free ((char *)self->user_id);
  g_free ((ParlourSpan *)self->spans);
}

void
parlour_membership_unref (ParlourMembership *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

gint64
parlour_membership_get_top (const ParlourMembership *self)
{
  return self->n_spans > 0 ? MIN (self->top, self->spans[self->n_spans - 1].last) : 0;
}

gboolean
parlour_membership_is_open (const ParlourMembership *self)
{
  return self->n_spans > 0 && self->spans[self->n_spans - 1].last == G_MAXINT64;
}

gboolean
parlour_membership_may_post (const ParlourMembership *self)
{
  if (self->is_inbox || !parlour_membership_is_open (self) || self->role == PARLOUR_MEMBER_READER)
    return FALSE;
  return !self->admins_only || self->role <= PARLOUR_MEMBER_ADMIN;
}

gboolean
parlour_membership_may_moderate (const ParlourMembership *self)
{
  return self->kind == PARLOUR_CONVERSATION_GROUP && parlour_membership_is_open (self) &&
         self->role <= PARLOUR_MEMBER_ADMIN;
}

/* Whether event @seq is theirs, be it cleared or not. */
static gboolean
is_in_span (const ParlourMembership *self, gint64 seq)
{
  for (gsize i = 0; i < self->n_spans; i++)
    if (seq >= self->spans[i].first && seq <= self->spans[i].last)
      return TRUE;
  return FALSE;
}

gboolean
parlour_membership_sees (const ParlourMembership *self, gint64 seq)
{
  return seq > self->cleared && is_in_span (self, seq);
}

gboolean
parlour_membership_range_below (const ParlourMembership *self, gint64 seq, ParlourSpan *range)
{
  for (gsize i = self->n_spans; i-- > 0;) {
    range->first = MAX (self->spans[i].first, self->cleared + 1);
    range->last = MIN (self->spans[i].last, seq);
    if (range->first <= range->last)
      return TRUE;
  }
  return FALSE;
}

gboolean
parlour_membership_range_above (const ParlourMembership *self, gint64 seq, ParlourSpan *range)
{
  for (gsize i = 0; i < self->n_spans; i++) {
    range->first = MAX (MAX (self->spans[i].first, self->cleared + 1), seq);
    range->last = self->spans[i].last;
    if (range->first <= range->last)
      return TRUE;
  }
  return FALSE;
}

static gboolean
contains (const GArray *sorted, gint64 seq)
{
  guint low = 0, high = sorted != NULL ? sorted->len : 0;

  while (low < high) {
    guint middle = low + (high - low) / 2;
    gint64 value = g_array_index (sorted, gint64, middle);
    if (value == seq)
      return TRUE;
    if (value < seq)
      low = middle + 1;
    else
      high = middle;
  }
  return FALSE;
}

static gboolean
shows (const ParlourMembership *self, const GArray *hidden, gint64 seq)
{
  return parlour_membership_sees (self, seq) && !contains (hidden, seq);
}

ParlourEvent *
parlour_membership_view_event (const ParlourMembership *self,
                               const GArray *hidden,
                               ParlourEvent *event)
{
  gint64 about = event->message != NULL ? event->message->seq : event->seq;

  /* What a group is called now is no business of who has left. */
  if (self->is_inbox || (shows (self, hidden, event->seq) && shows (self, hidden, about)))
    return parlour_membership_is_open (self) ? parlour_event_ref (event)
                                             : parlour_event_to_line (event);

  ParlourEvent nothing = {
      .stream = event->stream,
      .seq = event->seq,
      .kind = PARLOUR_EVENT_VOID,
      .at = event->at,
  };
  return parlour_event_new (&nothing);
}
