/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-tls"

#include "server/net/tls.h"

#include <gio/gio.h>

/* What TLS connections share. Made by one thread, then only read. */

/* AES-GCM before ChaCha whatever the client likes best: with the processor's own AES ChaCha is half
 * as much work again. Only what has forward secrecy. */
#define PRIORITY                                                                                   \
  "NONE:+CTYPE-X509:+COMP-NULL:+VERS-TLS1.3:+VERS-TLS1.2:+ECDHE-ECDSA:+ECDHE-RSA:+AEAD:"           \
  "+AES-128-GCM:+AES-256-GCM:+CHACHA20-POLY1305:+GROUP-X25519:+GROUP-SECP256R1:"                   \
  "+GROUP-SECP384R1:+SIGN-ALL:-SIGN-RSA-SHA1:-SIGN-ECDSA-SHA1:%SERVER_PRECEDENCE"

/* A server of Parlour's speaks nothing else: bytes meant for another service are not taken. */
#define PROTOCOL "http/1.1"

struct _ParlourTls {
  gatomicrefcount references;
  gnutls_certificate_credentials_t credentials;
  gnutls_priority_t priority;
  gnutls_datum_t ticket_key;
};

static gnutls_datum_t
datum_of (GBytes *bytes)
{
  gsize length;
  gconstpointer data = g_bytes_get_data (bytes, &length);

  return (gnutls_datum_t){.data = (guchar *)data, .size = (guint)length};
}

static int
fill (ParlourTls *self, GBytes *certificate, GBytes *key)
{
  gnutls_datum_t certificate_datum = datum_of (certificate);
  gnutls_datum_t key_datum = datum_of (key);
  int code = gnutls_certificate_allocate_credentials (&self->credentials);

  if (code < 0)
    return code;
  code = gnutls_certificate_set_x509_key_mem2 (self->credentials, &certificate_datum, &key_datum,
                                               GNUTLS_X509_FMT_PEM, NULL, 0);
  if (code < 0)
    return code;
  code = gnutls_priority_init (&self->priority, PRIORITY, NULL);
  if (code < 0)
    return code;
  return gnutls_session_ticket_key_generate (&self->ticket_key);
}

ParlourTls *
parlour_tls_new (GBytes *certificate, GBytes *key, GError **error)
{
  g_autoptr (ParlourTls) self = g_new0 (ParlourTls, 1);
  int code;

  g_atomic_ref_count_init (&self->references);
  code = fill (self, certificate, key);
  if (code >= 0)
    return g_steal_pointer (&self);

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "TLS does not work with this certificate: %s",
               gnutls_strerror (code));
  return NULL;
}

ParlourTls *
parlour_tls_ref (ParlourTls *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
parlour_tls_unref (ParlourTls *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;

  if (self->credentials != NULL)
    gnutls_certificate_free_credentials (self->credentials);
  if (self->priority != NULL)
    gnutls_priority_deinit (self->priority);
  if (self->ticket_key.data != NULL) {
    gnutls_memset (self->ticket_key.data, 0, self->ticket_key.size);
    gnutls_free (self->ticket_key.data);
  }
  g_free (self);
}

static int
set_up (ParlourTls *self, gnutls_session_t session)
{
  static const gnutls_datum_t protocol = {.data = (guchar *)PROTOCOL, .size = sizeof PROTOCOL - 1};
  int code = gnutls_priority_set (session, self->priority);

  if (code == 0)
    code = gnutls_credentials_set (session, GNUTLS_CRD_CERTIFICATE, self->credentials);
  if (code == 0)
    code = gnutls_session_ticket_enable_server (session, &self->ticket_key);
  if (code == 0)
    code = gnutls_alpn_set_protocols (session, &protocol, 1, GNUTLS_ALPN_MANDATORY);
  return code;
}

gnutls_session_t
parlour_tls_new_session (ParlourTls *self)
{
  gnutls_session_t session = NULL;

  if (gnutls_init (&session, GNUTLS_SERVER | GNUTLS_NONBLOCK | GNUTLS_NO_SIGNAL) != 0)
    return NULL;
  if (set_up (self, session) == 0)
    return session;
  gnutls_deinit (session);
  return NULL;
}
