/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/host/host-admin.h"
#include "client/host/host.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourBackupPage:
 *
 * Backing the hosted place up, and when that was done last; going back to a backup, and moving to
 * another computer. Main thread.
 */
#define PARLOUR_TYPE_BACKUP_PAGE (parlour_backup_page_get_type ())
G_DECLARE_FINAL_TYPE (
    ParlourBackupPage, parlour_backup_page, PARLOUR, BACKUP_PAGE, AdwPreferencesPage)

void
parlour_backup_page_set_up (ParlourBackupPage *self, ParlourHost *host, ParlourHostAdmin *admin);

G_END_DECLS
