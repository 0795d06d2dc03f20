/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/dispatch.h"

G_BEGIN_DECLS

/**
 * ParlourBackupSchedule:
 *
 * Asks from time to time whether a backup is due, and remembers what went wrong with the last one.
 */
typedef struct _ParlourBackupSchedule ParlourBackupSchedule;

/**
 * parlour_backup_schedule_new:
 *
 * It begins to ask with parlour_backup_schedule_start().
 */
ParlourBackupSchedule *parlour_backup_schedule_new (void);

/**
 * parlour_backup_schedule_start:
 * @dispatch: (transfer none): until parlour_backup_schedule_stop()
 * @seconds: between two questions
 *
 * On the thread-default main context of the calling thread.
 */
void parlour_backup_schedule_start (ParlourBackupSchedule *self,
                                    ParlourDispatch *dispatch,
                                    guint seconds);

/** parlour_backup_schedule_stop: asks no more; before the dispatch ends. */
void parlour_backup_schedule_stop (ParlourBackupSchedule *self);

/**
 * parlour_backup_schedule_dup_failure: (transfer full) (nullable): why the last scheduled backup
 * was not written; %NULL where nothing is wrong. @code: (out) (transfer none) (nullable): the
 * problem's. Any thread.
 */
char *parlour_backup_schedule_dup_failure (ParlourBackupSchedule *self, const char **code);

/** parlour_backup_schedule_free: after the dispatch has ended. */
void parlour_backup_schedule_free (ParlourBackupSchedule *self);

G_END_DECLS
