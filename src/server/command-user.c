/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-command-user"

#include "server/command-private.h"

#include "server/config.h"
#include "server/control.h"
#include "server/offline.h"

#include "core/json.h"
#include "core/limits.h"
#include "core/user.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* This file owns `parlour-server user …`: what it asks, whether the server runs or not. Main
 * thread. */

typedef struct {
  char *data_dir;
  char *display_name;
  gboolean admin;
  gboolean password_stdin;
  gboolean json;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->data_dir);
  g_free (options->display_name);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* Asks the server that runs on the folder; where none does, does it here, holding the folder. */
static JsonObject *
ask (const Options *options, const char *op, JsonObject *request, GError **error)
{
  g_autoptr (GError) inner = NULL;
  g_autoptr (ParlourDataFolder) folder = parlour_data_folder_open (options->data_dir, &inner);

  if (folder != NULL)
    return parlour_offline_run (folder, op, request, error);
  if (!g_error_matches (inner, G_IO_ERROR, G_IO_ERROR_BUSY)) {
    g_propagate_error (error, g_steal_pointer (&inner));
    return NULL;
  }
  json_object_set_string_member (request, "op", op);
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  json_node_set_object (node, request);
  g_autofree char *text = json_to_string (node, FALSE);
  JsonObject *result = parlour_control_ask (options->data_dir, text, error);
  sodium_memzero (text, strlen (text));
  return result;
}

/* The first line of standard input, without its end. */
static char *
read_password (void)
{
  char line[PARLOUR_PASSWORD_BYTES_MAX + 3];

  if (fgets (line, sizeof line, stdin) == NULL)
    return NULL;
  line[strcspn (line, "\r\n")] = '\0';
  char *password = g_utf8_validate (line, -1, NULL) ? g_strdup (line) : NULL;
  sodium_memzero (line, sizeof line);
  return password;
}

static int
add (const Options *options, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) request = json_object_new ();
  g_autofree char *password = read_password ();

  if (password == NULL)
    return parlour_command_fail (PARLOUR_EXIT_USAGE,
                                 "no password stands in UTF-8 on standard input");
  json_object_set_string_member (request, "username", name);
  json_object_set_string_member (request, "password", password);
  sodium_memzero (password, strlen (password));
  if (options->display_name != NULL)
    json_object_set_string_member (request, "display_name", options->display_name);
  json_object_set_boolean_member (request, "admin", options->admin);
  g_autoptr (JsonObject) result = ask (options, "user.add", request, &error);
  if (result == NULL)
    return parlour_command_fail (PARLOUR_EXIT_FAILED, "%s", error->message);
  printf ("added %s\n", json_object_get_string_member (result, "username"));
  return 0;
}

int
parlour_command_user_add (char **arguments)
{
  g_auto (GStrv) rest = arguments;
  g_auto (Options) options = {0};
  const GOptionEntry entries[] = {
      {"data-dir", 'd', 0, G_OPTION_ARG_FILENAME, &options.data_dir,
       "The server's folder, whether it runs or not", "DIR"},
      {"password-stdin", 0, 0, G_OPTION_ARG_NONE, &options.password_stdin,
       "Read the password from the first line of standard input", NULL},
      {"display-name", 0, 0, G_OPTION_ARG_STRING, &options.display_name, "What others see", "NAME"},
      {"admin", 0, 0, G_OPTION_ARG_NONE, &options.admin, "May administer the place", NULL},
      G_OPTION_ENTRY_NULL,
  };

  if (!parlour_command_parse ("NAME", "Makes an account.", entries, &rest))
    return PARLOUR_EXIT_USAGE;
  if (g_strv_length (rest) != 2)
    return parlour_command_fail (PARLOUR_EXIT_USAGE, "user add takes one NAME");
  if (options.data_dir == NULL)
    return parlour_command_fail (PARLOUR_EXIT_USAGE, "--data-dir DIR is missing");
  if (!options.password_stdin)
    return parlour_command_fail (PARLOUR_EXIT_USAGE,
                                 "--password-stdin is missing: a password never stands in a "
                                 "command line");
  return add (&options, rest[1]);
}

static gboolean
print_user (const Options *options, JsonNode *node, GError **error)
{
  if (options->json) {
    g_autofree char *text = json_to_string (node, FALSE);
    puts (text);
    return TRUE;
  }
  g_autoptr (ParlourUser) user = parlour_user_read (json_node_get_object (node), error);
  if (user == NULL)
    return FALSE;
  printf ("%s\t%s\t%s%s\n", user->username, user->role == PARLOUR_USER_ADMIN ? "admin" : "member",
          user->display_name, user->active ? "" : "\t(disabled)");
  return TRUE;
}

static gboolean
print_page (const Options *options, JsonObject *result, char **cursor, GError **error)
{
  ParlourFields fields = PARLOUR_FIELDS (result);
  JsonArray *items = parlour_fields_array (&fields, "items", PARLOUR_FIELD_REQUIRED);

  g_free (*cursor);
  *cursor = g_strdup (parlour_fields_string (&fields, "next", 0));
  if (!parlour_fields_end_lax (&fields, error))
    return FALSE;
  for (guint i = 0; i < json_array_get_length (items); i++)
    if (!print_user (options, json_array_get_element (items, i), error))
      return FALSE;
  return TRUE;
}

static int
list (const Options *options)
{
  g_autofree char *cursor = NULL;
  g_autoptr (GError) error = NULL;

  do {
    g_autoptr (JsonObject) request = json_object_new ();
    json_object_set_int_member (request, "limit", PARLOUR_PAGE_ITEMS_MAX);
    if (cursor != NULL)
      json_object_set_string_member (request, "cursor", cursor);
    g_autoptr (JsonObject) result = ask (options, "user.list", request, &error);
    if (result == NULL || !print_page (options, result, &cursor, &error))
      return parlour_command_fail (PARLOUR_EXIT_FAILED, "%s", error->message);
  } while (cursor != NULL);
  return 0;
}

int
parlour_command_user_list (char **arguments)
{
  g_auto (GStrv) rest = arguments;
  g_auto (Options) options = {0};
  const GOptionEntry entries[] = {
      {"data-dir", 'd', 0, G_OPTION_ARG_FILENAME, &options.data_dir,
       "The server's folder, whether it runs or not", "DIR"},
      {"json", 0, 0, G_OPTION_ARG_NONE, &options.json, "One JSON object a line", NULL},
      G_OPTION_ENTRY_NULL,
  };

  if (!parlour_command_parse ("", "Lists all accounts: name, role, display name.", entries, &rest))
    return PARLOUR_EXIT_USAGE;
  if (g_strv_length (rest) != 1)
    return parlour_command_fail (PARLOUR_EXIT_USAGE, "“%s” is no option of user list", rest[1]);
  if (options.data_dir == NULL)
    return parlour_command_fail (PARLOUR_EXIT_USAGE, "--data-dir DIR is missing");
  return list (&options);
}
