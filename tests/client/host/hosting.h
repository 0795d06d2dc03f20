/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/host/host.h"
#include "client/sign-in.h"

G_BEGIN_DECLS

/* What the tests of hosting share: a host of the real server, and waiting with a deadline. */

#define HOSTING_PASSWORD "correct horse battery"

/** hosting_keep_cb: @slot: where a GAsyncResult goes. */
void hosting_keep_cb (GObject *source, GAsyncResult *result, gpointer slot);

/** hosting_is_set: a condition: the pointer that @slot points to. */
gboolean hosting_is_set (gpointer slot);

typedef gboolean (*HostingCondition) (gpointer data);
void hosting_wait_until (HostingCondition condition, gpointer data, const char *what);

/** hosting_is_up: conditions: whether the ParlourHost @host runs. */
gboolean hosting_is_up (gpointer host);
gboolean hosting_is_down (gpointer host);

/** hosting_make: (transfer full): @profile, @program: (nullable): the server that was built. */
ParlourHost *hosting_make (const char *profile, const char *program);

/** hosting_start: (transfer full) (nullable): @owner: (nullable). */
char *hosting_start (ParlourHost *host, const char *owner, const char *password, GError **error);
void hosting_stop (ParlourHost *host);

/** hosting_end: (transfer full) @host: stops it, and waits until nobody holds it any more. */
void hosting_end (ParlourHost *host);

/** hosting_take_port: (transfer full): a listener on a free port of the loopback address. */
GSocketListener *hosting_take_port (guint16 *port);

/** hosting_write_port: where the next start tries to listen. */
void hosting_write_port (const char *profile, guint16 port);

/** hosting_write_own_port: one that no other test hosts on: while a server is away, somebody may
 * take its port. */
void hosting_write_own_port (const char *profile);

/** hosting_sign_in: (transfer full) (nullable): as the owner's own window does. */
ParlourSignedIn *hosting_sign_in (ParlourHost *host, const char *username, GError **error);

G_END_DECLS
