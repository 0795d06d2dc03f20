/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/config.h"

G_BEGIN_DECLS

/**
 * ParlourServeSettings:
 *
 * What can be said about a server, in one table: as an option of `serve` ("--tls-cert FILE"), in
 * the environment ("PARLOUR_TLS_CERT"), and in a configuration file ("tls-cert=FILE" in the group
 * [server]). An option goes before the environment, that before the file. Main thread.
 */
typedef struct _ParlourServeSettings ParlourServeSettings;

ParlourServeSettings *parlour_serve_settings_new (void);
void parlour_serve_settings_free (ParlourServeSettings *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourServeSettings, parlour_serve_settings_free)

/** parlour_serve_settings_get_count: how many there are. */
guint parlour_serve_settings_get_count (void);

/** parlour_serve_settings_add_entries: one option for each; their values go into @self. */
void parlour_serve_settings_add_entries (ParlourServeSettings *self, GOptionEntry *entries);

/**
 * parlour_serve_settings_make_config:
 * @error: which value of which source is wrong, in one sentence
 *
 * Reads the environment and the file anew, so that it may be asked again while the server runs.
 * Blocks on the disk.
 *
 * Returns: (transfer full) (nullable): a config whose values go together
 */
ParlourConfig *parlour_serve_settings_make_config (ParlourServeSettings *self, GError **error);

G_END_DECLS
