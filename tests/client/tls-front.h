/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/destination.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* A TLS server that shows any certificate one likes, counts what it is told, and either answers
 * `GET /server` itself or passes all on to a real server without TLS. Its own threads. */

/** TlsKey: a key pair; whoever has it can make any certificate over it. */
typedef struct _TlsKey TlsKey;
TlsKey *tls_key_new (void);
void tls_key_free (TlsKey *self);
ParlourFingerprint tls_key_fingerprint (TlsKey *self);

/** TlsCard: what a certificate says. */
typedef struct {
  TlsKey *key;
  const char *name; /* of the subject, and its only DNS or IP name */
  int days_from;    /* from today */
  int days_to;
  TlsKey *issuer; /* nullable: itself; else of the authority "Test" */
} TlsCard;

/** tls_card_to_pem: (transfer full): certificate and key; @is_authority: one that signs others. */
char *tls_card_to_pem (const TlsCard *card, gboolean is_authority);

typedef struct _TlsFront TlsFront;

/** tls_front_new: @upstream: port on 127.0.0.1, 0: answers itself. */
TlsFront *tls_front_new (const TlsCard *card, guint16 upstream);
void tls_front_free (TlsFront *self);
guint16 tls_front_get_port (TlsFront *self);

/** tls_front_to_address: (transfer full): "https://127.0.0.1:PORT" */
char *tls_front_to_address (TlsFront *self);

/** tls_front_to_destination: (transfer full): there, with the key of @pinned (nullable) as its pin.
 */
ParlourDestination *tls_front_to_destination (TlsFront *self, TlsKey *pinned);

/** tls_front_show: another certificate from now on; ends what is connected. */
void tls_front_show (TlsFront *self, const TlsCard *card);

/** tls_front_count_bytes: what clients said inside of TLS. */
guint tls_front_count_bytes (TlsFront *self);
/** tls_front_count_handshakes: begun ones. */
guint tls_front_count_handshakes (TlsFront *self);

G_END_DECLS
