/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-backup-plan"

#include "server/store/backup-plan.h"

#include "server/store/sql.h"

/* This file owns when the place is backed up, kept among the place's facts. On the store's thread.
 */

#define HOUR_MS G_GINT64_CONSTANT (3600000)

static gboolean
get_number (ParlourStore *self, const char *name, gint64 fallback, gint64 *number, GError **error)
{
  return parlour_sql_int (self, number, fallback, error, "SELECT value FROM place WHERE name = ?1",
                          "s", name);
}

static gboolean
set_number (ParlourStore *self, const char *name, gint64 number, GError **error)
{
  return parlour_sql_run (self, error,
                          "INSERT INTO place (name, value) VALUES (?1, ?2)"
                          " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                          "si", name, number);
}

/* A clock that was set back must not put the next one off for years. */
static gint64
find_due (const ParlourBackupPlan *plan, gint64 begin, gint64 now)
{
  if (plan->every == 0)
    return 0;
  return begin > now ? now : begin + plan->every * HOUR_MS;
}

gboolean
parlour_store_get_backup_plan (ParlourStore *self, ParlourBackupPlan *plan, GError **error)
{
  gint64 created_at = 0;

  if (!get_number (self, "backup_every", PARLOUR_BACKUP_EVERY, &plan->every, error) ||
      !get_number (self, "backup_keep", PARLOUR_BACKUP_KEEP, &plan->keep, error) ||
      !get_number (self, "backup_at", 0, &plan->last, error) ||
      !get_number (self, "created_at", 0, &created_at, error))
    return FALSE;
  plan->due = find_due (plan, plan->last != 0 ? plan->last : created_at, parlour_store_now (self));
  return TRUE;
}

gboolean
parlour_store_set_backup_plan (ParlourStore *self, gint64 every, gint64 keep, GError **error)
{
  return (every < 0 || set_number (self, "backup_every", every, error)) &&
         (keep < 0 || set_number (self, "backup_keep", keep, error));
}

gboolean
parlour_store_note_backup (ParlourStore *self, gint64 at, GError **error)
{
  return set_number (self, "backup_at", at, error);
}
