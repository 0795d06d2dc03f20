/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-messages"

#include "server/routes/messages.h"

#include "server/authority.h"
#include "server/routes/replies.h"
#include "server/store/messages.h"
#include "server/store/users.h"

#include "core/text.h"

#include <string.h>

/* This file owns the writing of messages. */

typedef struct {
  const char *to; /* only where the path names no conversation */
  ParlourDraft draft;
} Send;

typedef struct {
  ParlourEdit edit;
  gint64 seq;
} Edit;

typedef struct {
  gint64 seq;
  gboolean for_everyone;
} Delete;

/* A title of white space alone is no title. */
static const char *
read_subject (ParlourFields *fields)
{
  GError *error = NULL;
  const char *subject = parlour_fields_string (fields, "subject", 0);

  if (parlour_text_is_blank (subject))
    return NULL;
  if (!parlour_subject_check (subject, &error))
    parlour_fields_fail (fields, error);
  return subject;
}

static const char *
read_body (ParlourFields *fields)
{
  GError *error = NULL;
  const char *body = parlour_fields_string (fields, "body", 0);

  if (fields->error == NULL && !parlour_body_check (body, &error))
    parlour_fields_fail (fields, error);
  return body;
}

/* No file can be uploaded yet, so there is none to name; an empty list is fine. */
static void
read_attachments (ParlourFields *fields)
{
  GError *error = NULL;
  g_auto (GStrv) ids = parlour_fields_strings (fields, "attachments", 0);

  if (ids == NULL || ids[0] == NULL)
    return;
  parlour_problem_set_field (&error, PARLOUR_PROBLEM_UNSUPPORTED, "attachments",
                             "This server takes no files yet.");
  parlour_fields_fail (fields, error);
}

static void
read_draft (ParlourFields *fields, ParlourDraft *draft)
{
  parlour_read_client_id (fields, draft->client_id);
  draft->subject = read_subject (fields);
  draft->body = read_body (fields);
  read_attachments (fields);
}

gboolean
parlour_messages_decode_send (ParlourCall *call, GError **error)
{
  ParlourFields fields = PARLOUR_FIELDS (call->body);
  Send *in = parlour_call_alloc (call, sizeof *in);

  call->arguments = in;
  read_draft (&fields, &in->draft);
  in->draft.reply_to = parlour_fields_int (&fields, "reply_to", 0, 1, G_MAXUINT32, 0);
  return parlour_fields_end (&fields, error);
}

gboolean
parlour_messages_decode_compose (ParlourCall *call, GError **error)
{
  ParlourFields fields = PARLOUR_FIELDS (call->body);
  Send *in = parlour_call_alloc (call, sizeof *in);
  const char *to = parlour_fields_string (&fields, "to", PARLOUR_FIELD_REQUIRED);

  call->arguments = in;
  if (to != NULL)
    in->to = parlour_call_keep (call, g_ascii_strdown (to, -1));
  read_draft (&fields, &in->draft);
  return parlour_fields_end (&fields, error);
}

static gboolean
send_draft (ParlourCall *call,
            ParlourStore *store,
            const ParlourMembership *membership,
            GError **error)
{
  const Send *in = call->arguments;
  g_autoptr (ParlourMessage) message = NULL;
  gboolean repeated = FALSE;

  if (!parlour_store_send (store, membership, &in->draft, &message, &repeated, error))
    return FALSE;
  parlour_reply_message (call, repeated ? 200 : 201, message);
  return TRUE;
}

gboolean
parlour_messages_send (ParlourCall *call, ParlourStore *store, GError **error)
{
  g_autoptr (ParlourMembership) membership = parlour_authority_conversation (call, store, error);

  return membership != NULL && send_draft (call, store, membership, error);
}

static ParlourMembership *
find_direct (ParlourStore *store, const ParlourSession *session, const Send *in, GError **error)
{
  g_autoptr (ParlourAccountRow) other = NULL;

  if (!parlour_store_find_account (store, in->to, &other, error))
    return NULL;
  if (other == NULL) {
    parlour_problem_set_field (error, PARLOUR_PROBLEM_RECIPIENT_UNKNOWN, "to",
                               "Nobody here has this username.");
    return NULL;
  }
  if (other->number == session->user) {
    parlour_problem_set_field (error, PARLOUR_PROBLEM_RECIPIENT_IS_SELF, "to",
                               "You can't write to yourself.");
    return NULL;
  }
  return parlour_store_find_or_make_direct (store, session->user, other->number, NULL, NULL, error);
}

gboolean
parlour_messages_compose (ParlourCall *call, ParlourStore *store, GError **error)
{
  g_autoptr (ParlourSession) session = parlour_authority_enter (call, store, error);

  if (session == NULL)
    return FALSE;
  g_autoptr (ParlourMembership) membership = find_direct (store, session, call->arguments, error);
  return membership != NULL && send_draft (call, store, membership, error);
}

gboolean
parlour_messages_decode_edit (ParlourCall *call, GError **error)
{
  ParlourFields fields = PARLOUR_FIELDS (call->body);
  Edit *in = parlour_call_alloc (call, sizeof *in);

  call->arguments = in;
  in->edit.body = read_body (&fields);
  in->edit.set_subject = parlour_fields_has (&fields, "subject");
  in->edit.subject = read_subject (&fields);
  return parlour_fields_end (&fields, error) && parlour_path_seq (call, &in->seq, error);
}

gboolean
parlour_messages_edit (ParlourCall *call, ParlourStore *store, GError **error)
{
  const Edit *in = call->arguments;
  g_autoptr (ParlourMessage) message = NULL;
  g_autoptr (ParlourMembership) membership = parlour_authority_conversation (call, store, error);

  if (membership == NULL ||
      !parlour_store_edit_message (store, membership, in->seq, &in->edit, &message, error))
    return FALSE;
  parlour_reply_message (call, 200, message);
  return TRUE;
}

gboolean
parlour_messages_decode_delete (ParlourCall *call, GError **error)
{
  ParlourParameters query = PARLOUR_PARAMETERS (call->query);
  Delete *in = parlour_call_alloc (call, sizeof *in);
  const char *whom = parlour_parameters_string (&query, "for");

  call->arguments = in;
  in->for_everyone = g_strcmp0 (whom, "everyone") == 0;
  if (!parlour_parameters_end (&query, error))
    return FALSE;
  if (whom != NULL && (in->for_everyone || strcmp (whom, "me") == 0))
    return parlour_path_seq (call, &in->seq, error);
  parlour_problem_set_field (
      error, whom == NULL ? PARLOUR_PROBLEM_MISSING_FIELD : PARLOUR_PROBLEM_INVALID_FIELD, "for",
      "A message is deleted for “me” or for “everyone”.");
  return FALSE;
}

gboolean
parlour_messages_delete (ParlourCall *call, ParlourStore *store, GError **error)
{
  const Delete *in = call->arguments;
  g_autoptr (ParlourMembership) membership = parlour_authority_conversation (call, store, error);

  if (membership == NULL)
    return FALSE;
  if (!(in->for_everyone ? parlour_store_erase_message (store, membership, in->seq, error)
                         : parlour_store_hide_message (store, membership, in->seq, error)))
    return FALSE;
  parlour_call_reply_empty (call);
  return TRUE;
}
