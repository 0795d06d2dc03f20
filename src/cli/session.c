/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-session"

#include "cli/session.h"

#include "cli/await.h"
#include "cli/cli-error.h"
#include "cli/session-store.h"
#include "cli/trust.h"
#include "client/probe.h"
#include "client/sign-in.h"

#include <glib/gi18n.h>

/* This file owns who is signed in while a command runs. Main thread. */

struct _ParlourCliSession {
  ParlourProfile *profile;
  char *token_file; /* nullable: the keyring has it */
  ParlourAccountEntry *entry;
  char *token;
  char *folder;
  ParlourHttp *http;
};

void
parlour_cli_session_free (ParlourCliSession *self)
{
  if (self == NULL)
    return;
  g_clear_object (&self->http);
  g_clear_pointer (&self->entry, parlour_account_entry_free);
  g_clear_pointer (&self->profile, parlour_profile_unref);
  g_free (self->token_file);
  g_free (self->token);
  g_free (self->folder);
  g_free (self);
}

/* Takes @entry and @token. */
static ParlourCliSession *
session_new (ParlourProfile *profile,
             const ParlourCliOptions *options,
             ParlourAccountEntry *entry,
             char *token)
{
  ParlourCliSession *self = g_new0 (ParlourCliSession, 1);

  self->profile = parlour_profile_ref (profile);
  self->token_file = g_strdup (options->token_file);
  self->entry = entry;
  self->token = token;
  self->folder = g_build_filename (parlour_profile_get_data_dir (profile), "cli", entry->id, NULL);
  self->http = parlour_http_new (entry->server, parlour_account_entry_get_pin (entry));
  parlour_http_set_token (self->http, token);
  return self;
}

/* What @local says is the caller's mistake. */
static gboolean
set_usage (GError **error, const GError *local)
{
  g_set_error_literal (error, PARLOUR_CLI_ERROR, PARLOUR_CLI_USAGE, local->message);
  return FALSE;
}

/* What @server (nullable) and --fingerprint say; NULL without the first. */
static gboolean
get_destination (const ParlourCliOptions *options,
                 const char *server,
                 ParlourDestination **destination,
                 GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (ParlourDestination) typed = NULL;
  ParlourFingerprint pin;

  *destination = NULL;
  if (server == NULL)
    return TRUE;
  typed = parlour_destination_parse (server, &local);
  if (typed == NULL || (options->fingerprint != NULL &&
                        !parlour_fingerprint_parse (options->fingerprint, &pin, &local)))
    return set_usage (error, local);
  if (options->fingerprint == NULL) {
    *destination = g_steal_pointer (&typed);
    return TRUE;
  }
  if (typed->pin != NULL && !parlour_fingerprint_equal (typed->pin, &pin)) {
    g_set_error (error, PARLOUR_CLI_ERROR, PARLOUR_CLI_USAGE, "%s",
                 _ ("The link has another fingerprint than --fingerprint."));
    return FALSE;
  }
  *destination = parlour_destination_with_pin (typed, &pin);
  return TRUE;
}

ParlourCliSession *
parlour_cli_session_load (ParlourProfile *profile, const ParlourCliOptions *options, GError **error)
{
  g_autoptr (ParlourDestination) destination = NULL;
  g_autofree char *token = NULL;
  g_autoptr (ParlourAccountEntry) entry = NULL;

  if (!get_destination (options, options->server, &destination, error))
    return NULL;
  if (options->token_file != NULL)
    entry = parlour_cli_token_file_load (options->token_file, &token, error);
  else
    entry = parlour_cli_keyring_load (profile, destination, &token, error);
  if (entry == NULL)
    return NULL;
  if (destination != NULL && !parlour_cli_entry_is_at (entry, destination)) {
    g_set_error (error, PARLOUR_CLI_ERROR, PARLOUR_CLI_USAGE,
                 /* Translators: a server's address */
                 _ ("The token in this file is for %s."), entry->server);
    return NULL;
  }
  return session_new (profile, options, g_steal_pointer (&entry), g_steal_pointer (&token));
}

static ParlourSignedIn *
call_sign_in (ParlourDestination *destination,
              const ParlourCliOptions *options,
              const char *username,
              const char *password,
              gboolean sign_up,
              GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  if (sign_up)
    parlour_sign_up_async (destination, username, options->display_name, password, NULL,
                           parlour_cli_await_cb, &result);
  else
    parlour_sign_in_async (destination, username, password, NULL, parlour_cli_await_cb, &result);
  parlour_cli_await (&result);
  return parlour_sign_in_finish (result, error);
}

/* NULL where nobody signed in there before. @destination (nullable): any. */
static ParlourAccountEntry *
find_known (ParlourProfile *profile,
            const ParlourCliOptions *options,
            const ParlourDestination *destination)
{
  g_autofree char *token = NULL;

  if (options->token_file == NULL)
    return parlour_cli_keyring_find_at (profile, destination);
  g_autoptr (ParlourAccountEntry) entry =
      parlour_cli_token_file_load (options->token_file, &token, NULL);
  if (entry == NULL || (destination != NULL && !parlour_cli_entry_is_at (entry, destination)))
    return NULL;
  return g_steal_pointer (&entry);
}

/* A key that was agreed to once is not asked for again: whoever signs in anew would otherwise agree
 * to another one as easily. */
static ParlourDestination *
choose_destination (ParlourProfile *profile, const ParlourCliOptions *options, GError **error)
{
  g_autoptr (ParlourDestination) typed = NULL;

  if (!get_destination (options, options->server, &typed, error))
    return NULL;
  g_autoptr (ParlourAccountEntry) entry = find_known (profile, options, typed);
  const ParlourFingerprint *pin = entry != NULL ? parlour_account_entry_get_pin (entry) : NULL;
  const char *last = entry != NULL ? entry->server : PARLOUR_CLI_USUAL_SERVER;
  if (typed == NULL && !get_destination (options, last, &typed, error))
    return NULL;
  return typed->pin == NULL && pin != NULL ? parlour_destination_with_pin (typed, pin)
                                           : g_steal_pointer (&typed);
}

/* Without a terminal, what could be compared stands in the message. */
static void
add_fingerprint (GError *error)
{
  const ParlourFingerprint *shown = parlour_client_error_get_fingerprint (error);

  if (shown == NULL)
    return;
  g_autofree char *text = parlour_fingerprint_to_text (shown);
  g_autofree char *message = error->message;
  error->message =
      /* Translators: %1$s is a sentence, %2$s a fingerprint */
      g_strdup_printf (_ ("%1$s Where its owner sees %2$s, say: --fingerprint %2$s"), message,
                       text);
}

/* Nothing is told to a server that nobody vouches for; whoever is asked and says yes pins its key.
 */
ParlourDestination *
parlour_cli_session_find (ParlourProfile *profile, const ParlourCliOptions *options, GError **error)
{
  g_autoptr (ParlourDestination) destination = choose_destination (profile, options, error);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) local = NULL;

  if (destination == NULL)
    return NULL;
  parlour_probe_async (destination, NULL, parlour_cli_await_cb, &result);
  parlour_cli_await (&result);
  g_autoptr (ParlourPlace) place = parlour_probe_finish (result, &local);
  if (place != NULL)
    return g_steal_pointer (&destination);
  if (g_error_matches (local, PARLOUR_CLIENT_ERROR, PARLOUR_CLIENT_ERROR_NOT_TRUSTED)) {
    if (parlour_cli_ask_trust (local))
      return parlour_destination_with_pin (destination,
                                           parlour_client_error_get_fingerprint (local));
    add_fingerprint (local);
  }
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

/* The same person on the same server goes on with the copy that is there. */
static void
keep_id (ParlourAccountEntry *entry, const ParlourAccountEntry *before)
{
  if (before == NULL || g_strcmp0 (before->identity, entry->identity) != 0 ||
      strcmp (before->user_id, entry->user_id) != 0)
    return;
  g_free (entry->id);
  entry->id = g_strdup (before->id);
}

static gboolean
keep (ParlourProfile *profile,
      const ParlourCliOptions *options,
      ParlourAccountEntry *entry,
      const char *token,
      GError **error)
{
  g_autofree char *old_token = NULL;
  g_autoptr (ParlourAccountEntry) before = NULL;

  if (options->token_file != NULL) {
    before = parlour_cli_token_file_load (options->token_file, &old_token, NULL);
    keep_id (entry, before);
    return parlour_cli_token_file_save (options->token_file, entry, token, error);
  }
  before = parlour_cli_keyring_find (profile, entry);
  keep_id (entry, before);
  return parlour_cli_keyring_save (profile, entry, token, error);
}

/* A token that nobody can use again is of no use to us, and is a risk to its owner. */
static void
end_session (ParlourCliSession *self)
{
  g_autoptr (JsonObject) answer = parlour_cli_session_call (self, "POST", NULL, NULL, "/logout");

  if (answer == NULL)
    g_debug ("the new session was not ended");
}

ParlourCliSession *
parlour_cli_session_sign_in (ParlourProfile *profile,
                             const ParlourCliOptions *options,
                             ParlourDestination *destination,
                             const char *username,
                             const char *password,
                             gboolean sign_up,
                             GError **error)
{
  g_autoptr (ParlourSignedIn) signed_in =
      call_sign_in (destination, options, username, password, sign_up, error);
  if (signed_in == NULL)
    return NULL;

  ParlourAccountEntry *entry = parlour_sign_in_to_entry (signed_in);
  gboolean kept = keep (profile, options, entry, signed_in->token, error);
  g_autoptr (ParlourCliSession) self =
      session_new (profile, options, entry, g_strdup (signed_in->token));
  if (kept)
    return g_steal_pointer (&self);
  end_session (self);
  return NULL;
}

gboolean
parlour_cli_session_forget (ParlourCliSession *self, GError **error)
{
  if (self->token_file != NULL)
    return parlour_cli_token_file_remove (self->token_file, error);
  return parlour_cli_keyring_remove (self->profile, self->entry, error);
}

const ParlourAccountEntry *
parlour_cli_session_get_entry (ParlourCliSession *self)
{
  return self->entry;
}

const char *
parlour_cli_session_get_token (ParlourCliSession *self)
{
  return self->token;
}

ParlourProfile *
parlour_cli_session_get_profile (ParlourCliSession *self)
{
  return self->profile;
}

const char *
parlour_cli_session_get_folder (ParlourCliSession *self)
{
  return self->folder;
}

JsonObject *
parlour_cli_session_call (ParlourCliSession *self,
                          const char *method,
                          GBytes *body,
                          GError **error,
                          const char *format,
                          ...)
{
  g_autoptr (GAsyncResult) result = NULL;
  va_list args;

  va_start (args, format);
  g_autofree char *path = g_strdup_vprintf (format, args);
  va_end (args);
  parlour_http_call_async (self->http, method, path, body, NULL, parlour_cli_await_cb, &result);
  parlour_cli_await (&result);
  return parlour_http_call_finish (self->http, result, error);
}

JsonObject *
parlour_cli_session_send (
    ParlourCliSession *self, const char *path, const char *type, GBytes *body, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  parlour_http_send_async (self->http, "PUT", path, type, body, NULL, parlour_cli_await_cb,
                           &result);
  parlour_cli_await (&result);
  return parlour_http_call_finish (self->http, result, error);
}
