/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test"

#include "support.h"

#include "server/move.h"
#include "server/sealed-file.h"
#include "server/server.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

/* A place moves to another folder with all that belongs to it, in a file that tells nothing without
 * its passphrase; a file that is not whole leaves nothing behind. */

#define PHRASE     "six words that nobody guesses"
#define HEAD_BYTES 100
#define CHUNK      (64 * 1024 + 17)

typedef struct {
  Place *place;
  Person *anna;
  Person *bert;
  char *elsewhere;
  char *file;
  char *target; /* ELSEWHERE/new, not made yet */
} Fixture;

static void
put (Place *place, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (place->folder, name, NULL);

  g_assert_true (g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->place = place_new ();
  f->elsewhere = g_dir_make_tmp ("parlour-move-XXXXXX", NULL);
  f->file = g_build_filename (f->elsewhere, "place.move", NULL);
  f->target = g_build_filename (f->elsewhere, "new", NULL);
  place_start (f->place);
  f->anna = person_register (f->place, "anna");
  f->bert = person_register (f->place, "bert");
  g_autoptr (Reply) one = compose (f->place, f->anna, "bert", "Samarkand");
  place_stop (f->place);
  put (f->place, "key.pem", "the key of the place");
  put (f->place, "cert.pem", "the certificate of the place");
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  person_free (f->anna);
  person_free (f->bert);
  place_free (f->place);
  g_unlink (f->file);
  g_assert_cmpint (g_rmdir (f->elsewhere), ==, 0); /* so nothing else was left there */
  g_free (f->target);
  g_free (f->file);
  g_free (f->elsewhere);
}

static gboolean
move_out (Fixture *f, GError **error)
{
  const ParlourMoveCost cheap = {.passes = 1, .kib = 8};
  g_auto (ParlourCensus) census = {0};
  g_autoptr (ParlourDataFolder) folder = parlour_data_folder_open (f->place->folder, error);

  return folder != NULL && parlour_move_out (folder, f->file, PHRASE, &cheap, &census, error);
}

static gboolean
move_in (Fixture *f, const char *passphrase, GError **error)
{
  g_auto (ParlourCensus) census = {0};

  if (!parlour_move_in (f->file, passphrase, f->target, &census, error))
    return FALSE;
  g_assert_cmpint (census.accounts, ==, 2);
  return TRUE;
}

static void
go_out (Fixture *f)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (move_out (f, &error));
  g_assert_no_error (error);
}

/* The place of the test is the new folder from now on; the old one is removed. */
static void
live_in (Fixture *f)
{
  Place *place = place_new ();

  g_assert_cmpint (g_rmdir (place->folder), ==, 0);
  g_free (place->folder);
  place->folder = g_strdup (f->target);
  g_free (place->config->data_dir);
  place->config->data_dir = g_strdup (f->target);
  place_free (f->place);
  f->place = place;
}

static void
expect_content (Fixture *f, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (f->target, name, NULL);
  g_autofree char *content = NULL;
  GStatBuf status;

  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, text);
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0600);
}

static void
test_all_goes_along (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  go_out (f);
  g_assert_true (move_in (f, PHRASE, &error));
  g_assert_no_error (error);
  expect_content (f, "key.pem", "the key of the place");
  expect_content (f, "cert.pem", "the certificate of the place");
  live_in (f);
  place_start (f->place);
  /* the session of before */
  g_autoptr (Reply) me = expect (f->place, 200, "GET", "/api/v1/me", f->anna->token, NULL);
  g_autoptr (Reply) box =
      expect (f->place, 200, "GET", "/api/v1/messages?box=received", f->bert->token, NULL);
  g_assert_cmpuint (n_items (box), ==, 1);
  g_autoptr (Reply) sent = compose (f->place, f->bert, "anna", "Timbuktu");
  g_assert_cmpint (member_int (sent->json, "seq"), ==, 2);
}

/* Positions of before hold: it is the same timeline. */
static void
test_timeline_goes_on (Fixture *f, gconstpointer data)
{
  place_start (f->place);
  g_autoptr (Socket) before = socket_open (f->place, f->anna);
  g_autoptr (JsonObject) first = socket_greet (before, NULL);
  g_autofree char *epoch = g_strdup (member_string (first, "epoch"));
  place_stop (f->place);
  g_assert_cmpuint (socket_await_close (before), ==, 1001);
  go_out (f);
  g_assert_true (move_in (f, PHRASE, NULL));
  live_in (f);
  place_start (f->place);
  g_autoptr (Socket) after = socket_open (f->place, f->anna);
  g_autoptr (JsonObject) second = socket_greet (after, NULL);
  g_assert_cmpstr (member_string (second, "epoch"), ==, epoch);
}

static void
test_file_tells_nothing (Fixture *f, gconstpointer data)
{
  g_autofree char *content = NULL;
  gsize length = 0;
  GStatBuf status;

  go_out (f);
  g_assert_true (g_file_get_contents (f->file, &content, &length, NULL));
  g_assert_null (memmem (content, length, "Samarkand", 9));
  g_assert_null (memmem (content, length, "the key", 7));
  g_assert_null (memmem (content, length, "SQLite", 6));
  g_assert_cmpint (g_stat (f->file, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0600);
}

static void
test_old_folder_is_closed (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *marker = g_build_filename (f->place->folder, "moved", NULL);

  go_out (f);
  g_autoptr (ParlourServer) server = parlour_server_new (f->place->config);
  g_assert_false (parlour_server_start (server, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  g_assert_nonnull (strstr (error->message, "moved to another computer"));
  g_assert_nonnull (strstr (error->message, "place.move"));
  g_clear_error (&error);
  g_assert_false (move_out (f, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  g_assert_cmpint (g_unlink (marker), ==, 0);
  place_start (f->place);
  g_autoptr (Reply) me = expect (f->place, 200, "GET", "/api/v1/me", f->anna->token, NULL);
}

static void
test_running_server_stays (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  place_start (f->place);
  g_assert_false (move_out (f, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_BUSY);
  g_assert_false (g_file_test (f->file, G_FILE_TEST_EXISTS));
  g_autoptr (Reply) me = expect (f->place, 200, "GET", "/api/v1/me", f->anna->token, NULL);
}

/* Neither a file that is there nor a folder that can't be written to closes anything down. */
static void
test_failed_move_changes_nothing (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *content = NULL;

  g_assert_true (g_file_set_contents (f->file, "letter", -1, NULL));
  g_assert_false (move_out (f, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS);
  g_clear_error (&error);
  g_assert_true (g_file_get_contents (f->file, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, "letter");
  g_unlink (f->file);
  g_free (f->file);
  f->file = g_build_filename (f->elsewhere, "missing", "place.move", NULL);
  g_assert_false (move_out (f, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  place_start (f->place);
  g_autoptr (Reply) me = expect (f->place, 200, "GET", "/api/v1/me", f->anna->token, NULL);
}

static void
refused (Fixture *f, const char *passphrase, int code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (move_in (f, passphrase, &error));
  g_assert_error (error, PARLOUR_SEALED_ERROR, code);
  g_assert_false (g_file_test (f->target, G_FILE_TEST_EXISTS));
}

static void
test_wrong_passphrase (Fixture *f, gconstpointer data)
{
  go_out (f);
  refused (f, "another passphrase", PARLOUR_SEALED_ERROR_PASSPHRASE);
  refused (f, "", PARLOUR_SEALED_ERROR_PASSPHRASE);
}

static void
write_file (Fixture *f, const char *content, gsize length)
{
  g_assert_true (g_file_set_contents (f->file, content, (gssize)length, NULL));
}

static void
test_truncated (Fixture *f, gconstpointer data)
{
  g_autofree char *content = NULL;
  gsize length = 0;

  go_out (f);
  g_assert_true (g_file_get_contents (f->file, &content, &length, NULL));
  g_assert_cmpuint (length, >, HEAD_BYTES + CHUNK + 1);
  write_file (f, content, 0);
  refused (f, PHRASE, PARLOUR_SEALED_ERROR_NOT_ONE);
  write_file (f, content, HEAD_BYTES - 1);
  refused (f, PHRASE, PARLOUR_SEALED_ERROR_TRUNCATED);
  write_file (f, content, HEAD_BYTES);
  refused (f, PHRASE, PARLOUR_SEALED_ERROR_TRUNCATED);
  write_file (f, content, HEAD_BYTES + 1);
  refused (f, PHRASE, PARLOUR_SEALED_ERROR_TRUNCATED);
  write_file (f, content, HEAD_BYTES + CHUNK);
  refused (f, PHRASE, PARLOUR_SEALED_ERROR_TRUNCATED);
  write_file (f, content, HEAD_BYTES + CHUNK + 1);
  refused (f, PHRASE, PARLOUR_SEALED_ERROR_TRUNCATED);
  write_file (f, content, length - 1);
  refused (f, PHRASE, PARLOUR_SEALED_ERROR_DAMAGED);
}

static void
refused_with_flip (Fixture *f, char *content, gsize length, gsize at, int code)
{
  content[at] ^= 1;
  write_file (f, content, length);
  refused (f, PHRASE, code);
  content[at] ^= 1;
}

static void
test_tampered (Fixture *f, gconstpointer data)
{
  g_autofree char *content = NULL;
  g_autofree char *longer = NULL;
  gsize length = 0;

  go_out (f);
  g_assert_true (g_file_get_contents (f->file, &content, &length, NULL));
  refused_with_flip (f, content, length, 0, PARLOUR_SEALED_ERROR_NOT_ONE);
  refused_with_flip (f, content, length, 16, PARLOUR_SEALED_ERROR_NEWER);
  refused_with_flip (f, content, length, 30, PARLOUR_SEALED_ERROR_PASSPHRASE);
  refused_with_flip (f, content, length, 50, PARLOUR_SEALED_ERROR_PASSPHRASE);
  refused_with_flip (f, content, length, HEAD_BYTES - 1, PARLOUR_SEALED_ERROR_DAMAGED);
  refused_with_flip (f, content, length, HEAD_BYTES, PARLOUR_SEALED_ERROR_DAMAGED);
  refused_with_flip (f, content, length, HEAD_BYTES + CHUNK, PARLOUR_SEALED_ERROR_DAMAGED);
  refused_with_flip (f, content, length, length - 1, PARLOUR_SEALED_ERROR_DAMAGED);
  longer = g_malloc (length + 1);
  memcpy (longer, content, length);
  longer[length] = 'x';
  write_file (f, longer, length + 1);
  refused (f, PHRASE, PARLOUR_SEALED_ERROR_DAMAGED);
}

/* A file may ask for any cost before it is believed: such work is not done. */
static void
test_cost_is_bounded (Fixture *f, gconstpointer data)
{
  static const char unbearable[] = "\xff\xff\xff\x7f";
  g_autofree char *content = NULL;
  gsize length = 0;

  go_out (f);
  g_assert_true (g_file_get_contents (f->file, &content, &length, NULL));
  memcpy (content + 20, unbearable, 4);
  write_file (f, content, length);
  refused (f, PHRASE, PARLOUR_SEALED_ERROR_NEWER);
  memcpy (content + 20, "\1\0\0\0", 4);
  memcpy (content + 24, unbearable, 4);
  write_file (f, content, length);
  refused (f, PHRASE, PARLOUR_SEALED_ERROR_NEWER);
  memset (content + 20, 0, 8);
  write_file (f, content, length);
  refused (f, PHRASE, PARLOUR_SEALED_ERROR_NEWER);
}

static void
test_inhabited_folder_stays (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *marker = g_build_filename (f->place->folder, "moved", NULL);
  g_auto (ParlourCensus) census = {0};

  go_out (f);
  g_assert_cmpint (g_unlink (marker), ==, 0);
  g_assert_false (parlour_move_in (f->file, PHRASE, f->place->folder, &census, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS);
  place_start (f->place);
  g_autoptr (Reply) me = expect (f->place, 200, "GET", "/api/v1/me", f->anna->token, NULL);
}

static void
make (Fixture *f, const char *name)
{
  g_autofree char *path = g_build_filename (f->target, name, NULL);

  g_assert_true (g_file_set_contents (path, "halves", -1, NULL));
}

/* The power went while the files got their names. */
static void
test_after_a_killed_one (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  go_out (f);
  g_assert_cmpint (g_mkdir (f->target, 0700), ==, 0);
  make (f, "key.pem");
  make (f, "cert.pem.moving");
  make (f, "parlour.db.moving");
  make (f, "parlour.db.moving-wal");
  g_assert_true (move_in (f, PHRASE, &error));
  g_assert_no_error (error);
  expect_content (f, "key.pem", "the key of the place");
  live_in (f);
  place_start (f->place);
  g_autoptr (Reply) me = expect (f->place, 200, "GET", "/api/v1/me", f->anna->token, NULL);
}

/* What is larger than memory goes through in pieces, whatever lies at their edges. */
static void
test_sealed_lengths (Fixture *f, gconstpointer data)
{
  static const gsize lengths[] = {0, 1, 65535, 65536, 65537, 131072, 200000};

  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree guint8 *text = g_malloc0 (200000);
    g_autofree guint8 *same = g_malloc0 (200000);
    g_autoptr (ParlourSealedWriter) writer =
        parlour_sealed_writer_new (f->file, PHRASE, 1, 8, &error);
    g_assert_no_error (error);
    for (gsize at = 0; at < lengths[i]; at++)
      text[at] = (guint8)(at * 7);
    g_assert_true (parlour_sealed_writer_write (writer, text, lengths[i], &error));
    g_assert_true (parlour_sealed_writer_finish (writer, &error));
    g_autoptr (ParlourSealedReader) reader = parlour_sealed_reader_new (f->file, PHRASE, &error);
    g_assert_no_error (error);
    g_assert_true (parlour_sealed_reader_read (reader, same, lengths[i], &error));
    g_assert_cmpmem (text, lengths[i], same, lengths[i]);
    g_assert_true (parlour_sealed_reader_end (reader, &error));
    g_assert_false (parlour_sealed_reader_read (reader, same, 1, &error));
    g_assert_error (error, PARLOUR_SEALED_ERROR, PARLOUR_SEALED_ERROR_DAMAGED);
    g_unlink (f->file);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path_, name_)                                                                          \
  g_test_add ("/server/move/" path_, Fixture, NULL, set_up, test_##name_, tear_down)
  ADD ("all-goes-along", all_goes_along);
  ADD ("timeline-goes-on", timeline_goes_on);
  ADD ("file-tells-nothing", file_tells_nothing);
  ADD ("old-folder-is-closed", old_folder_is_closed);
  ADD ("running-server-stays", running_server_stays);
  ADD ("failed-move-changes-nothing", failed_move_changes_nothing);
  ADD ("wrong-passphrase", wrong_passphrase);
  ADD ("truncated", truncated);
  ADD ("tampered", tampered);
  ADD ("cost-is-bounded", cost_is_bounded);
  ADD ("inhabited-folder-stays", inhabited_folder_stays);
  ADD ("after-a-killed-one", after_a_killed_one);
  ADD ("sealed-lengths", sealed_lengths);
#undef ADD
  return g_test_run ();
}
