/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/accounts.h"

G_BEGIN_DECLS

/**
 * ParlourLauncher:
 *
 * Keeps the number at the program's icon, where the desktop shows one (docks that follow Unity's
 * launcher interface): how many conversations have something unread, in all accounts. Main thread.
 */
#define PARLOUR_TYPE_LAUNCHER (parlour_launcher_get_type ())
G_DECLARE_FINAL_TYPE (ParlourLauncher, parlour_launcher, PARLOUR, LAUNCHER, GObject)

/** parlour_launcher_new: @application (borrowed) lives longer; it says on which bus. */
ParlourLauncher *parlour_launcher_new (GApplication *application, ParlourAccounts *accounts);

G_END_DECLS
