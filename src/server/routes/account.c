/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-account"

#include "server/routes/account.h"

#include "server/authority.h"
#include "server/routes/replies.h"
#include "server/store/common.h"
#include "server/store/invites.h"
#include "server/store/place.h"
#include "server/store/users.h"

#include "core/limits.h"
#include "core/text.h"

#include <string.h>

/* This file owns joining, signing in and out, and the list of devices. */

typedef struct {
  const char *username;
  const char *password;
  const char *display_name; /* nullable, as the rest */
  const char *email;
  const char *invite;
  const char *device_name;
  guint8 invite_hash[PARLOUR_TOKEN_HASH_BYTES]; /* where @invite is not NULL */
} SignIn;

#define EMAIL_BYTES_MAX 254 /* RFC 5321, 4.5.3.1.3 */

static void
check_text (ParlourFields *fields, const char *name, const char *text, glong chars)
{
  GError *error = NULL;

  if (text == NULL || (g_utf8_strlen (text, -1) <= chars && !parlour_text_has_hidden_char (text)))
    return;
  parlour_problem_set_field (&error, PARLOUR_PROBLEM_INVALID_FIELD, name,
                             "“%s” is one line of up to %ld characters that show.", name, chars);
  parlour_fields_fail (fields, error);
}

static void
read_email (ParlourFields *fields, SignIn *into)
{
  GError *error = NULL;
  const char *email = parlour_fields_string (fields, "email", 0);

  into->email = email;
  if (email == NULL || (strchr (email, '@') != NULL && strlen (email) <= EMAIL_BYTES_MAX &&
                        !parlour_text_has_hidden_char (email)))
    return;
  parlour_problem_set_field (&error, PARLOUR_PROBLEM_INVALID_FIELD, "email",
                             "This is no e-mail address.");
  parlour_fields_fail (fields, error);
}

static void
read_device_name (ParlourFields *fields, SignIn *into)
{
  into->device_name = parlour_fields_string (fields, "device_name", 0);
  check_text (fields, "device_name", into->device_name, PARLOUR_DEVICE_NAME_MAX);
}

/* What cannot be a token has the hash of none that there is. */
static void
read_token (ParlourFields *fields, const char *name, ParlourFieldFlags flags, SignIn *into)
{
  into->invite = parlour_fields_string (fields, name, flags);
  if (into->invite != NULL && !parlour_token_hash (into->invite, into->invite_hash))
    memset (into->invite_hash, 0, sizeof into->invite_hash);
}

/* The rules of new names and passwords; the first that fails sticks. */
static void
check_new (ParlourCall *call, ParlourFields *fields, SignIn *in)
{
  GError *error = NULL;

  if (fields->error != NULL)
    return;
  in->username = parlour_call_keep (call, parlour_username_normalize (in->username, &error));
  if (error == NULL)
    parlour_password_check (in->password, &error);
  if (error == NULL && in->display_name != NULL)
    in->display_name =
        parlour_call_keep (call, parlour_display_name_normalize (in->display_name, &error));
  if (error != NULL)
    parlour_fields_fail (fields, error);
}

gboolean
parlour_account_decode_register (ParlourCall *call, GError **error)
{
  ParlourFields fields = PARLOUR_FIELDS (call->body);
  SignIn *in = parlour_call_alloc (call, sizeof *in);

  call->arguments = in;
  in->username = parlour_fields_string (&fields, "username", PARLOUR_FIELD_REQUIRED);
  in->password = parlour_fields_string (&fields, "password", PARLOUR_FIELD_REQUIRED);
  in->display_name = parlour_fields_string (&fields, "display_name", 0);
  read_token (&fields, "invite", 0, in);
  read_email (&fields, in);
  read_device_name (&fields, in);
  check_new (call, &fields, in);
  return parlour_fields_end (&fields, error);
}

/* Where anybody may join, an invite that is good no more keeps nobody out; one that is good says
 * which groups its holder gets into. */
static gboolean
look_at_spare_invite (ParlourStore *store, const SignIn *in, gboolean *invited, GError **error)
{
  g_autoptr (GError) inner = NULL;

  *invited = in->invite != NULL &&
             parlour_store_check_invite (store, PARLOUR_INVITE_JOIN, in->invite_hash, &inner);
  if (inner == NULL || g_error_matches (inner, PARLOUR_PROBLEM, PARLOUR_PROBLEM_INVITE_REFUSED))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&inner));
  return FALSE;
}

/* Whether whoever calls may join. @invited: (out): by their invite, which is to be used then. */
static gboolean
check_registration (ParlourStore *store, const SignIn *in, gboolean *invited, GError **error)
{
  g_autoptr (ParlourPlace) place = parlour_store_get_place (store, error);

  *invited = FALSE;
  if (place == NULL)
    return FALSE;
  switch (place->registration) {
  case PARLOUR_REGISTRATION_OPEN:
    return look_at_spare_invite (store, in, invited, error);
  case PARLOUR_REGISTRATION_CLOSED:
    parlour_problem_set (error, PARLOUR_PROBLEM_REGISTRATION_CLOSED,
                         "This place takes no new people.");
    return FALSE;
  case PARLOUR_REGISTRATION_INVITE:
  default:
    *invited = in->invite != NULL;
    if (*invited)
      return parlour_store_check_invite (store, PARLOUR_INVITE_JOIN, in->invite_hash, error);
    parlour_problem_set_field (error, PARLOUR_PROBLEM_INVITE_REQUIRED, "invite",
                               "Joining this place takes an invitation.");
    return FALSE;
  }
}

/* Before the costly hash, so that a taken name is told at once. */
gboolean
parlour_account_look_register (ParlourCall *call, ParlourStore *store, GError **error)
{
  const SignIn *in = call->arguments;
  g_autoptr (ParlourAccountRow) account = NULL;
  gboolean invited = FALSE;

  if (!check_registration (store, in, &invited, error) ||
      !parlour_store_find_account (store, in->username, &account, error))
    return FALSE;
  if (account == NULL)
    return TRUE;
  parlour_problem_set_field (error, PARLOUR_PROBLEM_USERNAME_TAKEN, "username",
                             "Somebody has this name already.");
  return FALSE;
}

gboolean
parlour_account_hash_register (ParlourCall *call, const ParlourHashing *cost, GError **error)
{
  const SignIn *in = call->arguments;

  call->token = parlour_token_new ();
  call->password_hash = parlour_hashing_make (cost, in->password, error);
  return call->password_hash != NULL;
}

/* Makes the session of the call's new token, and the answer that tells it. */
static gboolean
open_session (
    ParlourCall *call, ParlourStore *store, gint64 user_number, guint status, GError **error)
{
  const SignIn *in = call->arguments;
  guint8 hash[PARLOUR_TOKEN_HASH_BYTES];
  g_autoptr (ParlourJsonWriter) writer = parlour_json_writer_new ();

  parlour_token_hash (call->token, hash);
  g_autoptr (ParlourSession) session =
      parlour_store_add_session (store, user_number, hash, in->device_name, error);
  if (session == NULL)
    return FALSE;
  g_autoptr (ParlourUser) user = parlour_store_get_user (store, user_number, user_number, error);
  if (user == NULL)
    return FALSE;
  parlour_json_writer_begin_object (writer, NULL);
  parlour_json_writer_string (writer, "token", call->token);
  parlour_json_writer_begin_object (writer, "session");
  parlour_json_writer_string (writer, "id", session->id);
  parlour_json_writer_string (writer, "device_name", in->device_name);
  parlour_json_writer_end_object (writer);
  parlour_user_write (user, writer, "user");
  parlour_json_writer_end_object (writer);
  parlour_call_reply (call, status, writer);
  return TRUE;
}

/* In the same transaction as the account: an invite never lets more in than it has uses. */
static gboolean
use_invite (ParlourCall *call, ParlourStore *store, char **conversations, GError **error)
{
  const SignIn *in = call->arguments;
  g_autofree char *id = NULL;
  const ParlourActor actor = {.name = in->username,
                              .origin = call->origin != NULL ? call->origin : "network"};

  return parlour_store_use_invite (store, PARLOUR_INVITE_JOIN, in->invite_hash, NULL, &id,
                                   conversations, error) &&
         parlour_store_note_deed (store, &actor, "invite.use", id, NULL, error);
}

gboolean
parlour_account_register (ParlourCall *call, ParlourStore *store, GError **error)
{
  const SignIn *in = call->arguments;
  gint64 number = 0;
  gboolean invited = FALSE;
  g_autofree char *conversations = NULL;
  const ParlourNewUser user = {.username = in->username,
                               .display_name = in->display_name,
                               .email = in->email,
                               .password_hash = call->password_hash,
                               .role = PARLOUR_USER_MEMBER};

  return check_registration (store, in, &invited, error) &&
         parlour_store_add_user (store, &user, &number, error) &&
         (!invited || use_invite (call, store, &conversations, error)) &&
         parlour_store_admit (store, number, conversations, error) &&
         open_session (call, store, number, 201, error);
}

/* No rule of new names here: what nobody can have is an unknown name like any other. */
gboolean
parlour_account_decode_login (ParlourCall *call, GError **error)
{
  ParlourFields fields = PARLOUR_FIELDS (call->body);
  SignIn *in = parlour_call_alloc (call, sizeof *in);
  const char *username = parlour_fields_string (&fields, "username", PARLOUR_FIELD_REQUIRED);

  call->arguments = in;
  if (username != NULL)
    in->username = parlour_call_keep (call, g_ascii_strdown (username, -1));
  in->password = parlour_fields_string (&fields, "password", PARLOUR_FIELD_REQUIRED);
  read_device_name (&fields, in);
  return parlour_fields_end (&fields, error);
}

gboolean
parlour_account_look_login (ParlourCall *call, ParlourStore *store, GError **error)
{
  const SignIn *in = call->arguments;
  g_autoptr (ParlourAccountRow) account = NULL;

  if (!parlour_store_find_account (store, in->username, &account, error))
    return FALSE;
  if (account != NULL) {
    call->subject = account->number;
    call->password_hash = g_steal_pointer (&account->password_hash);
  }
  return TRUE;
}

static void
set_wrong_credentials (GError **error)
{
  parlour_problem_set (error, PARLOUR_PROBLEM_WRONG_CREDENTIALS,
                       "The username or the password is not right.");
}

gboolean
parlour_account_hash_login (ParlourCall *call, const ParlourHashing *cost, GError **error)
{
  const SignIn *in = call->arguments;

  if (!parlour_hashing_matches (cost, call->password_hash, in->password)) {
    set_wrong_credentials (error);
    return FALSE;
  }
  call->token = parlour_token_new ();
  return TRUE;
}

static gboolean
check_active (const ParlourAccountRow *account, GError **error)
{
  if (!account->active)
    parlour_problem_set (error, PARLOUR_PROBLEM_ACCOUNT_DISABLED,
                         "An administrator has disabled this account.");
  return account->active;
}

/* The password may have been changed while this one was hashed. */
gboolean
parlour_account_login (ParlourCall *call, ParlourStore *store, GError **error)
{
  g_autoptr (ParlourAccountRow) account = parlour_store_get_account (store, call->subject, error);

  if (account == NULL)
    return FALSE;
  if (g_strcmp0 (account->password_hash, call->password_hash) != 0) {
    set_wrong_credentials (error);
    return FALSE;
  }
  return check_active (account, error) && open_session (call, store, account->number, 200, error);
}

gboolean
parlour_account_decode_login_device (ParlourCall *call, GError **error)
{
  ParlourFields fields = PARLOUR_FIELDS (call->body);
  SignIn *in = parlour_call_alloc (call, sizeof *in);

  call->arguments = in;
  read_token (&fields, "token", PARLOUR_FIELD_REQUIRED, in);
  read_device_name (&fields, in);
  call->token = parlour_token_new ();
  return parlour_fields_end (&fields, error);
}

gboolean
parlour_account_login_device (ParlourCall *call, ParlourStore *store, GError **error)
{
  const SignIn *in = call->arguments;
  gint64 maker = 0;

  if (!parlour_store_use_invite (store, PARLOUR_INVITE_DEVICE, in->invite_hash, &maker, NULL, NULL,
                                 error))
    return FALSE;
  g_autoptr (ParlourAccountRow) account = parlour_store_get_account (store, maker, error);
  return account != NULL && check_active (account, error) &&
         open_session (call, store, maker, 200, error);
}

gboolean
parlour_account_logout (ParlourCall *call, ParlourStore *store, GError **error)
{
  g_autoptr (ParlourSession) session = parlour_authority_enter (call, store, error);

  if (session == NULL || !parlour_store_end_session (store, session->user, session->id, error))
    return FALSE;
  parlour_call_reply_empty (call);
  return TRUE;
}

gboolean
parlour_account_list_sessions (ParlourCall *call, ParlourStore *store, GError **error)
{
  g_autoptr (ParlourJsonWriter) writer = parlour_json_writer_new ();
  g_autoptr (ParlourSession) session = parlour_authority_enter (call, store, error);

  if (session == NULL)
    return FALSE;
  g_autoptr (GPtrArray) devices = parlour_store_list_sessions (store, session->user, error);
  if (devices == NULL)
    return FALSE;
  parlour_json_writer_begin_object (writer, NULL);
  parlour_json_writer_begin_array (writer, "items");
  for (guint i = 0; i < devices->len; i++)
    parlour_reply_write_device (devices->pdata[i], session, writer, NULL);
  parlour_json_writer_end_array (writer);
  parlour_json_writer_null (writer, "next");
  parlour_json_writer_end_object (writer);
  parlour_call_reply (call, 200, writer);
  return TRUE;
}

gboolean
parlour_account_end_session (ParlourCall *call, ParlourStore *store, GError **error)
{
  g_autoptr (ParlourSession) session = parlour_authority_enter (call, store, error);

  if (session == NULL || !parlour_store_end_session (store, session->user, call->params[0], error))
    return FALSE;
  parlour_call_reply_empty (call);
  return TRUE;
}
