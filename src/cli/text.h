/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What others wrote goes to a terminal, which obeys control characters. Any thread. */

/**
 * parlour_cli_text_clean:
 * @text: (nullable): UTF-8
 * @multi_line: keeps the ends of lines and tabs; else they become spaces
 *
 * Drops what a terminal would obey or be turned by: C0, DEL, C1, and the bidi controls.
 *
 * Returns: (transfer full)
 */
char *parlour_cli_text_clean (const char *text, gboolean multi_line);

/**
 * parlour_cli_text_escape_json:
 * @json: a JSON text
 *
 * The same characters, which stand in @json's strings alone, as \uXXXX.
 *
 * Returns: (transfer full)
 */
char *parlour_cli_text_escape_json (const char *json);

G_END_DECLS
