/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define PARLOUR_SERVICE_TYPE "_parlour._tcp"

/**
 * ParlourAnnounce:
 *
 * Tells the local network that a server is there, by Avahi over D-Bus (DNS-SD, RFC 6763). Where
 * there is no Avahi it waits for one and does nothing. On one main context.
 */
typedef struct _ParlourAnnounce ParlourAnnounce;

/**
 * parlour_announce_new:
 * @bus: (nullable): where Avahi is; %NULL is the system bus
 * @name: of the place; the service is named after it, or, where that is taken, alike
 * @fingerprint: base64url
 *
 * On the thread-default main context, in which it does all the rest.
 */
ParlourAnnounce *parlour_announce_new (GDBusConnection *bus,
                                       const char *name,
                                       const char *fingerprint,
                                       guint16 port);

/** parlour_announce_free: withdraws it. */
void parlour_announce_free (ParlourAnnounce *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourAnnounce, parlour_announce_free)

/** parlour_announce_set_name: the place is called otherwise now. */
void parlour_announce_set_name (ParlourAnnounce *self, const char *name);

G_END_DECLS
