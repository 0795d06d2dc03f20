/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/socket.h"
#include "client/sync.h"

/* What the files of sync share: sync.c (connection), sync-hello.c (who stands where),
 * sync-events.c (what comes in), sync-state.c (what is read by HTTP), sync-history.c (older
 * messages). */

struct _ParlourSync {
  GObject parent_instance;

  ParlourHttp *http;
  ParlourCopy *copy;
  GCancellable *cancellable; /* of everything that belongs to this connection */

  ParlourAccountState state;
  GError *problem;
  ParlourSocket *socket;
  guint n_failures; /* in a row; the back-off grows by it */
  guint retry;      /* timer of the next try */
  gulong network_handler;

  char *epoch;           /* the copy's, then welcome's */
  GHashTable *positions; /* stream → gint64 *: as applied */
  GHashTable *tops;      /* stream → gint64 *: as welcome told, while it is said */
  GHashTable *behind;    /* streams that the last `tops` said we lack something of */
  char *watched;         /* nullable */

  GPtrArray *incoming;  /* ParlourEvent: not given to the copy yet */
  GPtrArray *held;      /* ParlourEvent: whose conversation is being fetched */
  GHashTable *fetching; /* conversations that are being fetched for it */
  gboolean ready;       /* the copy has the state: events may be applied */
  gboolean applying;

  GHashTable *ops; /* id → GTask: frames that wait for their answer */
  gint64 last_id;

  gboolean filling;
};

/* sync.c */
void parlour_sync_set_state (ParlourSync *self, ParlourAccountState state, const GError *problem);
void parlour_sync_fail (ParlourSync *self,
                        const GError *error); /* ends the connection, tries later */
void parlour_sync_set_online (ParlourSync *self);
void parlour_sync_emit_event (ParlourSync *self, ParlourEvent *event);

/* sync-hello.c */
void parlour_sync_say_hello (ParlourSync *self);
void parlour_sync_hear_welcome (ParlourSync *self, JsonObject *frame);
void parlour_sync_follow (ParlourSync *self, const char *stream, gint64 position);
void parlour_sync_say_watch (ParlourSync *self);

/* sync-events.c */
void parlour_sync_hear_event (ParlourSync *self, JsonObject *frame);
void parlour_sync_hear_marks (ParlourSync *self, JsonObject *frame);
void parlour_sync_hear_tops (ParlourSync *self, JsonObject *frame);
void parlour_sync_hear_start (ParlourSync *self, JsonObject *frame);
void parlour_sync_apply_next (ParlourSync *self);
gint64 parlour_sync_get_position (ParlourSync *self, const char *stream); /* -1 for none */
void parlour_sync_set_position (ParlourSync *self, const char *stream, gint64 position);

/* sync-state.c */
void parlour_sync_load_state (ParlourSync *self);
void parlour_sync_hear_reset (ParlourSync *self, JsonObject *frame);
void parlour_sync_reread_stream (ParlourSync *self, const char *stream);

/* sync-history.c */
void parlour_sync_fill (ParlourSync *self);
void parlour_sync_install_fetcher (ParlourSync *self);
