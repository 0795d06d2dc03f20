/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * ParlourProfile:
 *
 * Where one run of the program keeps its things: `--profile NAME` gives a second person, or a
 * second life, folders of its own under each XDG directory, an application id of its own and a
 * keyring attribute of its own. Immutable, counted atomically; makes no folder by itself.
 */
typedef struct _ParlourProfile ParlourProfile;

/**
 * parlour_profile_new:
 * @name: (nullable): 1 to 32 of a-z 0-9 _ -; %NULL is the usual one
 *
 * Returns: (transfer full) (nullable)
 */
ParlourProfile *parlour_profile_new (const char *name, GError **error);
ParlourProfile *parlour_profile_ref (ParlourProfile *self);
void parlour_profile_unref (ParlourProfile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourProfile, parlour_profile_unref)

/** parlour_profile_get_name: (transfer none): "" for the usual one. */
const char *parlour_profile_get_name (const ParlourProfile *self);
/** parlour_profile_get_config_dir: (transfer none): $XDG_CONFIG_HOME/parlour[-NAME] */
const char *parlour_profile_get_config_dir (const ParlourProfile *self);
/** parlour_profile_get_data_dir: (transfer none): $XDG_DATA_HOME/parlour[-NAME] */
const char *parlour_profile_get_data_dir (const ParlourProfile *self);
/** parlour_profile_get_application_id: (transfer none): im.parlour.Parlour[.NAME as an element] */
const char *parlour_profile_get_application_id (const ParlourProfile *self);

G_END_DECLS
