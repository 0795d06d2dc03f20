/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/cache/copy.h"

G_BEGIN_DECLS

#define ME    "user-me"
#define ANNA  "user-anna"
#define BERND "user-bernd"

/* A copy in a folder of its own, and its calls as one waits for them. */
typedef struct {
  char *folder;
  ParlourCopy *copy;
} CopyFixture;

CopyFixture *copy_fixture_new (void);
void copy_fixture_free (CopyFixture *self);
void copy_fixture_close (CopyFixture *self);
void copy_fixture_open (CopyFixture *self);

/* Runs the main loop until *@done, to a deadline. */
void wait_for (gboolean *done);

typedef struct {
  GAsyncResult *result;
  gboolean done;
} Waiter;

/* A GAsyncReadyCallback over a Waiter. */
void waiter_cb (GObject *source, GAsyncResult *result, gpointer waiter);

/* Waits for @waiter and takes its result. */
GAsyncResult *waiter_wait (Waiter *waiter);

/* Ends a write that must succeed. */
void finish_write (CopyFixture *self, Waiter *waiter);

#define WRITE(fixture, call, ...)                                                                  \
  G_STMT_START                                                                                     \
  {                                                                                                \
    Waiter waiter_ = {NULL, FALSE};                                                                \
    call ((fixture)->copy, __VA_ARGS__, waiter_cb, &waiter_);                                      \
    finish_write (fixture, &waiter_);                                                              \
  }                                                                                                \
  G_STMT_END

/* One way through the copy's thread and back: what was begun before has been told. */
void barrier (CopyFixture *self);

ParlourMessage *make_message (const char *conversation, gint64 seq, const char *sender);
ParlourEvent *make_event (const char *conversation, gint64 seq, const char *sender);
ParlourEvent *make_bare_event (const char *stream, gint64 seq, ParlourEventKind kind);
ParlourEvent *
make_inbox_event (gint64 seq, ParlourEventKind kind, const char *conversation, gint64 target);
ParlourUser *make_user (const char *id, const char *username, const char *name);

/* A direct conversation of me and @peer with nothing in it but what @top says. */
void store_direct (CopyFixture *self, const char *id, const char *peer, gint64 top, gint64 read);

/* Messages @from to @to as a page, every third one mine. */
void store_history (CopyFixture *self, const char *conversation, gint64 from, gint64 to);

/* Applies and takes @events (NULL at the end). */
ParlourCopyApplied *apply (CopyFixture *self, ParlourEvent *first, ...) G_GNUC_NULL_TERMINATED;
void apply_well (CopyFixture *self, ParlourEvent *event);

/* What the file says, read beside the copy. */
gint64 ask_file (CopyFixture *self, const char *sql);

/* Changes the file beside the copy. */
void run_on_file (CopyFixture *self, const char *sql);

/* Writes a draft, as a person does. */
void write_draft (CopyFixture *self, const char *conversation, const char *text);

void add_outbox_row (CopyFixture *self, const ParlourOutboxRow *row);
void add_outbox (CopyFixture *self, const char *conversation, const char *client_id);

G_END_DECLS
