/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/call.h"
#include "server/store/sessions.h"

#include "core/conversation.h"
#include "core/id.h"

G_BEGIN_DECLS

/* The answers that several routes give, and the paths that several routes read. */

typedef void (*ParlourWriteItem) (gconstpointer item, ParlourJsonWriter *writer, const char *name);

/** parlour_reply_list: `{"items": […], "next": @next}`; @next is nullable. */
void parlour_reply_list (ParlourCall *call,
                         GPtrArray *items,
                         ParlourWriteItem write_item,
                         const char *next);

void parlour_reply_message (ParlourCall *call, guint status, const ParlourMessage *message);
void parlour_reply_conversation (ParlourCall *call,
                                 guint status,
                                 const ParlourConversation *conversation);

/** parlour_reply_write_device: a #ParlourSessionEntry; @session: of the call. */
void parlour_reply_write_device (const ParlourSessionEntry *device,
                                 const ParlourSession *session,
                                 ParlourJsonWriter *writer,
                                 const char *name);

/** parlour_reply_write_member: a #ParlourMemberEntry. */
void parlour_reply_write_member (gconstpointer entry, ParlourJsonWriter *writer, const char *name);

/**
 * parlour_path_seq: the number of a message that the path names second; NOT_FOUND for what is none.
 */
gboolean parlour_path_seq (ParlourCall *call, gint64 *seq, GError **error);

/** ParlourPage: which page of a list. */
typedef struct {
  const char *cursor; /* nullable */
  guint limit;
} ParlourPage;

/** parlour_page_decode: a decoder: `cursor` and `limit` make a #ParlourPage of the arguments. */
gboolean parlour_page_decode (ParlourCall *call, GError **error);

/** ParlourSearch: which page of a list of those whose names begin so. */
typedef struct {
  const char *query;  /* nullable: all */
  const char *cursor; /* nullable */
  guint limit;
} ParlourSearch;

/** parlour_search_decode: a decoder: `query`, `cursor` and `limit` make a #ParlourSearch. */
gboolean parlour_search_decode (ParlourCall *call, GError **error);

/** parlour_read_new_password: a required member that passes the rules for passwords; nullable. */
const char *parlour_read_new_password (ParlourFields *fields, const char *name);

/** parlour_read_client_id: the required member "client_id", a UUID. */
void parlour_read_client_id (ParlourFields *fields, guint8 bytes[PARLOUR_ID_BYTES]);

G_END_DECLS
