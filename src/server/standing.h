/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/config.h"
#include "server/online.h"

G_BEGIN_DECLS

/**
 * ParlourStanding:
 *
 * What a server knows of itself beside its database. Immutable but for who is online and its names:
 * any thread. Where no server runs on the folder there are no addresses and nobody is online.
 */
typedef struct {
  char *data_dir;
  char **uris;       /* as bound: "https://[::]:7447"; nullable */
  char *fingerprint; /* base64url; nullable: no TLS of our own */
  ParlourOnline *online;
  struct _ParlourNames *names;            /* what it goes by besides IP addresses */
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
 * parlour_standing_set_names:
 * @config: its names, and how connections are protected
 *
 * Says which names lead to the server from now on.
 */
void parlour_standing_set_names (ParlourStanding *self, const ParlourConfig *config);

/**
 * parlour_standing_list_addresses:
 *
 * Where others reach the server now, "HOST:PORT" each, IPv6 in brackets: its names, then where it
 * listens, which of a wildcard is all of this computer's addresses but loopback and link-local
 * ones, IPv4 first. Behind a proxy, and with a certificate that somebody else vouches for, only its
 * names where it has some; a proxy has them at the usual port, 443.
 *
 * Returns: (transfer full): empty where it does not run
 */
char **parlour_standing_list_addresses (const ParlourStanding *self);

/**
 * parlour_standing_has_link:
 *
 * Whether its addresses may stand in a link, which is followed with TLS: not those of a server that
 * speaks without, unless somebody said by which name its proxy goes.
 */
gboolean parlour_standing_has_link (const ParlourStanding *self);

/**
 * parlour_standing_get_link_key:
 *
 * The fingerprint that a link carries.
 *
 * Returns: (nullable): %NULL without TLS of our own, and where people join by a name that somebody
 *   else vouches for, whose key may be another one after each renewal
 */
const char *parlour_standing_get_link_key (const ParlourStanding *self);

/** parlour_standing_list_macs: (transfer full): of the networks that this computer is in now. */
char **parlour_standing_list_macs (void);

/** ParlourNearness: who is in the network of an interface. */
typedef enum {
  PARLOUR_NEARNESS_LAN,    /* those around */
  PARLOUR_NEARNESS_TUNNEL, /* a VPN, whose members may be anywhere: tried last */
  PARLOUR_NEARNESS_INNER,  /* containers and virtual machines of this computer: only if all else
                              fails */
} ParlourNearness;

/** parlour_standing_judge_interface: @flags: of getifaddrs(3). */
ParlourNearness parlour_standing_judge_interface (const char *name, guint flags);

G_END_DECLS
