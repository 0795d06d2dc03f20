/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-replies"

#include "server/routes/replies.h"

#include "server/store/members.h"

#include "core/text.h"

/* This file owns the answers that several routes give. Any thread. */

void
parlour_reply_list (ParlourCall *call,
                    GPtrArray *items,
                    ParlourWriteItem write_item,
                    const char *next)
{
  g_autoptr (ParlourJsonWriter) writer = parlour_json_writer_new ();

  parlour_json_writer_begin_object (writer, NULL);
  parlour_json_writer_begin_array (writer, "items");
  for (guint i = 0; i < items->len; i++)
    write_item (items->pdata[i], writer, NULL);
  parlour_json_writer_end_array (writer);
  parlour_json_writer_string (writer, "next", next);
  parlour_json_writer_end_object (writer);
  parlour_call_reply (call, 200, writer);
}

void
parlour_reply_message (ParlourCall *call, guint status, const ParlourMessage *message)
{
  g_autoptr (ParlourJsonWriter) writer = parlour_json_writer_new ();

  parlour_message_write (message, writer, NULL);
  parlour_call_reply (call, status, writer);
}

void
parlour_reply_conversation (ParlourCall *call,
                            guint status,
                            const ParlourConversation *conversation)
{
  g_autoptr (ParlourJsonWriter) writer = parlour_json_writer_new ();

  parlour_conversation_write (conversation, writer, NULL);
  parlour_call_reply (call, status, writer);
}

void
parlour_reply_write_device (const ParlourSessionEntry *device,
                            const ParlourSession *session,
                            ParlourJsonWriter *writer,
                            const char *name)
{
  parlour_json_writer_begin_object (writer, name);
  parlour_json_writer_string (writer, "id", device->id);
  parlour_json_writer_string (writer, "device_name", device->device_name);
  parlour_json_writer_time (writer, "created_at", device->created_at);
  parlour_json_writer_time (writer, "last_used_at", device->last_used_at);
  parlour_json_writer_boolean (writer, "current", g_strcmp0 (device->id, session->id) == 0);
  parlour_json_writer_end_object (writer);
}

void
parlour_reply_write_member (gconstpointer item, ParlourJsonWriter *writer, const char *name)
{
  const ParlourMemberEntry *entry = item;

  parlour_json_writer_begin_object (writer, name);
  parlour_user_write (entry->user, writer, "user");
  parlour_json_writer_string (writer, "role", parlour_member_role_to_string (entry->role));
  parlour_json_writer_time (writer, "joined_at", entry->joined_at);
  parlour_json_writer_end_object (writer);
}

gboolean
parlour_path_seq (ParlourCall *call, gint64 *seq, GError **error)
{
  if (g_ascii_string_to_signed (call->params[1], 10, 1, G_MAXUINT32, seq, NULL))
    return TRUE;
  parlour_problem_set (error, PARLOUR_PROBLEM_NOT_FOUND, "There is no such message.");
  return FALSE;
}

gboolean
parlour_page_decode (ParlourCall *call, GError **error)
{
  ParlourParameters parameters = PARLOUR_PARAMETERS (call->query);
  ParlourPage *page = parlour_call_alloc (call, sizeof *page);

  call->arguments = page;
  page->cursor = parlour_parameters_string (&parameters, "cursor");
  page->limit = parlour_parameters_limit (&parameters);
  return parlour_parameters_end (&parameters, error);
}

gboolean
parlour_search_decode (ParlourCall *call, GError **error)
{
  ParlourParameters parameters = PARLOUR_PARAMETERS (call->query);
  ParlourSearch *search = parlour_call_alloc (call, sizeof *search);

  call->arguments = search;
  search->query = parlour_parameters_string (&parameters, "query");
  search->cursor = parlour_parameters_string (&parameters, "cursor");
  search->limit = parlour_parameters_limit (&parameters);
  return parlour_parameters_end (&parameters, error);
}

const char *
parlour_read_new_password (ParlourFields *fields, const char *name)
{
  GError *error = NULL;
  const char *password = parlour_fields_string (fields, name, PARLOUR_FIELD_REQUIRED);

  if (password == NULL || parlour_password_check (password, &error))
    return password;
  parlour_fields_fail (fields, error);
  return NULL;
}

void
parlour_read_client_id (ParlourFields *fields, guint8 bytes[PARLOUR_ID_BYTES])
{
  GError *error = NULL;
  const char *text = parlour_fields_string (fields, "client_id", PARLOUR_FIELD_REQUIRED);

  if (text == NULL || parlour_id_parse (text, bytes))
    return;
  parlour_problem_set_field (&error, PARLOUR_PROBLEM_INVALID_CLIENT_ID, "client_id",
                             "A client_id is a UUID.");
  parlour_fields_fail (fields, error);
}
