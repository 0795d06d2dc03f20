/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/cache/queries.h"
#include "client/models/message-window.h"

G_BEGIN_DECLS

struct _ParlourMessageWindow {
  GObject parent_instance;
  ParlourCopy *copy;
  char *conversation;
  GCancellable *cancellable;
  GPtrArray *items;
  gint64 low;
  gint64 high;
  guint64 before;
  guint64 after;
  gint64 first_unread;
  gboolean ready;
  gboolean loading;
  GError *problem;
  GQueue moves;       /* of ParlourWindowMoveJob, to be made */
  gboolean reading;   /* one is being made */
  gboolean stale;     /* something changed: read again */
  GHashTable *quotes; /* seq (gint64) of those that were asked for, quoted here and not held */
  gboolean quoting;   /* one is being fetched */
  GList *away;        /* of ParlourWindowMoveJob, borrowed: being read or waiting for the server */
};

/* A move that is to be made, or is being made. */
typedef struct {
  ParlourWindowRequest request;
  GTask *task;  /* nullable: of a jump */
  GError *lack; /* nullable: why the server could not help */
  GWeakRef window;
} ParlourWindowMoveJob;

ParlourWindowMoveJob *parlour_window_move_new (ParlourMessageWindow *self, ParlourWindowMove kind);
void parlour_window_move_free (ParlourWindowMoveJob *move);

/** parlour_message_window_add_move: takes @move and makes it in its turn. */
void parlour_message_window_add_move (ParlourMessageWindow *self, ParlourWindowMoveJob *move);

/** parlour_message_window_is_moving: scrolling asks again and again for the same. */
gboolean parlour_message_window_is_moving (ParlourMessageWindow *self, ParlourWindowMove kind);

/** parlour_message_window_fetch_quote: the next one that @rows quote and the copy lacks. */
void parlour_message_window_fetch_quote (ParlourMessageWindow *self, GPtrArray *rows);

/** parlour_message_window_make_next: the next move, or a reading where something changed. */
void parlour_message_window_make_next (ParlourMessageWindow *self);

G_END_DECLS
