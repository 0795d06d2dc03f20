/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A command is written straight down: it starts a call, awaits it, goes on. The main context is
 * iterated here and nowhere else, and never from within a callback, so no loop is nested. */

/** parlour_cli_await_cb: the callback of a call that is awaited; @slot is a GAsyncResult **. */
void parlour_cli_await_cb (GObject *source, GAsyncResult *result, gpointer slot);

/** parlour_cli_await: until parlour_cli_await_cb() has filled @slot. */
void parlour_cli_await (GAsyncResult **slot);

typedef gboolean (*ParlourCliCondition) (gpointer data);

/** parlour_cli_await_until: until @condition holds; FALSE when @seconds have passed first; 0 waits
 * for ever. */
gboolean parlour_cli_await_until (ParlourCliCondition condition, gpointer data, guint seconds);

G_END_DECLS
