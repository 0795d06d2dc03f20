/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/config.h"

G_BEGIN_DECLS

/**
 * parlour_start_settings_apply:
 *
 * What is kept in the folder has one rule: what was said last counts, at a start or by an
 * administrator. A start that says what the one before it said says nothing new, so that a service
 * whose options never change does not undo what people set meanwhile. In a transaction of its own;
 * on the thread that opened @store, before anybody else uses it.
 *
 * Returns: (transfer full) (nullable): the place as it stands now
 */
ParlourPlace *
parlour_start_settings_apply (ParlourStore *store, const ParlourConfig *config, GError **error);

/** parlour_start_settings_hear: the same in the caller's transaction, of a server that runs. */
ParlourPlace *
parlour_start_settings_hear (ParlourStore *store, const ParlourConfig *config, GError **error);

G_END_DECLS
