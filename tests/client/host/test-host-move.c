/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-host-move"

#include "client/host/host-move.h"

#include "client/host/host-admin.h"
#include "core/problem.h"
#include "hosting.h"

#include <glib/gstdio.h>

/* Proves that a hosted place is restored and moved with its server ended and started by itself, and
 * that what fails leaves it as it was. Two profiles are two computers. */

#define PASSPHRASE "a long and secret phrase"

typedef struct {
  ParlourHost *desk;
  ParlourHost *laptop;
  char *backup;
  char *moved;
} Fixture;

static char *
file_of (const char *name)
{
  return g_build_filename (g_get_user_data_dir (), name, NULL);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  hosting_write_own_port ("desk");
  hosting_write_own_port ("laptop");
  f->desk = hosting_make ("desk", NULL);
  f->laptop = hosting_make ("laptop", NULL);
  g_mkdir_with_parents (g_get_user_data_dir (), 0700);
  f->backup = file_of ("kept.backup");
  f->moved = file_of ("place.moved");
  g_autofree char *address = hosting_start (f->desk, "ada", HOSTING_PASSWORD, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  hosting_end (f->desk);
  hosting_end (f->laptop);
  g_free (f->backup);
  g_free (f->moved);
}

static gboolean
finish (ParlourHost *host, GAsyncResult **result, GError **error)
{
  hosting_wait_until (hosting_is_set, result, "the work");
  g_autoptr (GAsyncResult) done = g_steal_pointer (result);
  return parlour_host_move_finish (host, done, error);
}

static gboolean
restore (ParlourHost *host, const char *file, gboolean keep_sessions, GError **error)
{
  GAsyncResult *result = NULL;

  parlour_host_restore_async (host, file, keep_sessions, hosting_keep_cb, &result);
  return finish (host, &result, error);
}

static gboolean
move_out (ParlourHost *host, const char *file, GError **error)
{
  GAsyncResult *result = NULL;

  parlour_host_move_out_async (host, file, PASSPHRASE, hosting_keep_cb, &result);
  return finish (host, &result, error);
}

static gboolean
move_in (ParlourHost *host, const char *file, const char *passphrase, GError **error)
{
  GAsyncResult *result = NULL;

  parlour_host_move_in_async (host, file, passphrase, hosting_keep_cb, &result);
  return finish (host, &result, error);
}

static ParlourHostAdmin *
admin_of (const char *profile)
{
  g_autoptr (ParlourProfile) made = parlour_profile_new (profile, NULL);

  return parlour_host_admin_new (made);
}

/* To @path, or where the server keeps its own. */
static void
back_up (const char *path)
{
  g_autoptr (ParlourHostAdmin) admin = admin_of ("desk");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  parlour_host_admin_backup_async (admin, path, NULL, hosting_keep_cb, &result);
  hosting_wait_until (hosting_is_set, &result, "the backup");
  g_autoptr (ParlourHostBackup) backup = parlour_host_admin_backup_finish (admin, result, &error);
  g_assert_no_error (error);
}

/* (transfer full): the newest one of those that the server keeps. */
static char *
find_kept (void)
{
  g_autoptr (ParlourHostAdmin) admin = admin_of ("desk");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  parlour_host_admin_list_backups_async (admin, NULL, hosting_keep_cb, &result);
  hosting_wait_until (hosting_is_set, &result, "the list");
  g_autoptr (GPtrArray) kept = parlour_host_admin_list_backups_finish (admin, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (kept->len, ==, 1);
  return g_strdup (((ParlourHostBackup *)g_ptr_array_index (kept, 0))->path);
}

static void
add_user (const char *username)
{
  g_autoptr (ParlourHostAdmin) admin = admin_of ("desk");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  parlour_host_admin_add_user_async (admin, username, NULL, HOSTING_PASSWORD, FALSE, NULL,
                                     hosting_keep_cb, &result);
  hosting_wait_until (hosting_is_set, &result, "the account");
  parlour_host_admin_done_finish (admin, result, &error);
  g_assert_no_error (error);
}

static void
assert_in (ParlourHost *host, const char *username)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourSignedIn) signed_in = hosting_sign_in (host, username, &error);

  g_assert_no_error (error);
}

static void
assert_unknown (ParlourHost *host, const char *username)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (hosting_sign_in (host, username, &error));
  g_assert_error (error, PARLOUR_PROBLEM, PARLOUR_PROBLEM_WRONG_CREDENTIALS);
}

static void
note_state_cb (ParlourHost *host, GParamSpec *pspec, gpointer seen)
{
  *(guint *)seen |= 1u << parlour_host_get_state (host);
}

static void
test_restore (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  guint seen = 0;
  g_autofree char *key = g_strdup (parlour_host_get_fingerprint (f->desk));

  back_up (f->backup);
  add_user ("late");
  gulong noting = g_signal_connect (f->desk, "notify::state", G_CALLBACK (note_state_cb), &seen);
  g_assert_true (restore (f->desk, f->backup, FALSE, &error));
  g_assert_no_error (error);
  g_signal_handler_disconnect (f->desk, noting);
  g_assert_cmpuint (
      seen, ==, 1u << PARLOUR_HOST_SHUT | 1u << PARLOUR_HOST_STARTING | 1u << PARLOUR_HOST_RUNNING);
  g_assert_cmpstr (parlour_host_get_fingerprint (f->desk), ==, key);
  assert_in (f->desk, "ada");
  assert_unknown (f->desk, "late");
}

static void
test_restore_of_a_server_that_is_ended (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  back_up (f->backup);
  hosting_stop (f->desk);
  g_assert_true (restore (f->desk, f->backup, TRUE, &error));
  g_assert_no_error (error);
  assert_in (f->desk, "ada");
}

static void
test_restore_of_what_the_server_keeps (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  back_up (NULL);
  add_user ("late");
  g_autofree char *kept = find_kept ();
  g_assert_true (restore (f->desk, kept, FALSE, &error));
  g_assert_no_error (error);
  assert_unknown (f->desk, "late");
}

static void
test_bad_backup_changes_nothing (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  add_user ("late");
  g_assert_true (g_file_set_contents (f->backup, "no backup", -1, NULL));
  g_assert_false (restore (f->desk, f->backup, FALSE, &error));
  g_assert_cmpstr (error->message, !=, "");
  assert_in (f->desk, "late");
  g_clear_error (&error);
  g_assert_cmpint (g_unlink (f->backup), ==, 0);
  g_assert_false (restore (f->desk, f->backup, FALSE, &error));
  assert_in (f->desk, "late");
}

static void
test_one_at_a_time (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  GAsyncResult *first = NULL;

  back_up (f->backup);
  parlour_host_restore_async (f->desk, f->backup, FALSE, hosting_keep_cb, &first);
  g_assert_false (restore (f->desk, f->backup, FALSE, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PENDING);
  g_clear_error (&error);
  g_assert_null (hosting_start (f->desk, NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PENDING);
  g_clear_error (&error);
  g_assert_true (finish (f->desk, &first, &error));
  g_assert_no_error (error);
}

static void
test_move (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *key = g_strdup (parlour_host_get_fingerprint (f->desk));

  add_user ("ben");
  g_assert_true (move_out (f->desk, f->moved, &error));
  g_assert_no_error (error);
  g_assert_cmpint (parlour_host_get_state (f->desk), ==, PARLOUR_HOST_STOPPED);
  g_assert_false (parlour_host_exists (f->desk));

  g_assert_false (move_in (f->laptop, f->moved, "another long phrase", &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED);
  g_clear_error (&error);
  g_assert_false (parlour_host_exists (f->laptop));

  g_assert_true (move_in (f->laptop, f->moved, PASSPHRASE, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (parlour_host_get_fingerprint (f->laptop), ==, key);
  assert_in (f->laptop, "ada");
  assert_in (f->laptop, "ben");

  g_assert_false (move_in (f->laptop, f->moved, PASSPHRASE, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS);
  assert_in (f->laptop, "ada");
}

/* The desk hosts another place afterwards; what was moved lies aside. */
static void
test_room_for_another_place (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *key = g_strdup (parlour_host_get_fingerprint (f->desk));
  g_autofree char *aside = file_of ("parlour-desk/server-moved/parlour.db");

  g_assert_true (move_out (f->desk, f->moved, &error));
  g_assert_no_error (error);
  g_autofree char *address = hosting_start (f->desk, "eve", HOSTING_PASSWORD, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (parlour_host_get_fingerprint (f->desk), !=, key);
  assert_in (f->desk, "eve");
  assert_unknown (f->desk, "ada");
  g_assert_true (g_file_test (aside, G_FILE_TEST_IS_REGULAR));
}

static void
test_move_out_that_fails (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *nowhere = file_of ("no-such-folder/place.moved");

  g_assert_true (g_file_set_contents (f->moved, "something else", -1, NULL));
  g_assert_false (move_out (f->desk, f->moved, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS);
  g_assert_true (parlour_host_get_running (f->desk));
  g_clear_error (&error);
  g_assert_false (move_out (f->desk, nowhere, &error));
  g_assert_nonnull (error);
  g_assert_true (parlour_host_get_running (f->desk));
  assert_in (f->desk, "ada");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
#define ADD(name, test) g_test_add ("/host-move/" name, Fixture, NULL, set_up, test, tear_down)
  ADD ("restore", test_restore);
  ADD ("restore-of-a-server-that-is-ended", test_restore_of_a_server_that_is_ended);
  ADD ("restore-of-what-the-server-keeps", test_restore_of_what_the_server_keeps);
  ADD ("bad-backup-changes-nothing", test_bad_backup_changes_nothing);
  ADD ("one-at-a-time", test_one_at_a_time);
  ADD ("move", test_move);
  ADD ("room-for-another-place", test_room_for_another_place);
  ADD ("move-out-that-fails", test_move_out_that_fails);
  return g_test_run ();
}
