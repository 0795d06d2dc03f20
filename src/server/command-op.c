/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-command-op"

#include "server/command-private.h"

#include "server/control.h"
#include "server/data-folder.h"
#include "server/offline.h"
#include "server/op.h"

#include "core/limits.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

/* This file owns subcommands that are ops: their options become its members, and they are asked of
 * the server that runs, or done here. Main thread. */

#define ANSWER_SECONDS 30

typedef struct {
  char *data_dir;
  gboolean password_stdin;
  gboolean json;
  char *texts[PARLOUR_OPTIONS_MAX]; /* beside the command's options */
  char **lists[PARLOUR_OPTIONS_MAX];
  gboolean flags[PARLOUR_OPTIONS_MAX];
} Values;

static void
values_clear (Values *values)
{
  g_free (values->data_dir);
  for (guint i = 0; i < PARLOUR_OPTIONS_MAX; i++) {
    g_free (values->texts[i]);
    g_strfreev (values->lists[i]);
  }
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Values, values_clear)

/* A backup takes as long as it takes; a server that dies meanwhile closes the socket. */
static gboolean
takes_long (const char *op)
{
  const ParlourRoute *route = parlour_op_find (op, NULL);

  return route != NULL && route->keep != NULL;
}

gboolean
parlour_command_has_place (const char *data_dir)
{
  g_autofree char *database = g_build_filename (data_dir, PARLOUR_DATABASE_FILE, NULL);

  if (g_file_test (database, G_FILE_TEST_EXISTS))
    return TRUE;
  parlour_command_fail (PARLOUR_EXIT_MISSING, "there is no place in %s", data_dir);
  return FALSE;
}

JsonObject *
parlour_command_ask (const char *data_dir, const char *op, JsonObject *members, GError **error)
{
  g_autoptr (GError) inner = NULL;
  g_autoptr (ParlourDataFolder) folder = parlour_data_folder_open (data_dir, &inner);

  if (folder != NULL)
    return parlour_offline_run (folder, op, members, error);
  if (!g_error_matches (inner, G_IO_ERROR, G_IO_ERROR_BUSY)) {
    g_propagate_error (error, g_steal_pointer (&inner));
    return NULL;
  }
  json_object_set_string_member (members, "op", op);
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), members);
  g_autofree char *text = json_to_string (node, FALSE);
  JsonObject *result =
      parlour_control_ask_within (data_dir, text, takes_long (op) ? 0 : ANSWER_SECONDS, error);
  sodium_memzero (text, strlen (text));
  return result;
}

static GOptionEntry
entry_of (const ParlourCommandOption *option, Values *values, guint i)
{
  GOptionEntry entry = {.long_name = option->name,
                        .arg = G_OPTION_ARG_STRING,
                        .arg_data = &values->texts[i],
                        .description = option->help,
                        .arg_description = option->value};

  if (option->kind == PARLOUR_OPTION_FLAG) {
    entry.arg = G_OPTION_ARG_NONE;
    entry.arg_data = &values->flags[i];
  } else if (option->kind == PARLOUR_OPTION_TEXTS) {
    entry.arg = G_OPTION_ARG_STRING_ARRAY;
    entry.arg_data = &values->lists[i];
  }
  return entry;
}

static gboolean
parse (const ParlourCommand *command, Values *values, char ***arguments)
{
  const char *argument = command->argument_in_help;
  g_autofree char *usage =
      g_strdup_printf ("%s%s%s%s%s", command->words[0], command->words[1] != NULL ? " " : "",
                       command->words[1] != NULL ? command->words[1] : "",
                       argument != NULL ? " " : "", argument != NULL ? argument : "");
  GOptionEntry entries[PARLOUR_OPTIONS_MAX + 4] = {
      {"data-dir", 'd', 0, G_OPTION_ARG_FILENAME, &values->data_dir,
       "The server's folder, whether it runs or not", "DIR"},
      {"json", 0, 0, G_OPTION_ARG_NONE, &values->json,
       command->is_list ? "One JSON object a line" : "JSON on one line", NULL},
  };
  guint n = 2;

  if (command->password)
    entries[n++] = (GOptionEntry){"password-stdin",
                                  0,
                                  0,
                                  G_OPTION_ARG_NONE,
                                  &values->password_stdin,
                                  "Read the password from the first line of standard input",
                                  NULL};
  for (guint i = 0; i < PARLOUR_OPTIONS_MAX && command->options[i].name != NULL; i++)
    entries[n++] = entry_of (&command->options[i], values, i);
  return parlour_command_parse (usage, command->summary, entries, arguments);
}

static gboolean
parse_number (const char *text, gint64 *number)
{
  return g_ascii_string_to_signed (text, 10, 0, G_MAXINT32, number, NULL);
}

static gboolean
parse_seconds (const char *text, gint64 *seconds)
{
  static const char units[] = "smhd";
  static const gint64 lengths[] = {1, 60, 60 * 60, 24 * 60 * 60};
  gsize length = strlen (text);
  const char *unit = length > 1 ? strchr (units, text[length - 1]) : NULL;
  g_autofree char *digits = g_strndup (text, unit != NULL ? length - 1 : length);

  if (!parse_number (digits, seconds))
    return FALSE;
  *seconds *= unit != NULL ? lengths[unit - units] : 1;
  return TRUE;
}

static gboolean
add_number (const ParlourCommandOption *option, const char *text, JsonObject *members)
{
  gint64 number = 0;
  gboolean good = option->kind == PARLOUR_OPTION_SECONDS ? parse_seconds (text, &number)
                                                         : parse_number (text, &number);

  if (good)
    json_object_set_int_member (members, option->member, number);
  else
    parlour_command_fail (PARLOUR_EXIT_USAGE, "“%s” is no good value of --%s", text, option->name);
  return good;
}

static void
add_list (const ParlourCommandOption *option, char **texts, JsonObject *members)
{
  JsonArray *array = json_array_new ();

  for (char **text = texts; *text != NULL; text++)
    json_array_add_string_element (array, *text);
  json_object_set_array_member (members, option->member, array);
}

static gboolean
add_switch (const ParlourCommandOption *option, const char *text, JsonObject *members)
{
  gboolean on = g_str_equal (text, "on");

  if (!on && !g_str_equal (text, "off")) {
    parlour_command_fail (PARLOUR_EXIT_USAGE, "--%s is “on” or “off”", option->name);
    return FALSE;
  }
  json_object_set_boolean_member (members, option->member, on);
  return TRUE;
}

static gboolean
add_option (const ParlourCommandOption *option, const Values *values, guint i, JsonObject *members)
{
  const char *text = values->texts[i];

  if (option->required && text == NULL) {
    parlour_command_fail (PARLOUR_EXIT_USAGE, "--%s %s is missing", option->name, option->value);
    return FALSE;
  }
  if (values->flags[i])
    json_object_set_boolean_member (members, option->member, TRUE);
  if (values->lists[i] != NULL)
    add_list (option, values->lists[i], members);
  if (text == NULL)
    return TRUE;
  if (option->kind == PARLOUR_OPTION_SWITCH)
    return add_switch (option, text, members);
  if (option->kind != PARLOUR_OPTION_TEXT)
    return add_number (option, text, members);
  json_object_set_string_member (members, option->member, text);
  return TRUE;
}

static gboolean
add_options (const ParlourCommand *command, const Values *values, JsonObject *members)
{
  for (guint i = 0; i < PARLOUR_OPTIONS_MAX && command->options[i].name != NULL; i++)
    if (!add_option (&command->options[i], values, i, members))
      return FALSE;
  return TRUE;
}

static gboolean
add_password (const ParlourCommand *command, const Values *values, JsonObject *members)
{
  const char *why = NULL;

  if (!command->password)
    return TRUE;
  g_autofree char *password = parlour_command_read_password (values->password_stdin, &why);
  if (password == NULL) {
    parlour_command_fail (PARLOUR_EXIT_USAGE, "%s", why);
    return FALSE;
  }
  json_object_set_string_member (members, "password", password);
  sodium_memzero (password, strlen (password));
  return TRUE;
}

static gboolean
add_argument (const ParlourCommand *command, char **rest, JsonObject *members)
{
  guint n = command->argument != NULL ? 1 : 0;
  const char *second = command->words[1] != NULL ? command->words[1] : "";

  if (g_strv_length (rest) != n + 1) {
    parlour_command_fail (PARLOUR_EXIT_USAGE, "%s%s%s takes %s%s", command->words[0],
                          second[0] != '\0' ? " " : "", second,
                          n > 0 ? "one " : "no argument besides its options",
                          n > 0 ? command->argument_in_help : "");
    return FALSE;
  }
  if (n > 0)
    json_object_set_string_member (members, command->argument, rest[1]);
  return TRUE;
}

static void
show (const ParlourCommand *command, const Values *values, const char *argument, JsonObject *answer)
{
  if (values->json)
    parlour_command_print_json (command, answer);
  else if (command->print != NULL)
    command->print (command, answer);
  else
    printf ("%s%s\n", command->done, argument);
}

/* All pages of a list; one answer else. */
static gboolean
run_pages (const ParlourCommand *command,
           const Values *values,
           const char *argument,
           JsonObject *members,
           GError **error)
{
  g_autofree char *cursor = NULL;

  do {
    if (command->is_list)
      json_object_set_int_member (members, "limit", PARLOUR_PAGE_ITEMS_MAX);
    if (cursor != NULL)
      json_object_set_string_member (members, "cursor", cursor);
    g_autoptr (JsonObject) answer =
        parlour_command_ask (values->data_dir, command->op, members, error);
    if (answer == NULL)
      return FALSE;
    show (command, values, argument, answer);
    g_free (cursor);
    cursor = command->is_list
                 ? g_strdup (json_object_get_string_member_with_default (answer, "next", NULL))
                 : NULL;
  } while (cursor != NULL);
  return TRUE;
}

int
parlour_command_run_op (const ParlourCommand *command, char **arguments)
{
  g_auto (GStrv) rest = arguments;
  g_auto (Values) values = {0};
  g_autoptr (JsonObject) members = json_object_new ();
  g_autoptr (GError) error = NULL;

  if (!parse (command, &values, &rest) || !add_argument (command, rest, members) ||
      !add_options (command, &values, members))
    return PARLOUR_EXIT_USAGE;
  if (values.data_dir == NULL)
    return parlour_command_fail (PARLOUR_EXIT_USAGE, "--data-dir DIR is missing");
  if (!command->begins && !parlour_command_has_place (values.data_dir))
    return PARLOUR_EXIT_MISSING;
  if (!add_password (command, &values, members))
    return PARLOUR_EXIT_USAGE;
  if (run_pages (command, &values, rest[1], members, &error))
    return 0;
  return parlour_command_fail (parlour_command_exit_of (error), "%s", error->message);
}
