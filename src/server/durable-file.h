/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* How files get their final names so that a power cut leaves either what was or what is. All of
 * them block on the disk; any thread; errors are #G_IO_ERROR with the file's name. */

/**
 * parlour_durable_rename:
 * @from: a file whose content is flushed
 * @to: in the same folder
 * @replace: what is at @to goes; else it stays, and the error is #G_IO_ERROR_EXISTS
 */
gboolean
parlour_durable_rename (const char *from, const char *to, gboolean replace, GError **error);

/** parlour_durable_write: makes the file @path, which is not there yet, with mode 0600. */
gboolean parlour_durable_write (const char *path, const char *text, GError **error);

/** parlour_durable_temporary: (transfer full): a name beside @path that nobody else has. */
char *parlour_durable_temporary (const char *path);

#define PARLOUR_DURABLE_SUFFIX ".part" /* of such a name */

G_END_DECLS
