/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/models/message-window.h"
#include "copy-fixture.h"
#include "shadow-list.h"

G_BEGIN_DECLS

/* What lines tell: only those of the last three kinds are folded, each with its like. */
typedef enum { DESCRIBED, ANNA_ADDED, BERND_ADDED, JOINED, N_TELLINGS } Telling;

/* A server, a copy and a window as arrays over all numbers and loops; it knows no SQL. What the
 * real ones show must be the same. */

#define C         "conversation-1"
#define SEQ_MAX   16000
#define HISTORY   1000
#define MAX_ROWS  300
#define END       G_MAXINT64
#define PAGE_SIZE 100

typedef struct {
  gboolean is_message;
  gboolean is_line; /* what happened in the group, between the messages */
  Telling telling;
  gboolean mine;
  gboolean erased;
  int text;    /* what its body says */
  int version; /* edits */
  gint64 rev;
} Entry;

typedef struct {
  CopyFixture *f;
  ParlourMessageWindow *window;
  ShadowList *shadow;
  GHashTable *identity; /* key (char *) → item of the last check */
  gboolean offline;

  /* The server. */
  Entry server[SEQ_MAX];
  gint64 log_target[SEQ_MAX]; /* which message an event is about, 0 for none */
  gint64 top;

  /* What the copy must hold. */
  Entry copy[SEQ_MAX];
  gboolean held[SEQ_MAX];  /* the row */
  gboolean whole[SEQ_MAX]; /* the number */
  int hidden[SEQ_MAX];     /* 1: by a wish, 2: for ever */
  gint64 position;
  gint64 inbox;
  gint64 others_read;
  int outbox[64]; /* texts */
  gboolean failed[64];
  guint n_outbox;
  int next_text;

  /* Where the window must be. */
  gint64 low;
  gint64 high;
} World;

/* The rules of the window. */
gboolean world_shows (World *w, gint64 seq);
gboolean world_folds (World *w, gint64 seq);
gint64 world_range_low (World *w, gint64 seq);
gint64 world_range_high (World *w, gint64 seq);
gint64 world_last_whole (World *w);
gint64 world_down (World *w, gint64 seq, guint n, gint64 limit, guint *found);
gint64 world_up (World *w, gint64 seq, guint n, gint64 limit, guint *found);
guint world_count (World *w, gint64 from, gint64 to);
void world_settle_window (World *w, gboolean older, gboolean newer);
void world_to_end (World *w);
void world_around (World *w, gint64 seq);

/* The server, and what the copy takes of it. */
char *world_text_of (const Entry *entry);
ParlourMessage *world_message_at (World *w, gint64 seq);
ParlourEvent *world_line_at (World *w, gint64 seq);
void world_copy_takes (World *w, gint64 seq, gint64 by);
void world_drop_from_outbox (World *w, int text);
gint64 world_server_adds (World *w, gboolean mine, int text);
void world_server_tells (World *w, Telling telling);
void world_server_changes (World *w, gint64 target, gboolean erase);
void world_deliver (World *w, gint64 to);
void world_fetcher (ParlourCopy *copy,
                    const char *conversation,
                    ParlourFetchKind kind,
                    gint64 seq,
                    GTask *task,
                    gpointer data);
gboolean world_fetch (World *w, ParlourFetchKind kind, gint64 seq);

G_END_DECLS
