/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/profile.h"

G_BEGIN_DECLS

/**
 * ParlourSettings:
 *
 * A profile's preferences. Where the schema is not installed, as in a build folder, they last for
 * this run only, and a warning says so. Main thread.
 *
 * Properties (gboolean, notify): "enter-sends": whether Enter sends and Shift+Enter breaks the
 * line; "stay-in-background": whether Parlour stays when its window is closed; "notify-preview":
 * whether a notification shows the text; "notify-sound": whether it can be heard; "quiet-hours":
 * whether there are none between "quiet-from" and "quiet-to" (guint: half hours since midnight; the
 * first may be later than the second).
 */
#define PARLOUR_TYPE_SETTINGS (parlour_settings_get_type ())
G_DECLARE_FINAL_TYPE (ParlourSettings, parlour_settings, PARLOUR, SETTINGS, GObject)

ParlourSettings *parlour_settings_new (ParlourProfile *profile);

/** parlour_settings_get_account: (transfer none): the account shown last, by id; "" for none. */
const char *parlour_settings_get_account (ParlourSettings *self);
void parlour_settings_set_account (ParlourSettings *self, const char *account);

void parlour_settings_get_window (ParlourSettings *self, int *width, int *height, gboolean *big);
void parlour_settings_set_window (ParlourSettings *self, int width, int height, gboolean big);

gboolean parlour_settings_get_enter_sends (ParlourSettings *self);

/** parlour_settings_get_stay: whether Parlour stays when its window is closed. */
gboolean parlour_settings_get_stay (ParlourSettings *self);
gboolean parlour_settings_get_notify_preview (ParlourSettings *self);
gboolean parlour_settings_get_notify_sound (ParlourSettings *self);
/** parlour_settings_is_quiet: whether @minute of the day lies in the quiet hours. */
gboolean parlour_settings_is_quiet (ParlourSettings *self, guint minute);

G_END_DECLS
