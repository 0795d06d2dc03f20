/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * Bare:
 *
 * What SQLite by itself takes for the rows of a message: the server's own schema and statements in
 * a file of its own, WAL, synchronous=FULL, checkpoints as SQLite does them; no thread, no socket,
 * no check. It is the most that a server on this disk could reach. On the thread that made it.
 */
typedef struct _Bare Bare;

/** bare_new: @parent is an existing folder; @n_streams is the largest group. */
Bare *bare_new (const char *parent, guint n_streams);
void bare_free (Bare *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Bare, bare_free)

/** bare_run: for @seconds transactions of @group messages, each in another stream; their number. */
guint bare_run (Bare *self, guint group, double seconds, const char *body, double *took);

G_END_DECLS
