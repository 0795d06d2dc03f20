/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test"

#include "server/checkpointer.h"

#include "db/transaction.h"

#include <glib/gstdio.h>

/* A reader that takes long, as a backup does, makes nobody wait who writes meanwhile. */

#define ROUNDS      60
#define BUSY_ROUNDS 100
#define PAUSE_US    10000            /* between writes, for the checkpointer to copy */
#define PATIENCE_US (G_USEC_PER_SEC) /* who waits for a reader waits five seconds */

typedef struct {
  char *folder;
  char *path;
  ParlourDb *writer;
  ParlourDb *reader;
  ParlourCheckpointer *checkpointer;
} Fixture;

static void
exec (ParlourDb *db, const char *sql)
{
  g_autoptr (GError) error = NULL;

  parlour_db_exec (db, sql, &error);
  g_assert_no_error (error);
}

static ParlourDb *
open_db (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  ParlourDb *db = parlour_db_open (f->path, PARLOUR_DB_READ_WRITE_CREATE, &error);

  g_assert_no_error (error);
  parlour_db_set_autocheckpoint (db, 0);
  return db;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  f->folder = g_dir_make_tmp ("parlour-checkpoint-XXXXXX", NULL);
  f->path = g_build_filename (f->folder, "test.db", NULL);
  f->writer = open_db (f);
  exec (f->writer, "CREATE TABLE t (a, b)");
  f->reader = open_db (f);
  f->checkpointer = parlour_checkpointer_new (f->path, 0, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  parlour_checkpointer_stop (f->checkpointer);
  parlour_db_close (f->reader);
  parlour_db_close (f->writer);
  g_unlink (f->path);
  g_assert_cmpint (g_rmdir (f->folder), ==, 0);
  g_free (f->path);
  g_free (f->folder);
}

/* Enough pages that the checkpointer has work. */
static void
write_at_once (Fixture *f)
{
  exec (f->writer, "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1100)"
                   " INSERT INTO t SELECT i, zeroblob (2500) FROM n");
  parlour_checkpointer_grown (f->checkpointer, parlour_db_get_wal_frames (f->writer));
}

/* Gives how long it took. */
static gint64
write_much (Fixture *f)
{
  gint64 begin = g_get_monotonic_time ();

  write_at_once (f);
  gint64 end = g_get_monotonic_time ();
  g_usleep (PAUSE_US);
  return end - begin;
}

static void
begin_reading (Fixture *f)
{
  gint64 n = 0;

  write_much (f);
  g_assert_true (parlour_db_begin (f->reader, FALSE, NULL));
  g_assert_true (parlour_db_query_int (f->reader, &n, NULL, "SELECT count (*) FROM t", ""));
}

static void
test_nobody_waits_for_a_long_reader (Fixture *f, gconstpointer data)
{
  gint64 longest = 0;

  parlour_checkpointer_hold (f->checkpointer);
  begin_reading (f);
  for (guint i = 0; i < ROUNDS; i++)
    longest = MAX (longest, write_much (f));
  g_assert_cmpint (longest, <, PATIENCE_US);
  parlour_db_rollback (f->reader);
  parlour_checkpointer_release (f->checkpointer);
}

/* Once it has ended, the log starts from its beginning again. */
static void
test_log_starts_anew_afterwards (Fixture *f, gconstpointer data)
{
  gint64 end = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;
  gint64 before, now;

  parlour_checkpointer_hold (f->checkpointer);
  begin_reading (f);
  for (guint i = 0; i < 5; i++)
    write_much (f);
  before = parlour_db_get_wal_frames (f->writer);
  g_assert_cmpint (before, >, 5 * 1100); /* the first one may have been copied before the reader */
  parlour_db_rollback (f->reader);
  parlour_checkpointer_release (f->checkpointer);
  do {
    write_much (f);
    now = parlour_db_get_wal_frames (f->writer);
  } while (now > before && g_get_monotonic_time () < end);
  g_assert_cmpint (now, <, before);
}

/* The log of somebody who writes without a pause starts anew, too. */
static void
test_busy_writer_lets_the_log_start_anew (Fixture *f, gconstpointer data)
{
  gint64 before = 0, now = 0;

  for (guint i = 0; i < BUSY_ROUNDS && now >= before; i++) {
    before = now;
    write_at_once (f);
    now = parlour_db_get_wal_frames (f->writer);
  }
  g_assert_cmpint (now, <, before);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path_, name_)                                                                          \
  g_test_add ("/server/checkpointer/" path_, Fixture, NULL, set_up, test_##name_, tear_down)
  ADD ("nobody-waits-for-a-long-reader", nobody_waits_for_a_long_reader);
  ADD ("log-starts-anew-afterwards", log_starts_anew_afterwards);
  ADD ("busy-writer-lets-the-log-start-anew", busy_writer_lets_the_log_start_anew);
#undef ADD
  return g_test_run ();
}
