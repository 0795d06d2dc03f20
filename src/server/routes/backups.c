/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-backups"

#include "server/routes/backups.h"

#include "server/authority.h"
#include "server/backup.h"
#include "server/routes/replies.h"
#include "server/store/backup-plan.h"

#include <string.h>

/* This file owns how backups are asked for. The long part runs on the keeper's thread, between the
 * question whether it may and the note that it was done. */

#define FULL_RETRY_SECONDS 600

typedef struct {
  const char *path; /* nullable: the folder of backups */
  gboolean replace;
  gboolean due; /* a scheduled one: whether there is anything to do */
  gint64 keep;  /* how many stay in the folder of backups */
  gint64 at;
  gint64 size;
} Create;

static char *
backups_folder (const ParlourCall *call)
{
  return g_build_filename (call->standing->data_dir, PARLOUR_BACKUP_FOLDER, NULL);
}

static void
write_backup (gconstpointer item, ParlourJsonWriter *writer, const char *name)
{
  const ParlourBackupFile *file = item;

  parlour_json_writer_begin_object (writer, name);
  parlour_json_writer_string (writer, "name", file->name);
  parlour_json_writer_time (writer, "at", file->at);
  parlour_json_writer_int (writer, "size", file->size);
  parlour_json_writer_end_object (writer);
}

/* Takes out of @files what is not on the page; a cursor is the name that the page before ended
 * with.
 */
static const char *
cut_page (GPtrArray *files, const ParlourPage *page)
{
  guint first = 0;

  for (guint i = 0; page->cursor != NULL && i < files->len; i++)
    if (strcmp (((const ParlourBackupFile *)files->pdata[i])->name, page->cursor) == 0)
      first = i + 1;
  g_ptr_array_remove_range (files, 0, first);
  if (files->len <= page->limit)
    return NULL;
  g_ptr_array_set_size (files, (int)page->limit);
  return ((const ParlourBackupFile *)files->pdata[files->len - 1])->name;
}

gboolean
parlour_backups_list (ParlourCall *call, ParlourStore *store, GError **error)
{
  ParlourActor actor;

  if (!parlour_authority_enter_admin (call, store, &actor, error))
    return FALSE;
  g_autofree char *folder = backups_folder (call);
  g_autoptr (GPtrArray) files = parlour_backup_list (folder);
  const char *next = cut_page (files, call->arguments);
  parlour_reply_list (call, files, write_backup, next);
  return TRUE;
}

gboolean
parlour_backups_decode_create (ParlourCall *call, GError **error)
{
  ParlourFields fields = PARLOUR_FIELDS (call->body);
  Create *in = parlour_call_alloc (call, sizeof *in);

  call->arguments = in;
  in->path = parlour_fields_string (&fields, "path", 0);
  in->replace = parlour_fields_boolean (&fields, "replace", 0, FALSE);
  return parlour_fields_end (&fields, error);
}

static gboolean
refuse_path (GError **error, const char *detail)
{
  parlour_problem_set_field (error, PARLOUR_PROBLEM_INVALID_FIELD, "path", "%s", detail);
  return FALSE;
}

/* The live database stands in the data folder: nothing is written over it, and nothing beside it
 * that looks like it. */
static gboolean
check_path (const ParlourCall *call, const char *path, GError **error)
{
  if (!g_path_is_absolute (path) || g_str_has_suffix (path, G_DIR_SEPARATOR_S))
    return refuse_path (error, "The path of a backup begins at the root and ends with a name.");
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *real = realpath (folder, NULL);
  g_autofree char *own = realpath (call->standing->data_dir, NULL);
  if (real == NULL)
    return refuse_path (error, "The folder for the backup is missing.");
  if (g_strcmp0 (real, own) == 0)
    return refuse_path (error, "A backup can't lie right in the server's own folder.");
  return TRUE;
}

/* Who administers from afar must not write files wherever the server may. */
gboolean
parlour_backups_look (ParlourCall *call, ParlourStore *store, GError **error)
{
  Create *in = call->arguments;
  ParlourActor actor;
  ParlourBackupPlan plan;

  if (!parlour_authority_enter_admin (call, store, &actor, error) ||
      !parlour_store_get_backup_plan (store, &plan, error))
    return FALSE;
  in->keep = MAX (plan.keep, 1);
  if (in->path == NULL)
    return TRUE;
  if (!call->local) {
    parlour_problem_set_field (error, PARLOUR_PROBLEM_FORBIDDEN, "path",
                               "Only on the server's own computer may a file be named.");
    return FALSE;
  }
  return check_path (call, in->path, error);
}

static gboolean
is_full (const GError *error)
{
  return g_error_matches (error, PARLOUR_DB_ERROR, PARLOUR_DB_ERROR_FULL) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
}

static gboolean
refuse (const GError *cause, GError **error)
{
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    parlour_problem_set (error, PARLOUR_PROBLEM_UNAVAILABLE, "The server is ending.");
    return FALSE;
  }
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_EXISTS))
    return refuse_path (error, cause->message);
  g_warning ("A backup failed: %s", cause->message);
  if (!is_full (cause)) {
    g_autofree char *detail = g_strdup_printf ("The backup can't be written: %s", cause->message);
    return refuse_path (error, detail);
  }
  parlour_problem_set (error, PARLOUR_PROBLEM_STORAGE_FULL,
                       "The disk is too full for the backup. Nothing of it was kept.");
  if (error != NULL)
    parlour_problem_set_retry_after (*error, FULL_RETRY_SECONDS);
  return FALSE;
}

static gboolean
write_into_folder (ParlourCall *call, ParlourStore *store, GError **error)
{
  Create *in = call->arguments;
  g_autofree char *folder = backups_folder (call);

  if (!parlour_backup_prepare_folder (folder, error))
    return FALSE;
  in->path = parlour_call_keep (call, parlour_backup_next_path (folder, in->at));
  if (!parlour_backup_write (store, in->path, FALSE, call->cancellable, &in->size, error))
    return FALSE;
  parlour_backup_prune (folder, (guint)in->keep);
  return TRUE;
}

gboolean
parlour_backups_write (ParlourCall *call, ParlourStore *store, GError **error)
{
  Create *in = call->arguments;
  g_autoptr (GError) cause = NULL;

  in->at = parlour_store_now (store);
  if (in->path == NULL)
    write_into_folder (call, store, &cause);
  else
    parlour_backup_write (store, in->path, in->replace, call->cancellable, &in->size, &cause);
  return cause == NULL || refuse (cause, error);
}

static void
reply_backup (ParlourCall *call)
{
  const Create *in = call->arguments;
  g_autoptr (ParlourJsonWriter) writer = parlour_json_writer_new ();
  g_autofree char *name = g_path_get_basename (in->path);

  parlour_json_writer_begin_object (writer, NULL);
  parlour_json_writer_string (writer, "name", name);
  parlour_json_writer_time (writer, "at", in->at);
  parlour_json_writer_int (writer, "size", in->size);
  if (call->local)
    parlour_json_writer_string (writer, "path", in->path);
  parlour_json_writer_end_object (writer);
  parlour_call_reply (call, 201, writer);
}

gboolean
parlour_backups_note (ParlourCall *call, ParlourStore *store, GError **error)
{
  const Create *in = call->arguments;
  ParlourActor actor;
  g_autofree char *name = g_path_get_basename (in->path);

  if (!parlour_authority_enter_admin (call, store, &actor, error) ||
      !parlour_store_note_backup (store, in->at, error) ||
      !parlour_store_note_deed (store, &actor, call->route->name, name, NULL, error))
    return FALSE;
  reply_backup (call);
  return TRUE;
}

static gboolean
look_whether_due (ParlourCall *call, ParlourStore *store, GError **error)
{
  Create *in = parlour_call_alloc (call, sizeof *in);
  ParlourBackupPlan plan;

  call->arguments = in;
  if (!parlour_store_get_backup_plan (store, &plan, error))
    return FALSE;
  in->keep = MAX (plan.keep, 1);
  in->due = plan.due != 0 && plan.due <= parlour_store_now (store);
  return TRUE;
}

static gboolean
write_if_due (ParlourCall *call, ParlourStore *store, GError **error)
{
  const Create *in = call->arguments;

  return !in->due || parlour_backups_write (call, store, error);
}

static gboolean
note_if_due (ParlourCall *call, ParlourStore *store, GError **error)
{
  const Create *in = call->arguments;

  if (!in->due)
    return TRUE;
  if (!parlour_store_note_backup (store, in->at, error))
    return FALSE;
  reply_backup (call);
  return TRUE;
}

const ParlourRoute *
parlour_backups_scheduled (void)
{
  static const ParlourRoute route = {
      .name = "backup.scheduled",
      .access = PARLOUR_ACCESS_LOCAL,
      .runs = PARLOUR_RUNS_WRITER,
      .look = look_whether_due,
      .keep = write_if_due,
      .handle = note_if_due,
  };

  return &route;
}
