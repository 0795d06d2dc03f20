/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-commands-read"

#include "cli/commands.h"
#include "cli/output.h"
#include "cli/pages.h"
#include "cli/people.h"
#include "core/limits.h"

/* This file owns the commands that read: they ask the server and leave the copy alone. Main
 * thread. */

typedef struct {
  ParlourCli *cli;
  ParlourCliPeople *people; /* nullable */
  GPtrArray *messages;      /* nullable: what is kept to be turned round */
} Reading;

static guint
limit_of (ParlourCli *cli, guint fallback)
{
  return cli->options->limit > 0 ? (guint)cli->options->limit : fallback;
}

static gboolean
print_user (JsonObject *item, gpointer data, GError **error)
{
  Reading *reading = data;
  g_autoptr (ParlourUser) user = parlour_user_read (item, error);

  if (user == NULL)
    return FALSE;
  parlour_cli_print_user (user, reading->cli->options->json);
  return TRUE;
}

gboolean
parlour_cli_users (ParlourCli *cli, GError **error)
{
  Reading reading = {.cli = cli};
  const char *prefix = cli->options->arguments[0];
  g_autofree char *query = g_uri_escape_string (prefix != NULL ? prefix : "", NULL, FALSE);
  g_autofree char *path = g_strdup_printf ("/users?query=%s", query);

  return parlour_cli_read_list (cli->session, path, "cursor", limit_of (cli, 0), print_user,
                                &reading, error);
}

static gboolean
print_conversation (JsonObject *item, gpointer data, GError **error)
{
  Reading *reading = data;
  const ParlourAccountEntry *entry = parlour_cli_session_get_entry (reading->cli->session);
  g_autoptr (ParlourConversation) conversation = parlour_conversation_read (item, error);

  if (conversation == NULL)
    return FALSE;
  parlour_cli_print_conversation (conversation, entry->user_id, reading->cli->options->json);
  return TRUE;
}

gboolean
parlour_cli_conversations (ParlourCli *cli, GError **error)
{
  Reading reading = {.cli = cli};

  return parlour_cli_read_list (cli->session, "/conversations", "cursor", 0, print_conversation,
                                &reading, error);
}

static void
print_message (Reading *reading, const ParlourMessage *message, gboolean with_title)
{
  gboolean json = reading->cli->options->json;
  ParlourCliHeading heading = {NULL, NULL};

  if (!json)
    heading = parlour_cli_people_head (reading->people, message->sender,
                                       with_title ? message->conversation : NULL);
  parlour_cli_print_message (message, &heading, json);
}

static gboolean
keep_message (JsonObject *item, gpointer data, GError **error)
{
  Reading *reading = data;
  ParlourMessage *message = parlour_message_read (item, error);

  if (message == NULL)
    return FALSE;
  g_ptr_array_add (reading->messages, message);
  return TRUE;
}

gboolean
parlour_cli_history (ParlourCli *cli, GError **error)
{
  g_autoptr (ParlourCliPeople) people = parlour_cli_people_new (cli->session);
  g_autoptr (GPtrArray) messages =
      g_ptr_array_new_with_free_func ((GDestroyNotify)parlour_message_unref);
  Reading reading = {.cli = cli, .people = people, .messages = messages};
  g_autofree char *id = NULL;

  if (!parlour_cli_people_find_conversation (people, cli->options->arguments[0], &id, error))
    return FALSE;
  if (id == NULL)
    return TRUE; /* nothing was ever written */

  g_autofree char *path = g_strdup_printf ("/conversations/%s/messages", id);
  if (!parlour_cli_read_list (cli->session, path, "before",
                              limit_of (cli, PARLOUR_PAGE_ITEMS_DEFAULT), keep_message, &reading,
                              error))
    return FALSE;
  /* They come newest first and are read downwards. */
  for (guint i = messages->len; i > 0; i--)
    print_message (&reading, g_ptr_array_index (messages, i - 1), FALSE);
  return TRUE;
}

static gboolean
print_boxed (JsonObject *item, gpointer data, GError **error)
{
  Reading *reading = data;
  g_autoptr (ParlourMessage) message = parlour_message_read (item, error);

  if (message == NULL)
    return FALSE;
  print_message (reading, message, TRUE);
  return TRUE;
}

static gboolean
print_box (ParlourCli *cli, const char *box, GError **error)
{
  g_autoptr (ParlourCliPeople) people = parlour_cli_people_new (cli->session);
  Reading reading = {.cli = cli, .people = people};
  g_autofree char *path =
      g_strconcat ("/messages?box=", box, cli->options->titled ? "&titled=true" : "",
                   cli->options->owed ? "&owed=true" : "", NULL);

  return parlour_cli_read_list (cli->session, path, "before",
                                limit_of (cli, PARLOUR_PAGE_ITEMS_DEFAULT), print_boxed, &reading,
                                error);
}

gboolean
parlour_cli_received (ParlourCli *cli, GError **error)
{
  return print_box (cli, "received", error);
}

gboolean
parlour_cli_sent (ParlourCli *cli, GError **error)
{
  return print_box (cli, "sent", error);
}

static gboolean
print_item (JsonObject *item, gpointer data, GError **error)
{
  parlour_cli_print_object (item);
  return TRUE;
}

gboolean
parlour_cli_export (ParlourCli *cli, GError **error)
{
  return parlour_cli_read_list (cli->session, "/export", "cursor", 0, print_item, NULL, error);
}
