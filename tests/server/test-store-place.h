/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/store/conversations.h"
#include "server/store/messages.h"
#include "server/store/store.h"

/** Place: a store of its own in a folder of its own, with a clock that the test turns. */
typedef struct {
  char *folder;
  char *path;
  ParlourStore *store; /* the writer */
  gint64 now;
  guint n_client_ids;
} Place;

Place *place_new (void);
void place_free (Place *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Place, place_free)

/** place_begin: a write's transaction; end it with one of the two that follow */
void place_begin (Place *self);

/** place_commit: fails the test where @error is set or it can't be committed */
void place_commit (Place *self, GError *error);

/** place_refused: undoes it; fails the test where @error is not @problem, or something was said */
void place_refused (Place *self, GError *error, int problem);

/** place_exec: a script in SQL, for what no call makes yet */
void place_exec (Place *self, const char *format, ...) G_GNUC_PRINTF (2, 3);

/** place_ask: the number that @sql answers with */
gint64 place_ask (Place *self, const char *sql);

gint64 place_add_user (Place *self, const char *username, const char *display_name);

/** place_direct: (transfer full): the id of the conversation of two people, made where needed */
char *place_direct (Place *self, gint64 one, gint64 other);

/** place_group: (transfer full): the id of a group with these members, ended by 0, from seq 1 on */
char *place_group (Place *self, gint64 owner, ...);

ParlourMembership *place_member (Place *self, gint64 user, const char *conversation);

/** place_draft: with a client_id of its own */
ParlourDraft place_draft (Place *self, const char *body);

/** place_send: the number of the new message */
gint64 place_send (Place *self, gint64 user, const char *conversation, const char *body);

void place_hide (Place *self, gint64 user, const char *conversation, gint64 seq);
void place_erase (Place *self, gint64 user, const char *conversation, gint64 seq);
void place_edit (Place *self, gint64 user, const char *conversation, gint64 seq, const char *body);
void place_clear (Place *self, gint64 user, const char *conversation);

/** place_seqs: (transfer full): the seqs of messages as "3 2 1" */
char *place_seqs (GPtrArray *messages);

/** place_history: (transfer full): what the user sees of a conversation, newest first, as seqs */
char *place_history (Place *self, gint64 user, const char *conversation);
