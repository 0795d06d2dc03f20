/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/cache/boxes.h"
#include "client/profile-reader.h"
#include "client/socket.h"
#include "client/sync.h"

/* What the files of sync share: sync.c (connection), sync-hello.c (who stands where),
 * sync-ops.c (frames with an answer), sync-events.c (what comes in), sync-state.c (what is read by
 * HTTP), sync-history.c (older messages), sync-boxes.c (pages of boxes), sync-lists.c (stars,
 * blocks, members), sync-people.c (presence, typing, profiles). */

struct _ParlourSync {
  GObject parent_instance;

  ParlourHttp *http;
  ParlourCopy *copy;
  ParlourProfileReader *strangers; /* NULL once disposed of */
  GCancellable *cancellable;       /* of everything that belongs to this connection */

  ParlourAccountState state;
  GError *problem;
  ParlourSocket *socket;
  gboolean stopped; /* for good: the account is closed */
  guint n_failures; /* in a row; the back-off grows by it */
  guint retry;      /* timer of the next try */
  guint n_epochs;   /* other ones in a row */
  gint64 online_at; /* monotonic µs; 0 while not online */
  gint64 heard_at;  /* milliseconds since 1970: when the newest frame came; 0: none has */
  gulong network_handler;

  char *epoch;           /* the copy's, then welcome's */
  GHashTable *positions; /* stream → gint64 *: as applied */
  GHashTable *tops;      /* stream → gint64 *: as welcome told, while it is said */
  GHashTable *behind;    /* stream → gint64 *: tops that we had not reached at the last `tops` */
  GHashTable *following; /* stream → gint64 *: asked for from there after a hole, nothing since */
  char *watched;         /* nullable */
  GStrv glanced;         /* nullable: conversations whose people are wanted besides */

  GPtrArray *incoming;   /* ParlourHeard: not given to the copy yet */
  GPtrArray *held;       /* ParlourHeard: whose stream is being read anew */
  GHashTable *fetching;  /* streams that are being read anew */
  GHashTable *outdated;  /* those of them that changed meanwhile */
  GHashTable *rereading; /* those of them that get a new position by it */
  gboolean welcomed;     /* this connection has had its `welcome` */
  gboolean ready;        /* the copy has the state: events may be applied */
  gboolean applying;

  GHashTable *members; /* conversations whose members are read → whether they changed meanwhile */
  gboolean reading_stars;
  gboolean stars_changed; /* while they were read, as the next */
  gboolean reading_blocks;
  gboolean blocks_changed;

  ParlourPresence *presence;
  char *typing_in; /* nullable: where we said last that we type */
  gint64 typing_at;

  GHashTable *ops; /* id → GTask: frames that wait for their answer */
  gint64 last_id;

  gboolean filling;
  gboolean fill_more; /* something came that it may have looked at too early */
  guint fill_again;   /* timer: filling in behind was put off */
};

/* What came by the stream, in the order in which it came: an event, or where one begins. */
typedef struct {
  ParlourEvent *event; /* NULL: a start */
  char *stream;
  gint64 start;
} ParlourHeard;

void parlour_heard_free (ParlourHeard *self);

typedef void (*ParlourHear) (ParlourSync *self, JsonObject *frame);

/* sync.c */
/* Ends the connection and tries later, or not at all where @error says that the token is refused.
 */
void parlour_sync_fail (ParlourSync *self, const GError *error);
void parlour_sync_fail_for (ParlourSync *self, const char *sentence); /* it breaks the protocol */
void parlour_sync_hang_up (ParlourSync *self); /* until start; a cancellable is there */
void parlour_sync_set_online (ParlourSync *self);
void parlour_sync_emit_event (ParlourSync *self, ParlourEvent *event);

/* sync-ops.c */
void parlour_sync_end_ops (ParlourSync *self); /* those that wait: not connected */
void parlour_sync_hear_ok (ParlourSync *self, JsonObject *frame);
void parlour_sync_hear_error (ParlourSync *self, JsonObject *frame);

/* sync-hello.c */
void parlour_sync_say_hello (ParlourSync *self);
void parlour_sync_hear_welcome (ParlourSync *self, JsonObject *frame);
void parlour_sync_follow (ParlourSync *self, const char *stream, gint64 position);
void parlour_sync_refresh_stale (ParlourSync *self);
void parlour_sync_say_watch (ParlourSync *self);

/* sync-events.c */
void parlour_sync_hear_event (ParlourSync *self, JsonObject *frame);
void parlour_sync_hear_marks (ParlourSync *self, JsonObject *frame);
void parlour_sync_hear_tops (ParlourSync *self, JsonObject *frame);
void parlour_sync_hear_start (ParlourSync *self, JsonObject *frame);
void parlour_sync_apply_next (ParlourSync *self);
/* Between the two, what comes of @stream is held. FALSE where that is so already. */
gboolean parlour_sync_hold (ParlourSync *self, const char *stream);
void parlour_sync_release (ParlourSync *self, const char *stream, gboolean known);
void parlour_sync_refresh_conversation (ParlourSync *self, const char *stream); /* reads it anew */
void parlour_sync_forget_stream (ParlourSync *self, const char *stream); /* position, what waits */
void parlour_sync_set_position (ParlourSync *self, const char *stream, gint64 position);

/* sync-state.c */
gboolean parlour_sync_is_gone (const GError *error); /* the server's word: not there for us */
void parlour_sync_load_state (ParlourSync *self);
void parlour_sync_hear_reset (ParlourSync *self, JsonObject *frame);
void parlour_sync_reread_stream (ParlourSync *self, const char *stream);

/* sync-people.c */
void parlour_sync_hear_presence (ParlourSync *self, JsonObject *frame);
void parlour_sync_hear_typing (ParlourSync *self, JsonObject *frame);
void parlour_sync_hear_profile (ParlourSync *self, JsonObject *frame);
void parlour_sync_name_strangers (ParlourSync *self); /* who was named by an id alone is read */

/* sync-lists.c */
void parlour_sync_read_stars (ParlourSync *self);
void parlour_sync_read_blocks (ParlourSync *self);
void parlour_sync_mend_lists (ParlourSync *self, const ParlourEvent *event); /* it is applied */

/* sync-history.c */
void parlour_sync_fill (ParlourSync *self);
void parlour_sync_install_fetcher (ParlourSync *self);

/* sync-boxes.c */
void parlour_sync_install_box_fetcher (ParlourSync *self);
