/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-overview"

#include "server/routes/overview.h"

#include "server/authority.h"
#include "server/backup-schedule.h"
#include "server/routes/replies.h"
#include "server/store/backup-plan.h"
#include "server/store/place.h"
#include "server/store/statistics.h"
#include "server/store/users.h"

#include <config.h>
#include "core/limits.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <sys/statvfs.h>

/* This file owns what administrators see of the server. On a reader's thread. */

#define DAY_MS G_GINT64_CONSTANT (86400000)

static void
write_strings (ParlourJsonWriter *writer, const char *name, char **texts)
{
  parlour_json_writer_begin_array (writer, name);
  for (char **text = texts; *text != NULL; text++)
    parlour_json_writer_string (writer, NULL, *text);
  parlour_json_writer_end_array (writer);
}

static gboolean
write_online (ParlourCall *call, ParlourStore *store, ParlourJsonWriter *writer, GError **error)
{
  g_autoptr (GArray) users = parlour_online_list (call->standing->online);

  parlour_json_writer_int (writer, "online_count", users->len);
  parlour_json_writer_begin_array (writer, "online");
  for (guint i = 0; i < MIN (users->len, PARLOUR_PAGE_ITEMS_MAX); i++) {
    g_autoptr (ParlourUser) user =
        parlour_store_get_user (store, 0, g_array_index (users, gint64, i), error);
    if (user == NULL)
      return FALSE;
    parlour_json_writer_begin_object (writer, NULL);
    parlour_json_writer_string (writer, "id", user->id);
    parlour_json_writer_string (writer, "username", user->username);
    parlour_json_writer_string (writer, "display_name", user->display_name);
    parlour_json_writer_end_object (writer);
  }
  parlour_json_writer_end_array (writer);
  return TRUE;
}

static gboolean
write_backups (ParlourCall *call, ParlourStore *store, ParlourJsonWriter *writer, GError **error)
{
  ParlourBackupSchedule *schedule = call->standing->backups;
  g_autofree char *failure =
      schedule != NULL ? parlour_backup_schedule_dup_failure (schedule) : NULL;
  ParlourBackupPlan plan;

  if (!parlour_store_get_backup_plan (store, &plan, error))
    return FALSE;
  parlour_json_writer_begin_object (writer, "backup");
  parlour_json_writer_time (writer, "last_at", plan.last);
  parlour_json_writer_time (writer, "due_at", plan.due);
  parlour_json_writer_string (writer, "failure", failure);
  parlour_json_writer_end_object (writer);
  return TRUE;
}

gboolean
parlour_overview_status (ParlourCall *call, ParlourStore *store, GError **error)
{
  ParlourActor actor;
  g_autoptr (ParlourJsonWriter) writer = parlour_json_writer_new ();

  if (!parlour_authority_enter_admin (call, store, &actor, error))
    return FALSE;
  g_autoptr (ParlourPlace) place = parlour_store_get_place (store, error);
  if (place == NULL)
    return FALSE;
  g_auto (GStrv) addresses = parlour_standing_list_addresses (call->standing);
  g_auto (GStrv) macs = parlour_standing_list_macs ();
  parlour_json_writer_begin_object (writer, NULL);
  parlour_json_writer_string (writer, "id", place->id);
  parlour_json_writer_string (writer, "name", place->name);
  parlour_json_writer_string (writer, "version", PARLOUR_VERSION);
  parlour_json_writer_string (writer, "registration",
                              parlour_registration_to_string (place->registration));
  parlour_json_writer_boolean (writer, "running", call->standing->started_at != 0);
  parlour_json_writer_time (writer, "started_at", call->standing->started_at);
  parlour_json_writer_string (writer, "fingerprint", call->standing->fingerprint);
  write_strings (writer, "addresses", addresses);
  write_strings (writer, "mac_addresses", macs);
  if (!write_backups (call, store, writer, error) || !write_online (call, store, writer, error))
    return FALSE;
  parlour_json_writer_end_object (writer);
  parlour_call_reply (call, 200, writer);
  return TRUE;
}

/* All files right in the folder: the database, its log, the key. */
static gint64
folder_size (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;
  gint64 size = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *file = g_build_filename (path, name, NULL);
    GStatBuf status;
    if (g_stat (file, &status) == 0 && S_ISREG (status.st_mode))
      size += status.st_size;
  }
  return size;
}

static gint64
disk_free (const char *path)
{
  struct statvfs status;

  return statvfs (path, &status) == 0 ? (gint64)(status.f_bavail * status.f_frsize) : 0;
}

static void
write_days (const ParlourStatistics *statistics, ParlourJsonWriter *writer)
{
  parlour_json_writer_begin_array (writer, "days");
  for (guint i = 0; i < PARLOUR_STATISTICS_DAYS; i++) {
    gint64 day = statistics->today - (PARLOUR_STATISTICS_DAYS - 1) + i;
    g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (day * (DAY_MS / 1000));
    g_autofree char *text = g_date_time_format (time, "%Y-%m-%d");
    parlour_json_writer_begin_object (writer, NULL);
    parlour_json_writer_string (writer, "date", text);
    parlour_json_writer_int (writer, "messages", statistics->by_day[i]);
    parlour_json_writer_end_object (writer);
  }
  parlour_json_writer_end_array (writer);
}

gboolean
parlour_overview_statistics (ParlourCall *call, ParlourStore *store, GError **error)
{
  ParlourActor actor;
  ParlourStatistics found;
  const char *folder = call->standing->data_dir;
  g_autoptr (ParlourJsonWriter) writer = parlour_json_writer_new ();

  if (!parlour_authority_enter_admin (call, store, &actor, error) ||
      !parlour_store_get_statistics (store, &found, error))
    return FALSE;
  g_autoptr (GArray) online = parlour_online_list (call->standing->online);
  parlour_json_writer_begin_object (writer, NULL);
  parlour_json_writer_int (writer, "accounts", found.accounts);
  parlour_json_writer_int (writer, "disabled", found.disabled);
  parlour_json_writer_int (writer, "admins", found.admins);
  parlour_json_writer_int (writer, "sessions", found.sessions);
  parlour_json_writer_int (writer, "online", online->len);
  parlour_json_writer_int (writer, "invites", found.invites);
  parlour_json_writer_int (writer, "conversations", found.conversations);
  parlour_json_writer_int (writer, "messages", found.messages);
  parlour_json_writer_int (writer, "disk_bytes", folder_size (folder));
  parlour_json_writer_int (writer, "disk_free_bytes", disk_free (folder));
  write_days (&found, writer);
  parlour_json_writer_end_object (writer);
  parlour_call_reply (call, 200, writer);
  return TRUE;
}

static void
write_deed (gconstpointer item, ParlourJsonWriter *writer, const char *name)
{
  const ParlourDeed *deed = item;

  parlour_json_writer_begin_object (writer, name);
  parlour_json_writer_time (writer, "at", deed->at);
  parlour_json_writer_string (writer, "actor", deed->actor);
  parlour_json_writer_string (writer, "origin", deed->origin);
  parlour_json_writer_string (writer, "action", deed->action);
  parlour_json_writer_string (writer, "subject", deed->subject);
  parlour_json_writer_string (writer, "detail", deed->detail);
  parlour_json_writer_end_object (writer);
}

gboolean
parlour_overview_audit (ParlourCall *call, ParlourStore *store, GError **error)
{
  const ParlourPage *page = call->arguments;
  ParlourActor actor;
  g_autofree char *next = NULL;

  if (!parlour_authority_enter_admin (call, store, &actor, error))
    return FALSE;
  g_autoptr (GPtrArray) deeds =
      parlour_store_list_deeds (store, page->cursor, page->limit, &next, error);
  if (deeds == NULL)
    return FALSE;
  parlour_reply_list (call, deeds, write_deed, next);
  return TRUE;
}
