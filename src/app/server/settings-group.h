/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/host/host-admin.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourSettingsGroup:
 *
 * A group of rows that show settings of the hosted server and change them. It reads them when it is
 * looked at and after each change, since what holds is what the server says. Main thread.
 */
#define PARLOUR_TYPE_SETTINGS_GROUP (parlour_settings_group_get_type ())
G_DECLARE_DERIVABLE_TYPE (
    ParlourSettingsGroup, parlour_settings_group, PARLOUR, SETTINGS_GROUP, AdwPreferencesGroup)

/**
 * ParlourSettingsGroupClass:
 * @show: puts what the server has into the rows; what they then say of a change is not set
 * @read_more: (nullable): reads what the group shows besides
 */
struct _ParlourSettingsGroupClass {
  AdwPreferencesGroupClass parent_class;
  void (*show) (ParlourSettingsGroup *self, const ParlourHostSettings *settings);
  void (*read_more) (ParlourSettingsGroup *self,
                     ParlourHostAdmin *admin,
                     GCancellable *cancellable);
};

void parlour_settings_group_set_admin (ParlourSettingsGroup *self, ParlourHostAdmin *admin);

/** parlour_settings_group_get_admin: (transfer none) (nullable) */
ParlourHostAdmin *parlour_settings_group_get_admin (ParlourSettingsGroup *self);

/** parlour_settings_group_refresh: reads it again: the server may have begun to run. */
void parlour_settings_group_refresh (ParlourSettingsGroup *self);

/** parlour_settings_group_set: a person's wish: the members of @settings that are set. */
void parlour_settings_group_set (ParlourSettingsGroup *self, const ParlourHostSettings *settings);

G_END_DECLS
