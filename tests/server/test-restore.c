/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test"

#include "support.h"

#include "server/restore.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

/* A backup is looked through, and takes the place of a database: what people then find, what ended,
 * and what stays as it was where the backup is no good. */

typedef struct {
  Place *place;
  Person *anna;
  Person *bert;
  char *elsewhere;
  char *file; /* a backup with two messages, "one" and "two" */
} Fixture;

static void
back_up (Place *place, const char *path)
{
  g_autoptr (JsonObject) done =
      place_control (place, "{\"op\":\"backup.create\",\"path\":\"%s\",\"replace\":true}", path);
}

static void
say (Fixture *f, const char *text)
{
  g_autoptr (Reply) sent = compose (f->place, f->anna, "bert", text);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->place = place_new ();
  f->elsewhere = g_dir_make_tmp ("parlour-backup-XXXXXX", NULL);
  f->file = g_build_filename (f->elsewhere, "copy.db", NULL);
  place_start (f->place);
  f->anna = person_register (f->place, "anna");
  f->bert = person_register (f->place, "bert");
  say (f, "one");
  say (f, "two");
  back_up (f->place, f->file);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  person_free (f->anna);
  person_free (f->bert);
  place_free (f->place);
  g_unlink (f->file);
  g_rmdir (f->elsewhere);
  g_free (f->file);
  g_free (f->elsewhere);
}

static void
exec (const char *path, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourDb) db = parlour_db_open (path, PARLOUR_DB_READ_WRITE_CREATE, &error);

  g_assert_no_error (error);
  parlour_db_exec (db, sql, &error);
  g_assert_no_error (error);
}

static char *
restore (Fixture *f, gboolean keep_sessions, ParlourCensus *census)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourDataFolder) folder = parlour_data_folder_open (f->place->folder, &error);
  char *kept = NULL;

  g_assert_no_error (error);
  g_assert_true (parlour_restore (folder, f->file, keep_sessions, census, &kept, &error));
  g_assert_no_error (error);
  return kept;
}

static void
test_verify_tells (Fixture *f, gconstpointer data)
{
  g_auto (ParlourCensus) census = {0};
  g_auto (ParlourCensus) live = {0};
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (f->place->folder, "parlour.db", NULL);

  g_assert_true (parlour_verify (f->file, &census, &error));
  g_assert_no_error (error);
  g_assert_cmpint (census.accounts, ==, 2);
  g_assert_cmpint (census.conversations, ==, 1);
  g_assert_cmpint (census.streams, ==, 3);
  g_assert_cmpint (census.sessions, ==, 2);
  g_assert_cmpstr (census.place, ==, "Parlour");
  g_assert_cmpint (census.last_at, >, 0);
  say (f, "three");
  g_assert_true (parlour_verify (path, &live, &error));
  g_assert_no_error (error);
  g_assert_cmpint (live.events, ==, census.events + 1);
}

static void
expect_fault (Fixture *f, int code, const char *words)
{
  g_auto (ParlourCensus) census = {0};
  g_autoptr (GError) error = NULL;

  g_assert_false (parlour_verify (f->file, &census, &error));
  g_assert_error (error, PARLOUR_DB_ERROR, code);
  if (words != NULL && strstr (error->message, words) == NULL)
    g_test_message ("%s", error->message);
  g_assert_true (words == NULL || strstr (error->message, words) != NULL);
}

static void
test_verify_finds (Fixture *f, gconstpointer data)
{
  exec (f->file, "DELETE FROM events WHERE key = (SELECT max (key) FROM events)");
  expect_fault (f, PARLOUR_DB_ERROR_CORRUPT, "1 events are there for the numbers 1 to 2");
  back_up (f->place, f->file);
  exec (f->file, "DELETE FROM events WHERE body = 'one'");
  expect_fault (f, PARLOUR_DB_ERROR_CORRUPT, "stream");
  back_up (f->place, f->file);
  exec (f->file, "UPDATE events SET key = key + 1 WHERE body = 'two'");
  expect_fault (f, PARLOUR_DB_ERROR_CORRUPT, "stream");
  back_up (f->place, f->file);
  exec (f->file, "UPDATE events SET key = (77 << 32) + 1 WHERE body = 'two';"
                 "UPDATE streams SET top = 1 WHERE top = 2 AND number = (SELECT stream FROM"
                 " conversations)");
  expect_fault (f, PARLOUR_DB_ERROR_CORRUPT, NULL);
  back_up (f->place, f->file);
  exec (f->file, "UPDATE client_ids SET seq = 3 WHERE seq = 2");
  expect_fault (f, PARLOUR_DB_ERROR_CORRUPT, "sent messages");
  back_up (f->place, f->file);
  exec (f->file, "PRAGMA foreign_keys = OFF; DELETE FROM users WHERE username = 'bert'");
  expect_fault (f, PARLOUR_DB_ERROR_CORRUPT, "leads nowhere");
  back_up (f->place, f->file);
  exec (f->file, "PRAGMA user_version = 99");
  expect_fault (f, PARLOUR_DB_ERROR_NEWER_SCHEMA, NULL);
  exec (f->file, "PRAGMA application_id = 5");
  expect_fault (f, PARLOUR_DB_ERROR_OTHER_APPLICATION, NULL);
  g_assert_true (
      g_file_set_contents (f->file, "a letter to a friend, long enough to be one", -1, NULL));
  expect_fault (f, PARLOUR_DB_ERROR_NOT_A_DATABASE, NULL);
  g_unlink (f->file);
  expect_fault (f, PARLOUR_DB_ERROR_CANT_OPEN, NULL);
  g_assert_false (g_file_test (f->file, G_FILE_TEST_EXISTS));
}

/* Every byte of a page that holds rows: what is not noticed by a count is by the file's check. */
static void
test_verify_finds_damage (Fixture *f, gconstpointer data)
{
  g_auto (ParlourCensus) census = {0};
  FILE *file = g_fopen (f->file, "r+b");
  long size;

  g_assert_cmpint (fseek (file, 0, SEEK_END), ==, 0);
  size = ftell (file);
  for (long at = 4096; at < size; at += 4096) {
    g_assert_cmpint (fseek (file, at, SEEK_SET), ==, 0);
    g_assert_cmpuint (fwrite ("\xff\xff\xff\xff\xff\xff\xff\xff", 1, 8, file), ==, 8);
  }
  fclose (file);
  g_assert_false (parlour_verify (f->file, &census, NULL));
}

static char *
dup_epoch (Fixture *f, Person *person, guint *n)
{
  g_autoptr (Reply) list =
      expect (f->place, 200, "GET", "/api/v1/conversations", person->token, NULL);
  const char *id = member_string (item (list, 0), "id");
  g_autofree char *path = g_strdup_printf ("/api/v1/events?stream=%s&after=0", id);
  g_autoptr (Reply) events = expect (f->place, 200, "GET", path, person->token, NULL);

  *n = n_items (events);
  return g_strdup (member_string (events->json, "epoch"));
}

static void
test_restore_ends_sessions (Fixture *f, gconstpointer data)
{
  g_auto (ParlourCensus) census = {0};
  g_auto (ParlourCensus) old = {0};
  g_autoptr (GError) error = NULL;
  guint before = 0, after = 0;
  g_autoptr (JsonObject) invite = place_control (f->place, "{\"op\":\"invite.create\"}");

  back_up (f->place, f->file);
  say (f, "three");
  g_autofree char *epoch = dup_epoch (f, f->anna, &before);
  g_assert_cmpuint (before, ==, 3);
  place_stop (f->place);
  g_autofree char *kept = restore (f, FALSE, &census);
  g_assert_cmpint (census.sessions, ==, 0);
  g_assert_cmpint (census.accounts, ==, 2);
  g_assert_cmpstr (census.epoch, !=, epoch);
  g_assert_true (parlour_verify (kept, &old, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (old.epoch, ==, epoch);
  g_assert_cmpint (old.sessions, ==, 2);

  place_start (f->place);
  expect_problem (f->place, 401, "token_refused", "GET", "/api/v1/me", f->anna->token, NULL);
  g_autoptr (Person) again = person_login (f->place, "anna");
  g_autofree char *new_epoch = dup_epoch (f, again, &after);
  g_assert_cmpuint (after, ==, 2);
  g_assert_cmpstr (new_epoch, ==, census.epoch);
  g_autoptr (JsonObject) invites = place_control (f->place, "{\"op\":\"invite.list\"}");
  JsonObject *first =
      json_array_get_object_element (json_object_get_array_member (invites, "items"), 0);
  g_assert_cmpstr (member_string (first, "state"), ==, "revoked");
  g_autoptr (JsonObject) log = place_control (f->place, "{\"op\":\"audit.list\"}");
  JsonObject *deed = json_array_get_object_element (json_object_get_array_member (log, "items"), 0);
  g_assert_cmpstr (member_string (deed, "action"), ==, "restore");
}

/* Whoever is kept signed in comes back with positions of another timeline. */
static void
test_restore_keeps_sessions (Fixture *f, gconstpointer data)
{
  g_auto (ParlourCensus) census = {0};
  guint n = 0;

  say (f, "three");
  g_autofree char *epoch = dup_epoch (f, f->anna, &n);
  g_autoptr (Reply) list =
      expect (f->place, 200, "GET", "/api/v1/conversations", f->anna->token, NULL);
  g_autofree char *talk = g_strdup (member_string (item (list, 0), "id"));
  place_stop (f->place);
  g_autofree char *kept = restore (f, TRUE, &census);
  g_assert_cmpint (census.sessions, ==, 2);
  place_start (f->place);

  g_autoptr (Socket) socket = socket_open (f->place, f->anna);
  socket_sayf (socket, "{\"op\":\"hello\",\"epoch\":\"%s\",\"positions\":{\"%s\":3}}", epoch, talk);
  g_autoptr (JsonObject) welcome = socket_take (socket, "welcome");
  g_assert_cmpstr (member_string (welcome, "epoch"), ==, census.epoch);
  g_autoptr (JsonObject) reset = socket_take (socket, "reset");
  g_assert_cmpstr (member_string (reset, "stream"), ==, talk);
  say (f, "three anew");
  g_autofree char *same = dup_epoch (f, f->anna, &n);
  g_assert_cmpuint (n, ==, 3);
}

static void
test_restore_into_a_new_folder (Fixture *f, gconstpointer data)
{
  g_auto (ParlourCensus) census = {0};
  guint n = 0;

  place_free (f->place);
  f->place = place_new ();
  g_assert_null (restore (f, FALSE, &census));
  place_start (f->place);
  g_autoptr (Person) again = person_login (f->place, "bert");
  g_autofree char *epoch = dup_epoch (f, again, &n);
  g_assert_cmpuint (n, ==, 2);
}

static guint
count_files (Fixture *f)
{
  g_autoptr (GDir) dir = g_dir_open (f->place->folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

/* Also where a killed restore left its halves. */
static void
test_bad_backup_changes_nothing (Fixture *f, gconstpointer data)
{
  g_auto (ParlourCensus) census = {0};
  g_autofree char *left = g_build_filename (f->place->folder, "parlour.db.restoring-wal", NULL);
  g_autofree char *kept = NULL;
  g_autoptr (GError) error = NULL;
  guint n = 0;

  exec (f->file, "DELETE FROM events WHERE body = 'two'");
  place_stop (f->place);
  guint before = count_files (f);
  g_assert_true (g_file_set_contents (left, "halves", -1, NULL));
  {
    g_autoptr (ParlourDataFolder) folder = parlour_data_folder_open (f->place->folder, &error);
    g_assert_no_error (error);
    g_assert_false (parlour_restore (folder, f->file, FALSE, &census, &kept, &error));
    g_assert_error (error, PARLOUR_DB_ERROR, PARLOUR_DB_ERROR_CORRUPT);
  }
  g_assert_null (kept);
  g_assert_cmpuint (count_files (f), ==, before);
  place_start (f->place);
  g_autofree char *epoch = dup_epoch (f, f->anna, &n);
  g_assert_cmpuint (n, ==, 2);
}

/* A damaged database is what one restores over; its log must not come into the new one, whether it
 * can be read or not. */
static void
test_over_a_damaged_one (Fixture *f, gconstpointer data)
{
  gboolean readable = data != NULL;
  g_auto (ParlourCensus) census = {0};
  g_autofree char *path = g_build_filename (f->place->folder, "parlour.db", NULL);
  g_autofree char *log = g_build_filename (f->place->folder, "parlour.db-wal", NULL);
  g_autofree char *saved = NULL;
  gsize length = 0;
  guint n = 0;

  say (f, "three");
  g_assert_true (g_file_get_contents (log, &saved, &length, NULL));
  g_assert_cmpuint (length, >, 0);
  place_stop (f->place);
  if (!readable)
    memset (saved, 'x', 32);
  g_assert_true (g_file_set_contents (log, saved, (gssize)length, NULL));
  g_assert_true (
      g_file_set_contents (path, "no database at all, and long enough to tell", -1, NULL));
  g_autofree char *kept = restore (f, FALSE, &census);
  g_autofree char *kept_log = g_strconcat (kept, "-wal", NULL);
  g_assert_true (g_file_test (kept, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (kept_log, G_FILE_TEST_EXISTS) == !readable);
  g_assert_false (g_file_test (log, G_FILE_TEST_EXISTS));
  place_start (f->place);
  g_autoptr (Person) again = person_login (f->place, "anna");
  g_autofree char *epoch = dup_epoch (f, again, &n);
  g_assert_cmpuint (n, ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path_, name_)                                                                          \
  g_test_add ("/server/restore/" path_, Fixture, NULL, set_up, test_##name_, tear_down)
  ADD ("verify-tells", verify_tells);
  ADD ("verify-finds", verify_finds);
  ADD ("verify-finds-damage", verify_finds_damage);
  ADD ("ends-sessions", restore_ends_sessions);
  ADD ("keeps-sessions", restore_keeps_sessions);
  ADD ("into-a-new-folder", restore_into_a_new_folder);
  ADD ("bad-backup-changes-nothing", bad_backup_changes_nothing);
  ADD ("over-a-damaged-one", over_a_damaged_one);
  g_test_add ("/server/restore/over-a-damaged-one-with-its-log", Fixture, "readable", set_up,
              test_over_a_damaged_one, tear_down);
#undef ADD
  return g_test_run ();
}
