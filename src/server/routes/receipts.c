/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-receipts"

#include "server/routes/receipts.h"

#include "server/authority.h"
#include "server/routes/replies.h"
#include "server/store/receipts.h"

/* This file owns who has a message, as its sender is told. */

typedef struct {
  const ParlourPage *page;
  gint64 seq;
} Receipts;

gboolean
parlour_receipts_decode (ParlourCall *call, GError **error)
{
  Receipts *in = parlour_call_alloc (call, sizeof *in);

  if (!parlour_page_decode (call, error))
    return FALSE;
  in->page = call->arguments;
  call->arguments = in;
  return parlour_path_seq (call, &in->seq, error);
}

static void
write_receipt (gconstpointer item, ParlourJsonWriter *writer, const char *name)
{
  const ParlourReceiptEntry *receipt = item;

  parlour_json_writer_begin_object (writer, name);
  parlour_user_write (receipt->user, writer, "user");
  parlour_json_writer_boolean (writer, "delivered", receipt->delivered);
  parlour_json_writer_boolean (writer, "read", receipt->read);
  parlour_json_writer_end_object (writer);
}

gboolean
parlour_receipts_list (ParlourCall *call, ParlourStore *store, GError **error)
{
  const Receipts *in = call->arguments;
  g_autofree char *next = NULL;
  g_autoptr (ParlourMembership) membership = parlour_authority_conversation (call, store, error);

  if (membership == NULL)
    return FALSE;
  g_autoptr (GPtrArray) receipts = parlour_store_list_receipts (
      store, membership, in->seq, in->page->cursor, in->page->limit, &next, error);
  if (receipts == NULL)
    return FALSE;
  parlour_reply_list (call, receipts, write_receipt, next);
  return TRUE;
}
