/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-commands-write"

#include "cli/await.h"
#include "cli/cli-error.h"
#include "cli/commands.h"
#include "cli/device.h"
#include "cli/output.h"
#include "cli/password.h"
#include "cli/target.h"
#include "cli/waiting.h"
#include "core/id.h"
#include "core/text.h"

#include <glib/gi18n.h>

/* This file owns the commands that change something: a message goes by the outbox, so that it is
 * sent once whatever happens; a deletion, which is harmless to repeat, goes to the server. Main
 * thread. */

/* Puts it into the outbox. */
static gboolean
put (ParlourCliDevice *device,
     ParlourCli *cli,
     const char *to,
     const char *body,
     char **client_id,
     GError **error)
{
  ParlourAccount *account = parlour_cli_device_get_account (device);
  const char *subject = cli->options->subject;
  g_autoptr (GAsyncResult) result = NULL;

  if (parlour_id_is_valid (to)) {
    parlour_account_send_async (account, to, subject, body, cli->options->reply_to, NULL,
                                parlour_cli_await_cb, &result);
    parlour_cli_await (&result);
    return parlour_account_send_finish (account, result, client_id, error);
  }
  parlour_account_compose_async (account, to, subject, body, NULL, parlour_cli_await_cb, &result);
  parlour_cli_await (&result);
  return parlour_account_compose_finish (account, result, NULL, client_id, error);
}

static void
print_row (ParlourCli *cli, const char *to, const ParlourMessageRow *row)
{
  const ParlourMessage fields = {
      .conversation = row->conversation,
      .seq = row->seq,
      .rev = row->seq,
      .sender = row->sender,
      .client_id = row->client_id,
      .subject = row->subject,
      .body = row->body,
      .created_at = row->created_at,
  };
  const ParlourCliHeading heading = {
      .from = parlour_cli_session_get_entry (cli->session)->username,
      .to = to,
  };
  g_autoptr (ParlourMessage) message = parlour_message_new (&fields);

  parlour_cli_print_message (message, &heading, cli->options->json);
}

/* The message is safe, but only in a copy that stays. */
static void
set_waits (ParlourCliDevice *device, GError **error)
{
  gboolean lost = parlour_cli_device_is_temporary (device);

  g_set_error_literal (
      error, PARLOUR_CLI_ERROR, PARLOUR_CLI_NO_CONNECTION,
      lost ? _ ("There is no connection to the server: the message is not sent, and not kept.")
           : _ ("There is no connection to the server: the message waits, and is sent with the "
                "next command."));
}

static gboolean
is_signed_out (ParlourCliDevice *device)
{
  return parlour_account_get_state (parlour_cli_device_get_account (device)) ==
         PARLOUR_ACCOUNT_SIGNED_OUT;
}

static gboolean
send_by (
    ParlourCliDevice *device, ParlourCli *cli, const char *to, const char *body, GError **error)
{
  g_autoptr (GError) offline = NULL;
  g_autoptr (ParlourMessageRow) row = NULL;
  g_autofree char *client_id = NULL;
  gboolean online = parlour_cli_device_connect (device, &offline);

  if (!online && is_signed_out (device)) {
    g_propagate_error (error, g_steal_pointer (&offline));
    return FALSE;
  }
  if (!put (device, cli, to, body, &client_id, error))
    return FALSE;
  if (!online) {
    set_waits (device, error);
    return FALSE;
  }
  if (!parlour_cli_await_sent (device, client_id, &row, error))
    return FALSE;
  if (row != NULL)
    print_row (cli, to, row);
  return TRUE;
}

/* A conversation's id, or a username. A reply, and a group by its title, have to be looked up. */
static char *
find_recipient (ParlourCli *cli, GError **error)
{
  const char *to = cli->options->arguments[0];

  if (parlour_id_is_valid (to))
    return g_strdup (to);
  if (*to == '#' || cli->options->reply_to != 0)
    return parlour_cli_target_conversation (cli, to, error);
  return parlour_username_normalize (to, error);
}

gboolean
parlour_cli_send (ParlourCli *cli, GError **error)
{
  const char *given = cli->options->arguments[1];
  gboolean piped = given == NULL || strcmp (given, "-") == 0;
  g_autofree char *body = piped ? parlour_cli_read_body (error) : g_strdup (given);
  g_autofree char *to = NULL;

  if (body == NULL || !parlour_subject_check (cli->options->subject, error) ||
      !parlour_body_check (body, error))
    return FALSE;
  to = find_recipient (cli, error);
  if (to == NULL)
    return FALSE;

  g_autoptr (ParlourCliDevice) device =
      parlour_cli_device_open (cli->session, PARLOUR_CLI_COPY_OR_TEMPORARY, error);
  return device != NULL && send_by (device, cli, to, body, error);
}

gboolean
parlour_cli_delete (ParlourCli *cli, GError **error)
{
  char **arguments = cli->options->arguments;
  g_autofree char *id = NULL;
  guint64 seq = 0;

  if (!parlour_cli_target_message (cli, arguments[0], arguments[1], &id, &seq, error))
    return FALSE;

  g_autoptr (JsonObject) answer =
      parlour_cli_session_call (cli->session, "DELETE", NULL, error,
                                "/conversations/%s/messages/%" G_GUINT64_FORMAT "?for=%s", id, seq,
                                cli->options->for_everyone ? "everyone" : "me");
  return answer != NULL;
}
