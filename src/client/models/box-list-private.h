/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/models/box-list.h"

G_BEGIN_DECLS

/* What the files of the box list share: box-list.c (the object, and what changes in the copy),
 * box-list-reading.c (what is read, and when) and box-list-rows.c (how it gets into the list). */

typedef struct {
  char *conversation; /* NULL: all that is loaded */
  gint64 from;
  gint64 to;
} ParlourBoxStretch;

struct _ParlourBoxList {
  GObject parent_instance;
  ParlourCopy *copy;
  ParlourBox box;
  ParlourBoxFilter filter;
  GCancellable *cancellable; /* of what is read for this filter */
  GPtrArray *items;
  GArray *keys;         /* ParlourBoxKey of each item */
  ParlourBoxKey bottom; /* key 0: nothing is loaded */
  GQueue stretches;     /* of ParlourBoxStretch, to be read again */
  char *cursor;         /* nullable: where the server's next page begins */
  gboolean more;        /* a page is to be loaded */
  gboolean paging;      /* that is being done */
  gboolean reading;
  gboolean partial;  /* the copy does not hold all */
  gboolean told;     /* the server has told all of this box */
  gboolean mute;     /* it could not be asked */
  gboolean checks;   /* it is asked although nobody wants more */
  gboolean replaces; /* what is read next is of another filter than what is there */
  gboolean complete;
  gboolean ready;
};

/** parlour_box_list_read_next: what is to be read, unless something is. */
void parlour_box_list_read_next (ParlourBoxList *self);

/** parlour_box_list_read_again: @conversation: (nullable): all that is loaded where it is %NULL. */
void parlour_box_list_read_again (ParlourBoxList *self,
                                  const char *conversation,
                                  gint64 from,
                                  gint64 to);
void parlour_box_list_forget_stretches (ParlourBoxList *self);

/** parlour_box_list_set_flag: notifies @name where @flag changes. */
void
parlour_box_list_set_flag (ParlourBoxList *self, gboolean *flag, gboolean value, const char *name);

/** parlour_box_list_put: puts @page in; @stretch (nullable: nothing was there before) says which
 * items it takes the place of. */
void
parlour_box_list_put (ParlourBoxList *self, const ParlourBoxStretch *stretch, ParlourBoxPage *page);

/** parlour_box_list_has_stream_rows: whether it holds more than the outbox. */
gboolean parlour_box_list_has_stream_rows (ParlourBoxList *self);

G_END_DECLS
