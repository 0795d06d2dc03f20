/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-box-list-reading"

#include "client/models/box-list-private.h"

/* This file owns what is read into the list of a box, and when: one thing at a time. Main thread.
 *
 * Where the copy does not hold all, the server is asked for its pages of the same box. The list
 * then reaches no further down than these, so that nothing is missing between two rows. Without a
 * server it shows what is held. */

#define PAGE_ROWS 50

static void
stretch_free (gpointer data)
{
  ParlourBoxStretch *stretch = data;

  g_free (stretch->conversation);
  g_free (stretch);
}

void
parlour_box_list_forget_stretches (ParlourBoxList *self)
{
  g_queue_clear_full (&self->stretches, stretch_free);
}

void
parlour_box_list_set_flag (ParlourBoxList *self, gboolean *flag, gboolean value, const char *name)
{
  if (*flag == value)
    return;
  *flag = value;
  g_object_notify (G_OBJECT (self), name);
}

typedef struct {
  GWeakRef list;
  GCancellable *cancellable;  /* another one than the list's: nobody waits for it any more */
  ParlourBoxStretch *stretch; /* NULL: a page */
} Reading;

static Reading *
reading_new (ParlourBoxList *self, ParlourBoxStretch *stretch)
{
  Reading *reading = g_new0 (Reading, 1);

  g_weak_ref_init (&reading->list, self);
  reading->cancellable = g_object_ref (self->cancellable);
  reading->stretch = stretch;
  self->reading = TRUE;
  return reading;
}

static void
reading_free (Reading *reading)
{
  g_clear_pointer (&reading->stretch, stretch_free);
  g_object_unref (reading->cancellable);
  g_weak_ref_clear (&reading->list);
  g_free (reading);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reading, reading_free)

/* Returns: (transfer full) (nullable): the list, where it still waits for it. */
static ParlourBoxList *
take_list (Reading *reading)
{
  g_autoptr (ParlourBoxList) self = g_weak_ref_get (&reading->list);

  if (self == NULL || self->cancellable != reading->cancellable)
    return NULL;
  self->reading = FALSE;
  return g_steal_pointer (&self);
}

static gboolean
may_ask (ParlourBoxList *self)
{
  return self->partial && !self->told && !self->mute;
}

static void
put (ParlourBoxList *self, const ParlourBoxStretch *stretch, ParlourBoxPage *page)
{
  const ParlourBoxStretch all = {NULL, 0, G_MAXINT64};

  parlour_box_list_put (self, self->replaces ? &all : stretch, page);
  self->replaces = FALSE;
}

static void
take_page (ParlourBoxList *self, const ParlourBoxStretch *stretch, ParlourBoxPage *page)
{
  guint n = page->rows->len;

  if (stretch == NULL && n > 0) {
    ParlourBoxKey last = g_array_index (page->keys, ParlourBoxKey, n - 1);

    if (last.created_at != G_MAXINT64)
      self->bottom = last;
  }
  put (self, stretch, page);
  if (stretch == NULL || stretch->conversation == NULL)
    self->partial = !page->whole;
  /* All that was loaded is gone: begin again. */
  if (self->bottom.key != 0 && !parlour_box_list_has_stream_rows (self)) {
    self->bottom = (ParlourBoxKey){0, 0};
    self->more = TRUE;
  }
  if (stretch == NULL)
    parlour_box_list_set_flag (self, &self->complete, !page->more && !may_ask (self), "complete");
  else if (page->more)
    parlour_box_list_set_flag (self, &self->complete, FALSE, "complete");
  /* A short list can't be scrolled, so nobody would ask; and of what was read first it is not known
   * whether something is missing in it. */
  self->checks = may_ask (self) && self->cursor == NULL && self->items->len >= PAGE_ROWS;
  if (!self->complete && (self->items->len < PAGE_ROWS || self->checks))
    self->more = TRUE;
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Reading) reading = data;
  g_autoptr (ParlourBoxList) self = take_list (reading);
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourBoxPage) page =
      parlour_copy_read_box_finish (PARLOUR_COPY (source), result, &error);

  if (self == NULL)
    return;
  if (reading->stretch == NULL)
    parlour_box_list_set_flag (self, &self->paging, FALSE, "loading");
  if (page != NULL)
    take_page (self, reading->stretch, page);
  else
    g_message ("A box could not be read: %s", error->message);
  parlour_box_list_set_flag (self, &self->ready, TRUE, "ready");
  parlour_box_list_read_next (self);
}

/* --- asking the server ------------------------------------------------------------------------ */

static void
take_told (ParlourBoxList *self, const ParlourBoxTold *told)
{
  g_free (self->cursor);
  self->cursor = g_strdup (told->next);
  self->told = told->next == NULL;
  if (self->told || told->down_to == G_MAXINT64) {
    self->more = TRUE;
    return;
  }
  self->bottom = (ParlourBoxKey){told->down_to, 1};
  parlour_box_list_read_again (self, NULL, 0, G_MAXINT64);
}

static void
told_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Reading) reading = data;
  g_autoptr (ParlourBoxList) self = take_list (reading);
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourBoxTold) told =
      parlour_copy_fetch_box_finish (PARLOUR_COPY (source), result, &error);

  if (self == NULL)
    return;
  parlour_box_list_set_flag (self, &self->paging, FALSE, "loading");
  if (told != NULL) {
    take_told (self, told);
  } else {
    g_debug ("the server was not asked for a box: %s", error->message);
    self->mute = TRUE;
    self->more = !self->checks;
  }
  parlour_box_list_read_next (self);
}

static void
ask (ParlourBoxList *self)
{
  const ParlourBoxQuestion question = {
      .mine = self->box == PARLOUR_BOX_SENT,
      .filter = self->filter,
      .before = self->cursor,
  };

  parlour_copy_fetch_box_async (self->copy, &question, self->cancellable, told_cb,
                                reading_new (self, NULL));
}

/* --- what is next ----------------------------------------------------------------------------- */

static void
read_page (ParlourBoxList *self)
{
  const ParlourBoxRequest request = {
      .mine = self->box == PARLOUR_BOX_SENT,
      .filter = self->filter,
      .outbox = self->box == PARLOUR_BOX_SENT,
      .below = self->bottom,
      .limit = PAGE_ROWS,
  };

  self->more = FALSE;
  parlour_box_list_set_flag (self, &self->paging, TRUE, "loading");
  if (may_ask (self))
    ask (self);
  else
    parlour_copy_read_box_async (self->copy, &request, self->cancellable, read_cb,
                                 reading_new (self, NULL));
}

static void
read_stretch (ParlourBoxList *self, ParlourBoxStretch *stretch)
{
  const ParlourBoxRequest request = {
      .mine = self->box == PARLOUR_BOX_SENT,
      .filter = self->filter,
      .outbox = self->box == PARLOUR_BOX_SENT,
      .from = self->bottom,
      .conversation = stretch->conversation,
      .first = stretch->from,
      .last = stretch->to,
  };

  parlour_copy_read_box_async (self->copy, &request, self->cancellable, read_cb,
                               reading_new (self, stretch));
}

void
parlour_box_list_read_next (ParlourBoxList *self)
{
  if (self->reading || g_cancellable_is_cancelled (self->cancellable))
    return;
  /* Without a first page there is nothing to read again. */
  if (self->bottom.key == 0 && !g_queue_is_empty (&self->stretches)) {
    parlour_box_list_forget_stretches (self);
    self->more = TRUE;
  }
  if (!g_queue_is_empty (&self->stretches))
    read_stretch (self, g_queue_pop_head (&self->stretches));
  else if (self->more)
    read_page (self);
}

void
parlour_box_list_read_again (ParlourBoxList *self, const char *conversation, gint64 from, gint64 to)
{
  ParlourBoxStretch *last = g_queue_peek_tail (&self->stretches);

  if (last != NULL && g_strcmp0 (last->conversation, conversation) == 0) {
    last->from = MIN (last->from, from);
    last->to = MAX (last->to, to);
  } else {
    last = g_new0 (ParlourBoxStretch, 1);
    *last = (ParlourBoxStretch){g_strdup (conversation), from, to};
    g_queue_push_tail (&self->stretches, last);
  }
  parlour_box_list_read_next (self);
}
