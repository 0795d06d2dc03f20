/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-members"

#include "server/routes/members.h"

#include "server/authority.h"
#include "server/routes/recipient.h"
#include "server/routes/replies.h"
#include "server/store/members.h"
#include "server/store/users.h"

/* This file owns who is in a group: list, add and join, change a role, remove and leave. */

typedef struct {
  const char *user; /* only where the path names nobody */
  ParlourMemberRole role;
} Role;

gboolean
parlour_members_list (ParlourCall *call, ParlourStore *store, GError **error)
{
  const ParlourSearch *list = call->arguments;
  g_autofree char *next = NULL;
  g_autoptr (ParlourMembership) membership = parlour_authority_conversation (call, store, error);

  if (membership == NULL)
    return FALSE;
  g_autoptr (GPtrArray) entries = parlour_store_list_members (
      store, membership, list->query, list->cursor, list->limit, &next, error);
  if (entries == NULL)
    return FALSE;
  parlour_reply_list (call, entries, parlour_reply_write_member, next);
  return TRUE;
}

static void
read_role (ParlourFields *fields, ParlourFieldFlags flags, Role *into)
{
  GError *error = NULL;
  const char *role = parlour_fields_string (fields, "role", flags);

  into->role = PARLOUR_MEMBER_MEMBER;
  if (role == NULL || parlour_member_role_from_string (role, &into->role))
    return;
  parlour_problem_set_field (&error, PARLOUR_PROBLEM_INVALID_FIELD, "role",
                             "A role is owner, admin, member or reader.");
  parlour_fields_fail (fields, error);
}

gboolean
parlour_members_decode_add (ParlourCall *call, GError **error)
{
  ParlourFields fields = PARLOUR_FIELDS (call->body);
  Role *in = parlour_call_alloc (call, sizeof *in);

  call->arguments = in;
  in->user = parlour_fields_string (&fields, "user", PARLOUR_FIELD_REQUIRED);
  read_role (&fields, 0, in);
  return parlour_fields_end (&fields, error);
}

gboolean
parlour_members_decode_change (ParlourCall *call, GError **error)
{
  ParlourFields fields = PARLOUR_FIELDS (call->body);
  Role *in = parlour_call_alloc (call, sizeof *in);

  call->arguments = in;
  read_role (&fields, PARLOUR_FIELD_REQUIRED, in);
  return parlour_fields_end (&fields, error);
}

static gboolean
reply_member (ParlourCall *call,
              ParlourStore *store,
              const ParlourMembership *membership,
              gint64 user,
              guint status,
              GError **error)
{
  g_autoptr (ParlourJsonWriter) writer = parlour_json_writer_new ();
  g_autoptr (ParlourMemberEntry) entry =
      parlour_store_get_member (store, membership->user, membership->stream, user, error);

  if (entry == NULL)
    return FALSE;
  parlour_reply_write_member (entry, writer, NULL);
  parlour_call_reply (call, status, writer);
  return TRUE;
}

static gboolean
join (ParlourCall *call, ParlourStore *store, gint64 user, GError **error)
{
  gboolean added = FALSE;

  if (!parlour_store_join_group (store, user, call->params[0], &added, error))
    return FALSE;
  g_autoptr (ParlourMembership) membership =
      parlour_store_find_membership (store, user, call->params[0], error);
  return membership != NULL &&
         reply_member (call, store, membership, user, added ? 201 : 200, error);
}

/* Somebody who can sign in. */
static gboolean
find_new (ParlourStore *store, const char *id, gint64 *number, GError **error)
{
  g_autoptr (ParlourUser) user = parlour_recipient_find (store, 0, id, "user", number, error);

  if (user != NULL && !user->active)
    parlour_recipient_refuse ("user", error);
  return user != NULL && user->active;
}

static gboolean
add (ParlourCall *call, ParlourStore *store, const ParlourSession *session, GError **error)
{
  const Role *in = call->arguments;
  gint64 user = 0;
  gboolean added = FALSE;
  g_autoptr (ParlourMembership) membership =
      parlour_store_find_membership (store, session->user, call->params[0], error);

  return membership != NULL && find_new (store, in->user, &user, error) &&
         parlour_store_add_member (store, membership, user, in->role, &added, error) &&
         reply_member (call, store, membership, user, added ? 201 : 200, error);
}

gboolean
parlour_members_add (ParlourCall *call, ParlourStore *store, GError **error)
{
  const Role *in = call->arguments;
  g_autoptr (ParlourSession) session = parlour_authority_enter (call, store, error);

  if (session == NULL)
    return FALSE;
  if (g_strcmp0 (in->user, session->user_id) == 0)
    return join (call, store, session->user, error);
  return add (call, store, session, error);
}

/* Whom the path names second. */
static gboolean
find_named (ParlourCall *call, ParlourStore *store, gint64 *number, GError **error)
{
  g_autoptr (ParlourUser) user = parlour_store_find_user (store, 0, call->params[1], number, error);

  return user != NULL;
}

gboolean
parlour_members_change (ParlourCall *call, ParlourStore *store, GError **error)
{
  const Role *in = call->arguments;
  gint64 user = 0;
  g_autoptr (ParlourMembership) membership = parlour_authority_conversation (call, store, error);

  return membership != NULL && find_named (call, store, &user, error) &&
         parlour_store_change_role (store, membership, user, in->role, error) &&
         reply_member (call, store, membership, user, 200, error);
}

gboolean
parlour_members_remove (ParlourCall *call, ParlourStore *store, GError **error)
{
  gint64 user = 0;
  g_autoptr (ParlourMembership) membership = parlour_authority_conversation (call, store, error);

  if (membership == NULL || !find_named (call, store, &user, error) ||
      !parlour_store_remove_member (store, membership, user, error))
    return FALSE;
  parlour_call_reply_empty (call);
  return TRUE;
}
