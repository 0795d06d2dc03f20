/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-problem-text"

#include "app/problem-text.h"

#include "core/problem.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

/* The one table from a problem's code to the sentence that the window shows. Any thread. */

typedef struct {
  const char *code;
  const char *text;
} Sentence;

static const Sentence sentences[] = {
    {"not_signed_in", N_ ("You are signed out. Sign in again.")},
    {"token_refused", N_ ("The server ended this session. Sign in again.")},
    {"wrong_credentials", N_ ("The username or the password is wrong.")},
    {"forbidden", N_ ("You are not allowed to do that.")},
    {"posting_restricted", N_ ("You can read here, and not write.")},
    {"blocked", N_ ("This person takes no messages from you.")},
    {"account_disabled", N_ ("This account was disabled by whoever runs the server.")},
    {"registration_closed", N_ ("This place takes no new accounts.")},
    {"invite_required", N_ ("This place takes new accounts by invitation only.")},
    {"invite_refused",
     N_ ("This invite is not good any more: it was used up, has expired or was revoked.")},
    {"place_full", N_ ("This place has as many accounts as it takes.")},
    {"group_full", N_ ("This group has as many members as it takes.")},
    {"last_owner", N_ ("A group needs an owner. Make somebody else the owner first.")},
    {"message_deleted", N_ ("This message was deleted.")},
    {"too_many_reactions", N_ ("This message takes no further emoji, only those that it has.")},
    {"last_admin", N_ ("A place needs one administrator at least.")},
    {"not_found", N_ ("That is no longer there.")},
    {"username_taken", N_ ("This username is taken. Choose another one.")},
    {"too_large", N_ ("That is more than the server takes.")},
    {"wrong_host", N_ ("The server does not know itself by this address.")},
    {"missing_field", N_ ("Something is missing here.")},
    {"invalid_username",
     N_ ("A username has 2 to 32 characters: small letters, digits, dot, hyphen, underscore.")},
    {"invalid_password", N_ ("A password has at least 10 characters.")},
    {"invalid_display_name", N_ ("A name has 1 to 80 visible characters.")},
    {"recipient_unknown", N_ ("Nobody here has this username.")},
    {"recipient_is_self", N_ ("You can’t write to yourself.")},
    {"invalid_picture",
     N_ ("This is no picture that the server can read, or it has too many pixels.")},
    {"body_required", N_ ("There is nothing to send yet.")},
    {"body_too_long", N_ ("The text is too long.")},
    {"subject_too_long", N_ ("The title is too long: at most 200 characters on one line.")},
    {"reply_unknown", N_ ("The message that this answers is no longer there.")},
    {"too_many_requests", N_ ("That was too fast. Wait a moment and try again.")},
    {"internal", N_ ("Something went wrong on the server.")},
    {"unavailable", N_ ("The server is busy or stopping. Try again in a moment.")},
    {"storage_full", N_ ("The server’s disk is full.")},
};

char *
parlour_problem_text_for_code (const char *code, const char *detail)
{
  for (gsize i = 0; code && i < G_N_ELEMENTS (sentences); i++) {
    if (g_str_equal (sentences[i].code, code))
      return g_strdup (_ (sentences[i].text));
  }
  return g_strdup (detail ? detail : _ ("Something went wrong."));
}

static const char *
text_of_io_error (const GError *error)
{
  switch (error->code) {
  case G_IO_ERROR_CONNECTION_REFUSED:
    return _ ("Nothing answers at this address. Is the server running?");
  case G_IO_ERROR_TIMED_OUT:
    return _ ("The server does not answer.");
  case G_IO_ERROR_HOST_NOT_FOUND:
  case G_IO_ERROR_HOST_UNREACHABLE:
  case G_IO_ERROR_NETWORK_UNREACHABLE:
    return _ ("The server cannot be reached from here.");
  case G_IO_ERROR_CONNECTION_CLOSED:
    return _ ("The connection was cut.");
  default:
    return NULL;
  }
}

char *
parlour_problem_text (const GError *error)
{
  g_return_val_if_fail (error != NULL, g_strdup (""));
  if (error->domain == PARLOUR_PROBLEM)
    return parlour_problem_text_for_code (parlour_problem_get_code (error), error->message);
  const char *text = error->domain == G_IO_ERROR ? text_of_io_error (error) : NULL;
  if (!text && error->domain == G_RESOLVER_ERROR)
    text = _ ("There is no server by this name.");
  return g_strdup (text ? text : error->message);
}
