/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-me"

#include "server/routes/me.h"

#include "server/authority.h"
#include "server/store/accounts.h"
#include "server/store/invites.h"
#include "server/store/users.h"

#include "core/text.h"

#include <string.h>

/* This file owns the own profile and password, and leaving the place. */

#define PROFILE_TEXT_MAX 200 /* characters of a name or a status */

/* What is asked for the current password. */
typedef struct {
  const char *field; /* that names it */
  const char *current;
  const char *new_password; /* nullable */
  char *old_hash;           /* that `current` was compared with; belongs to the call */
  gboolean erase;           /* what one wrote, with the account */
} Password;

static gboolean
reply_me (ParlourCall *call, ParlourStore *store, gint64 number, GError **error)
{
  g_autoptr (ParlourJsonWriter) writer = parlour_json_writer_new ();
  g_autoptr (ParlourUser) user = parlour_store_get_user (store, number, number, error);

  if (user == NULL)
    return FALSE;
  parlour_user_write (user, writer, NULL);
  parlour_call_reply (call, 200, writer);
  return TRUE;
}

gboolean
parlour_me_show (ParlourCall *call, ParlourStore *store, GError **error)
{
  g_autoptr (ParlourSession) session = parlour_authority_enter (call, store, error);

  return session != NULL && reply_me (call, store, session->user, error);
}

/* A text of the profile as one line; %NULL for what is to be removed, and for what does not show.
 */
static const char *
read_text (ParlourCall *call,
           ParlourFields *fields,
           ParlourProfile *into,
           const char *name,
           ParlourProfileFields bit)
{
  GError *error = NULL;

  if (!parlour_fields_has (fields, name))
    return NULL;
  const char *text = parlour_fields_string (fields, name, 0);
  into->set |= bit;
  if (text == NULL)
    return NULL;
  const char *line = parlour_call_keep (call, parlour_text_one_line (text));
  if (line == NULL || g_utf8_strlen (line, -1) <= PROFILE_TEXT_MAX)
    return line;
  parlour_problem_set_field (&error, PARLOUR_PROBLEM_INVALID_FIELD, name,
                             "“%s” is longer than %d characters.", name, PROFILE_TEXT_MAX);
  parlour_fields_fail (fields, error);
  return NULL;
}

static void
read_display_name (ParlourCall *call, ParlourFields *fields, ParlourProfile *into)
{
  GError *error = NULL;
  const char *text = read_text (call, fields, into, "display_name", PARLOUR_PROFILE_DISPLAY_NAME);

  if (text == NULL || fields->error != NULL)
    return;
  into->display_name = parlour_call_keep (call, parlour_display_name_normalize (text, &error));
  if (error != NULL)
    parlour_fields_fail (fields, error);
}

static void
read_email (ParlourCall *call, ParlourFields *fields, ParlourProfile *into)
{
  GError *error = NULL;

  into->email = read_text (call, fields, into, "email", PARLOUR_PROFILE_EMAIL);
  if (into->email == NULL || strchr (into->email, '@') != NULL)
    return;
  parlour_problem_set_field (&error, PARLOUR_PROBLEM_INVALID_FIELD, "email",
                             "This is no e-mail address.");
  parlour_fields_fail (fields, error);
}

static gboolean
read_flag (ParlourFields *fields, ParlourProfile *into, const char *name, ParlourProfileFields bit)
{
  if (parlour_fields_has (fields, name))
    into->set |= bit;
  else
    return FALSE;
  return parlour_fields_boolean (fields, name, PARLOUR_FIELD_REQUIRED, FALSE);
}

gboolean
parlour_me_decode_change (ParlourCall *call, GError **error)
{
  ParlourFields fields = PARLOUR_FIELDS (call->body);
  ParlourProfile *in = parlour_call_alloc (call, sizeof *in);

  call->arguments = in;
  read_display_name (call, &fields, in);
  read_email (call, &fields, in);
  in->given_name = read_text (call, &fields, in, "given_name", PARLOUR_PROFILE_GIVEN_NAME);
  in->family_name = read_text (call, &fields, in, "family_name", PARLOUR_PROFILE_FAMILY_NAME);
  in->status_text = read_text (call, &fields, in, "status_text", PARLOUR_PROFILE_STATUS_TEXT);
  in->share_read = read_flag (&fields, in, "share_read", PARLOUR_PROFILE_SHARE_READ);
  in->share_presence = read_flag (&fields, in, "share_presence", PARLOUR_PROFILE_SHARE_PRESENCE);
  return parlour_fields_end (&fields, error);
}

gboolean
parlour_me_change (ParlourCall *call, ParlourStore *store, GError **error)
{
  g_autoptr (ParlourSession) session = parlour_authority_enter (call, store, error);

  return session != NULL &&
         parlour_store_update_profile (store, session->user, call->arguments, error) &&
         reply_me (call, store, session->user, error);
}

static void
check_new (ParlourFields *fields, const char *text)
{
  GError *error = NULL;

  if (text == NULL || parlour_password_check (text, &error))
    return;
  parlour_fields_fail (fields, error);
}

gboolean
parlour_me_decode_password (ParlourCall *call, GError **error)
{
  ParlourFields fields = PARLOUR_FIELDS (call->body);
  Password *in = parlour_call_alloc (call, sizeof *in);

  call->arguments = in;
  in->field = "current";
  in->current = parlour_fields_string (&fields, in->field, PARLOUR_FIELD_REQUIRED);
  in->new_password = parlour_fields_string (&fields, "new", PARLOUR_FIELD_REQUIRED);
  check_new (&fields, in->new_password);
  return parlour_fields_end (&fields, error);
}

gboolean
parlour_me_look_password (ParlourCall *call, ParlourStore *store, GError **error)
{
  Password *in = call->arguments;
  g_autoptr (ParlourSession) session = parlour_authority_enter (call, store, error);

  if (session == NULL)
    return FALSE;
  g_autoptr (ParlourAccountRow) account = parlour_store_get_account (store, session->user, error);
  if (account == NULL)
    return FALSE;
  in->old_hash = g_steal_pointer (&account->password_hash);
  parlour_call_keep (call, in->old_hash);
  return TRUE;
}

static void
set_wrong_password (const Password *in, GError **error)
{
  parlour_problem_set_field (error, PARLOUR_PROBLEM_FORBIDDEN, in->field,
                             "The current password is not right.");
}

gboolean
parlour_me_hash_password (ParlourCall *call, const ParlourHashing *cost, GError **error)
{
  const Password *in = call->arguments;

  if (!parlour_hashing_matches (cost, in->old_hash, in->current)) {
    set_wrong_password (in, error);
    return FALSE;
  }
  if (in->new_password == NULL)
    return TRUE;
  call->password_hash = parlour_hashing_make (cost, in->new_password, error);
  return call->password_hash != NULL;
}

/* Who calls, where the password is still the one that was compared: it may have changed since. */
static ParlourSession *
enter_with_password (ParlourCall *call, ParlourStore *store, GError **error)
{
  const Password *in = call->arguments;
  g_autoptr (ParlourSession) session = parlour_authority_enter (call, store, error);

  if (session == NULL)
    return NULL;
  g_autoptr (ParlourAccountRow) account = parlour_store_get_account (store, session->user, error);
  if (account == NULL)
    return NULL;
  if (g_strcmp0 (account->password_hash, in->old_hash) == 0)
    return g_steal_pointer (&session);
  set_wrong_password (in, error);
  return NULL;
}

gboolean
parlour_me_set_password (ParlourCall *call, ParlourStore *store, GError **error)
{
  g_autoptr (ParlourSession) session = enter_with_password (call, store, error);

  if (session == NULL ||
      !parlour_store_set_password_hash (store, session->user, call->password_hash, error) ||
      !parlour_store_end_other_sessions (store, session->user, session->number, error) ||
      !parlour_store_revoke_device_links (store, session->user, error))
    return FALSE;
  parlour_call_reply_empty (call);
  return TRUE;
}

static void
read_messages (ParlourFields *fields, Password *into)
{
  GError *error = NULL;
  const char *word = parlour_fields_string (fields, "messages", PARLOUR_FIELD_REQUIRED);

  into->erase = g_strcmp0 (word, "erase") == 0;
  if (word == NULL || into->erase || strcmp (word, "keep") == 0)
    return;
  parlour_problem_set_field (&error, PARLOUR_PROBLEM_INVALID_FIELD, "messages",
                             "Say what becomes of the messages: “keep” or “erase”.");
  parlour_fields_fail (fields, error);
}

gboolean
parlour_me_decode_delete (ParlourCall *call, GError **error)
{
  ParlourFields fields = PARLOUR_FIELDS (call->body);
  Password *in = parlour_call_alloc (call, sizeof *in);

  call->arguments = in;
  in->field = "password";
  in->current = parlour_fields_string (&fields, in->field, PARLOUR_FIELD_REQUIRED);
  read_messages (&fields, in);
  return parlour_fields_end (&fields, error);
}

gboolean
parlour_me_delete (ParlourCall *call, ParlourStore *store, GError **error)
{
  const Password *in = call->arguments;
  g_autoptr (ParlourSession) session = enter_with_password (call, store, error);

  if (session == NULL || !parlour_store_delete_user (store, session->user, in->erase, error))
    return FALSE;
  call->upkeep = in->erase;
  parlour_call_reply_empty (call);
  return TRUE;
}
