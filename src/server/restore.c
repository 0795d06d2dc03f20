/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-restore"

#include "server/restore.h"

#include "server/durable-file.h"
#include "server/store/audit.h"
#include "server/store/invites.h"
#include "server/store/place.h"
#include "server/store/sessions.h"

#include "db/transaction.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <unistd.h>

/* This file owns how a backup takes the place of a database. The order of its steps is such that a
 * power cut between any two leaves a folder that a server can start on. Any thread. */

#define RESTORING_FILE "parlour.db.restoring"
#define KEPT_MAX       100 /* old databases of one second */

gboolean
parlour_verify (const char *file, ParlourCensus *census, GError **error)
{
  *census = (ParlourCensus){0};
  g_autoptr (ParlourDb) db = parlour_db_open (file, PARLOUR_DB_READ_ONLY, error);

  return db != NULL && parlour_store_verify (db, census, error);
}

static gboolean
copy (const char *file, const char *to, ParlourCensus *census, GError **error)
{
  g_autoptr (ParlourDb) db = parlour_db_open (file, PARLOUR_DB_READ_ONLY, error);

  return db != NULL && parlour_store_verify (db, census, error) &&
         parlour_db_backup (db, to, NULL, error);
}

static gboolean
change (ParlourStore *store, const char *file, gboolean keep_sessions, GError **error)
{
  const ParlourActor actor = {.origin = "folder"};
  g_autofree char *name = g_path_get_basename (file);

  return parlour_store_renew_epoch (store, error) &&
         (keep_sessions || (parlour_store_end_all_sessions (store, error) &&
                            parlour_store_revoke_all_invites (store, error))) &&
         parlour_store_note_deed (store, &actor, "restore", name,
                                  keep_sessions ? "sessions and invitations kept" : NULL, error);
}

/* Brings the schema up to date, too. What is changed stands in the file itself afterwards. */
static gboolean
begin_timeline (const char *path, const char *file, gboolean keep_sessions, GError **error)
{
  g_autoptr (ParlourStore) store = parlour_store_open (path, PARLOUR_STORE_WRITER, error);
  ParlourDb *db = store != NULL ? parlour_store_get_db (store) : NULL;

  if (store == NULL || !parlour_db_begin (db, TRUE, error))
    return FALSE;
  if (!change (store, file, keep_sessions, error) || !parlour_db_commit (db, error)) {
    parlour_db_rollback (db);
    return FALSE;
  }
  return parlour_db_checkpoint (db, TRUE, NULL, error);
}

static gboolean
prepare (const char *path,
         const char *file,
         gboolean keep_sessions,
         ParlourCensus *census,
         GError **error)
{
  g_autoptr (ParlourDb) db = NULL;

  parlour_data_folder_remove_database (path);
  if (!copy (file, path, census, error) || !begin_timeline (path, file, keep_sessions, error))
    return FALSE;
  parlour_census_clear (census);
  db = parlour_db_open (path, PARLOUR_DB_READ_ONLY, error);
  return db != NULL && parlour_store_verify (db, census, error);
}

/* A reader changes nothing: what is no database any more is kept as it lies there. */
static gboolean
is_readable (const char *path, GError **error)
{
  g_autoptr (ParlourDb) db = parlour_db_open (path, PARLOUR_DB_READ_ONLY, error);
  gint64 version = 0;

  return db != NULL && parlour_store_check_marks (db, &version, error);
}

static gboolean
copy_log (const char *path, GError **error)
{
  g_autoptr (ParlourDb) db = parlour_db_open (path, PARLOUR_DB_READ_WRITE_CREATE, error);

  return db != NULL && parlour_db_checkpoint (db, TRUE, NULL, error);
}

/* The log of the old database must not lie beside the new one, which would take it for its own. */
static void
empty_log (const char *path, const char *kept)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *log = g_strconcat (path, "-wal", NULL);
  g_autofree char *kept_log = g_strconcat (kept, "-wal", NULL);
  g_autofree char *index = g_strconcat (path, "-shm", NULL);

  if (!is_readable (path, &error) || !copy_log (path, &error))
    g_message ("The old database is kept with its log: %s", error->message);
  if (g_rename (log, kept_log) != 0 && errno != ENOENT)
    g_warning ("Could not keep %s: %s", log, g_strerror (errno));
  g_unlink (index);
}

static char *
name_kept (ParlourDataFolder *folder)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *time = g_date_time_format (now, "%Y%m%d-%H%M%S");

  for (guint i = 1; i < KEPT_MAX; i++) {
    g_autofree char *name = i == 1 ? g_strdup_printf ("before-restore-%s.db", time)
                                   : g_strdup_printf ("before-restore-%s-%u.db", time, i);
    g_autofree char *path = parlour_data_folder_file (folder, name);
    if (!g_file_test (path, G_FILE_TEST_EXISTS))
      return g_steal_pointer (&path);
  }
  return NULL;
}

/* A second name first, so that there is a database under the first one at every moment. Where the
 * file system knows no second names, it is moved. */
static gboolean
set_aside (const char *path, const char *kept, GError **error)
{
  empty_log (path, kept);
  if (link (path, kept) == 0 || g_rename (path, kept) == 0)
    return TRUE;
  int code = errno;
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
               "The old database can't be kept as %s: %s", kept, g_strerror (code));
  return FALSE;
}

gboolean
parlour_restore (ParlourDataFolder *folder,
                 const char *file,
                 gboolean keep_sessions,
                 ParlourCensus *census,
                 char **kept,
                 GError **error)
{
  g_autofree char *path = parlour_data_folder_file (folder, PARLOUR_DATABASE_FILE);
  g_autofree char *restoring = parlour_data_folder_file (folder, RESTORING_FILE);
  g_autofree char *aside = g_file_test (path, G_FILE_TEST_EXISTS) ? name_kept (folder) : NULL;

  *kept = NULL;
  if (!prepare (restoring, file, keep_sessions, census, error) ||
      (aside != NULL && !set_aside (path, aside, error)) ||
      !parlour_durable_rename (restoring, path, TRUE, error)) {
    parlour_data_folder_remove_database (restoring);
    if (aside != NULL && !g_file_test (path, G_FILE_TEST_EXISTS) && g_rename (aside, path) != 0)
      g_warning ("The old database stays at %s: %s", aside, g_strerror (errno));
    return FALSE;
  }
  parlour_data_folder_remove_database (restoring); /* its index */
  *kept = g_steal_pointer (&aside);
  return TRUE;
}
