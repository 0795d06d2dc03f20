/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-users"

#include "server/routes/users.h"

#include "server/routes/replies.h"
#include "server/store/users.h"

#include "core/limits.h"
#include "core/text.h"

/* This file owns the administration of people by whoever owns the data folder. The kernel has said
 * who that is, so there is no session. */

typedef struct {
  const char *username;
  const char *password;
  const char *display_name;
  gboolean admin;
} Add;

typedef struct {
  const char *cursor;
} List;

static gboolean
decode_add (ParlourCall *call, GError **error)
{
  ParlourFields fields = PARLOUR_FIELDS (call->body);
  Add *in = parlour_call_alloc (call, sizeof *in);
  GError *rule = NULL;

  call->arguments = in;
  in->username = parlour_fields_string (&fields, "username", PARLOUR_FIELD_REQUIRED);
  in->password = parlour_fields_string (&fields, "password", PARLOUR_FIELD_REQUIRED);
  in->display_name = parlour_fields_string (&fields, "display_name", 0);
  in->admin = parlour_fields_boolean (&fields, "admin", 0, FALSE);
  if (!parlour_fields_end (&fields, error))
    return FALSE;
  in->username = parlour_call_keep (call, parlour_username_normalize (in->username, &rule));
  if (rule == NULL)
    parlour_password_check (in->password, &rule);
  if (rule == NULL && in->display_name != NULL)
    in->display_name =
        parlour_call_keep (call, parlour_display_name_normalize (in->display_name, &rule));
  if (rule == NULL)
    return TRUE;
  g_propagate_error (error, rule);
  return FALSE;
}

static gboolean
hash_add (ParlourCall *call, const ParlourHashing *cost, GError **error)
{
  const Add *in = call->arguments;

  call->password_hash = parlour_hashing_make (cost, in->password, error);
  return call->password_hash != NULL;
}

static gboolean
add (ParlourCall *call, ParlourStore *store, GError **error)
{
  const Add *in = call->arguments;
  gint64 number = 0;
  const ParlourNewUser new_user = {.username = in->username,
                                   .display_name = in->display_name,
                                   .password_hash = call->password_hash,
                                   .role = in->admin ? PARLOUR_USER_ADMIN : PARLOUR_USER_MEMBER};
  g_autoptr (ParlourJsonWriter) writer = parlour_json_writer_new ();

  if (!parlour_store_add_user (store, &new_user, &number, error))
    return FALSE;
  g_autoptr (ParlourUser) user = parlour_store_get_user (store, 0, number, error);
  if (user == NULL)
    return FALSE;
  parlour_user_write (user, writer, NULL);
  parlour_call_reply (call, 201, writer);
  return TRUE;
}

static gboolean
decode_list (ParlourCall *call, GError **error)
{
  ParlourFields fields = PARLOUR_FIELDS (call->body);
  List *in = parlour_call_alloc (call, sizeof *in);

  call->arguments = in;
  in->cursor = parlour_fields_string (&fields, "cursor", 0);
  return parlour_fields_end (&fields, error);
}

static gboolean
list (ParlourCall *call, ParlourStore *store, GError **error)
{
  const List *in = call->arguments;
  g_autofree char *next = NULL;
  g_autoptr (GPtrArray) users =
      parlour_store_list_users (store, in->cursor, PARLOUR_PAGE_ITEMS_MAX, &next, error);

  if (users == NULL)
    return FALSE;
  parlour_reply_list (call, users, (ParlourWriteItem)parlour_user_write, next);
  return TRUE;
}

const ParlourRoute parlour_users_add_route = {
    .name = "user.add",
    .access = PARLOUR_ACCESS_LOCAL,
    .runs = PARLOUR_RUNS_WRITER,
    .decode = decode_add,
    .hash = hash_add,
    .handle = add,
};

const ParlourRoute parlour_users_list_route = {
    .name = "user.list",
    .access = PARLOUR_ACCESS_LOCAL,
    .runs = PARLOUR_RUNS_READER,
    .decode = decode_list,
    .handle = list,
};
