/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/account.h"
#include "client/accounts-file.h"
#include "client/cache/copy.h"
#include "client/destination.h"
#include "client/http.h"
#include "client/models/conversation-list.h"
#include "client/outbox.h"
#include "client/pages.h"
#include "client/pending.h"
#include "client/pictures.h"
#include "client/profile.h"
#include "client/sync.h"

G_BEGIN_DECLS

/* What the files of an account share: account.c (what it is), account-actions.c (what a person
 * does), account-wishes.c (what they wish), account-address.c (where its server is),
 * account-people.c (finding people and conversations with them), account-wake.c (for other
 * computers). */

struct _ParlourAccount {
  GObject parent_instance;

  ParlourProfile *profile;
  ParlourAccountEntry *entry;
  char *fingerprint; /* nullable: the pin's text */
  ParlourHttp *http;
  ParlourCopy *copy;
  ParlourSync *sync;
  ParlourOutbox *outbox;
  ParlourPending *pending;
  ParlourPictures *pictures;
  gboolean keeps_token; /* in the keyring; else whoever made it looks after the token */
  gint64 offline_since;
  ParlourAccountState state_before; /* as it was told last */
  GCancellable *searching;          /* among the addresses; nullable */
  guint patience;                   /* until the others are asked */

  ParlourConversationList *conversations;
  ParlourBoxList *received; /* made when first asked for, as the next */
  ParlourBoxList *sent;
  ParlourOwedCount *owed;
};

/**
 * parlour_account_new:
 * @entry: (transfer none): which account
 * @copy: (transfer none): its open copy
 * @token: (nullable): NULL leaves it signed out
 * @keeps_token: whether a new token goes into the keyring
 *
 * Nothing goes over the network before parlour_account_start().
 */
ParlourAccount *parlour_account_new (ParlourProfile *profile,
                                     const ParlourAccountEntry *entry,
                                     ParlourCopy *copy,
                                     const char *token,
                                     gboolean keeps_token);

/** parlour_account_start: connects; without a token it says that it is signed out, with @reason. */
void parlour_account_start (ParlourAccount *self, const GError *reason);

/** parlour_account_close: ends the connection and closes the copy (waits for its thread). */
void parlour_account_close (ParlourAccount *self);

/** parlour_account_set_address: the server of this account answers at @address now; whoever calls
 * has seen it prove so. */
void parlour_account_set_address (ParlourAccount *self, const char *address);

/** parlour_account_keep_address: the same, but the one in use stays; this one is for later. */
void parlour_account_keep_address (ParlourAccount *self, const char *address);

/** parlour_account_learn_addresses: those of @entry, of the same account, are tried too; its server
 * is the one to use now. */
void parlour_account_learn_addresses (ParlourAccount *self, const ParlourAccountEntry *entry);

/** parlour_account_to_destination: (transfer full): where its server may be, with its pin. */
ParlourDestination *parlour_account_to_destination (ParlourAccount *self);

/** parlour_account_hear_state: what to do about addresses when the state was @before. */
void parlour_account_hear_state (ParlourAccount *self, ParlourAccountState before);
/** parlour_account_hear_problem: the same when a try failed. */
void parlour_account_hear_problem (ParlourAccount *self);
void parlour_account_end_search (ParlourAccount *self);

/** parlour_account_learn_macs: what the host tells of its computer. */
void parlour_account_learn_macs (ParlourAccount *self, const char *const *macs);

/** parlour_account_refuse: says "refused". */
void parlour_account_refuse (ParlourAccount *self,
                             const char *conversation,
                             gint64 seq,
                             const GError *error);

/** parlour_account_keep_refused_edit: what was written stays, as a draft. */
void parlour_account_keep_refused_edit (ParlourAccount *self, const ParlourWish *wish);

/** parlour_account_make_conversation: asks for the one that @writer describes and stores it. Takes
 * @task, which returns its id. */
void
parlour_account_make_conversation (ParlourAccount *self, ParlourJsonWriter *writer, GTask *task);

#define PARLOUR_ACCOUNT_LIST_MOST 1000 /* items that a view is given */

/** parlour_account_call_async: @writer: (nullable): a finished object. */
void parlour_account_call_async (ParlourAccount *self,
                                 const char *method,
                                 const char *path,
                                 ParlourJsonWriter *writer,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
/** parlour_account_called_cb: of the server's answer; over a GTask *, which it ends with it. */
void parlour_account_called_cb (GObject *source, GAsyncResult *result, gpointer task);
/** Returns: (transfer full) (nullable): what was answered */
JsonObject *parlour_account_call_take (ParlourAccount *self, GAsyncResult *result, GError **error);

/** parlour_account_list_async: a list, page by page; parlour_account_list_finish() ends it. */
void parlour_account_list_async (ParlourAccount *self,
                                 const char *path,
                                 const char *cursor,
                                 ParlourPagesRead read,
                                 GDestroyNotify destroy,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);

/** parlour_account_read_people: (transfer full) (element-type ParlourUser) (nullable): of a page of
 * the directory, without myself. */
GPtrArray *parlour_account_read_people (ParlourAccount *self, JsonObject *page, GError **error);

const ParlourAccountEntry *parlour_account_get_entry (ParlourAccount *self);
ParlourHttp *parlour_account_get_http (ParlourAccount *self);

G_END_DECLS
