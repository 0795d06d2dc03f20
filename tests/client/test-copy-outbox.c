/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test-copy-outbox"

#include "client/cache/copy-pending.h"
#include "copy-fixture.h"

#include "core/problem.h"

#include <glib/gstdio.h>

#include <sys/wait.h>
#include <unistd.h>

/* This file proves what the copy keeps of a person's doings: outbox, hides, wishes and marks, over
 * restarts, kills and a damaged file, and that a copy belongs to one process. */

#define C "conversation-1"

static char *
sendable (CopyFixture *f)
{
  Waiter waiter = {NULL, FALSE};
  g_autoptr (GString) names = g_string_new (NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) rows = NULL;

  parlour_copy_get_sendable_async (f->copy, NULL, waiter_cb, &waiter);
  result = waiter_wait (&waiter);
  rows = parlour_copy_get_sendable_finish (f->copy, result, NULL);
  for (guint i = 0; i < rows->len; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? " " : "",
                            ((ParlourOutboxRow *)g_ptr_array_index (rows, i))->client_id);
  return g_string_free (g_steal_pointer (&names), FALSE);
}

#define assert_sendable(f, expected)                                                               \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *names_ = sendable (f);                                                        \
    g_assert_cmpstr (names_, ==, expected);                                                        \
  }                                                                                                \
  G_STMT_END

static guint
count_places (CopyFixture *f,
              void (*read) (ParlourCopy *, GCancellable *, GAsyncReadyCallback, gpointer))
{
  Waiter waiter = {NULL, FALSE};
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) places = NULL;

  read (f->copy, NULL, waiter_cb, &waiter);
  result = waiter_wait (&waiter);
  places = parlour_copy_get_places_finish (f->copy, result, NULL);
  return places->len;
}

static void
test_queue (void)
{
  CopyFixture *f = copy_fixture_new ();
  g_autoptr (GError) problem = NULL;
  g_autoptr (ParlourMessage) accepted = NULL;

  store_direct (f, C, ANNA, 0, 0);
  store_direct (f, "other", BERND, 0, 0);
  add_outbox (f, C, "a1");
  add_outbox (f, C, "a2");
  add_outbox (f, "other", "b1");
  assert_sendable (f, "a1 b1");
  parlour_problem_set (&problem, PARLOUR_PROBLEM_BODY_TOO_LONG, "Too long");
  WRITE (f, parlour_copy_outbox_fail_async, "a1", problem);
  assert_sendable (f, "b1");
  copy_fixture_close (f);
  copy_fixture_open (f);
  g_assert_cmpuint (parlour_copy_get_waiting (f->copy), ==, 3);
  WRITE (f, parlour_copy_outbox_retry_async, "a1");
  assert_sendable (f, "a1 b1");
  WRITE (f, parlour_copy_outbox_discard_async, "a1");
  assert_sendable (f, "a2 b1");
  accepted = make_message ("other", 1, ME);
  WRITE (f, parlour_copy_outbox_accept_async, "b1", accepted);
  assert_sendable (f, "a2");
  g_assert_cmpint (ask_file (f, "SELECT count (*) FROM messages"), ==, 1);
  copy_fixture_free (f);
}

static void
test_to_a_name (void)
{
  CopyFixture *f = copy_fixture_new ();
  Waiter waiter = {NULL, FALSE};
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *place = NULL;
  const ParlourOutboxRow row = {.client_id = "n1", .to = "anna", .body = "hello"};

  parlour_copy_outbox_add_async (f->copy, &row, waiter_cb, &waiter);
  result = waiter_wait (&waiter);
  g_assert_true (parlour_copy_outbox_add_finish (f->copy, result, &place, NULL));
  g_assert_null (place);
  assert_sendable (f, "n1");
  store_direct (f, C, ANNA, 0, 0);
  g_assert_cmpint (ask_file (f, "SELECT conversation = '" C "' FROM outbox"), ==, 1);
  g_clear_object (&result);
  copy_fixture_free (f);
}

static void
test_added_twice (void)
{
  CopyFixture *f = copy_fixture_new ();
  Waiter waiter = {NULL, FALSE};
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  const ParlourOutboxRow row = {.client_id = "a1", .conversation = C, .body = "again"};

  add_outbox (f, C, "a1");
  parlour_copy_outbox_add_async (f->copy, &row, waiter_cb, &waiter);
  result = waiter_wait (&waiter);
  g_assert_false (parlour_copy_outbox_add_finish (f->copy, result, NULL, &error));
  g_assert_error (error, PARLOUR_COPY_ERROR, PARLOUR_COPY_ERROR_DUPLICATE);
  g_clear_object (&result);
  copy_fixture_free (f);
}

static void
test_hides (void)
{
  CopyFixture *f = copy_fixture_new ();

  store_direct (f, C, ANNA, 3, 3);
  store_history (f, C, 1, 3);
  for (gint64 seq = 1; seq <= 3; seq++)
    WRITE (f, parlour_copy_hide_async, C, seq);
  g_assert_cmpint (ask_file (f, "SELECT count (*) FROM messages WHERE hidden = 0"), ==, 0);
  g_assert_cmpuint (count_places (f, parlour_copy_get_hides_async), ==, 0);
  WRITE (f, parlour_copy_hide_settle_async, C, 1);
  WRITE (f, parlour_copy_hide_undo_async, C, 2);
  g_assert_cmpuint (count_places (f, parlour_copy_get_hides_async), ==, 1);
  g_assert_cmpint (ask_file (f, "SELECT count (*) FROM messages WHERE hidden = 0"), ==, 1);
  /* The next start sends what a toast held back. */
  copy_fixture_close (f);
  copy_fixture_open (f);
  g_assert_cmpuint (count_places (f, parlour_copy_get_hides_async), ==, 2);
  WRITE (f, parlour_copy_hide_done_async, C, 1);
  g_assert_cmpuint (count_places (f, parlour_copy_get_hides_async), ==, 1);
  g_assert_cmpint (ask_file (f, "SELECT count (*) FROM messages"), ==, 2);
  /* What the server has can't be undone, also where it comes again. */
  WRITE (f, parlour_copy_hide_undo_async, C, 1);
  store_history (f, C, 1, 3);
  g_assert_cmpint (ask_file (f, "SELECT count (*) FROM messages"), ==, 2);
  copy_fixture_free (f);
}

static void
test_marks_and_drafts (void)
{
  CopyFixture *f = copy_fixture_new ();

  store_direct (f, C, ANNA, 9, 2);
  WRITE (f, parlour_copy_mark_read_async, C, 7);
  write_draft (f, C, "half a sent");
  copy_fixture_close (f);
  copy_fixture_open (f);
  g_assert_cmpuint (count_places (f, parlour_copy_get_reads_async), ==, 1);
  g_assert_cmpint (ask_file (f, "SELECT count (*) FROM wishes WHERE value = 'half a sent'"), ==, 1);
  WRITE (f, parlour_copy_read_sent_async, C, 7);
  g_assert_cmpuint (count_places (f, parlour_copy_get_reads_async), ==, 0);
  copy_fixture_free (f);
}

static GPtrArray *
read_wishes (CopyFixture *f)
{
  Waiter waiter = {NULL, FALSE};
  g_autoptr (GAsyncResult) result = NULL;

  parlour_copy_get_wishes_async (f->copy, NULL, waiter_cb, &waiter);
  result = waiter_wait (&waiter);
  return parlour_copy_get_wishes_finish (f->copy, result, NULL);
}

static void
wish_archived (CopyFixture *f, const char *value)
{
  const ParlourWish wish = {
      .kind = PARLOUR_WISH_SETTING, .conversation = C, .key = "archived", .value = value};

  WRITE (f, parlour_copy_wish_async, &wish);
}

/* Of one thing the last wish counts; what is done was the one that was sent, not a later one. */
static void
test_last_wish_counts (void)
{
  CopyFixture *f = copy_fixture_new ();

  store_direct (f, C, ANNA, 0, 0);
  wish_archived (f, "1");
  g_autoptr (GPtrArray) sent = read_wishes (f);
  g_assert_cmpuint (sent->len, ==, 1);
  wish_archived (f, "0");
  WRITE (f, parlour_copy_wish_done_async, g_ptr_array_index (sent, 0), NULL);
  g_autoptr (GPtrArray) left = read_wishes (f);
  g_assert_cmpuint (left->len, ==, 1);
  g_assert_cmpint (parlour_wish_get_number (g_ptr_array_index (left, 0)), ==, 0);
  WRITE (f, parlour_copy_wish_drop_async, g_ptr_array_index (left, 0));
  g_assert_cmpint (ask_file (f, "SELECT count (*) FROM wishes"), ==, 0);
  g_assert_cmpint (ask_file (f, "SELECT archived FROM conversations"), ==, 1);
  copy_fixture_free (f);
}

/* What is being sent is no draft; what the server keeps of it is taken away there, too. */
static void
test_sending_drops_the_draft (void)
{
  CopyFixture *f = copy_fixture_new ();

  store_direct (f, C, ANNA, 0, 0);
  write_draft (f, C, "never told");
  add_outbox (f, C, "a1");
  g_assert_cmpint (ask_file (f, "SELECT count (*) FROM wishes"), ==, 0);
  write_draft (f, C, "told");
  g_autoptr (GPtrArray) sent = read_wishes (f);
  WRITE (f, parlour_copy_wish_done_async, g_ptr_array_index (sent, 0), NULL);
  g_assert_cmpint (ask_file (f, "SELECT draft = 'told' FROM conversations"), ==, 1);
  add_outbox (f, C, "a2");
  g_assert_cmpint (ask_file (f, "SELECT count (*) FROM wishes WHERE value IS NULL"), ==, 1);
  copy_fixture_free (f);
}

static void
open_expecting (CopyFixture *f, ParlourCopyError code)
{
  Waiter waiter = {NULL, FALSE};
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  parlour_copy_open_async (f->folder, NULL, waiter_cb, &waiter);
  result = waiter_wait (&waiter);
  g_assert_null (parlour_copy_open_finish (result, &error));
  g_assert_error (error, PARLOUR_COPY_ERROR, (int)code);
}

static void
test_lock (void)
{
  CopyFixture *f = copy_fixture_new ();

  open_expecting (f, PARLOUR_COPY_ERROR_IN_USE);
  copy_fixture_close (f);
  copy_fixture_open (f);
  copy_fixture_free (f);
}

static void
test_closed (void)
{
  CopyFixture *f = copy_fixture_new ();
  Waiter waiter = {NULL, FALSE};
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  parlour_copy_close (f->copy);
  parlour_copy_mark_read_async (f->copy, C, 1, waiter_cb, &waiter);
  result = waiter_wait (&waiter);
  g_assert_false (parlour_copy_write_finish (f->copy, result, &error));
  g_assert_error (error, PARLOUR_COPY_ERROR, PARLOUR_COPY_ERROR_CLOSED);
  g_clear_object (&result);
  copy_fixture_free (f);
}

/* --- kill and damage ------------------------------------------------------------------------- */

/* In a process of its own: adds to the outbox, says so, and is killed by its parent. */
static void
test_kill (void)
{
  g_autofree char *folder = g_dir_make_tmp ("parlour-copy-XXXXXX", NULL);
  CopyFixture f = {folder, NULL};
  int ends[2];
  pid_t child;
  char byte;

  g_assert_cmpint (pipe (ends), ==, 0);
  child = fork ();
  if (child == 0) {
    copy_fixture_open (&f);
    add_outbox (&f, C, "survives");
    g_assert_cmpint (write (ends[1], "x", 1), ==, 1);
    pause ();
    _exit (0);
  }
  g_assert_cmpint (read (ends[0], &byte, 1), ==, 1);
  g_assert_cmpint (kill (child, SIGKILL), ==, 0);
  g_assert_cmpint (waitpid (child, NULL, 0), ==, child);
  copy_fixture_open (&f);
  assert_sendable (&f, "survives");
  g_assert_null (parlour_copy_get_damage (f.copy));
  close (ends[0]);
  close (ends[1]);
  copy_fixture_free (g_memdup2 (&f, sizeof f));
  g_steal_pointer (&folder);
}

static char *
copy_path (CopyFixture *f)
{
  return g_build_filename (f->folder, "copy.db", NULL);
}

static void
test_not_a_database (void)
{
  CopyFixture *f = copy_fixture_new ();
  g_autofree char *path = copy_path (f);

  copy_fixture_close (f);
  g_assert_true (g_file_set_contents (path,
                                      "this is no database at all, but a text of more than "
                                      "a hundred bytes, so that it is read as a header, oh",
                                      -1, NULL));
  copy_fixture_open (f);
  g_assert_error (parlour_copy_get_damage (f->copy), PARLOUR_COPY_ERROR,
                  PARLOUR_COPY_ERROR_DAMAGED);
  store_direct (f, C, ANNA, 0, 0);
  copy_fixture_free (f);
}

/* Overwrites the pages of the table of messages and leaves the outbox's alone. */
static void
damage_messages (CopyFixture *f)
{
  g_autofree char *path = copy_path (f);
  gint64 page = ask_file (f, "SELECT rootpage FROM sqlite_schema WHERE name = 'messages'");
  gint64 size = ask_file (f, "PRAGMA page_size");
  FILE *file;

  copy_fixture_close (f);
  file = g_fopen (path, "r+b");
  g_assert_cmpint (fseek (file, (long)((page - 1) * size), SEEK_SET), ==, 0);
  for (gint64 i = 0; i < size; i++)
    fputc (0xee, file);
  fclose (file);
}

static void
test_salvage (void)
{
  CopyFixture *f = copy_fixture_new ();

  store_direct (f, C, ANNA, 200, 0);
  store_history (f, C, 1, 200);
  add_outbox (f, C, "w1");
  add_outbox (f, C, "w2");
  write_draft (f, C, "kept");
  damage_messages (f);
  copy_fixture_open (f);
  g_assert_error (parlour_copy_get_damage (f->copy), PARLOUR_COPY_ERROR,
                  PARLOUR_COPY_ERROR_SALVAGED);
  g_assert_cmpstr (parlour_copy_get_me (f->copy), ==, ME);
  assert_sendable (f, "w1");
  g_assert_cmpuint (parlour_copy_get_waiting (f->copy), ==, 2);
  g_assert_cmpint (ask_file (f, "SELECT count (*) FROM messages"), ==, 0);
  g_assert_cmpint (ask_file (f, "SELECT count (*) FROM wishes WHERE value = 'kept'"), ==, 1);
  copy_fixture_close (f);
  copy_fixture_open (f);
  g_assert_null (parlour_copy_get_damage (f->copy));
  copy_fixture_free (f);
}

static void
test_people (void)
{
  CopyFixture *f = copy_fixture_new ();
  const char *const queries[] = {"ANNA", "alv", "bE", "", "me", "nna"};
  const guint expected[] = {1, 1, 1, 2, 0, 0};

  store_direct (f, C, ANNA, 0, 0);
  store_direct (f, "other", BERND, 0, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (queries); i++) {
    Waiter waiter = {NULL, FALSE};
    g_autoptr (GAsyncResult) result = NULL;
    g_autoptr (GPtrArray) found = NULL;

    parlour_copy_find_people_async (f->copy, queries[i], NULL, waiter_cb, &waiter);
    result = waiter_wait (&waiter);
    found = parlour_copy_find_people_finish (f->copy, result, NULL);
    g_assert_cmpuint (found->len, ==, expected[i]);
  }
  copy_fixture_free (f);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  /* First: it forks before there is a thread. */
  g_test_add_func ("/copy/outbox/kill", test_kill);
  g_test_add_func ("/copy/outbox/queue", test_queue);
  g_test_add_func ("/copy/outbox/to-a-name", test_to_a_name);
  g_test_add_func ("/copy/outbox/added-twice", test_added_twice);
  g_test_add_func ("/copy/wishes/hides", test_hides);
  g_test_add_func ("/copy/wishes/marks-and-drafts", test_marks_and_drafts);
  g_test_add_func ("/copy/wishes/last-wish-counts", test_last_wish_counts);
  g_test_add_func ("/copy/wishes/sending-drops-the-draft", test_sending_drops_the_draft);
  g_test_add_func ("/copy/file/lock", test_lock);
  g_test_add_func ("/copy/file/closed", test_closed);
  g_test_add_func ("/copy/file/not-a-database", test_not_a_database);
  g_test_add_func ("/copy/file/salvage", test_salvage);
  g_test_add_func ("/copy/people", test_people);
  return g_test_run ();
}
