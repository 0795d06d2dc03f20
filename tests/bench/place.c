/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-bench"

#include "place.h"

#include "server/store/conversations.h"
#include "server/store/groups.h"
#include "server/store/users.h"
#include "server/token.h"

#include "db/transaction.h"

#include <glib/gstdio.h>

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* This file owns the server under load and the folder that it works on. On the main thread. */

#define COLLECTED "Collected : "

static void
must (gboolean good, GError *error, const char *what)
{
  if (!good)
    g_error ("%s: %s", what, error != NULL ? error->message : "failed");
}

static gint64
add_person (ParlourStore *store, const char *username, char **token)
{
  g_autoptr (GError) error = NULL;
  const ParlourNewUser user = {.username = username, .password_hash = "no password"};
  guint8 hash[PARLOUR_TOKEN_HASH_BYTES];
  gint64 number = 0;

  must (parlour_store_add_user (store, &user, &number, &error), error, "add a user");
  *token = parlour_token_new ();
  parlour_token_hash (*token, hash);
  g_autoptr (ParlourSession) session =
      parlour_store_add_session (store, number, hash, "bench", &error);
  must (session != NULL, error, "sign in");
  return number;
}

static void
add_pair (ParlourStore *store, guint index, Pair *pair)
{
  g_autoptr (GError) error = NULL;
  gint64 users[2];

  for (guint side = 0; side < 2; side++) {
    g_autofree char *name = g_strdup_printf ("p%u.%u", index, side);
    users[side] = add_person (store, name, &pair->tokens[side]);
  }
  g_autoptr (ParlourMembership) membership =
      parlour_store_find_or_make_direct (store, users[0], users[1], NULL, NULL, &error);
  must (membership != NULL, error, "make a conversation");
  pair->conversation = g_strdup (membership->id);
}

/* Everybody is in it from its first event on. */
static void
add_group (ParlourStore *store, Place *place)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) users = g_array_new (FALSE, FALSE, sizeof (gint64));
  gboolean made = FALSE;

  for (guint i = 0; i < place->n_members; i++) {
    g_autofree char *name = g_strdup_printf ("m%u", i);
    gint64 user = add_person (store, name, &place->tokens[i]);
    g_array_append_val (users, user);
  }
  const ParlourNewGroup group = {
      .title = "Crowd",
      .members = &g_array_index (users, gint64, 1),
      .n_members = place->n_members - 1,
  };
  g_autoptr (ParlourMembership) membership =
      parlour_store_make_group (store, g_array_index (users, gint64, 0), &group, &made, &error);
  must (membership != NULL, error, "make a group");
  place->group = g_strdup (membership->id);
}

static void
fill (Place *self)
{
  g_autofree char *path = g_build_filename (self->folder, "parlour.db", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourStore) store = parlour_store_open (path, PARLOUR_STORE_WRITER, &error);

  must (store != NULL, error, path);
  ParlourDb *db = parlour_store_get_db (store);
  must (parlour_db_begin (db, TRUE, &error), error, "begin");
  for (guint i = 0; i < self->n_pairs; i++)
    add_pair (store, i, &self->pairs[i]);
  if (self->n_members > 0)
    add_group (store, self);
  must (parlour_db_commit (db, &error), error, "commit");
  parlour_changes_free (parlour_changes_take (parlour_store_get_changes (store)));
}

static void
show_log (Place *self)
{
  g_autofree char *path = g_build_filename (self->folder, "server.log", NULL);
  g_autofree char *text = NULL;

  if (g_file_get_contents (path, &text, NULL, NULL))
    g_printerr ("%s", text);
}

static unsigned
read_port (const char *line)
{
  const char *colon = strrchr (line, ':');

  return g_str_has_prefix (line, "ready http") && colon != NULL
             ? (unsigned)g_ascii_strtoull (colon + 1, NULL, 10)
             : 0;
}

static void
start (Place *self, const PlaceKind *kind)
{
  static const char *const counter[] = {"valgrind", "--tool=callgrind",
                                        "--callgrind-out-file=/dev/null"};
  const char *tls = kind->tls ? "own" : "off";
  const char *whole[] = {counter[0],    counter[1],   counter[2],   kind->program,
                         "serve",       "--data-dir", self->folder, "--listen",
                         "127.0.0.1:0", "--tls",      tls,          "--announce",
                         "off",         "--writes",   "1000000",    "--stop-with-stdin",
                         NULL};
  const char **argv = whole + (kind->count ? 0 : G_N_ELEMENTS (counter));
  g_autoptr (GError) error = NULL;
  char line[128] = "";
  int output = -1;
  unsigned port = 0;

  g_autofree char *log = g_build_filename (self->folder, "server.log", NULL);
  int errors = open (log, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

  must (g_spawn_async_with_pipes_and_fds (
            NULL, argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_SEARCH_PATH, NULL, NULL, -1, -1,
            errors, NULL, NULL, 0, &self->server, &self->input, &output, NULL, &error),
        error, argv[0]);
  close (errors);
  FILE *stream = fdopen (output, "r");
  if (fgets (line, sizeof line, stream) == NULL || (port = read_port (line)) == 0) {
    show_log (self);
    g_error ("the server is not ready: %s", line);
  }
  fclose (stream);
  self->port = (guint16)port;
}

static Place *
make (const char *parent, const PlaceKind *kind, guint n_pairs, guint n_members)
{
  Place *self = g_new0 (Place, 1);

  self->folder = g_build_filename (parent, "parlour-bench-XXXXXX", NULL);
  if (g_mkdtemp (self->folder) == NULL)
    g_error ("can't make a folder in %s", parent);
  self->n_pairs = n_pairs;
  self->pairs = g_new0 (Pair, n_pairs);
  self->n_members = n_members;
  self->tokens = g_new0 (char *, n_members + 1);
  fill (self);
  self->tls = kind->tls;
  start (self, kind);
  return self;
}

Place *
place_new (const char *parent, const PlaceKind *kind, guint n_pairs)
{
  return make (parent, kind, n_pairs, 0);
}

Place *
place_new_group (const char *parent, const PlaceKind *kind, guint n_members)
{
  return make (parent, kind, 0, n_members);
}

void
folder_remove (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

  for (const char *name; dir != NULL && (name = g_dir_read_name (dir)) != NULL;) {
    g_autofree char *path = g_build_filename (folder, name, NULL);
    g_unlink (path);
  }
  g_rmdir (folder);
}

static void
stop (Place *self)
{
  int status = 0;

  kill (self->server, SIGTERM);
  waitpid (self->server, &status, 0);
  close (self->input);
  self->server = 0;
  if (WIFEXITED (status) && WEXITSTATUS (status) == 0)
    return;
  show_log (self);
  g_error ("the server ended with wait status %d", status);
}

gint64
place_count_messages (Place *self)
{
  g_autofree char *path = g_build_filename (self->folder, "parlour.db", NULL);
  g_autoptr (GError) error = NULL;
  gint64 n = 0;

  stop (self);
  g_autoptr (ParlourDb) db = parlour_db_open (path, PARLOUR_DB_READ_ONLY, &error);
  must (db != NULL, error, path);
  must (parlour_db_query_int (db, &n, &error, "SELECT count(*) FROM events WHERE body IS NOT NULL",
                              ""),
        error, "count");
  return n;
}

double
place_count_instructions (Place *self)
{
  g_autofree char *path = g_build_filename (self->folder, "server.log", NULL);
  g_autofree char *text = NULL;

  stop (self);
  if (!g_file_get_contents (path, &text, NULL, NULL) || strstr (text, COLLECTED) == NULL)
    g_error ("valgrind does not say what it has counted");
  return g_ascii_strtod (strstr (text, COLLECTED) + strlen (COLLECTED), NULL);
}

void
place_free (Place *self)
{
  if (self->server != 0)
    stop (self);
  folder_remove (self->folder);
  for (guint i = 0; i < self->n_pairs; i++) {
    g_free (self->pairs[i].conversation);
    g_free (self->pairs[i].tokens[0]);
    g_free (self->pairs[i].tokens[1]);
  }
  g_free (self->pairs);
  g_strfreev (self->tokens);
  g_free (self->group);
  g_free (self->folder);
  g_free (self);
}

gint64
place_get_cpu (Place *self)
{
  struct timespec time = {0};
  clockid_t clock;

  if (clock_getcpuclockid (self->server, &clock) != 0 || clock_gettime (clock, &time) != 0)
    g_error ("the server's clock can't be read");
  return time.tv_sec * G_GINT64_CONSTANT (1000000000) + time.tv_nsec;
}

static gint64
read_number (Place *self, const char *file, const char *name)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/%s", (int)self->server, file);
  g_autofree char *text = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL) || strstr (text, name) == NULL)
    g_error ("%s can't be read", path);
  return g_ascii_strtoll (strstr (text, name) + strlen (name), NULL, 10);
}

gint64
place_get_written (Place *self)
{
  return read_number (self, "io", "\nwrite_bytes:");
}

gint64
place_get_rss (Place *self)
{
  return read_number (self, "status", "VmRSS:");
}
