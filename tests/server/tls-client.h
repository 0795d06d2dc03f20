/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "test-net-server.h"

#include <gnutls/gnutls.h>

G_BEGIN_DECLS

/**
 * TlsClient:
 *
 * A client that does with TLS what no library would. Blocking, with a time limit of 10 s on every
 * read. Believes every certificate. On the thread of the test.
 */
typedef struct {
  int fd;
  gnutls_session_t session;
  gnutls_certificate_credentials_t credentials;
  guint piece; /* bytes of a send; 0: all at once */
} TlsClient;

#define TLS_13 "NORMAL:-VERS-ALL:+VERS-TLS1.3"
#define TLS_12 "NORMAL:-VERS-ALL:+VERS-TLS1.2"

/** tls_server_new: a NetServer with a key of its own, not started. */
NetServer *tls_server_new (void);

/** tls_server_begin: the same, started. */
NetServer *tls_server_begin (void);

/** tls_server_end: once no connection is left; frees it. */
void tls_server_end (NetServer *server);

/** tls_client_new: connected, before the handshake. */
TlsClient *tls_client_new (NetServer *server, const char *priority);

/** tls_client_new_for: and wants to speak @protocol instead of http/1.1. */
TlsClient *tls_client_new_for (NetServer *server, const char *priority, const char *protocol);

/** tls_client_open: and after it; it must succeed. */
TlsClient *tls_client_open (NetServer *server, const char *priority);

/** tls_client_shake_hands: 0, or GnuTLS's code. */
int tls_client_shake_hands (TlsClient *self);
void tls_client_free (TlsClient *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlsClient, tls_client_free)

/** tls_client_send: in records of at most 16 KiB. */
void tls_client_send (TlsClient *self, const void *bytes, gsize length);
void tls_client_send_text (TlsClient *self, const char *text);

/** tls_client_read: at least one byte; 0 at the end, below 0 GnuTLS's code. */
gssize tls_client_read (TlsClient *self, void *buffer, gsize length);

/** tls_client_read_to_end: (transfer full); @code is 0 where the server has said goodbye. */
char *tls_client_read_to_end (TlsClient *self, int *code);

/** tls_client_get: asks for "/" and asserts that "hello" comes. */
void tls_client_get (TlsClient *self);

/** tls_client_upgrade: makes a WebSocket of it, with @early (nullable) in the same record. */
void tls_client_upgrade (TlsClient *self, GByteArray *early);
void tls_client_send_frame (TlsClient *self, guint8 first, const void *bytes, gsize length);

/** tls_client_read_frame: (transfer full): a payload; NULL at the end. */
GByteArray *tls_client_read_frame (TlsClient *self, guint8 *first);

/** tls_client_echo: sends a text of @length bytes and asserts that it comes back. */
void tls_client_echo (TlsClient *self, gsize length);

G_END_DECLS
