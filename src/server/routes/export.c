/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-export"

#include "server/routes/export.h"

#include "server/authority.h"
#include "server/routes/replies.h"
#include "server/store/export.h"
#include "server/store/messages.h"
#include "server/store/users.h"

/* This file owns the export of what somebody has in this place, page by page, so that it can be of
 * any length: first the account, then each conversation with its messages after it. */

typedef struct {
  ParlourStore *store;
  gint64 user;
  ParlourJsonWriter *writer;
  guint left;                    /* items that the page still takes */
  ParlourMembership *membership; /* whose messages come next; NULL: another conversation does */
  ParlourExportPlace place;      /* behind what was written */
  gboolean ended;
} Page;

static void
begin_item (Page *page, const char *kind)
{
  parlour_json_writer_begin_object (page->writer, NULL);
  parlour_json_writer_string (page->writer, "kind", kind);
  page->left--;
}

static gboolean
write_account (Page *page, GError **error)
{
  g_autoptr (ParlourUser) user =
      parlour_store_get_user (page->store, page->user, page->user, error);

  if (user == NULL)
    return FALSE;
  begin_item (page, "account");
  parlour_user_write (user, page->writer, "user");
  parlour_json_writer_end_object (page->writer);
  return TRUE;
}

static gboolean
write_conversation (Page *page, GError **error)
{
  if (!parlour_store_export_next (page->store, page->user, page->place.stream, &page->membership,
                                  error))
    return FALSE;
  page->ended = page->membership == NULL;
  if (page->ended)
    return TRUE;
  g_autoptr (ParlourConversation) conversation =
      parlour_store_get_conversation (page->store, page->membership, error);
  if (conversation == NULL)
    return FALSE;
  page->place = (ParlourExportPlace){.stream = page->membership->stream, .seq = 0};
  begin_item (page, "conversation");
  parlour_conversation_write (conversation, page->writer, "conversation");
  parlour_json_writer_end_object (page->writer);
  return TRUE;
}

static gboolean
write_messages (Page *page, GError **error)
{
  gboolean more = FALSE;
  g_autoptr (GPtrArray) messages = parlour_store_history_after (
      page->store, page->membership, page->place.seq, page->left, NULL, &more, error);

  if (messages == NULL)
    return FALSE;
  for (guint i = 0; i < messages->len; i++) {
    const ParlourMessage *message = messages->pdata[i];
    begin_item (page, "message");
    parlour_message_write (message, page->writer, "message");
    parlour_json_writer_end_object (page->writer);
    page->place.seq = message->seq;
  }
  if (!more)
    g_clear_pointer (&page->membership, parlour_membership_unref);
  return TRUE;
}

static gboolean
begin_page (Page *page, const char *cursor, GError **error)
{
  if (cursor == NULL)
    return write_account (page, error);
  if (!parlour_store_export_resume (page->store, page->user, cursor, &page->place, error))
    return FALSE;
  if (page->place.stream != 0)
    page->membership =
        parlour_store_get_membership (page->store, page->user, page->place.stream, error);
  return page->place.stream == 0 || page->membership != NULL;
}

static gboolean
write_page (Page *page, const ParlourPage *in, GError **error)
{
  parlour_json_writer_begin_object (page->writer, NULL);
  parlour_json_writer_begin_array (page->writer, "items");
  if (!begin_page (page, in->cursor, error))
    return FALSE;
  while (page->left > 0 && !page->ended)
    if (page->membership != NULL ? !write_messages (page, error)
                                 : !write_conversation (page, error))
      return FALSE;
  parlour_json_writer_end_array (page->writer);
  if (page->ended) {
    parlour_json_writer_null (page->writer, "next");
  } else {
    g_autofree char *next = parlour_store_export_cursor (page->store, &page->place, error);
    if (next == NULL)
      return FALSE;
    parlour_json_writer_string (page->writer, "next", next);
  }
  parlour_json_writer_end_object (page->writer);
  return TRUE;
}

gboolean
parlour_export_list (ParlourCall *call, ParlourStore *store, GError **error)
{
  const ParlourPage *in = call->arguments;
  g_autoptr (ParlourJsonWriter) writer = parlour_json_writer_new ();
  g_autoptr (ParlourSession) session = parlour_authority_enter (call, store, error);

  if (session == NULL)
    return FALSE;
  Page page = {.store = store, .user = session->user, .writer = writer, .left = in->limit};
  gboolean good = write_page (&page, in, error);
  g_clear_pointer (&page.membership, parlour_membership_unref);
  if (good)
    parlour_call_reply (call, 200, writer);
  return good;
}
