/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tls-front.h"

#include <gnutls/abstract.h>
#include <gnutls/x509.h>
#include <string.h>
#include <time.h>

/* This file owns keys and certificates that say whatever a test wants. */

struct _TlsKey {
  gnutls_x509_privkey_t key;
};

static void
must (int code)
{
  if (code < 0)
    g_error ("GnuTLS: %s", gnutls_strerror (code));
}

TlsKey *
tls_key_new (void)
{
  TlsKey *self = g_new0 (TlsKey, 1);

  must (gnutls_x509_privkey_init (&self->key));
  must (gnutls_x509_privkey_generate (self->key, GNUTLS_PK_ECDSA,
                                      GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1), 0));
  return self;
}

void
tls_key_free (TlsKey *self)
{
  gnutls_x509_privkey_deinit (self->key);
  g_free (self);
}

ParlourFingerprint
tls_key_fingerprint (TlsKey *self)
{
  ParlourFingerprint fingerprint;
  gsize size = sizeof fingerprint.bytes;

  must (gnutls_x509_privkey_get_key_id (self->key, GNUTLS_KEYID_USE_SHA256, fingerprint.bytes,
                                        &size));
  g_assert_cmpuint (size, ==, sizeof fingerprint.bytes);
  return fingerprint;
}

static void
name_it (gnutls_x509_crt_t certificate, const char *name)
{
  g_autoptr (GInetAddress) ip = g_inet_address_new_from_string (name);

  must (gnutls_x509_crt_set_dn_by_oid (certificate, GNUTLS_OID_X520_COMMON_NAME, 0, name,
                                       (unsigned)strlen (name)));
  if (ip != NULL)
    must (gnutls_x509_crt_set_subject_alt_name (
        certificate, GNUTLS_SAN_IPADDRESS, g_inet_address_to_bytes (ip),
        (unsigned)g_inet_address_get_native_size (ip), GNUTLS_FSAN_SET));
  else
    must (gnutls_x509_crt_set_subject_alt_name (certificate, GNUTLS_SAN_DNSNAME, name,
                                                (unsigned)strlen (name), GNUTLS_FSAN_SET));
}

static void
sign_it (gnutls_x509_crt_t certificate, const TlsCard *card)
{
  gnutls_x509_crt_t issuer = NULL;

  if (card->issuer == NULL) {
    must (gnutls_x509_crt_sign2 (certificate, certificate, card->key->key, GNUTLS_DIG_SHA256, 0));
    return;
  }
  must (gnutls_x509_crt_init (&issuer));
  must (gnutls_x509_crt_set_dn_by_oid (issuer, GNUTLS_OID_X520_COMMON_NAME, 0, "Test", 4));
  must (gnutls_x509_crt_set_key (issuer, card->issuer->key));
  must (gnutls_x509_crt_sign2 (certificate, issuer, card->issuer->key, GNUTLS_DIG_SHA256, 0));
  gnutls_x509_crt_deinit (issuer);
}

static char *
to_text (gnutls_datum_t *pem)
{
  char *text = g_strndup ((const char *)pem->data, pem->size);

  gnutls_free (pem->data);
  return text;
}

char *
tls_card_to_pem (const TlsCard *card, gboolean is_authority)
{
  static const guint8 serial[] = {1};
  gnutls_x509_crt_t certificate = NULL;
  gnutls_datum_t pem = {0}, key_pem = {0};
  time_t now = time (NULL);

  must (gnutls_x509_crt_init (&certificate));
  must (gnutls_x509_crt_set_version (certificate, 3));
  must (gnutls_x509_crt_set_serial (certificate, serial, sizeof serial));
  must (gnutls_x509_crt_set_activation_time (certificate, now + (time_t)card->days_from * 86400));
  must (gnutls_x509_crt_set_expiration_time (certificate, now + (time_t)card->days_to * 86400));
  must (gnutls_x509_crt_set_basic_constraints (certificate, is_authority ? 1 : 0, -1));
  must (gnutls_x509_crt_set_key (certificate, card->key->key));
  name_it (certificate, card->name);
  sign_it (certificate, card);
  must (gnutls_x509_crt_export2 (certificate, GNUTLS_X509_FMT_PEM, &pem));
  must (gnutls_x509_privkey_export2_pkcs8 (card->key->key, GNUTLS_X509_FMT_PEM, NULL,
                                           GNUTLS_PKCS_PLAIN, &key_pem));
  gnutls_x509_crt_deinit (certificate);
  g_autofree char *first = to_text (&pem);
  g_autofree char *second = to_text (&key_pem);
  return g_strconcat (first, second, NULL);
}
