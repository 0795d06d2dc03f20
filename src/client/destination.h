/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/invite-link.h"

G_BEGIN_DECLS

/**
 * ParlourDestination:
 *
 * A server that somebody wants to get to: where it may be found, and what is known of it before a
 * connection is made. Comes from what a person typed, from a link, or from a server found nearby.
 * Immutable: the fields are for reading; counted atomically.
 */
typedef struct {
  const char *const *addresses;  /* normalised (core/address.h), at least one; tried in turn */
  const ParlourFingerprint *pin; /* nullable: the key that it must have */
  const char *token;             /* nullable: of the invite */
  const char *name;              /* nullable: of the place, as a stranger says it */
  gboolean from_link;
  ParlourInviteLinkKind kind; /* of the link */
} ParlourDestination;

/** parlour_destination_new: (transfer full): a copy of @fields. */
ParlourDestination *parlour_destination_new (const ParlourDestination *fields);

/**
 * parlour_destination_parse:
 * @text: `HOST[:PORT]`, `https://…`, `http://…` of this computer, or a `parlour://` link
 * @error: #PARLOUR_PROBLEM_INVALID_FIELD with field "server"
 *
 * Connects to nothing. Any thread.
 *
 * Returns: (transfer full) (nullable)
 */
ParlourDestination *parlour_destination_parse (const char *text, GError **error);

/** parlour_destination_with_pin: (transfer full): the same with @pin (nullable): once a person has
 * compared the fingerprint. */
ParlourDestination *parlour_destination_with_pin (const ParlourDestination *self,
                                                  const ParlourFingerprint *pin);

ParlourDestination *parlour_destination_ref (ParlourDestination *self);
void parlour_destination_unref (ParlourDestination *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourDestination, parlour_destination_unref)

G_END_DECLS
