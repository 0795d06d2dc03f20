/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What stands in the field of recipients: names with commas between them. Stateless. */

/** parlour_recipients_split: (transfer full): the names, without what is around them and each once;
 * empty ones are left out. */
char **parlour_recipients_split (const char *text);

/** parlour_recipients_last: (transfer none): the name that is being typed: a part of @text. */
const char *parlour_recipients_last (const char *text);

/** parlour_recipients_complete: (transfer full): @text with @name in place of the last one. */
char *parlour_recipients_complete (const char *text, const char *name);

G_END_DECLS
