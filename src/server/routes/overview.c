/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-overview"

#include "server/routes/overview.h"

#include "server/authority.h"
#include "server/backup-schedule.h"
#include "server/routes/replies.h"
#include "server/storage.h"
#include "server/store/backup-plan.h"
#include "server/store/place.h"
#include "server/store/statistics.h"
#include "server/store/users.h"

#include "build-config.h"
#include "core/limits.h"

#include <gio/gio.h>

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

static void
write_space (ParlourCall *call, const ParlourPlace *place, ParlourJsonWriter *writer)
{
  ParlourStorage storage;

  parlour_storage_measure (call->standing->data_dir, &storage);
  parlour_json_writer_begin_object (writer, "space");
  if (storage.free >= 0)
    parlour_json_writer_int (writer, "free_bytes", storage.free);
  else
    parlour_json_writer_null (writer, "free_bytes");
  parlour_json_writer_boolean (writer, "low",
                               parlour_storage_is_low (&storage, place->space_warning));
  parlour_json_writer_end_object (writer);
}

static gboolean
write_backups (ParlourCall *call, ParlourStore *store, ParlourJsonWriter *writer, GError **error)
{
  ParlourBackupSchedule *schedule = call->standing->backups;
  const char *code = NULL;
  g_autofree char *failure =
      schedule != NULL ? parlour_backup_schedule_dup_failure (schedule, &code) : NULL;
  ParlourBackupPlan plan;

  if (!parlour_store_get_backup_plan (store, &plan, error))
    return FALSE;
  parlour_json_writer_begin_object (writer, "backup");
  parlour_json_writer_time (writer, "last_at", plan.last);
  parlour_json_writer_time (writer, "due_at", plan.due);
  parlour_json_writer_string (writer, "failure", failure);
  parlour_json_writer_string (writer, "failure_code", code);
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
  write_space (call, place, writer);
  if (!write_backups (call, store, writer, error) || !write_online (call, store, writer, error))
    return FALSE;
  parlour_json_writer_end_object (writer);
  parlour_call_reply (call, 200, writer);
  return TRUE;
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

static void
write_storage (const ParlourStorage *storage, ParlourJsonWriter *writer)
{
  parlour_json_writer_int (writer, "disk_bytes", storage->all);
  parlour_json_writer_int (writer, "database_bytes", storage->database);
  parlour_json_writer_int (writer, "log_bytes", storage->log);
  parlour_json_writer_int (writer, "backups_bytes", storage->backups);
  parlour_json_writer_int (writer, "disk_free_bytes", MAX (storage->free, 0));
}

gboolean
parlour_overview_statistics (ParlourCall *call, ParlourStore *store, GError **error)
{
  ParlourActor actor;
  ParlourStatistics found;
  ParlourStorage storage;
  g_autoptr (ParlourJsonWriter) writer = parlour_json_writer_new ();

  if (!parlour_authority_enter_admin (call, store, &actor, error) ||
      !parlour_store_get_statistics (store, &found, error))
    return FALSE;
  g_autoptr (GArray) online = parlour_online_list (call->standing->online);
  parlour_storage_measure (call->standing->data_dir, &storage);
  parlour_json_writer_begin_object (writer, NULL);
  parlour_json_writer_int (writer, "accounts", found.accounts);
  parlour_json_writer_int (writer, "disabled", found.disabled);
  parlour_json_writer_int (writer, "admins", found.admins);
  parlour_json_writer_int (writer, "sessions", found.sessions);
  parlour_json_writer_int (writer, "online", online->len);
  parlour_json_writer_int (writer, "invites", found.invites);
  parlour_json_writer_int (writer, "conversations", found.conversations);
  parlour_json_writer_int (writer, "messages", found.messages);
  write_storage (&storage, writer);
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
