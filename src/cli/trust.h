/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/fingerprint.h"

G_BEGIN_DECLS

/**
 * parlour_cli_ask_trust:
 * @error: why there is no going on: a #PARLOUR_CLIENT_ERROR_NOT_TRUSTED
 *
 * Shows the fingerprint of @error on the terminal and asks whether it is the right one. Main
 * thread; waits for the person.
 *
 * Returns: FALSE where the answer is no, or where there is no terminal; @error then says what to do
 */
gboolean parlour_cli_ask_trust (const GError *error);

G_END_DECLS
