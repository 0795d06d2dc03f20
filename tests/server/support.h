/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "support-api.h"

#include "server/config.h"

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

G_BEGIN_DECLS

/* A real server on port 0 with a SQLite file in a folder of its own, asked over real HTTP and
 * WebSocket. Everything here is called on the test's own thread and asserts that it succeeds. */

/** Place: a data folder, and the server on it: in a thread, or as a child process. */
typedef struct {
  char *folder;
  ParlourConfig *config; /* may be changed before the start; in a thread only */
  char *uri;
  SoupSession *session;
  OpenApi *api; /* what every answer is held against */

  GThread *thread;
  GMainContext *context;
  GMainLoop *loop;
  GMutex lock;
  GCond started;

  GSubprocess *child;
} Place;

Place *place_new (void);
void place_start (Place *self);
void place_stop (Place *self);

/** remove_folder: with all that is in it. */
void remove_folder (const char *path);

/** place_free: stops what runs and removes the folder. */
void place_free (Place *self);

/** place_spawn: starts parlour-server as a child and waits for its ready line. */
void place_spawn (Place *self);

/** place_end_child: sends @signal, waits; returns the exit status, -1 where a signal ended it. */
int place_end_child (Place *self, int signal);

/** place_run_command: runs parlour-server with @arguments (NULL-terminated) and @input. */
int place_run_command (Place *self, const char *input, char **output, char **errors, ...)
    G_GNUC_NULL_TERMINATED;

/** place_control: (transfer full): what the control socket answers to this request, one JSON
 * object.
 */
JsonObject *place_control (Place *self, const char *format, ...) G_GNUC_PRINTF (2, 3);

/** place_control_refused: @problem: of PARLOUR_PROBLEM; @field: (nullable): the one to blame. */
void place_control_refused (Place *self, int problem, const char *field, const char *format, ...)
    G_GNUC_PRINTF (4, 5);

/** Reply: what came back. */
typedef struct {
  guint status;
  char *type;  /* without parameters; nullable */
  char *allow; /* nullable, as the next */
  char *retry_after;
  JsonObject *json; /* nullable */
  char *code;       /* of a problem; nullable */
  char *field;      /* to blame; nullable */
  GBytes *bytes;    /* the body as it came; NULL of ask_raw() */
} Reply;

void reply_free (Reply *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reply, reply_free)

/** ask: @body is sent as application/json; @token and @body are nullable; @path from /api/v1 on. */
Reply *
ask (Place *place, const char *method, const char *path, const char *token, const char *body);

/** ask_bytes: the same with any bytes; @body is nullable. */
Reply *ask_bytes (Place *place,
                  const char *method,
                  const char *path,
                  const char *token,
                  const char *type,
                  GBytes *body);

/** ask_raw: sends @request as it stands (CRLF and all) to the port, reads to the end. */
Reply *ask_raw (Place *place, const char *request);

/** expect: ask(), and the status that it must have. */
Reply *expect (Place *place,
               guint status,
               const char *method,
               const char *path,
               const char *token,
               const char *body);

/** expect_problem: ask(), and the status and code that it must have. */
void expect_problem (Place *place,
                     guint status,
                     const char *code,
                     const char *method,
                     const char *path,
                     const char *token,
                     const char *body);

/** Person: an account that is signed in. */
typedef struct {
  char *name;
  char *token;
  char *id;
  char *session;
} Person;

#define PASSWORD "correct horse"

Person *person_register (Place *place, const char *name);
Person *person_login (Place *place, const char *name);
void person_free (Person *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Person, person_free)

/** compose: (transfer full): sends @body to @to by a new client_id; the message. */
Reply *compose (Place *place, Person *from, const char *to, const char *body);

/** member_string, member_int, member_object: of an object that must have them. */
const char *member_string (JsonObject *object, const char *name);
gint64 member_int (JsonObject *object, const char *name);
JsonObject *member_object (JsonObject *object, const char *name);

/** item: the @index-th object of "items". */
JsonObject *item (Reply *reply, guint index);
guint n_items (Reply *reply);

/** Socket: a WebSocket of @person, with the frames that have come and nobody took. */
typedef struct {
  Place *place;
  SoupWebsocketConnection *connection;
  GQueue frames; /* of JsonObject */
  gboolean closed;
  gushort close_code;
} Socket;

Socket *socket_open (Place *place, Person *person);
void socket_free (Socket *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Socket, socket_free)

void socket_say (Socket *self, const char *text);
void socket_sayf (Socket *self, const char *format, ...) G_GNUC_PRINTF (2, 3);

/** socket_greet: says hello with @positions ("{…}"; nullable), takes the welcome. */
JsonObject *socket_greet (Socket *self, const char *positions);

/**
 * socket_take: (transfer full): the next frame with the op @op, which must come within ten seconds;
 * frames of other ops stay.
 */
JsonObject *socket_take (Socket *self, const char *op);

/** socket_take_nothing: asserts that no frame of the op @op comes before an answered round trip. */
void socket_take_nothing (Socket *self, const char *op);

/** socket_take_event: (transfer full): the next event, which must be @seq of @stream. */
JsonObject *socket_take_event (Socket *self, const char *stream, gint64 seq);
void socket_drop_event (Socket *self, const char *stream, gint64 seq);
void socket_ack (Socket *self, const char *stream, gint64 seq);

/** socket_await_close: the close code; it must close within ten seconds. */
gushort socket_await_close (Socket *self);

/** await: iterates the test's main context until @condition, within ten seconds. */
#define await(condition)                                                                           \
  G_STMT_START                                                                                     \
  {                                                                                                \
    gint64 await_end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;                              \
    while (!(condition) && g_get_monotonic_time () < await_end)                                    \
      if (!g_main_context_iteration (NULL, FALSE))                                                 \
        g_usleep (500);                                                                            \
    g_assert_true (condition);                                                                     \
  }                                                                                                \
  G_STMT_END

G_END_DECLS
