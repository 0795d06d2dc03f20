/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

#define FAKE_CONVERSATION "0190a000-0000-7000-8000-00000000000c"
#define FAKE_ME           "0190a000-0000-7000-8000-00000000000a"
#define FAKE_PEER         "0190a000-0000-7000-8000-00000000000b"

typedef struct _SyncFake SyncFake;

/** SyncFakeLie: answers @message instead of the honest server; FALSE leaves it to that one. */
typedef gboolean (*SyncFakeLie) (SyncFake *self, SoupServerMessage *message, const char *path);

/**
 * SyncFake:
 *
 * A server on the main loop that speaks just enough of the protocol for one person and one
 * conversation, and lies where it is told to.
 */
struct _SyncFake {
  SoupServer *server;
  char *address;
  guint top;      /* messages of the conversation; @top events, the inbox has none */
  GList *sockets; /* SoupWebsocketConnection */
  SyncFakeLie lie;
  gboolean is_silent; /* on sockets */
  guint n_requests;
  guint n_upgrades;
  guint n_follows;
};

SyncFake *sync_fake_new (void);
void sync_fake_free (SyncFake *self);

/** sync_fake_say: @text to everybody who is connected. */
void sync_fake_say (SyncFake *self, const char *text);
/** sync_fake_event: one more message, told to everybody. */
void sync_fake_event (SyncFake *self);
/** sync_fake_member_event: @kind (`member.left` and so on) of the person, who hears it alone. */
void sync_fake_member_event (SyncFake *self, const char *kind);
/** sync_fake_event_text: (transfer full) */
char *sync_fake_event_text (guint seq, const char *body);
void
sync_fake_answer (SoupServerMessage *message, guint status, const char *type, const char *text);

G_END_DECLS
