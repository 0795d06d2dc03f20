/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-conversations"

#include "server/routes/conversations.h"

#include "server/authority.h"
#include "server/routes/groups.h"
#include "server/routes/recipient.h"
#include "server/routes/replies.h"
#include "server/store/marks.h"
#include "server/store/messages.h"
#include "server/store/users.h"

#include "core/id.h"
#include "core/limits.h"

#include <string.h>

/* This file owns conversations as a whole: list, make, show, settings, read mark, clearing. */

typedef struct {
  gboolean archived;
  const char *cursor;
  guint limit;
} List;

typedef struct {
  guint8 client_id[PARLOUR_ID_BYTES];
  const char *user;
  const ParlourGroupDraft *group; /* nullable: then it is direct, and the above is set */
} Make;

typedef struct {
  gint64 seq;
} Read;

gboolean
parlour_conversations_decode_list (ParlourCall *call, GError **error)
{
  ParlourParameters in = PARLOUR_PARAMETERS (call->query);
  List *list = parlour_call_alloc (call, sizeof *list);

  call->arguments = list;
  list->archived = parlour_parameters_boolean (&in, "archived");
  list->cursor = parlour_parameters_string (&in, "cursor");
  list->limit = parlour_parameters_limit (&in);
  return parlour_parameters_end (&in, error);
}

gboolean
parlour_conversations_list (ParlourCall *call, ParlourStore *store, GError **error)
{
  const List *list = call->arguments;
  g_autofree char *next = NULL;
  g_autoptr (ParlourSession) session = parlour_authority_enter (call, store, error);

  if (session == NULL)
    return FALSE;
  g_autoptr (GPtrArray) items = parlour_store_list_conversations (
      store, session->user, list->archived, list->cursor, list->limit, &next, error);
  if (items == NULL)
    return FALSE;
  parlour_reply_list (call, items, (ParlourWriteItem)parlour_conversation_write, next);
  return TRUE;
}

static void
fail (ParlourFields *fields, ParlourProblem problem, const char *field, const char *detail)
{
  GError *error = NULL;

  parlour_problem_set_field (&error, problem, field, "%s", detail);
  parlour_fields_fail (fields, error);
}

static gboolean
is_group (ParlourFields *fields)
{
  const char *kind = parlour_fields_string (fields, "kind", PARLOUR_FIELD_REQUIRED);

  if (kind == NULL || strcmp (kind, "direct") == 0)
    return FALSE;
  if (strcmp (kind, "group") == 0)
    return TRUE;
  fail (fields, PARLOUR_PROBLEM_INVALID_FIELD, "kind", "A conversation is direct or a group.");
  return FALSE;
}

gboolean
parlour_conversations_decode_make (ParlourCall *call, GError **error)
{
  ParlourFields fields = PARLOUR_FIELDS (call->body);
  Make *in = parlour_call_alloc (call, sizeof *in);

  call->arguments = in;
  if (is_group (&fields)) {
    in->group = parlour_groups_read_draft (call, &fields);
  } else {
    parlour_read_client_id (&fields, in->client_id);
    in->user = parlour_fields_string (&fields, "user", PARLOUR_FIELD_REQUIRED);
  }
  return parlour_fields_end (&fields, error);
}

gboolean
parlour_conversations_reply (ParlourCall *call,
                             ParlourStore *store,
                             const ParlourMembership *membership,
                             guint status,
                             GError **error)
{
  g_autoptr (ParlourConversation) conversation =
      parlour_store_get_conversation (store, membership, error);

  if (conversation == NULL)
    return FALSE;
  parlour_reply_conversation (call, status, conversation);
  return TRUE;
}

static ParlourMembership *
make_direct (ParlourStore *store, const Make *in, gint64 me, gboolean *made, GError **error)
{
  gint64 other = 0;
  g_autoptr (ParlourUser) user =
      parlour_recipient_find (store, me, in->user, "user", &other, error);

  if (user == NULL)
    return NULL;
  return parlour_store_find_or_make_direct (store, me, other, in->client_id, made, error);
}

gboolean
parlour_conversations_make (ParlourCall *call, ParlourStore *store, GError **error)
{
  const Make *in = call->arguments;
  gboolean made = FALSE;
  g_autoptr (ParlourSession) session = parlour_authority_enter (call, store, error);

  if (session == NULL)
    return FALSE;
  g_autoptr (ParlourMembership) membership =
      in->group != NULL ? parlour_groups_make (store, session->user, in->group, &made, error)
                        : make_direct (store, in, session->user, &made, error);
  return membership != NULL &&
         parlour_conversations_reply (call, store, membership, made ? 201 : 200, error);
}

gboolean
parlour_conversations_show (ParlourCall *call, ParlourStore *store, GError **error)
{
  g_autoptr (ParlourMembership) membership = parlour_authority_conversation (call, store, error);

  return membership != NULL && parlour_conversations_reply (call, store, membership, 200, error);
}

static gboolean
read_flag (ParlourFields *fields, ParlourSettings *into, const char *name, ParlourSettingFields bit)
{
  if (!parlour_fields_has (fields, name))
    return FALSE;
  into->set |= bit;
  return parlour_fields_boolean (fields, name, PARLOUR_FIELD_REQUIRED, FALSE);
}

static void
read_notify (ParlourFields *fields, ParlourSettings *into)
{
  static const char *const words[] = {
      [PARLOUR_NOTIFY_ALL] = "all",
      [PARLOUR_NOTIFY_MENTIONS] = "mentions",
      [PARLOUR_NOTIFY_NONE] = "none",
  };

  if (!parlour_fields_has (fields, "notify"))
    return;
  const char *word = parlour_fields_string (fields, "notify", PARLOUR_FIELD_REQUIRED);
  into->set |= PARLOUR_SETTING_NOTIFY;
  for (guint i = 0; word != NULL && i < G_N_ELEMENTS (words); i++) {
    if (strcmp (words[i], word) == 0) {
      into->notify = (ParlourNotify)i;
      return;
    }
  }
  if (word != NULL)
    fail (fields, PARLOUR_PROBLEM_INVALID_FIELD, "notify", "“notify” is all, mentions or none.");
}

static void
read_draft (ParlourFields *fields, ParlourSettings *into)
{
  if (!parlour_fields_has (fields, "draft"))
    return;
  into->draft = parlour_fields_string (fields, "draft", 0);
  into->set |= PARLOUR_SETTING_DRAFT;
  if (into->draft != NULL && g_utf8_strlen (into->draft, -1) > PARLOUR_BODY_CHARS_MAX)
    fail (fields, PARLOUR_PROBLEM_BODY_TOO_LONG, "draft", "The draft is too long.");
}

gboolean
parlour_conversations_decode_settings (ParlourCall *call, GError **error)
{
  ParlourFields fields = PARLOUR_FIELDS (call->body);
  ParlourSettings *in = parlour_call_alloc (call, sizeof *in);

  call->arguments = in;
  in->archived = read_flag (&fields, in, "archived", PARLOUR_SETTING_ARCHIVED);
  in->pinned = read_flag (&fields, in, "pinned", PARLOUR_SETTING_PINNED);
  in->marked_unread = read_flag (&fields, in, "marked_unread", PARLOUR_SETTING_MARKED_UNREAD);
  if (parlour_fields_has (&fields, "muted_until")) {
    in->set |= PARLOUR_SETTING_MUTED_UNTIL;
    in->muted_until = parlour_fields_time (&fields, "muted_until", 0);
  }
  read_notify (&fields, in);
  read_draft (&fields, in);
  return parlour_fields_end (&fields, error);
}

gboolean
parlour_conversations_settings (ParlourCall *call, ParlourStore *store, GError **error)
{
  g_autoptr (ParlourMembership) membership = parlour_authority_conversation (call, store, error);

  return membership != NULL &&
         parlour_store_update_settings (store, membership, call->arguments, error) &&
         parlour_conversations_reply (call, store, membership, 200, error);
}

gboolean
parlour_conversations_decode_read (ParlourCall *call, GError **error)
{
  ParlourFields fields = PARLOUR_FIELDS (call->body);
  Read *in = parlour_call_alloc (call, sizeof *in);

  call->arguments = in;
  in->seq = parlour_fields_int (&fields, "seq", PARLOUR_FIELD_REQUIRED, 0, G_MAXUINT32, 0);
  return parlour_fields_end (&fields, error);
}

gboolean
parlour_conversations_read (ParlourCall *call, ParlourStore *store, GError **error)
{
  const Read *in = call->arguments;
  g_autoptr (ParlourMembership) membership = parlour_authority_conversation (call, store, error);

  if (membership == NULL || !parlour_store_set_read (store, membership, in->seq, error))
    return FALSE;
  parlour_call_reply_empty (call);
  return TRUE;
}

gboolean
parlour_conversations_decode_clear (ParlourCall *call, GError **error)
{
  ParlourParameters query = PARLOUR_PARAMETERS (call->query);
  const char *whom = parlour_parameters_string (&query, "for");

  if (!parlour_parameters_end (&query, error))
    return FALSE;
  if (g_strcmp0 (whom, "me") == 0)
    return TRUE;
  parlour_problem_set_field (
      error, whom == NULL ? PARLOUR_PROBLEM_MISSING_FIELD : PARLOUR_PROBLEM_INVALID_FIELD, "for",
      "A history is cleared for “me” alone.");
  return FALSE;
}

gboolean
parlour_conversations_clear (ParlourCall *call, ParlourStore *store, GError **error)
{
  g_autoptr (ParlourMembership) membership = parlour_authority_conversation (call, store, error);

  if (membership == NULL || !parlour_store_clear_history (store, membership, error))
    return FALSE;
  parlour_call_reply_empty (call);
  return TRUE;
}
