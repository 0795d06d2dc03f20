/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What a service manager such as systemd and a service say to each other: sd_notify(3),
 * sd_listen_fds(3). Main thread. */

/**
 * parlour_service_manager_notify:
 * @state: "READY=1", "STOPPING=1", …
 *
 * Tells whoever waits for it in $NOTIFY_SOCKET; does nothing where nobody does. Never blocks.
 */
void parlour_service_manager_notify (const char *state);

/** parlour_service_manager_notify_reloading: what systemd wants to hear before "READY=1". */
void parlour_service_manager_notify_reloading (void);

/**
 * parlour_service_manager_take_sockets:
 *
 * The descriptors that this very process was given to listen on ($LISTEN_FDS). They are the
 * caller's from then on, and no child hears of them.
 *
 * Returns: (transfer full): of int, maybe empty
 */
GArray *parlour_service_manager_take_sockets (void);

G_END_DECLS
