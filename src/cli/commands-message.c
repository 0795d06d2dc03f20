/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-commands-message"

#include "cli/commands.h"
#include "cli/output.h"
#include "cli/pages.h"
#include "cli/password.h"
#include "cli/people.h"
#include "cli/target.h"
#include "client/account-values.h"
#include "core/text.h"

/* This file owns the commands about one message, and about those that were pinned or starred. All
 * may be said again without harm. Main thread. */

static gboolean
print_answer (ParlourCli *cli, JsonObject *answer, GError **error)
{
  g_autoptr (ParlourMessage) message = parlour_message_read (answer, error);

  if (message == NULL)
    return FALSE;
  if (cli->options->json)
    parlour_cli_print_message (message, &(ParlourCliHeading){NULL, NULL}, TRUE);
  return TRUE;
}

gboolean
parlour_cli_edit (ParlourCli *cli, GError **error)
{
  char **arguments = cli->options->arguments;
  gboolean piped = arguments[2] == NULL || strcmp (arguments[2], "-") == 0;
  g_autofree char *body = piped ? parlour_cli_read_body (error) : g_strdup (arguments[2]);
  g_autofree char *id = NULL;
  guint64 seq = 0;

  if (body == NULL || !parlour_subject_check (cli->options->subject, error) ||
      !parlour_body_check (body, error) ||
      !parlour_cli_target_message (cli, arguments[0], arguments[1], &id, &seq, error))
    return FALSE;

  g_autoptr (ParlourJsonWriter) writer = parlour_json_writer_new ();
  parlour_json_writer_begin_object (writer, NULL);
  parlour_json_writer_string (writer, "body", body);
  if (cli->options->subject != NULL)
    parlour_json_writer_string (writer, "subject",
                                *cli->options->subject != '\0' ? cli->options->subject : NULL);
  parlour_json_writer_end_object (writer);
  g_autoptr (GBytes) request = parlour_json_writer_finish_bytes (writer);
  g_autoptr (JsonObject) answer =
      parlour_cli_session_call (cli->session, "PATCH", request, error,
                                "/conversations/%s/messages/%" G_GUINT64_FORMAT, id, seq);
  return answer != NULL && print_answer (cli, answer, error);
}

/* PUT, or DELETE with --off. */
static JsonObject *
switch_message (ParlourCli *cli, const char *what, GError **error)
{
  char **arguments = cli->options->arguments;
  g_autofree char *id = NULL;
  guint64 seq = 0;

  if (!parlour_cli_target_message (cli, arguments[0], arguments[1], &id, &seq, error))
    return NULL;
  return parlour_cli_session_call (cli->session, cli->options->off ? "DELETE" : "PUT", NULL, error,
                                   "/conversations/%s/messages/%" G_GUINT64_FORMAT "/%s", id, seq,
                                   what);
}

gboolean
parlour_cli_react (ParlourCli *cli, GError **error)
{
  g_autofree char *emoji = g_uri_escape_string (cli->options->arguments[2], NULL, FALSE);
  g_autofree char *what = g_strconcat ("reactions/", emoji, NULL);
  g_autoptr (JsonObject) answer = switch_message (cli, what, error);

  return answer != NULL && print_answer (cli, answer, error);
}

gboolean
parlour_cli_pin (ParlourCli *cli, GError **error)
{
  g_autoptr (JsonObject) answer = switch_message (cli, "pin", error);

  return answer != NULL && print_answer (cli, answer, error);
}

gboolean
parlour_cli_star (ParlourCli *cli, GError **error)
{
  g_autoptr (JsonObject) answer = switch_message (cli, "star", error);

  return answer != NULL;
}

typedef struct {
  ParlourCli *cli;
  ParlourCliPeople *people;
} Listing;

static gboolean
print_kept (JsonObject *item, gpointer data, GError **error)
{
  Listing *listing = data;
  gboolean json = listing->cli->options->json;
  g_autoptr (ParlourMessage) message = parlour_message_read (item, error);
  ParlourCliHeading heading = {NULL, NULL};

  if (message == NULL)
    return FALSE;
  if (!json)
    heading = parlour_cli_people_head (listing->people, message->sender, message->conversation);
  parlour_cli_print_message (message, &heading, json);
  return TRUE;
}

gboolean
parlour_cli_stars (ParlourCli *cli, GError **error)
{
  g_autoptr (ParlourCliPeople) people = parlour_cli_people_new (cli->session);
  Listing listing = {cli, people};

  return parlour_cli_read_list (cli->session, "/stars", "before", (guint)cli->options->limit,
                                print_kept, &listing, error);
}

gboolean
parlour_cli_pins (ParlourCli *cli, GError **error)
{
  g_autoptr (ParlourCliPeople) people = parlour_cli_people_new (cli->session);
  g_autofree char *id = parlour_cli_target_conversation (cli, cli->options->arguments[0], error);
  Listing listing = {cli, people};

  if (id == NULL)
    return FALSE;
  g_autofree char *path = g_strdup_printf ("/conversations/%s/pins", id);
  return parlour_cli_read_list (cli->session, path, "cursor", (guint)cli->options->limit,
                                print_kept, &listing, error);
}

static gboolean
print_receipt (JsonObject *item, gpointer data, GError **error)
{
  ParlourCli *cli = data;
  ParlourReceipt *receipt = parlour_receipt_read (item, error);

  if (receipt == NULL)
    return FALSE;
  if (cli->options->json)
    parlour_cli_print_object (item);
  else
    parlour_cli_print_receipt (receipt);
  parlour_receipt_free (receipt);
  return TRUE;
}

gboolean
parlour_cli_receipts (ParlourCli *cli, GError **error)
{
  char **arguments = cli->options->arguments;
  g_autofree char *id = NULL;
  guint64 seq = 0;

  if (!parlour_cli_target_message (cli, arguments[0], arguments[1], &id, &seq, error))
    return FALSE;
  g_autofree char *path =
      g_strdup_printf ("/conversations/%s/messages/%" G_GUINT64_FORMAT "/receipts", id, seq);
  return parlour_cli_read_list (cli->session, path, "cursor", 0, print_receipt, cli, error);
}

gboolean
parlour_cli_read (ParlourCli *cli, GError **error)
{
  char **arguments = cli->options->arguments;
  g_autofree char *id = NULL;
  guint64 seq = 0;

  if (!parlour_cli_target_message (cli, arguments[0], arguments[1], &id, &seq, error))
    return FALSE;

  g_autofree char *text = g_strdup_printf ("{\"seq\":%" G_GUINT64_FORMAT "}", seq);
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));
  g_autoptr (JsonObject) answer =
      parlour_cli_session_call (cli->session, "POST", body, error, "/conversations/%s/read", id);
  return answer != NULL;
}
