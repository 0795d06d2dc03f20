/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define PARLOUR_FINGERPRINT_BYTES      32
#define PARLOUR_FINGERPRINT_TEXT_CHARS 43
#define PARLOUR_FINGERPRINT_WORDS      6

/**
 * ParlourFingerprint:
 *
 * Who a server is: the SHA-256 of its public key (SubjectPublicKeyInfo, DER; as RFC 7469 pins it).
 * A plain value. All calls: any thread.
 */
typedef struct {
  guint8 bytes[PARLOUR_FINGERPRINT_BYTES];
} ParlourFingerprint;

/** parlour_fingerprint_from_spki: @spki: the DER of a SubjectPublicKeyInfo. */
ParlourFingerprint parlour_fingerprint_from_spki (GBytes *spki);

/**
 * parlour_fingerprint_parse:
 * @text: base64url without padding (RFC 4648, 5): exactly 43 characters, in their one spelling
 * @error: #PARLOUR_PROBLEM_INVALID_FIELD with field "fingerprint"
 */
gboolean parlour_fingerprint_parse (const char *text, ParlourFingerprint *out, GError **error);

/** parlour_fingerprint_to_text: (transfer full): what parlour_fingerprint_parse() reads. */
char *parlour_fingerprint_to_text (const ParlourFingerprint *self);

/** parlour_fingerprint_to_groups: (transfer full): the first 16 bytes for a person to compare:
 * upper-case hexadecimal in groups of four characters. */
char *parlour_fingerprint_to_groups (const ParlourFingerprint *self);

/** parlour_fingerprint_to_words: (transfer full): the first 6 bytes as short English words, one a
 * byte, for reading aloud. The words are never translated: both sides must see the same. */
char *parlour_fingerprint_to_words (const ParlourFingerprint *self);

gboolean parlour_fingerprint_equal (const ParlourFingerprint *a, const ParlourFingerprint *b);

G_END_DECLS
