/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/discovery.h"

G_BEGIN_DECLS

/** ParlourSighting: one answer of the network: a server at one address. Plain data. */
typedef struct {
  char *name;    /* cleaned, for a person */
  char *address; /* normalised; NULL: one that can't be used */
  guint16 port;
  gboolean has_fingerprint;
  ParlourFingerprint fingerprint;
} ParlourSighting;

/** parlour_sighting_new: (transfer full): @service: its name on the network; @txt: "aay". */
ParlourSighting *
parlour_sighting_new (const char *service, const char *address, guint16 port, GVariant *txt);
void parlour_sighting_free (ParlourSighting *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourSighting, parlour_sighting_free)

/** parlour_found_server_new: at no address yet. */
ParlourFoundServer *parlour_found_server_new (const ParlourSighting *sighting);

/** parlour_found_server_is: whether @sighting is of this server: same name, port and key. */
gboolean parlour_found_server_is (ParlourFoundServer *self, const ParlourSighting *sighting);

/** parlour_found_server_set_addresses: (transfer none): all of them, as they now stand. */
void parlour_found_server_set_addresses (ParlourFoundServer *self, const char *const *addresses);

/** parlour_found_server_compare: sets "known" and "other-key" by @accounts (nullable). */
void parlour_found_server_compare (ParlourFoundServer *self, GListModel *accounts);

G_END_DECLS
