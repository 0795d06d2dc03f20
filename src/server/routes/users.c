/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-users"

#include "server/routes/users.h"

#include "server/authority.h"
#include "server/routes/replies.h"
#include "server/store/accounts.h"
#include "server/store/common.h"
#include "server/store/users.h"

#include "core/text.h"

#include <string.h>

/* This file owns what administrators do to accounts. A path names an account by its id or its
 * username. */

typedef struct {
  const char *password; /* must stand first: of whatever is hashed */
  const char *username;
  const char *display_name;
  ParlourUserRole role;
} Add;

typedef struct {
  const char *password;
} Reset;

typedef struct {
  ParlourUserRole role;
} Change;

typedef struct {
  gboolean erase;
} Delete;

static void
write_account (ParlourCall *call, const ParlourUser *user, gint64 number, ParlourJsonWriter *writer)
{
  parlour_json_writer_begin_object (writer, NULL);
  parlour_user_write_members (user, writer);
  parlour_json_writer_boolean (writer, "online",
                               parlour_online_has (call->standing->online, number));
  parlour_json_writer_end_object (writer);
}

static gboolean
reply_account (ParlourCall *call, ParlourStore *store, guint status, gint64 number, GError **error)
{
  g_autoptr (ParlourJsonWriter) writer = parlour_json_writer_new ();
  g_autoptr (ParlourUser) user = parlour_store_get_user (store, 0, number, error);

  if (user == NULL)
    return FALSE;
  write_account (call, user, number, writer);
  parlour_call_reply (call, status, writer);
  return TRUE;
}

gboolean
parlour_users_decode_list (ParlourCall *call, GError **error)
{
  return parlour_page_decode (call, error);
}

gboolean
parlour_users_list (ParlourCall *call, ParlourStore *store, GError **error)
{
  const ParlourPage *page = call->arguments;
  ParlourActor actor;
  g_autofree char *next = NULL;
  g_autoptr (ParlourJsonWriter) writer = parlour_json_writer_new ();

  if (!parlour_authority_enter_admin (call, store, &actor, error))
    return FALSE;
  g_autoptr (GPtrArray) users =
      parlour_store_list_users (store, page->cursor, page->limit, &next, error);
  if (users == NULL)
    return FALSE;
  parlour_json_writer_begin_object (writer, NULL);
  parlour_json_writer_begin_array (writer, "items");
  for (guint i = 0; i < users->len; i++) {
    gint64 number = 0;
    g_autoptr (ParlourUser) user = parlour_store_find_user (
        store, 0, ((const ParlourUser *)users->pdata[i])->id, &number, error);
    if (user == NULL)
      return FALSE;
    write_account (call, user, number, writer);
  }
  parlour_json_writer_end_array (writer);
  parlour_json_writer_string (writer, "next", next);
  parlour_json_writer_end_object (writer);
  parlour_call_reply (call, 200, writer);
  return TRUE;
}

gboolean
parlour_users_look (ParlourCall *call, ParlourStore *store, GError **error)
{
  ParlourActor actor;

  return parlour_authority_enter_admin (call, store, &actor, error);
}

gboolean
parlour_users_hash_password (ParlourCall *call, const ParlourHashing *cost, GError **error)
{
  const Reset *in = call->arguments;

  call->password_hash = parlour_hashing_make (cost, in->password, error);
  return call->password_hash != NULL;
}

static void
check_names (ParlourCall *call, ParlourFields *fields, Add *in)
{
  GError *error = NULL;

  if (fields->error != NULL)
    return;
  in->username = parlour_call_keep (call, parlour_username_normalize (in->username, &error));
  if (error == NULL && in->display_name != NULL)
    in->display_name =
        parlour_call_keep (call, parlour_display_name_normalize (in->display_name, &error));
  if (error != NULL)
    parlour_fields_fail (fields, error);
}

gboolean
parlour_users_decode_add (ParlourCall *call, GError **error)
{
  ParlourFields fields = PARLOUR_FIELDS (call->body);
  Add *in = parlour_call_alloc (call, sizeof *in);

  call->arguments = in;
  in->username = parlour_fields_string (&fields, "username", PARLOUR_FIELD_REQUIRED);
  in->password = parlour_read_new_password (&fields, "password");
  in->display_name = parlour_fields_string (&fields, "display_name", 0);
  in->role = parlour_fields_boolean (&fields, "admin", 0, FALSE) ? PARLOUR_USER_ADMIN
                                                                 : PARLOUR_USER_MEMBER;
  check_names (call, &fields, in);
  return parlour_fields_end (&fields, error);
}

static const char *
role_name (ParlourUserRole role)
{
  return role == PARLOUR_USER_ADMIN ? "admin" : "member";
}

gboolean
parlour_users_add (ParlourCall *call, ParlourStore *store, GError **error)
{
  const Add *in = call->arguments;
  gint64 number = 0;
  ParlourActor actor;
  const ParlourNewUser user = {.username = in->username,
                               .display_name = in->display_name,
                               .password_hash = call->password_hash,
                               .role = in->role};

  return parlour_authority_enter_admin (call, store, &actor, error) &&
         parlour_store_add_user (store, &user, &number, error) &&
         parlour_store_admit (store, number, NULL, error) &&
         parlour_store_note_deed (store, &actor, call->route->name, in->username,
                                  role_name (in->role), error) &&
         reply_account (call, store, 201, number, error);
}

/* Who administers, whom the path names, and what the log says of it. */
static ParlourUser *
enter (ParlourCall *call, ParlourStore *store, const char *detail, gint64 *number, GError **error)
{
  ParlourActor actor;

  if (!parlour_authority_enter_admin (call, store, &actor, error))
    return NULL;
  g_autoptr (ParlourUser) user =
      parlour_store_find_account_of (store, call->params[0], number, error);
  if (user == NULL ||
      !parlour_store_note_deed (store, &actor, call->route->name, user->username, detail, error))
    return NULL;
  return g_steal_pointer (&user);
}

static void
read_role (ParlourFields *fields, Change *into)
{
  GError *error = NULL;
  const char *role = parlour_fields_string (fields, "role", PARLOUR_FIELD_REQUIRED);

  into->role = g_strcmp0 (role, "admin") == 0 ? PARLOUR_USER_ADMIN : PARLOUR_USER_MEMBER;
  if (role == NULL || strcmp (role, role_name (into->role)) == 0)
    return;
  parlour_problem_set_field (&error, PARLOUR_PROBLEM_INVALID_FIELD, "role",
                             "A role is “member” or “admin”.");
  parlour_fields_fail (fields, error);
}

gboolean
parlour_users_decode_change (ParlourCall *call, GError **error)
{
  ParlourFields fields = PARLOUR_FIELDS (call->body);
  Change *in = parlour_call_alloc (call, sizeof *in);

  call->arguments = in;
  read_role (&fields, in);
  return parlour_fields_end (&fields, error);
}

gboolean
parlour_users_change (ParlourCall *call, ParlourStore *store, GError **error)
{
  const Change *in = call->arguments;
  gint64 number = 0;
  g_autoptr (ParlourUser) user = enter (call, store, role_name (in->role), &number, error);

  return user != NULL && parlour_store_set_role (store, number, in->role, error) &&
         reply_account (call, store, 200, number, error);
}

gboolean
parlour_users_decode_delete (ParlourCall *call, GError **error)
{
  ParlourParameters parameters = PARLOUR_PARAMETERS (call->query);
  Delete *in = parlour_call_alloc (call, sizeof *in);
  const char *messages = parlour_parameters_string (&parameters, "messages");
  GError *wrong = NULL;

  call->arguments = in;
  in->erase = g_strcmp0 (messages, "erase") == 0;
  if (!in->erase && g_strcmp0 (messages, "keep") != 0) {
    parlour_problem_set_field (&wrong, PARLOUR_PROBLEM_INVALID_FIELD, "messages",
                               "Say what becomes of the messages: “keep” or “erase”.");
    parlour_parameters_fail (&parameters, wrong);
  }
  return parlour_parameters_end (&parameters, error);
}

gboolean
parlour_users_delete (ParlourCall *call, ParlourStore *store, GError **error)
{
  const Delete *in = call->arguments;
  gint64 number = 0;
  g_autoptr (ParlourUser) user = enter (call, store, in->erase ? "erase" : "keep", &number, error);

  if (user == NULL || !parlour_store_delete_user (store, number, in->erase, error))
    return FALSE;
  call->upkeep = in->erase;
  parlour_call_reply_empty (call);
  return TRUE;
}

static gboolean
set_active (ParlourCall *call, ParlourStore *store, gboolean active, GError **error)
{
  gint64 number = 0;
  g_autoptr (ParlourUser) user = enter (call, store, NULL, &number, error);

  return user != NULL &&
         (user->active == active || parlour_store_set_active (store, number, active, error)) &&
         reply_account (call, store, 200, number, error);
}

gboolean
parlour_users_disable (ParlourCall *call, ParlourStore *store, GError **error)
{
  return set_active (call, store, FALSE, error);
}

gboolean
parlour_users_enable (ParlourCall *call, ParlourStore *store, GError **error)
{
  return set_active (call, store, TRUE, error);
}

gboolean
parlour_users_decode_reset (ParlourCall *call, GError **error)
{
  ParlourFields fields = PARLOUR_FIELDS (call->body);
  Reset *in = parlour_call_alloc (call, sizeof *in);

  call->arguments = in;
  in->password = parlour_read_new_password (&fields, "password");
  return parlour_fields_end (&fields, error);
}

gboolean
parlour_users_reset (ParlourCall *call, ParlourStore *store, GError **error)
{
  gint64 number = 0;
  g_autoptr (ParlourUser) user = enter (call, store, NULL, &number, error);

  return user != NULL && parlour_store_reset_password (store, number, call->password_hash, error) &&
         reply_account (call, store, 200, number, error);
}
