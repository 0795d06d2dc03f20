/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-identity"

#include "server/identity.h"

#include <glib/gstdio.h>
#include <gnutls/abstract.h>
#include <gnutls/x509.h>
#include <string.h>
#include <sys/stat.h>

/* A server's key and certificate on the disk: made once, found again, and refused in words. */

typedef struct {
  char *folder;
  char *key;
  char *certificate;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->folder = g_dir_make_tmp ("parlour-test-XXXXXX", NULL);
  g_assert_nonnull (self->folder);
  self->key = g_build_filename (self->folder, PARLOUR_KEY_FILE, NULL);
  self->certificate = g_build_filename (self->folder, PARLOUR_CERTIFICATE_FILE, NULL);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_unlink (self->key);
  g_unlink (self->certificate);
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_free (self->folder);
  g_free (self->key);
  g_free (self->certificate);
}

static ParlourIdentity *
open_identity (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  ParlourIdentity *identity = parlour_identity_open (self->folder, &error);

  g_assert_no_error (error);
  g_assert_nonnull (identity);
  return identity;
}

static guint
mode_of (const char *path)
{
  GStatBuf status;

  g_assert_cmpint (g_stat (path, &status), ==, 0);
  return status.st_mode & 07777;
}

/* What a client computes of what it is shown. */
static void
check_certificate (const ParlourIdentity *identity)
{
  gsize length;
  gconstpointer bytes = g_bytes_get_data (identity->certificate, &length);
  const gnutls_datum_t pem = {.data = (guchar *)bytes, .size = (guint)length};
  gnutls_x509_crt_t certificate;
  gnutls_pubkey_t key;
  gnutls_datum_t der;
  guint bits;

  gnutls_x509_crt_init (&certificate);
  g_assert_cmpint (gnutls_x509_crt_import (certificate, &pem, GNUTLS_X509_FMT_PEM), ==, 0);
  g_assert_cmpint (gnutls_x509_crt_get_pk_algorithm (certificate, &bits), ==, GNUTLS_PK_ECDSA);
  g_assert_cmpuint (bits, ==, 256);
  g_assert_cmpint (gnutls_x509_crt_get_expiration_time (certificate), >,
                   time (NULL) + (time_t)90 * 365 * 24 * 3600);
  g_assert_cmpint (gnutls_x509_crt_get_activation_time (certificate), <, time (NULL));
  gnutls_pubkey_init (&key);
  g_assert_cmpint (gnutls_pubkey_import_x509 (key, certificate, 0), ==, 0);
  g_assert_cmpint (gnutls_pubkey_export2 (key, GNUTLS_X509_FMT_DER, &der), ==, 0);
  g_autoptr (GBytes) spki = g_bytes_new (der.data, der.size);
  ParlourFingerprint seen = parlour_fingerprint_from_spki (spki);
  g_assert_true (parlour_fingerprint_equal (&seen, &identity->fingerprint));
  gnutls_free (der.data);
  gnutls_pubkey_deinit (key);
  gnutls_x509_crt_deinit (certificate);
}

static void
test_made_once (Fixture *self, gconstpointer data)
{
  g_autoptr (ParlourIdentity) first = open_identity (self);
  g_autoptr (ParlourIdentity) second = open_identity (self);

  check_certificate (first);
  g_assert_cmpuint (mode_of (self->key), ==, 0600);
  g_assert_true (parlour_fingerprint_equal (&first->fingerprint, &second->fingerprint));
  g_assert_true (g_bytes_equal (first->certificate, second->certificate));
}

static void
test_another_folder_is_another_server (Fixture *self, gconstpointer data)
{
  Fixture other;
  g_autoptr (ParlourIdentity) first = open_identity (self);

  set_up (&other, NULL);
  g_autoptr (ParlourIdentity) second = open_identity (&other);
  g_assert_false (parlour_fingerprint_equal (&first->fingerprint, &second->fingerprint));
  tear_down (&other, NULL);
}

static void
test_certificate_is_made_anew (Fixture *self, gconstpointer data)
{
  g_autoptr (ParlourIdentity) first = open_identity (self);

  g_assert_cmpint (g_unlink (self->certificate), ==, 0);
  g_autoptr (ParlourIdentity) second = open_identity (self);
  check_certificate (second);
  g_assert_true (parlour_fingerprint_equal (&first->fingerprint, &second->fingerprint));
}

static void
test_missing_key_is_told (Fixture *self, gconstpointer data)
{
  g_autoptr (ParlourIdentity) first = open_identity (self);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_unlink (self->key), ==, 0);
  g_assert_null (parlour_identity_open (self->folder, &error));
  g_assert_nonnull (strstr (error->message, self->key));
  g_assert_nonnull (strstr (error->message, "missing"));
  g_assert_false (g_file_test (self->key, G_FILE_TEST_EXISTS));
}

static void
test_open_key_is_closed (Fixture *self, gconstpointer data)
{
  g_autoptr (ParlourIdentity) first = open_identity (self);

  g_assert_cmpint (g_chmod (self->key, 0644), ==, 0);
  g_test_expect_message ("parlour-identity", G_LOG_LEVEL_WARNING, "*could be read by other*");
  g_clear_pointer (&first, parlour_identity_free);
  first = open_identity (self);
  g_test_assert_expected_messages ();
  g_assert_cmpuint (mode_of (self->key), ==, 0600);
}

static void
check_refused (const char *certificate, const char *key, const char *words)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (parlour_identity_load (certificate, key, &error));
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, words));
}

static void
write_text (const char *path, const char *text)
{
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

/* Where there is no certificate yet, one is not tried to be made of it. */
static void
test_key_that_is_none_is_told (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *kept = NULL;

  write_text (self->key, "my diary");
  g_chmod (self->key, 0600);
  g_assert_null (parlour_identity_open (self->folder, &error));
  g_assert_nonnull (strstr (error->message, "holds no private key"));
  g_assert_nonnull (strstr (error->message, self->key));
  g_assert_true (g_file_get_contents (self->key, &kept, NULL, NULL));
  g_assert_cmpstr (kept, ==, "my diary");
}

static void
write_locked_key (const char *path)
{
  gnutls_x509_privkey_t key;
  gnutls_datum_t pem;

  gnutls_x509_privkey_init (&key);
  g_assert_cmpint (gnutls_x509_privkey_generate (key, GNUTLS_PK_ECDSA, 256, 0), ==, 0);
  g_assert_cmpint (gnutls_x509_privkey_export2_pkcs8 (key, GNUTLS_X509_FMT_PEM, "secret",
                                                      GNUTLS_PKCS_PBES2_AES_256, &pem),
                   ==, 0);
  g_assert_true (g_file_set_contents (path, (char *)pem.data, pem.size, NULL));
  gnutls_free (pem.data);
  gnutls_x509_privkey_deinit (key);
}

static void
test_unusable_files_are_told (Fixture *self, gconstpointer data)
{
  Fixture other;
  g_autoptr (ParlourIdentity) first = open_identity (self);
  g_autofree char *huge = g_strnfill (2 * 1024 * 1024, 'x');

  set_up (&other, NULL);
  g_autoptr (ParlourIdentity) second = open_identity (&other);
  check_refused (self->certificate, other.key, "does not belong to");
  check_refused ("/nowhere/cert.pem", self->key, "/nowhere/cert.pem");
  check_refused (self->certificate, "/nowhere/key.pem", "/nowhere/key.pem");
  check_refused (self->key, self->key, "holds no certificate");
  check_refused (self->certificate, self->certificate, "holds no private key");
  write_text (other.key, "");
  check_refused (self->certificate, other.key, "holds no private key");
  write_text (other.key, huge);
  check_refused (self->certificate, other.key, "too large");
  write_locked_key (other.key);
  check_refused (self->certificate, other.key, "passphrase");
  tear_down (&other, NULL);
}

int
main (int argc, char **argv)
{
  g_setenv ("G_DEBUG", "fatal-criticals", TRUE);
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function) g_test_add (name, Fixture, NULL, set_up, function, tear_down)
  ADD ("/identity/made-once", test_made_once);
  ADD ("/identity/another-folder-is-another-server", test_another_folder_is_another_server);
  ADD ("/identity/certificate-is-made-anew", test_certificate_is_made_anew);
  ADD ("/identity/missing-key-is-told", test_missing_key_is_told);
  ADD ("/identity/key-that-is-none-is-told", test_key_that_is_none_is_told);
  ADD ("/identity/open-key-is-closed", test_open_key_is_closed);
  ADD ("/identity/unusable-files-are-told", test_unusable_files_are_told);
  return g_test_run ();
}
