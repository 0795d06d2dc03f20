/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test"

#include "support.h"

#include "core/problem.h"
#include "db/connection.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

/* Backups of a server that people use meanwhile: who may ask for one, where it goes, what is in it,
 * how many stay. */

typedef struct {
  Place *place;
  Person *anna;
  Person *bert;
  char *elsewhere; /* a folder beside the data folder */
  char *file;      /* ELSEWHERE/copy.db */
} Fixture;

static void
path_refused (Place *place, int problem, const char *path, gboolean replace)
{
  place_control_refused (place, problem, "path",
                         "{\"op\":\"backup.create\",\"path\":\"%s\",\"replace\":%s}", path,
                         replace ? "true" : "false");
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->place = place_new ();
  f->elsewhere = g_dir_make_tmp ("parlour-backup-XXXXXX", NULL);
  f->file = g_build_filename (f->elsewhere, "copy.db", NULL);
  f->place->config->backup_check_seconds = 1;
  place_start (f->place);
  f->anna = person_register (f->place, "anna");
  f->bert = person_register (f->place, "bert");
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  person_free (f->anna);
  person_free (f->bert);
  place_free (f->place);
  g_unlink (f->file);
  g_assert_cmpint (g_rmdir (f->elsewhere), ==, 0); /* so nothing else was left there */
  g_free (f->file);
  g_free (f->elsewhere);
}

static gint64
ask_file (const char *path, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourDb) db = parlour_db_open (path, PARLOUR_DB_READ_ONLY, &error);
  gint64 number = -1;

  g_assert_no_error (error);
  g_assert_true (parlour_db_query_int (db, &number, &error, sql, ""));
  return number;
}

static void
test_file (Fixture *f, gconstpointer data)
{
  GStatBuf status;
  g_autoptr (Reply) sent = compose (f->place, f->anna, "bert", "Samarkand");
  g_autoptr (JsonObject) done =
      place_control (f->place, "{\"op\":\"backup.create\",\"path\":\"%s\"}", f->file);

  g_assert_cmpint (g_stat (f->file, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0600);
  g_assert_cmpint (member_int (done, "size"), ==, status.st_size);
  g_assert_cmpstr (member_string (done, "name"), ==, "copy.db");
  g_assert_cmpstr (member_string (done, "path"), ==, f->file);
  g_assert_cmpint (ask_file (f->file, "SELECT count (*) FROM events WHERE body = 'Samarkand'"), ==,
                   1);
  g_autoptr (JsonObject) now = place_control (f->place, "{\"op\":\"status.get\"}");
  g_assert_cmpstr (member_string (member_object (now, "backup"), "last_at"), ==,
                   member_string (done, "at"));
  g_autoptr (JsonObject) log = place_control (f->place, "{\"op\":\"audit.list\"}");
  JsonObject *deed = json_array_get_object_element (json_object_get_array_member (log, "items"), 0);
  g_assert_cmpstr (member_string (deed, "action"), ==, "backup.create");
  g_assert_cmpstr (member_string (deed, "subject"), ==, "copy.db");
}

static void
test_existing_file_stays (Fixture *f, gconstpointer data)
{
  g_autofree char *content = NULL;

  g_assert_true (g_file_set_contents (f->file, "letter", -1, NULL));
  path_refused (f->place, PARLOUR_PROBLEM_INVALID_FIELD, f->file, FALSE);
  g_assert_true (g_file_get_contents (f->file, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, "letter");
  g_autoptr (JsonObject) done = place_control (
      f->place, "{\"op\":\"backup.create\",\"path\":\"%s\",\"replace\":true}", f->file);
  g_assert_cmpint (ask_file (f->file, "SELECT count (*) FROM users"), ==, 2);
}

static void
test_paths_refused (Fixture *f, gconstpointer data)
{
  g_autofree char *live = g_build_filename (f->place->folder, "parlour.db", NULL);
  g_autofree char *dotted = g_build_filename (f->place->folder, ".", "parlour.db", NULL);
  g_autofree char *beside = g_build_filename (f->place->folder, "parlour.db-wal", NULL);

  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_FLAG_FATAL);
  path_refused (f->place, PARLOUR_PROBLEM_INVALID_FIELD, live, TRUE);
  path_refused (f->place, PARLOUR_PROBLEM_INVALID_FIELD, dotted, TRUE);
  path_refused (f->place, PARLOUR_PROBLEM_INVALID_FIELD, beside, TRUE);
  path_refused (f->place, PARLOUR_PROBLEM_INVALID_FIELD, "copy.db", FALSE);
  path_refused (f->place, PARLOUR_PROBLEM_INVALID_FIELD, "/nonexistent/copy.db", FALSE);
  path_refused (f->place, PARLOUR_PROBLEM_INVALID_FIELD, f->elsewhere, TRUE);
  g_autoptr (Reply) sent = compose (f->place, f->anna, "bert", "still there");
}

/* A member may not; an administrator may, but names no file from afar. */
static void
test_over_the_network (Fixture *f, gconstpointer data)
{
  g_autofree char *body = g_strdup_printf ("{\"path\":\"%s\"}", f->file);

  expect_problem (f->place, 403, "forbidden", "POST", "/api/v1/admin/backups", f->anna->token,
                  "{}");
  expect_problem (f->place, 401, "not_signed_in", "POST", "/api/v1/admin/backups", NULL, "{}");
  expect_problem (f->place, 403, "forbidden", "GET", "/api/v1/admin/backups", f->anna->token, NULL);
  g_autoptr (JsonObject) changed =
      place_control (f->place, "{\"op\":\"user.change\",\"user\":\"anna\",\"role\":\"admin\"}");
  expect_problem (f->place, 403, "forbidden", "POST", "/api/v1/admin/backups", f->anna->token,
                  body);
  g_assert_false (g_file_test (f->file, G_FILE_TEST_EXISTS));
  g_autoptr (Reply) made =
      expect (f->place, 201, "POST", "/api/v1/admin/backups", f->anna->token, "{}");
  g_assert_false (json_object_has_member (made->json, "path"));
  g_autoptr (Reply) list =
      expect (f->place, 200, "GET", "/api/v1/admin/backups", f->anna->token, NULL);
  g_assert_cmpuint (n_items (list), ==, 1);
  g_assert_cmpstr (member_string (item (list, 0), "name"), ==, member_string (made->json, "name"));
}

static guint
count_backups (Fixture *f)
{
  g_autoptr (JsonObject) list = place_control (f->place, "{\"op\":\"backup.list\"}");

  return json_array_get_length (json_object_get_array_member (list, "items"));
}

static void
test_oldest_make_room (Fixture *f, gconstpointer data)
{
  g_autofree char *own = g_build_filename (f->place->folder, "backups", "mine.db", NULL);
  g_autofree char *part =
      g_build_filename (f->place->folder, "backups", "parlour-000001.db.0a.part", NULL);
  g_autofree char *last = NULL;
  g_autoptr (JsonObject) settings =
      place_control (f->place, "{\"op\":\"settings.set\",\"backup_keep\":2}");

  g_assert_cmpint (member_int (settings, "backup_keep"), ==, 2);
  for (guint i = 0; i < 4; i++) {
    g_autoptr (JsonObject) done = place_control (f->place, "{\"op\":\"backup.create\"}");
    g_assert_cmpstr (member_string (done, "name"), !=, last);
    g_free (last);
    last = g_strdup (member_string (done, "name"));
    g_assert_true (g_file_set_contents (own, "", -1, NULL));
    g_assert_true (g_file_set_contents (part, "", -1, NULL));
  }
  g_assert_cmpuint (count_backups (f), ==, 2);
  g_autoptr (JsonObject) list = place_control (f->place, "{\"op\":\"backup.list\"}");
  JsonObject *newest =
      json_array_get_object_element (json_object_get_array_member (list, "items"), 0);
  g_assert_cmpstr (member_string (newest, "name"), ==, last);
  g_assert_true (g_str_has_prefix (last, "parlour-000004-"));
  g_autoptr (JsonObject) page = place_control (f->place, "{\"op\":\"backup.list\",\"limit\":1}");
  g_assert_cmpstr (member_string (page, "next"), ==, last);
  g_autoptr (JsonObject) rest =
      place_control (f->place, "{\"op\":\"backup.list\",\"cursor\":\"%s\"}", last);
  g_assert_null (member_string (rest, "next"));
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (rest, "items")), ==, 1);
  g_assert_true (g_file_test (own, G_FILE_TEST_EXISTS));
  g_unlink (part);
  g_autoptr (JsonObject) one = place_control (f->place, "{\"op\":\"backup.create\"}");
  g_assert_false (g_file_test (part, G_FILE_TEST_EXISTS));
}

#define LONG_AGO      "1700000000000"
#define LONG_AGO_TEXT "2023-11-14T22:13:20.000Z"

/* Says that the last one is long ago, by another connection. */
static void
age (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (f->place->folder, "parlour.db", NULL);
  g_autoptr (ParlourDb) db = parlour_db_open (path, PARLOUR_DB_READ_WRITE_CREATE, &error);

  g_assert_no_error (error);
  g_assert_true (parlour_db_exec (
      db, "INSERT OR REPLACE INTO place (name, value) VALUES ('backup_at', " LONG_AGO ")", &error));
  g_assert_no_error (error);
}

/* The file is there a moment before the database says so. */
static gboolean
is_noted (Fixture *f)
{
  g_autoptr (JsonObject) now = place_control (f->place, "{\"op\":\"status.get\"}");
  const char *last = member_string (member_object (now, "backup"), "last_at");

  return last != NULL && !g_str_equal (last, LONG_AGO_TEXT);
}

static void
test_schedule (Fixture *f, gconstpointer data)
{
  g_assert_cmpuint (count_backups (f), ==, 0);
  age (f);
  await (count_backups (f) == 1 && is_noted (f));
  g_autoptr (JsonObject) off =
      place_control (f->place, "{\"op\":\"settings.set\",\"backup_every\":0}");
  g_autoptr (JsonObject) never = place_control (f->place, "{\"op\":\"status.get\"}");
  g_assert_null (member_string (member_object (never, "backup"), "due_at"));
  g_assert_nonnull (member_string (member_object (never, "backup"), "last_at"));
  age (f);
  g_autoptr (JsonObject) on =
      place_control (f->place, "{\"op\":\"settings.set\",\"backup_every\":1}");
  await (count_backups (f) == 2);
}

static gboolean
failure_names (Fixture *f, const char *word)
{
  g_autoptr (JsonObject) now = place_control (f->place, "{\"op\":\"status.get\"}");
  const char *failure = member_string (member_object (now, "backup"), "failure");

  return failure != NULL && strstr (failure, word) != NULL;
}

static void
test_failed_schedule_is_told (Fixture *f, gconstpointer data)
{
  g_autofree char *folder = g_build_filename (f->place->folder, "backups", NULL);

  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_FLAG_FATAL);
  g_assert_true (g_file_set_contents (folder, "in the way", -1, NULL));
  age (f);
  await (failure_names (f, "backups"));
  g_autoptr (Reply) sent = compose (f->place, f->anna, "bert", "unharmed");
}

static gpointer
send_thread (gpointer data)
{
  Fixture *f = data;

  for (guint i = 0; i < 100; i++) {
    g_autofree char *text = g_strdup_printf ("message %u", i);
    g_autoptr (Reply) sent = compose (f->place, f->anna, "bert", text);
  }
  return NULL;
}

/* Each backup ends where some moment ended: no number is missing below the top. */
static void
test_while_people_write (Fixture *f, gconstpointer data)
{
  GThread *thread = g_thread_new ("sender", send_thread, f);
  gint64 top = 0;

  for (guint i = 0; i < 100 && top < 100; i++) {
    g_autoptr (JsonObject) done = place_control (
        f->place, "{\"op\":\"backup.create\",\"path\":\"%s\",\"replace\":true}", f->file);
    gint64 now = ask_file (f->file, "SELECT ifnull (max (seq), 0) FROM client_ids");
    g_assert_cmpint (now, >=, top);
    g_assert_cmpint (ask_file (f->file, "SELECT count (*) FROM client_ids"), ==, now);
    g_assert_cmpint (ask_file (f->file, "SELECT count (*) FROM events WHERE kind = 2"), ==, now);
    top = now;
  }
  g_thread_join (thread);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path_, name_)                                                                          \
  g_test_add ("/server/backup/" path_, Fixture, NULL, set_up, test_##name_, tear_down)
  ADD ("file", file);
  ADD ("existing-file-stays", existing_file_stays);
  ADD ("paths-refused", paths_refused);
  ADD ("over-the-network", over_the_network);
  ADD ("oldest-make-room", oldest_make_room);
  ADD ("schedule", schedule);
  ADD ("failed-schedule-is-told", failed_schedule_is_told);
  ADD ("while-people-write", while_people_write);
#undef ADD
  return g_test_run ();
}
