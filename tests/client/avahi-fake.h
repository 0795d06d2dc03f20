/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A bus of its own with something on it that answers as Avahi does. Main thread. */

typedef struct _AvahiFake AvahiFake;

/** avahi_fake_new: the bus; no Avahi yet. */
AvahiFake *avahi_fake_new (void);
void avahi_fake_free (AvahiFake *self);

/** avahi_fake_get_bus: (transfer none): a client's connection. */
GDBusConnection *avahi_fake_get_bus (AvahiFake *self);

/** avahi_fake_start, avahi_fake_stop: it takes and gives up its name. */
void avahi_fake_start (AvahiFake *self);
void avahi_fake_stop (AvahiFake *self);

/** AvahiFakeService: what somebody announces; @txt is NULL-terminated. */
typedef struct {
  int interface;
  int protocol; /* 0: IPv4, 1: IPv6 */
  const char *name;
  const char *address;
  guint16 port;
  const char *txt[5];
} AvahiFakeService;

/** avahi_fake_announce: @service (transfer none) stays until avahi_fake_withdraw(). */
void avahi_fake_announce (AvahiFake *self, const AvahiFakeService *service);
void avahi_fake_withdraw (AvahiFake *self, const AvahiFakeService *service);

/** avahi_fake_tell_again: what has changed of the services is told by the resolvers there are. */
void avahi_fake_tell_again (AvahiFake *self);
guint avahi_fake_count_resolvers (AvahiFake *self);

G_END_DECLS
