/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/online.h"

G_BEGIN_DECLS

/**
 * ParlourStanding:
 *
 * What a server knows of itself beside its database. Immutable but for who is online: any thread.
 * Where no server runs on the folder there are no addresses and nobody is online.
 */
typedef struct {
  char *data_dir;
  char **uris;       /* as bound: "https://[::]:7447"; nullable */
  char *fingerprint; /* base64url; nullable: no TLS of our own */
  ParlourOnline *online;
  struct _ParlourBackupSchedule *backups; /* nullable; outlives this; see backup-schedule.h */
  gint64 started_at;                      /* milliseconds since 1970; 0: does not run */
} ParlourStanding;

/** parlour_standing_new: (transfer full): @uris, @fingerprint and @online are nullable; copied. */
ParlourStanding *parlour_standing_new (const char *data_dir,
                                       const char *const *uris,
                                       const char *fingerprint,
                                       ParlourOnline *online);
void parlour_standing_free (ParlourStanding *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourStanding, parlour_standing_free)

/**
 * parlour_standing_list_addresses:
 *
 * Where others reach the server now, "HOST:PORT" each, IPv6 in brackets: where it listens on a
 * wildcard, all of this computer's addresses but loopback and link-local ones, IPv4 first.
 *
 * Returns: (transfer full): empty where it does not run
 */
char **parlour_standing_list_addresses (const ParlourStanding *self);

/** parlour_standing_list_macs: (transfer full): of the networks that this computer is in now. */
char **parlour_standing_list_macs (void);

G_END_DECLS
