/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/background.h"
#include "app/settings.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourPreferences:
 *
 * The window of preferences; each takes effect as it is changed. Main thread.
 */
#define PARLOUR_TYPE_PREFERENCES (parlour_preferences_get_type ())
G_DECLARE_FINAL_TYPE (
    ParlourPreferences, parlour_preferences, PARLOUR, PREFERENCES, AdwPreferencesWindow)

GtkWindow *parlour_preferences_new (GtkWindow *parent,
                                    ParlourSettings *settings,
                                    ParlourBackground *background);

G_END_DECLS
