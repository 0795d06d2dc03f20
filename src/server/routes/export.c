/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-export"

#include "server/routes/export.h"

#include "server/authority.h"
#include "server/routes/replies.h"
#include "server/store/actions.h"
#include "server/store/avatars.h"
#include "server/store/blocks.h"
#include "server/store/conversations.h"
#include "server/store/export.h"
#include "server/store/members.h"
#include "server/store/messages.h"
#include "server/store/sessions.h"
#include "server/store/users.h"

/* This file owns the export of what somebody has in this place, page by page, so that it can be of
 * any length: first the account and what is theirs alone, then each conversation with who is in it
 * and its messages after it. */

typedef struct {
  ParlourStore *store;
  gint64 user;
  const ParlourSession *session;
  ParlourJsonWriter *writer;
  guint left;                    /* items that the page still takes */
  ParlourMembership *membership; /* of the conversation that @place is in; nullable */
  ParlourExportPlace place;      /* behind what was written */
} Page;

static void
begin_item (Page *page, const char *kind)
{
  parlour_json_writer_begin_object (page->writer, NULL);
  parlour_json_writer_string (page->writer, "kind", kind);
  page->left--;
}

static void
end_item (Page *page)
{
  parlour_json_writer_end_object (page->writer);
}

/* The list of the part goes on at @next, or the next part begins where that is NULL. Takes it. */
static void
go_on (Page *page, char *next)
{
  g_free (page->place.after);
  page->place.after = next;
  if (next == NULL)
    page->place.part++;
}

/* --- what is theirs alone -----------------------------------------------------------------------
 */

static gboolean
write_account (Page *page, GError **error)
{
  g_autoptr (ParlourUser) user =
      parlour_store_get_user (page->store, page->user, page->user, error);

  if (user == NULL)
    return FALSE;
  begin_item (page, "account");
  parlour_user_write (user, page->writer, "user");
  end_item (page);
  go_on (page, NULL);
  return TRUE;
}

static gboolean
write_picture (Page *page, GError **error)
{
  GError *local = NULL;
  g_autoptr (GBytes) png = parlour_store_get_avatar (page->store, page->session->user_id, &local);

  if (local != NULL && !g_error_matches (local, PARLOUR_PROBLEM, PARLOUR_PROBLEM_NOT_FOUND)) {
    g_propagate_error (error, local);
    return FALSE;
  }
  g_clear_error (&local);
  if (png != NULL) {
    g_autofree char *text = g_base64_encode (g_bytes_get_data (png, NULL), g_bytes_get_size (png));
    begin_item (page, "picture");
    parlour_json_writer_string (page->writer, "png", text);
    end_item (page);
  }
  go_on (page, NULL);
  return TRUE;
}

static gboolean
write_devices (Page *page, GError **error)
{
  g_autoptr (GPtrArray) devices = parlour_store_list_sessions (page->store, page->user, error);

  if (devices == NULL)
    return FALSE;
  for (; page->left > 0 && page->place.seq < devices->len; page->place.seq++) {
    begin_item (page, "device");
    parlour_reply_write_device (devices->pdata[page->place.seq], page->session, page->writer,
                                "device");
    end_item (page);
  }
  if (page->place.seq < devices->len)
    return TRUE;
  page->place.seq = 0;
  go_on (page, NULL);
  return TRUE;
}

static gboolean
write_blocks (Page *page, GError **error)
{
  char *next = NULL;
  g_autoptr (GPtrArray) people = parlour_store_list_blocks (
      page->store, page->user, page->place.after, page->left, &next, error);

  if (people == NULL)
    return FALSE;
  for (guint i = 0; i < people->len; i++) {
    begin_item (page, "block");
    parlour_user_write (people->pdata[i], page->writer, "user");
    end_item (page);
  }
  go_on (page, next);
  return TRUE;
}

/* The messages themselves come with their conversations. */
static gboolean
write_stars (Page *page, GError **error)
{
  char *next = NULL;
  g_autoptr (GPtrArray) messages = parlour_store_list_starred (
      page->store, page->user, page->place.after, page->left, &next, error);

  if (messages == NULL)
    return FALSE;
  for (guint i = 0; i < messages->len; i++) {
    const ParlourMessage *message = messages->pdata[i];
    begin_item (page, "star");
    parlour_json_writer_string (page->writer, "in", message->conversation);
    parlour_json_writer_int (page->writer, "seq", message->seq);
    end_item (page);
  }
  go_on (page, next);
  return TRUE;
}

/* --- conversations -----------------------------------------------------------------------------
 */

static gboolean
write_conversation (Page *page, GError **error)
{
  g_clear_pointer (&page->membership, parlour_membership_unref);
  if (!parlour_store_export_next (page->store, page->user, page->place.stream, &page->membership,
                                  error))
    return FALSE;
  if (page->membership == NULL) {
    page->place.part = PARLOUR_EXPORT_END;
    return TRUE;
  }
  g_autoptr (ParlourConversation) conversation =
      parlour_store_get_conversation (page->store, page->membership, error);
  if (conversation == NULL)
    return FALSE;
  page->place.stream = page->membership->stream;
  page->place.seq = 0;
  begin_item (page, "conversation");
  parlour_conversation_write (conversation, page->writer, "conversation");
  end_item (page);
  go_on (page, NULL);
  return TRUE;
}

/* A direct one has told both with itself; who has left a group is told of nobody. */
static gboolean
write_members (Page *page, GError **error)
{
  char *next = NULL;

  if (page->membership->kind != PARLOUR_CONVERSATION_GROUP ||
      !parlour_membership_is_open (page->membership)) {
    go_on (page, NULL);
    return TRUE;
  }
  g_autoptr (GPtrArray) members = parlour_store_list_members (
      page->store, page->membership, NULL, page->place.after, page->left, &next, error);
  if (members == NULL)
    return FALSE;
  for (guint i = 0; i < members->len; i++) {
    begin_item (page, "member");
    parlour_json_writer_string (page->writer, "in", page->membership->id);
    parlour_reply_write_member (members->pdata[i], page->writer, "member");
    end_item (page);
  }
  go_on (page, next);
  return TRUE;
}

static void
write_message (Page *page, const ParlourMessage *message)
{
  begin_item (page, "message");
  parlour_message_write (message, page->writer, "message");
  end_item (page);
  page->place.seq = message->seq;
}

static void
write_line (Page *page, const ParlourEvent *line)
{
  begin_item (page, "event");
  parlour_event_write (line, page->writer, "event");
  end_item (page);
  page->place.seq = line->seq;
}

static gboolean
write_messages (Page *page, GError **error)
{
  g_autoptr (GPtrArray) lines =
      g_ptr_array_new_with_free_func ((GDestroyNotify)parlour_event_unref);
  gboolean more = FALSE;
  guint n = 0;
  g_autoptr (GPtrArray) messages = parlour_store_history_after (
      page->store, page->membership, page->place.seq, page->left, lines, &more, error);

  if (messages == NULL)
    return FALSE;
  for (guint i = 0; i < messages->len; i++) {
    const ParlourMessage *message = messages->pdata[i];
    while (n < lines->len && ((ParlourEvent *)lines->pdata[n])->seq < message->seq)
      write_line (page, lines->pdata[n++]);
    write_message (page, message);
  }
  while (n < lines->len)
    write_line (page, lines->pdata[n++]);
  if (!more)
    page->place.part = PARLOUR_EXPORT_CONVERSATION;
  return TRUE;
}

/* --- pages -------------------------------------------------------------------------------------
 */

static gboolean (*const write_part[]) (Page *page, GError **error) = {
    [PARLOUR_EXPORT_ACCOUNT] = write_account, [PARLOUR_EXPORT_PICTURE] = write_picture,
    [PARLOUR_EXPORT_DEVICES] = write_devices, [PARLOUR_EXPORT_BLOCKS] = write_blocks,
    [PARLOUR_EXPORT_STARS] = write_stars,     [PARLOUR_EXPORT_CONVERSATION] = write_conversation,
    [PARLOUR_EXPORT_MEMBERS] = write_members, [PARLOUR_EXPORT_MESSAGES] = write_messages,
};

static gboolean
begin_page (Page *page, const char *cursor, GError **error)
{
  if (cursor != NULL &&
      !parlour_store_export_resume (page->store, page->user, cursor, &page->place, error))
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
  while (page->left > 0 && page->place.part != PARLOUR_EXPORT_END)
    if (!write_part[page->place.part](page, error))
      return FALSE;
  parlour_json_writer_end_array (page->writer);
  if (page->place.part == PARLOUR_EXPORT_END) {
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
  Page page = {.store = store,
               .user = session->user,
               .session = session,
               .writer = writer,
               .left = in->limit};
  gboolean good = write_page (&page, in, error);
  g_clear_pointer (&page.membership, parlour_membership_unref);
  parlour_export_place_clear (&page.place);
  if (good)
    parlour_call_reply (call, 200, writer);
  return good;
}
