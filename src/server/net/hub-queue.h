/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/net/hub.h"

G_BEGIN_DECLS

typedef enum {
  PARLOUR_HUB_ADOPT,
  PARLOUR_HUB_EVENT,
  PARLOUR_HUB_CONTROL,
  PARLOUR_HUB_STATE,
  PARLOUR_HUB_CLOSE,
  PARLOUR_HUB_STOP,
} ParlourHubCommandKind;

/* What another thread asks of the hub. */
typedef struct {
  ParlourHubCommandKind kind;
  guint16 code; /* close */
  ParlourConnectionId id;
  GBytes *framed;      /* event, control, state */
  char *text;          /* state: the key; close: the reason */
  gpointer connection; /* adopt */
} ParlourHubCommand;

/**
 * ParlourHubQueue:
 *
 * Commands from any thread to the hub's, under a lock that is held for one append. The eventfd is
 * written once for however many commands come before the hub looks.
 */
typedef struct {
  GMutex lock;
  GArray *commands;
  GThread *reader; /* the hub's thread, which needs no waking */
  int event_fd;
  gboolean woken;
  gboolean closed;
} ParlourHubQueue;

gboolean parlour_hub_queue_init (ParlourHubQueue *self, GError **error);
void parlour_hub_queue_clear (ParlourHubQueue *self);

/** parlour_hub_queue_push: moves @command; %FALSE (and not moved) where the queue was closed. */
gboolean parlour_hub_queue_push (ParlourHubQueue *self, ParlourHubCommand *command);

/** parlour_hub_queue_close: appends @last and takes no more; %FALSE where that was done before. */
gboolean parlour_hub_queue_close (ParlourHubQueue *self, ParlourHubCommand *last);

/**
 * parlour_hub_queue_take:
 * @emptied: an empty array that becomes the queue's
 *
 * Hub's thread.
 *
 * Returns: (transfer full): all commands, in their order
 */
GArray *parlour_hub_queue_take (ParlourHubQueue *self, GArray *emptied);

/** parlour_hub_queue_is_empty: hub's thread. */
gboolean parlour_hub_queue_is_empty (ParlourHubQueue *self);

/** parlour_hub_queue_woke: after the eventfd became readable. Hub's thread. */
void parlour_hub_queue_woke (ParlourHubQueue *self);

/** parlour_hub_command_clear: what the command owns, but for an adopted connection. */
void parlour_hub_command_clear (ParlourHubCommand *command);

G_END_DECLS
