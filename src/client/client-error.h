/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/fingerprint.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * PARLOUR_CLIENT_ERROR:
 *
 * What this side refuses, before anything of a person's is sent. An error of this domain knows the
 * fingerprint that the server showed and the address where it did. Its message is a translated
 * sentence, fit to show.
 */
#define PARLOUR_CLIENT_ERROR (parlour_client_error_quark ())
GQuark parlour_client_error_quark (void);

typedef enum {
  /* The server at this address has another key than the one that is pinned. No way past. */
  PARLOUR_CLIENT_ERROR_OTHER_KEY,
  /* Nothing is pinned and no public authority vouches for it: compare its fingerprint, and ask
   * again with that as the pin. */
  PARLOUR_CLIENT_ERROR_NOT_TRUSTED,
  /* A link of the other kind: a device's where an account was to be made, or the like. */
  PARLOUR_CLIENT_ERROR_WRONG_LINK,
} ParlourClientError;

/** parlour_client_error_new: (transfer full): @shown and @address as the accessors give them. */
GError *parlour_client_error_new (ParlourClientError code,
                                  const ParlourFingerprint *shown,
                                  const char *address);

/** parlour_client_error_get_fingerprint: (transfer none) (nullable): what the server showed; NULL
 * for errors of other domains too. */
const ParlourFingerprint *parlour_client_error_get_fingerprint (const GError *error);

/** parlour_client_error_get_address: (transfer none) (nullable): where it was shown. */
const char *parlour_client_error_get_address (const GError *error);

G_END_DECLS
