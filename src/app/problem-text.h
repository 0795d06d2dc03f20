/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * parlour_problem_text:
 * @error: any error
 *
 * Returns: (transfer full): a sentence in the person's language that says what went wrong
 */
char *parlour_problem_text (const GError *error);

/**
 * parlour_problem_text_for_code:
 * @code: (nullable): the stable code of a problem
 * @detail: (nullable): what to say where the code is not known here
 *
 * Returns: (transfer full)
 */
char *parlour_problem_text_for_code (const char *code, const char *detail);

G_END_DECLS
