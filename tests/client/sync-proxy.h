/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SyncProxy:
 *
 * Stands between a client and a server, in threads of its own, and cuts connections at any byte.
 */
typedef struct {
  GSocketService *service;
  guint16 target;
  guint16 port;
  char *address;

  GMutex lock; /* guards what follows */
  GList *links;
  gint64 left;    /* bytes of both directions until all connections are cut; below 0: never */
  guint64 passed; /* bytes since the last arming */
  guint n_cuts;
} SyncProxy;

SyncProxy *sync_proxy_new (guint16 target);
void sync_proxy_free (SyncProxy *self);

/** sync_proxy_arm: cuts everything after @bytes more; below 0: lets all pass. Once. */
void sync_proxy_arm (SyncProxy *self, gint64 bytes);
void sync_proxy_cut (SyncProxy *self); /* now */
guint sync_proxy_get_cuts (SyncProxy *self);
guint64 sync_proxy_get_passed (SyncProxy *self);

G_END_DECLS
