/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-trust"

#include "client/trust.h"

#include "client/client-error.h"

#include <gnutls/abstract.h>
#include <gnutls/x509.h>

/* This file owns the check of a server's key. Main thread; GIO may ask the database on its own. */

/* --- the database that vouches for nobody ------------------------------------------------------
 */

#define PARLOUR_TYPE_NOBODY (parlour_nobody_get_type ())
G_DECLARE_FINAL_TYPE (ParlourNobody, parlour_nobody, PARLOUR, NOBODY, GTlsDatabase)

struct _ParlourNobody {
  GTlsDatabase parent_instance;
};

G_DEFINE_FINAL_TYPE (ParlourNobody, parlour_nobody, G_TYPE_TLS_DATABASE)

static GTlsCertificateFlags
verify_chain (GTlsDatabase *database,
              GTlsCertificate *chain,
              const char *purpose,
              GSocketConnectable *identity,
              GTlsInteraction *interaction,
              GTlsDatabaseVerifyFlags flags,
              GCancellable *cancellable,
              GError **error)
{
  return G_TLS_CERTIFICATE_UNKNOWN_CA;
}

static char *
create_certificate_handle (GTlsDatabase *database, GTlsCertificate *certificate)
{
  return NULL;
}

static GTlsCertificate *
lookup_certificate_for_handle (GTlsDatabase *database,
                               const char *handle,
                               GTlsInteraction *interaction,
                               GTlsDatabaseLookupFlags flags,
                               GCancellable *cancellable,
                               GError **error)
{
  return NULL;
}

static GTlsCertificate *
lookup_certificate_issuer (GTlsDatabase *database,
                           GTlsCertificate *certificate,
                           GTlsInteraction *interaction,
                           GTlsDatabaseLookupFlags flags,
                           GCancellable *cancellable,
                           GError **error)
{
  return NULL;
}

static GList *
lookup_certificates_issued_by (GTlsDatabase *database,
                               GByteArray *issuer,
                               GTlsInteraction *interaction,
                               GTlsDatabaseLookupFlags flags,
                               GCancellable *cancellable,
                               GError **error)
{
  return NULL;
}

static void
parlour_nobody_class_init (ParlourNobodyClass *klass)
{
  GTlsDatabaseClass *database_class = G_TLS_DATABASE_CLASS (klass);

  database_class->verify_chain = verify_chain;
  database_class->create_certificate_handle = create_certificate_handle;
  database_class->lookup_certificate_for_handle = lookup_certificate_for_handle;
  database_class->lookup_certificate_issuer = lookup_certificate_issuer;
  database_class->lookup_certificates_issued_by = lookup_certificates_issued_by;
}

static void
parlour_nobody_init (ParlourNobody *self)
{
}

GTlsDatabase *
parlour_trust_new_database (const ParlourFingerprint *pin)
{
  return pin != NULL ? g_object_new (PARLOUR_TYPE_NOBODY, NULL) : NULL;
}

/* --- the key of a certificate -----------------------------------------------------------------
 */

static GBytes *
export_key (gnutls_x509_crt_t certificate, gnutls_pubkey_t key)
{
  gnutls_datum_t der = {0};

  if (gnutls_pubkey_import_x509 (key, certificate, 0) < 0 ||
      gnutls_pubkey_export2 (key, GNUTLS_X509_FMT_DER, &der) < 0)
    return NULL;
  return g_bytes_new_with_free_func (der.data, der.size, gnutls_free, der.data);
}

static GBytes *
read_key (GByteArray *der)
{
  const gnutls_datum_t datum = {.data = der->data, .size = der->len};
  gnutls_x509_crt_t certificate = NULL;
  gnutls_pubkey_t key = NULL;
  GBytes *spki = NULL;

  if (gnutls_x509_crt_init (&certificate) < 0)
    return NULL;
  if (gnutls_x509_crt_import (certificate, &datum, GNUTLS_X509_FMT_DER) >= 0 &&
      gnutls_pubkey_init (&key) >= 0) {
    spki = export_key (certificate, key);
    gnutls_pubkey_deinit (key);
  }
  gnutls_x509_crt_deinit (certificate);
  return spki;
}

gboolean
parlour_trust_read (GTlsCertificate *certificate, ParlourFingerprint *fingerprint)
{
  g_autoptr (GByteArray) der = NULL;

  g_return_val_if_fail (fingerprint != NULL, FALSE);
  if (certificate == NULL)
    return FALSE;
  g_object_get (certificate, "certificate", &der, NULL);
  g_autoptr (GBytes) spki = der != NULL ? read_key (der) : NULL;
  if (spki == NULL)
    return FALSE;
  *fingerprint = parlour_fingerprint_from_spki (spki);
  return TRUE;
}

/* --- the guard of one message -----------------------------------------------------------------
 */

#define GUARD_KEY "parlour-trust-guard"

typedef struct {
  gboolean pinned;
  ParlourFingerprint pin;
  GCancellable *cancellable;
  gboolean has_shown;
  ParlourFingerprint shown;
  gboolean refused;
} Guard;

static void
guard_free (gpointer data)
{
  Guard *guard = data;

  g_object_unref (guard->cancellable);
  g_free (guard);
}

/* Only ever called with what GIO found no good, which with our database is everything. */
static gboolean
accept_cb (SoupMessage *message,
           GTlsCertificate *certificate,
           GTlsCertificateFlags flaws,
           Guard *guard)
{
  guard->has_shown = parlour_trust_read (certificate, &guard->shown);
  guard->refused = !guard->pinned || !guard->has_shown ||
                   !parlour_fingerprint_equal (&guard->pin, &guard->shown);
  return !guard->refused;
}

/* A resumed session may spare GIO the question: the key is compared again once the handshake is
 * over, and nothing is sent if it is another. */
static void
network_event_cb (SoupMessage *message, GSocketClientEvent event, GIOStream *stream, Guard *guard)
{
  if (event != G_SOCKET_CLIENT_TLS_HANDSHAKED || !G_IS_TLS_CONNECTION (stream))
    return;

  GTlsCertificate *certificate = g_tls_connection_get_peer_certificate (G_TLS_CONNECTION (stream));
  guard->has_shown = parlour_trust_read (certificate, &guard->shown);
  if (!guard->pinned ||
      (guard->has_shown && parlour_fingerprint_equal (&guard->pin, &guard->shown)))
    return;
  guard->refused = TRUE;
  g_cancellable_cancel (guard->cancellable);
}

void
parlour_trust_guard (SoupMessage *message, const ParlourFingerprint *pin, GCancellable *cancellable)
{
  g_return_if_fail (SOUP_IS_MESSAGE (message) && G_IS_CANCELLABLE (cancellable));

  Guard *guard = g_new0 (Guard, 1);

  guard->cancellable = g_object_ref (cancellable);
  guard->pinned = pin != NULL;
  if (pin != NULL)
    guard->pin = *pin;
  g_object_set_data_full (G_OBJECT (message), GUARD_KEY, guard, guard_free);
  g_signal_connect (message, "accept-certificate", G_CALLBACK (accept_cb), guard);
  g_signal_connect (message, "network-event", G_CALLBACK (network_event_cb), guard);
}

void
parlour_trust_explain (SoupMessage *message, GError **error)
{
  const Guard *guard = g_object_get_data (G_OBJECT (message), GUARD_KEY);

  g_return_if_fail (guard != NULL && error != NULL);
  if (!guard->refused)
    return;

  g_autofree char *address = NULL;
  GUri *uri = soup_message_get_uri (message);
  address =
      g_strdup_printf (strchr (g_uri_get_host (uri), ':') != NULL ? "%s://[%s]:%d" : "%s://%s:%d",
                       g_uri_get_scheme (uri), g_uri_get_host (uri), g_uri_get_port (uri));
  g_clear_error (error);
  *error = parlour_client_error_new (guard->pinned ? PARLOUR_CLIENT_ERROR_OTHER_KEY
                                                   : PARLOUR_CLIENT_ERROR_NOT_TRUSTED,
                                     guard->has_shown ? &guard->shown : NULL, address);
}
