/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "fuzz-files"

#include "server/restore.h"
#include "server/sealed-file.h"
#include "server/serve-settings.h"
#include "server/store/users.h"

#include "test-store-place.h"
#include "fuzz.h"

#include <glib/gstdio.h>
#include <string.h>

/* Whatever a file holds that is to be a place's backup or one to move with: it is told apart from a
 * good one, and what is taken for a good one is served without a fall. */

#define PHRASE   "six words that nobody guesses"
#define COST_AT  20 /* where a file's head says how dear its key is */
#define COST_END 28

typedef struct {
  char *folder;
  char *path;
  char *good; /* the file that was made */
  gsize good_length;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->folder = g_dir_make_tmp ("parlour-fuzz-XXXXXX", NULL);
  f->path = g_build_filename (f->folder, "file", NULL);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_unlink (f->path);
  g_assert_cmpint (g_rmdir (f->folder), ==, 0);
  g_free (f->good);
  g_free (f->path);
  g_free (f->folder);
}

static void
put (Fixture *f, const char *data, gsize length)
{
  g_autoptr (GError) error = NULL;

  /* A file that is there would be flushed to the disk, or keep its end. */
  g_unlink (f->path);
  g_file_set_contents_full (f->path, data, (gssize)length, G_FILE_SET_CONTENTS_NONE, 0600, &error);
  g_assert_no_error (error);
}

/* --- sealed files ------------------------------------------------------------------------------
 */

static void
make_sealed (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourSealedWriter) writer =
      parlour_sealed_writer_new (f->path, PHRASE, 1, 8, &error);
  g_autofree char *text = g_strnfill (70000, 'x');

  g_assert_no_error (error);
  parlour_sealed_writer_write (writer, text, 70000, &error);
  parlour_sealed_writer_finish (writer, &error);
  g_assert_no_error (error);
  g_file_get_contents (f->path, &f->good, &f->good_length, &error);
  g_assert_no_error (error);
}

static gboolean
read_sealed (Fixture *f, GError **error)
{
  g_autoptr (ParlourSealedReader) reader = parlour_sealed_reader_new (f->path, PHRASE, error);
  char text[70000];

  return reader != NULL && parlour_sealed_reader_read (reader, text, sizeof text, error) &&
         parlour_sealed_reader_end (reader, error);
}

static void
try_sealed (const char *data, gsize length, gpointer user_data)
{
  Fixture *f = user_data;
  g_autoptr (GError) error = NULL;
  gboolean same = length == f->good_length && memcmp (data, f->good, length) == 0;

  /* Making a dear key is bounded and tested elsewhere; here it would take all the time. */
  if (length >= COST_END && memcmp (data, f->good, COST_AT) == 0 &&
      memcmp (data + COST_AT, f->good + COST_AT, COST_END - COST_AT) != 0)
    return;
  put (f, data, length);
  gboolean good = read_sealed (f, &error);
  g_assert_true (good == same);
  g_assert_true (good == (error == NULL));
}

static void
test_sealed (Fixture *f, gconstpointer data)
{
  g_autoptr (Fuzz) fuzz = fuzz_new (NULL);

  make_sealed (f);
  fuzz_add (fuzz, f->good, f->good_length);
  fuzz_run (fuzz, try_sealed, f);
}

/* --- databases ---------------------------------------------------------------------------------
 */

static void
fill (Place *place)
{
  gint64 anna = place_add_user (place, "anna", "Anna");
  gint64 bert = place_add_user (place, "bert", "Bert");
  g_autofree char *conversation = place_direct (place, anna, bert);

  for (int i = 0; i < 20; i++)
    place_send (place, i % 2 != 0 ? anna : bert, conversation, "Samarkand");
}

static void
add_database (Fixture *f, Fuzz *fuzz)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (GError) error = NULL;

  fill (place);
  parlour_db_backup (parlour_store_get_db (place->store), f->path, NULL, &error);
  g_assert_no_error (error);
  g_file_get_contents (f->path, &f->good, &f->good_length, &error);
  g_assert_no_error (error);
  fuzz_add (fuzz, f->good, f->good_length);
}

static void
try_database (const char *data, gsize length, gpointer user_data)
{
  Fixture *f = user_data;
  g_autoptr (GError) error = NULL;
  g_auto (ParlourCensus) census = {0};

  put (f, data, length);
  gboolean good = parlour_verify (f->path, &census, &error);
  g_assert_true (good == (error == NULL));
  if (!good)
    return;
  g_autoptr (ParlourStore) store = parlour_store_open (f->path, PARLOUR_STORE_READER, &error);
  g_assert_no_error (error);
}

static void
test_database (Fixture *f, gconstpointer data)
{
  g_autoptr (Fuzz) fuzz = fuzz_new (NULL);

  add_database (f, fuzz);
  fuzz_run (fuzz, try_database, f);
}

/* --- configuration -----------------------------------------------------------------------------
 */

#define CONFIGURATION                                                                              \
  "[server]\ndata-dir=/tmp/x\nlisten=127.0.0.1:0\ntls=off\nname=Home\nregistration=open\n"         \
  "host=a.example b.example\norigin=https://a.example\nbehind-proxy=10.0.0.1,fd00::1\n"            \
  "announce=off\ncommon=on\nsockets=7\nreads=9\n"

static const char *const settings[] = {
    "[server]\n", "=", ";", "#", "\n", "tls=files\n", "listen=[::]:1\n", "\\", "\xff", "-1", NULL,
};

/* A server that would not start, or not as it was meant, is told of. */
static void
try_configuration (const char *data, gsize length, gpointer user_data)
{
  Fixture *f = user_data;
  g_autoptr (ParlourServeSettings) said = parlour_serve_settings_new ();
  g_autoptr (GError) error = NULL;

  put (f, data, length);
  g_autoptr (ParlourConfig) config = parlour_serve_settings_make_config (said, &error);
  g_assert_true ((config == NULL) == (error != NULL));
  if (config != NULL)
    g_assert_nonnull (config->data_dir);
}

static void
test_configuration (Fixture *f, gconstpointer data)
{
  g_autoptr (Fuzz) fuzz = fuzz_new (settings);

  g_setenv ("PARLOUR_CONFIG", f->path, TRUE);
  fuzz_add_text (fuzz, CONFIGURATION);
  fuzz_run (fuzz, try_configuration, f);
  g_unsetenv ("PARLOUR_CONFIG");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/fuzz/files/sealed", Fixture, NULL, set_up, test_sealed, tear_down);
  g_test_add ("/fuzz/files/database", Fixture, NULL, set_up, test_database, tear_down);
  g_test_add ("/fuzz/files/configuration", Fixture, NULL, set_up, test_configuration, tear_down);
  return g_test_run ();
}
