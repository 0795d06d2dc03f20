/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-identity"

#include "server/identity.h"

#include <glib/gstdio.h>
#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>

/* This file owns a server's key and certificate on the disk. Any thread but the main loop's. */

#define CERTIFICATE_NAME "Parlour"
#define DAY_SECONDS      (24 * 60 * 60)
#define VALID_DAYS       36500
#define SERIAL_BYTES     16
#define FILE_BYTES_MAX   (1024 * 1024)
#define OTHERS           (S_IRWXG | S_IRWXO)

static void
certificates_free (gnutls_x509_crt_t *list, guint n)
{
  for (guint i = 0; i < n; i++)
    gnutls_x509_crt_deinit (list[i]);
  gnutls_free (list);
}

static void
wipe (gpointer text)
{
  sodium_memzero (text, strlen (text));
  g_free (text);
}

static gboolean
set_broken (GError **error, const char *what, int code)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s: %s", what, gnutls_strerror (code));
  return FALSE;
}

/* --- reading ---------------------------------------------------------------------------------- */

static GBytes *
read_file (const char *path, const char *what, GError **error)
{
  g_autoptr (GError) local = NULL;
  GStatBuf status;
  char *text = NULL;

  if (g_stat (path, &status) == 0 && status.st_size > FILE_BYTES_MAX) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                 "The file %s is no %s: it is too large", path, what);
    return NULL;
  }
  if (!g_file_get_contents (path, &text, NULL, &local)) {
    g_propagate_prefixed_error (error, g_steal_pointer (&local), "Can't read the %s: ", what);
    return NULL;
  }
  return g_bytes_new_with_free_func (text, strlen (text), wipe, text);
}

static gnutls_datum_t
datum_of (GBytes *bytes)
{
  gsize length;
  gconstpointer data = g_bytes_get_data (bytes, &length);

  return (gnutls_datum_t){.data = (guchar *)data, .size = (guint)length};
}

static gboolean
fingerprint_of (gnutls_pubkey_t public_key, ParlourFingerprint *fingerprint)
{
  gnutls_datum_t der = {0};

  if (gnutls_pubkey_export2 (public_key, GNUTLS_X509_FMT_DER, &der) != 0)
    return FALSE;
  g_autoptr (GBytes) spki = g_bytes_new (der.data, der.size);
  gnutls_free (der.data);
  *fingerprint = parlour_fingerprint_from_spki (spki);
  return TRUE;
}

static gboolean
read_key (GBytes *pem, const char *path, ParlourFingerprint *fingerprint, GError **error)
{
  gnutls_datum_t datum = datum_of (pem);
  gnutls_privkey_t key = NULL;
  gnutls_pubkey_t public_key = NULL;

  gnutls_privkey_init (&key);
  gnutls_pubkey_init (&public_key);
  int code = gnutls_privkey_import_x509_raw (key, &datum, GNUTLS_X509_FMT_PEM, NULL, 0);
  if (code == 0)
    code = gnutls_pubkey_import_privkey (public_key, key, 0, 0);
  gboolean good = code == 0 && fingerprint_of (public_key, fingerprint);
  gnutls_pubkey_deinit (public_key);
  gnutls_privkey_deinit (key);
  if (good)
    return TRUE;

  g_autofree char *what = g_strdup_printf ("%s holds no private key that can be used", path);
  if (code == GNUTLS_E_DECRYPTION_FAILED)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                 "The key in %s is protected by a passphrase, which a server can't be asked for",
                 path);
  else
    set_broken (error, what, code);
  return FALSE;
}

static void
warn_of_dates (gnutls_x509_crt_t certificate, const char *path)
{
  time_t now = time (NULL);

  if (gnutls_x509_crt_get_expiration_time (certificate) < now)
    g_warning ("The certificate in %s has expired", path);
  else if (gnutls_x509_crt_get_activation_time (certificate) > now)
    g_warning ("The certificate in %s is not valid yet", path);
}

static gboolean
read_certificate (GBytes *pem, const char *path, ParlourFingerprint *fingerprint, GError **error)
{
  gnutls_datum_t datum = datum_of (pem);
  gnutls_x509_crt_t *list = NULL;
  gnutls_pubkey_t public_key = NULL;
  guint n = 0;
  int code = gnutls_x509_crt_list_import2 (&list, &n, &datum, GNUTLS_X509_FMT_PEM, 0);

  if (code < 0) {
    g_autofree char *what = g_strdup_printf ("%s holds no certificate that can be used", path);
    return set_broken (error, what, code);
  }
  gnutls_pubkey_init (&public_key);
  code = gnutls_pubkey_import_x509 (public_key, list[0], 0);
  gboolean good = code == 0 && fingerprint_of (public_key, fingerprint);
  if (good)
    warn_of_dates (list[0], path);
  gnutls_pubkey_deinit (public_key);
  certificates_free (list, n);
  return good || set_broken (error, path, code);
}

ParlourIdentity *
parlour_identity_load (const char *certificate_file, const char *key_file, GError **error)
{
  g_autoptr (GBytes) certificate = read_file (certificate_file, "certificate", error);
  g_autoptr (GBytes) key = certificate != NULL ? read_file (key_file, "key", error) : NULL;
  ParlourFingerprint of_certificate, of_key;

  if (key == NULL || !read_certificate (certificate, certificate_file, &of_certificate, error) ||
      !read_key (key, key_file, &of_key, error))
    return NULL;
  if (!parlour_fingerprint_equal (&of_certificate, &of_key)) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                 "The key in %s does not belong to the certificate in %s", key_file,
                 certificate_file);
    return NULL;
  }

  ParlourIdentity *self = g_new0 (ParlourIdentity, 1);
  self->certificate = g_steal_pointer (&certificate);
  self->key = g_steal_pointer (&key);
  self->fingerprint = of_key;
  return self;
}

void
parlour_identity_free (ParlourIdentity *self)
{
  g_bytes_unref (self->certificate);
  g_bytes_unref (self->key);
  g_free (self);
}

/* --- making ----------------------------------------------------------------------------------- */

static gboolean
write_file (const char *path, const char *text, gsize length, GError **error)
{
  return g_file_set_contents_full (path, text, (gssize)length,
                                   G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                   0600, error);
}

static gboolean
make_key (const char *path, GError **error)
{
  gnutls_x509_privkey_t key = NULL;
  gnutls_datum_t pem = {0};

  gnutls_x509_privkey_init (&key);
  int code = gnutls_x509_privkey_generate (key, GNUTLS_PK_ECDSA,
                                           GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1), 0);
  if (code == 0)
    code =
        gnutls_x509_privkey_export2_pkcs8 (key, GNUTLS_X509_FMT_PEM, NULL, GNUTLS_PKCS_PLAIN, &pem);
  gnutls_x509_privkey_deinit (key);
  if (code != 0)
    return set_broken (error, "Can't make a key", code);

  gboolean written = write_file (path, (const char *)pem.data, pem.size, error);
  sodium_memzero (pem.data, pem.size);
  gnutls_free (pem.data);
  return written;
}

static int
describe (gnutls_x509_crt_t certificate)
{
  guint8 serial[SERIAL_BYTES];
  time_t now = time (NULL);

  if (gnutls_rnd (GNUTLS_RND_NONCE, serial, sizeof serial) != 0)
    return GNUTLS_E_RANDOM_FAILED;
  serial[0] = (serial[0] & 0x7f) | 0x40; /* positive, and of this length */
  gnutls_x509_crt_set_version (certificate, 3);
  gnutls_x509_crt_set_serial (certificate, serial, sizeof serial);
  /* Whoever looks at the dates shall not stumble over a clock that is a day behind. */
  gnutls_x509_crt_set_activation_time (certificate, now - DAY_SECONDS);
  gnutls_x509_crt_set_expiration_time (certificate, now + (time_t)VALID_DAYS * DAY_SECONDS);
  gnutls_x509_crt_set_basic_constraints (certificate, 0, -1);
  gnutls_x509_crt_set_key_usage (certificate, GNUTLS_KEY_DIGITAL_SIGNATURE);
  gnutls_x509_crt_set_key_purpose_oid (certificate, GNUTLS_KP_TLS_WWW_SERVER, 0);
  return gnutls_x509_crt_set_dn_by_oid (certificate, GNUTLS_OID_X520_COMMON_NAME, 0,
                                        CERTIFICATE_NAME, strlen (CERTIFICATE_NAME));
}

static int
sign_with_itself (gnutls_x509_crt_t certificate, GBytes *key_pem, gnutls_datum_t *pem)
{
  gnutls_datum_t datum = datum_of (key_pem);
  gnutls_x509_privkey_t key = NULL;

  gnutls_x509_privkey_init (&key);
  int code = gnutls_x509_privkey_import (key, &datum, GNUTLS_X509_FMT_PEM);
  if (code == 0)
    code = gnutls_x509_crt_set_key (certificate, key);
  if (code == 0)
    code = gnutls_x509_crt_sign2 (certificate, certificate, key, GNUTLS_DIG_SHA256, 0);
  if (code == 0)
    code = gnutls_x509_crt_export2 (certificate, GNUTLS_X509_FMT_PEM, pem);
  gnutls_x509_privkey_deinit (key);
  return code;
}

static gboolean
make_certificate (const char *path, GBytes *key_pem, GError **error)
{
  gnutls_x509_crt_t certificate = NULL;
  gnutls_datum_t pem = {0};

  gnutls_x509_crt_init (&certificate);
  int code = describe (certificate);
  if (code == 0)
    code = sign_with_itself (certificate, key_pem, &pem);
  gnutls_x509_crt_deinit (certificate);
  if (code != 0)
    return set_broken (error, "Can't make a certificate", code);

  gboolean written = write_file (path, (const char *)pem.data, pem.size, error);
  gnutls_free (pem.data);
  return written;
}

/* Whoever has read the key can be this server. */
static void
close_to_others (const char *path)
{
  GStatBuf status;

  if (g_stat (path, &status) != 0 || (status.st_mode & OTHERS) == 0)
    return;
  g_warning ("%s could be read by other users; it is closed to them now", path);
  if (g_chmod (path, status.st_mode & ~(mode_t)OTHERS & 07777) != 0)
    g_warning ("%s can't be closed to others", path);
}

static gboolean
complete (const char *key_file, const char *certificate_file, GError **error)
{
  gboolean has_certificate = g_file_test (certificate_file, G_FILE_TEST_EXISTS);

  if (!g_file_test (key_file, G_FILE_TEST_EXISTS)) {
    if (has_certificate) {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                   "%s is missing, the key by which everybody knows this server: put it back (or, "
                   "to begin with another identity, remove %s)",
                   key_file, certificate_file);
      return FALSE;
    }
    if (!make_key (key_file, error))
      return FALSE;
  }
  close_to_others (key_file);
  if (has_certificate)
    return TRUE;
  g_autoptr (GBytes) key = read_file (key_file, "key", error);
  ParlourFingerprint fingerprint;
  return key != NULL && read_key (key, key_file, &fingerprint, error) &&
         make_certificate (certificate_file, key, error);
}

ParlourIdentity *
parlour_identity_open (const char *folder, GError **error)
{
  g_autofree char *key_file = g_build_filename (folder, PARLOUR_KEY_FILE, NULL);
  g_autofree char *certificate_file = g_build_filename (folder, PARLOUR_CERTIFICATE_FILE, NULL);

  if (!complete (key_file, certificate_file, error))
    return NULL;
  return parlour_identity_load (certificate_file, key_file, error);
}
