/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/accounts.h"
#include "client/models/conversation-item.h"
#include "client/models/conversation-list.h"
#include "client/models/message-item.h"

G_BEGIN_DECLS

/* A real server as a child, people with a real client each, and how one waits for them. */

#define PASSWORD "correct horse battery"

/** sync_tests_init: folders of the process's own under the XDG variables and, unless a keyring is
 * wanted, no message bus; then g_test_init(). */
void sync_tests_init (int *argc, char ***argv);
int sync_tests_run (void);

/** wait_seconds: runs the main loop until @condition, at most @seconds. Fails where it stays false.
 */
#define wait_seconds(seconds, condition)                                                           \
  G_STMT_START                                                                                     \
  {                                                                                                \
    gint64 wait_end = g_get_monotonic_time () + (gint64)(seconds)*G_USEC_PER_SEC;                  \
    gboolean wait_over = (condition);                                                              \
    while (!wait_over && g_get_monotonic_time () < wait_end) {                                     \
      main_loop_turn ();                                                                           \
      wait_over = (condition);                                                                     \
    }                                                                                              \
    if (!wait_over)                                                                                \
      g_error ("%s:%d: never came true: %s", __FILE__, __LINE__, #condition);                      \
  }                                                                                                \
  G_STMT_END
#define wait_until(condition) wait_seconds (20, condition)

/** main_loop_turn: waits for something to happen, at most a few milliseconds. */
void main_loop_turn (void);

/** result_cb: a GAsyncReadyCallback over a GAsyncResult *; await() waits for it, takes it. */
void result_cb (GObject *source, GAsyncResult *result, gpointer place);
GAsyncResult *await (GAsyncResult **place);

/* --- server ---------------------------------------------------------------------------------- */

typedef struct {
  char *folder;
  GSubprocess *process; /* NULL: not running */
  guint16 port;
  char *address;
} SyncServer;

SyncServer *sync_server_new (void);
/** sync_server_start: on the port that it had before, if any. Waits for its word. */
void sync_server_start (SyncServer *self);
void sync_server_kill (SyncServer *self);
void sync_server_stop (SyncServer *self); /* in an orderly way; it must end well */
void sync_server_free (SyncServer *self);

/** sync_server_sql: while it is stopped. */
void sync_server_sql (SyncServer *self, const char *sql);

/* --- people ------------------------------------------------------------------------------------
 */

typedef struct {
  ParlourProfile *profile;
  ParlourAccounts *accounts;
  ParlourAccount *account;
} SyncPerson;

/** sync_person_new: a profile of @name, with nothing in it, or what it had before. */
SyncPerson *sync_person_new (const char *name);
/** sync_person_register: signs up and waits until online. */
void sync_person_register (SyncPerson *self, const char *address, const char *username);
void sync_person_sign_in (SyncPerson *self, const char *address, const char *username);
/** sync_person_join: a new one with an account of that name at @server. */
SyncPerson *sync_person_join (const char *name, SyncServer *server);
/** sync_person_sign_out: of the account, which goes from this device with all it held. */
void sync_person_sign_out (SyncPerson *self);
/** sync_person_load: as a start of the program does; the first account is taken. */
void sync_person_load (SyncPerson *self);
/** sync_person_free: closes; asserts that nobody holds on to what it had. */
void sync_person_free (SyncPerson *self);

ParlourAccountState sync_person_state (SyncPerson *self);
void sync_person_wait_state (SyncPerson *self, ParlourAccountState state);
/** sync_person_push: does not let the back-off pass: tries again whenever it is offline. */
gboolean sync_person_push (SyncPerson *self);

/** sync_person_compose: returns the conversation once it is known (transfer full). */
char *sync_person_compose (SyncPerson *self, const char *to, const char *subject, const char *body);
/** sync_person_send: returns the client_id (transfer full). */
char *sync_person_send (SyncPerson *self, const char *conversation, const char *body);

/** sync_person_error_of_compose: what is wrong with it (transfer full). */
GError *sync_person_error_of_compose (SyncPerson *self,
                                      const char *to,
                                      const char *subject,
                                      const char *body);

ParlourConversationItem *sync_person_item (SyncPerson *self, guint position); /* transfer none */

/** sync_copy_sql_int, sync_copy_sql: on the person's copy. The second changes rows only while it is
 * closed. */
gint64 sync_copy_sql_int (const char *folder, const char *sql);
void sync_copy_sql (const char *folder, const char *sql);
char *sync_copy_sql_text (const char *folder, const char *sql);
char *sync_person_folder (SyncPerson *self);

/** message_at: (transfer none): of a window or box. */
ParlourMessageItem *message_at (gpointer list, guint position);
/** find_body: (transfer none) (nullable) */
ParlourMessageItem *find_body (gpointer list, const char *body);

/** assert_same_history: the server's database and the copies of @people hold the same messages of
 * all conversations under the same numbers. The server is stopped, the copies may be open. Returns
 * how many there are. */
guint assert_same_history (SyncServer *server, SyncPerson *const *people, guint n_people);

G_END_DECLS
