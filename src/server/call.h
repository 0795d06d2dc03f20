/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/fields.h"
#include "core/json-writer.h"
#include "core/problem.h"
#include "server/parameters.h"
#include "server/standing.h"
#include "server/token.h"

G_BEGIN_DECLS

typedef struct _ParlourCall ParlourCall;
typedef struct _ParlourRoute ParlourRoute;

/** ParlourCallDone: takes the answered call. On any thread; never blocks. */
typedef void (*ParlourCallDone) (ParlourCall *call, gpointer data);

#define PARLOUR_CALL_PARAMS_MAX 3

/**
 * ParlourCall:
 *
 * One request, however it came: by HTTP, as an op of a socket, by the control socket. It belongs to
 * one thread at a time and wanders: decoded where it came in, looked up on a reader, hashed, run on
 * the writer, answered.
 */
struct _ParlourCall {
  const ParlourRoute *route;
  char *params[PARLOUR_CALL_PARAMS_MAX]; /* of the path, in order; nullable */
  JsonObject *body;                      /* passed the strict check; nullable */
  GBytes *raw;                           /* a body that is no JSON; nullable */
  GHashTable *query;                     /* name → value; nullable */
  gboolean has_token;
  guint8 token_hash[PARLOUR_TOKEN_HASH_BYTES];
  gboolean local; /* of whoever owns the data folder: the kernel has said so */
  char *origin;   /* address that it came from, or "control" or "folder"; nullable */
  const ParlourStanding *standing; /* of the server that it came to; outlives the call */

  gpointer arguments; /* what the route's decoder made of the above; belongs to the call */

  guint stage;               /* the dispatcher's */
  GCancellable *cancellable; /* of the `keep` step alone: the server ends; not owned */

  /* from one stage for the next */
  gint64 stale_session;   /* number of a session whose use is to be noted; 0 for none */
  ParlourSession *opened; /* who opens a socket */
  const char *renamed;    /* what the place is called from now on; nullable */
  gboolean upkeep;        /* leaves work behind: see parlour_dispatch_upkeep() */
  gint64 user;            /* number of who calls, once that was looked up; 0: nobody */
  gint64 subject;         /* number of the user whose password is asked about; 0 for none */
  char *password_hash;    /* found, then made */
  char *token;            /* the new session's, told once */
  GBytes *picture;        /* a PNG, made of `raw` */

  /* a call that waits for more (GET /events with `wait`) */
  gint64 wait_until;   /* monotonic microseconds; 0: does not wait, or has waited long enough */
  gint64 wait_stream;  /* number of the stream it waits for; 0: it has its answer */
  gint64 wait_above;   /* the seq that its answer must be above */
  gint64 wait_session; /* number of the session that waits */

  guint status;
  char *reply;   /* JSON; %NULL with 204 */
  GBytes *bytes; /* instead of it, of @type */
  const char *type;
  GError *error; /* instead of a reply */

  ParlourCallDone done;
  gpointer done_data;

  GPtrArray *kept;
};

/** parlour_call_new: (transfer full): @done is called once, with @data, and takes the call. */
ParlourCall *parlour_call_new (const ParlourRoute *route, ParlourCallDone done, gpointer data);
void parlour_call_free (ParlourCall *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourCall, parlour_call_free)

/** parlour_call_alloc: (transfer none): @size zeroed bytes that live as long as the call. */
gpointer parlour_call_alloc (ParlourCall *self, gsize size);

/** parlour_call_keep: (transfer none): @text, which is freed with the call from now on. */
const char *parlour_call_keep (ParlourCall *self, char *text);

/**
 * parlour_call_reply:
 *
 * Puts in the answer: @status, and all that @writer holds. A second answer replaces the first: a
 * write may run twice.
 */
void parlour_call_reply (ParlourCall *self, guint status, ParlourJsonWriter *writer);

/** parlour_call_reply_bytes: the same with what is no JSON; @type: (transfer none): a constant. */
void parlour_call_reply_bytes (ParlourCall *self, guint status, const char *type, GBytes *bytes);

/** parlour_call_reply_empty: answers 204. */
void parlour_call_reply_empty (ParlourCall *self);

/** parlour_call_reset: forgets the answer, since what it told was rolled back. */
void parlour_call_reset (ParlourCall *self);

/** parlour_call_finish: (transfer full): puts @error (nullable, transfer full) in, calls `done`. */
void parlour_call_finish (ParlourCall *self, GError *error);

G_END_DECLS
