/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/call.h"
#include "server/hashing.h"
#include "server/store/store.h"

G_BEGIN_DECLS

typedef enum {
  PARLOUR_ACCESS_PUBLIC,
  PARLOUR_ACCESS_MEMBER, /* whoever is signed in */
  PARLOUR_ACCESS_ADMIN,  /* and whoever owns the data folder: see server/op.h */
  PARLOUR_ACCESS_LOCAL,  /* the control socket alone */
} ParlourAccess;

/** ParlourRate: which budget a call draws on. */
typedef enum {
  PARLOUR_RATE_FREE,
  PARLOUR_RATE_READ,
  PARLOUR_RATE_WRITE,
  PARLOUR_RATE_SIGN_IN,
} ParlourRate;

/** ParlourRuns: on which thread a route's handler runs. */
typedef enum {
  PARLOUR_RUNS_HERE, /* where it came in: no database, no file */
  PARLOUR_RUNS_READER,
  PARLOUR_RUNS_WRITER,
} ParlourRuns;

/**
 * ParlourDecoder: makes `arguments` of a call's path, query and body. Where the call came in; no
 * database.
 */
typedef gboolean (*ParlourDecoder) (ParlourCall *call, GError **error);

/**
 * ParlourHandler:
 *
 * Authenticates (the session is looked up in this very transaction), authorises, calls the store,
 * puts the reply in. On the writer it may run twice and then starts anew from the database.
 */
typedef gboolean (*ParlourHandler) (ParlourCall *call, ParlourStore *store, GError **error);

/** ParlourHashStep: works on the call's passwords, on a hashing thread. */
typedef gboolean (*ParlourHashStep) (ParlourCall *call, const ParlourHashing *cost, GError **error);

struct _ParlourRoute {
  const char *name; /* for logs, and the op's on the control socket */
  const char *method;
  const char *path; /* with {…} for what goes into the call's params */
  ParlourAccess access;
  gsize body_limit; /* bytes; 0: takes no body */
  ParlourRate rate;
  ParlourRuns runs;
  ParlourDecoder decode; /* nullable: takes neither query nor body */
  ParlourHandler look;   /* nullable: first, on a reader */
  ParlourHashStep hash;  /* nullable: then, on a hashing thread */
  ParlourHandler handle;
  ParlourHandler keep; /* nullable: before `handle`, on a thread for what takes long */
  guint picture;       /* the body is no JSON but a picture, of which a square of so many pixels is
                          made after `look`, before `handle`; 0: it is JSON */
};

#define PARLOUR_API_BASE     "/api/v1"
#define PARLOUR_STREAM_ROUTE "events.stream" /* whose answer is a WebSocket */

/** parlour_routes_get_all: (array length=n) (transfer none): the table. */
const ParlourRoute *parlour_routes_get_all (gsize *n);

/**
 * parlour_routes_match:
 * @path: of the request, still encoded
 * @params: (out): what stood for each {…}, decoded; freed by the caller
 * @error: NOT_FOUND, or METHOD_NOT_ALLOWED with @allow set
 * @allow: (out) (optional) (transfer full): the methods that @path has, for the `Allow` header
 *
 * Returns: (nullable) (transfer none)
 */
const ParlourRoute *parlour_routes_match (const char *method,
                                          const char *path,
                                          char *params[PARLOUR_CALL_PARAMS_MAX],
                                          char **allow,
                                          GError **error);

/**
 * parlour_routes_get_local: (array length=n) (transfer none): those of %PARLOUR_ACCESS_LOCAL, which
 * have no path: all that the control socket takes besides the routes of administrators.
 */
const ParlourRoute *parlour_routes_get_local (gsize *n);

/** parlour_routes_by_name: (transfer none): for the ops of a socket, which name it in the source.
 */
const ParlourRoute *parlour_routes_by_name (const char *name);

/**
 * parlour_route_decode: runs the route's decoder; where it has none, any query or body is an error.
 */
gboolean parlour_route_decode (const ParlourRoute *route, ParlourCall *call, GError **error);

G_END_DECLS
