/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/store/store.h"

G_BEGIN_DECLS

#define PARLOUR_BACKUP_EVERY     24 /* hours, where nobody says */
#define PARLOUR_BACKUP_EVERY_MAX (24 * 366)
#define PARLOUR_BACKUP_KEEP      3
#define PARLOUR_BACKUP_KEEP_MAX  1000

/** ParlourBackupPlan: how often the server writes a backup by itself, and when it last did. */
typedef struct {
  gint64 every; /* hours; 0: never */
  gint64 keep;  /* how many stay */
  gint64 last;  /* of any backup, milliseconds since 1970; 0: none yet */
  gint64 due;   /* when the next is to begin; 0: never */
} ParlourBackupPlan;

gboolean
parlour_store_get_backup_plan (ParlourStore *self, ParlourBackupPlan *plan, GError **error);

/** parlour_store_set_backup_plan: what is negative stays as it is. Writer. */
gboolean
parlour_store_set_backup_plan (ParlourStore *self, gint64 every, gint64 keep, GError **error);

/** parlour_store_note_backup: that one was begun at @at and is now whole. Writer. */
gboolean parlour_store_note_backup (ParlourStore *self, gint64 at, GError **error);

G_END_DECLS
