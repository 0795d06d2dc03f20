/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/fingerprint.h"

G_BEGIN_DECLS

#define PARLOUR_KEY_FILE         "key.pem"
#define PARLOUR_CERTIFICATE_FILE "cert.pem"

/**
 * ParlourIdentity:
 *
 * A server's key and certificate, and the fingerprint by which clients know it. Immutable.
 */
typedef struct {
  GBytes *certificate; /* PEM: the server's own first, then those that vouch for it */
  GBytes *key;         /* PEM; its memory is wiped at the end */
  ParlourFingerprint fingerprint;
} ParlourIdentity;

/**
 * parlour_identity_open:
 * @folder: the data folder, which this process holds
 * @error: one clear sentence
 *
 * The identity in @folder; made by the first call: an ECDSA key on P-256 and a certificate that it
 * signs itself, both readable by the owner alone. The key is the identity: a missing certificate is
 * made anew, a missing key is an error. Blocks on the disk; any thread but the main loop's.
 *
 * Returns: (transfer full) (nullable)
 */
ParlourIdentity *parlour_identity_open (const char *folder, GError **error);

/**
 * parlour_identity_load:
 * @error: one clear sentence: what can't be read, or that the two don't belong together
 *
 * From files that somebody else looks after. Blocks on the disk; any thread but the main loop's.
 *
 * Returns: (transfer full) (nullable)
 */
ParlourIdentity *
parlour_identity_load (const char *certificate_file, const char *key_file, GError **error);

void parlour_identity_free (ParlourIdentity *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourIdentity, parlour_identity_free)

G_END_DECLS
