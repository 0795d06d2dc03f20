/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-commands-group"

#include "cli/cli-error.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/pages.h"
#include "cli/target.h"
#include "cli/values.h"
#include "client/picture-type.h"
#include "core/id.h"

#include <glib/gi18n.h>

/* This file owns the commands about groups and who is in them. Main thread. */

/* --- groups that one may join ----------------------------------------------------------------- */

static gboolean
print_group (JsonObject *item, gpointer data, GError **error)
{
  ParlourCli *cli = data;
  g_autoptr (ParlourGroup) group = parlour_group_read (item, error);

  if (group == NULL)
    return FALSE;
  if (cli->options->json)
    parlour_cli_print_object (item);
  else
    parlour_cli_print_group (group);
  return TRUE;
}

gboolean
parlour_cli_groups (ParlourCli *cli, GError **error)
{
  const char *given = cli->options->arguments[0];
  g_autofree char *query = g_uri_escape_string (given != NULL ? given : "", NULL, FALSE);
  g_autofree char *path = g_strdup_printf ("/groups?query=%s", query);

  return parlour_cli_read_list (cli->session, path, "cursor", (guint)cli->options->limit,
                                print_group, cli, error);
}

static gboolean
list_shared (ParlourCli *cli, char **arguments, GError **error)
{
  g_autofree char *user = parlour_cli_target_user (cli, arguments[0], error);

  if (user == NULL)
    return FALSE;
  g_autofree char *path = g_strdup_printf ("/users/%s/groups", user);
  return parlour_cli_read_list (cli->session, path, "cursor", 0, print_group, cli, error);
}

/* --- making one ------------------------------------------------------------------------------- */

static gboolean
add_members (ParlourCli *cli, ParlourJsonWriter *writer, char **names, GError **error)
{
  parlour_json_writer_begin_array (writer, "members");
  for (char **name = names; *name != NULL; name++) {
    g_autofree char *id = parlour_cli_target_user (cli, *name, error);
    if (id == NULL)
      return FALSE;
    parlour_json_writer_string (writer, NULL, id);
  }
  parlour_json_writer_end_array (writer);
  return TRUE;
}

static gboolean
print_conversation (ParlourCli *cli, JsonObject *object, GError **error)
{
  const char *me = parlour_cli_session_get_entry (cli->session)->user_id;
  g_autoptr (ParlourConversation) conversation = parlour_conversation_read (object, error);

  if (conversation == NULL)
    return FALSE;
  parlour_cli_print_conversation (conversation, me, cli->options->json);
  return TRUE;
}

static gboolean
create (ParlourCli *cli, char **arguments, GError **error)
{
  g_autoptr (ParlourJsonWriter) writer = parlour_json_writer_new ();
  g_autofree char *client_id = parlour_id_new ();

  parlour_json_writer_begin_object (writer, NULL);
  parlour_json_writer_string (writer, "client_id", client_id);
  parlour_json_writer_string (writer, "kind", "group");
  parlour_json_writer_string (writer, "title", arguments[0]);
  if (!add_members (cli, writer, arguments + 1, error))
    return FALSE;
  parlour_json_writer_end_object (writer);
  g_autoptr (GBytes) body = parlour_json_writer_finish_bytes (writer);
  g_autoptr (JsonObject) answer =
      parlour_cli_session_call (cli->session, "POST", body, error, "/conversations");
  return answer != NULL && print_conversation (cli, answer, error);
}

/* --- members ---------------------------------------------------------------------------------- */

static gboolean
print_member (JsonObject *item, gpointer data, GError **error)
{
  ParlourCli *cli = data;
  ParlourMember member = {0};

  if (!parlour_member_read (item, &member, error))
    return FALSE;
  if (cli->options->json)
    parlour_cli_print_object (item);
  else
    parlour_cli_print_member (&member);
  parlour_member_clear (&member);
  return TRUE;
}

static gboolean
list_members (ParlourCli *cli, char **arguments, GError **error)
{
  g_autofree char *id = parlour_cli_target_conversation (cli, arguments[0], error);

  if (id == NULL)
    return FALSE;
  g_autofree char *path = g_strdup_printf ("/conversations/%s/members", id);
  return parlour_cli_read_list (cli->session, path, "cursor", 0, print_member, cli, error);
}

/* @user: an id; @role: (nullable) */
static GBytes *
make_member (const char *user, const char *role)
{
  g_autoptr (ParlourJsonWriter) writer = parlour_json_writer_new ();

  parlour_json_writer_begin_object (writer, NULL);
  if (user != NULL)
    parlour_json_writer_string (writer, "user", user);
  if (role != NULL)
    parlour_json_writer_string (writer, "role", role);
  parlour_json_writer_end_object (writer);
  return parlour_json_writer_finish_bytes (writer);
}

static gboolean
add (ParlourCli *cli, char **arguments, GError **error)
{
  g_autofree char *id = parlour_cli_target_conversation (cli, arguments[0], error);
  g_autofree char *user = id != NULL ? parlour_cli_target_user (cli, arguments[1], error) : NULL;

  if (user == NULL)
    return FALSE;
  g_autoptr (GBytes) body = make_member (user, arguments[2]);
  g_autoptr (JsonObject) answer =
      parlour_cli_session_call (cli->session, "POST", body, error, "/conversations/%s/members", id);
  return answer != NULL;
}

/* Not in it yet, one knows it by its id, which `groups` prints. */
static gboolean
join (ParlourCli *cli, char **arguments, GError **error)
{
  const char *me = parlour_cli_session_get_entry (cli->session)->user_id;
  g_autofree char *id = g_uri_escape_string (arguments[0], NULL, FALSE);
  g_autoptr (GBytes) body = make_member (me, NULL);
  g_autoptr (JsonObject) answer =
      parlour_cli_session_call (cli->session, "POST", body, error, "/conversations/%s/members", id);
  return answer != NULL;
}

static gboolean
set_role (ParlourCli *cli, char **arguments, GError **error)
{
  g_autofree char *id = parlour_cli_target_conversation (cli, arguments[0], error);
  g_autofree char *user = id != NULL ? parlour_cli_target_user (cli, arguments[1], error) : NULL;

  if (user == NULL)
    return FALSE;
  g_autoptr (GBytes) body = make_member (NULL, arguments[2]);
  g_autoptr (JsonObject) answer = parlour_cli_session_call (
      cli->session, "PATCH", body, error, "/conversations/%s/members/%s", id, user);
  return answer != NULL;
}

static gboolean
take_out (ParlourCli *cli, const char *group, const char *user, GError **error)
{
  g_autofree char *id = parlour_cli_target_conversation (cli, group, error);

  if (id == NULL)
    return FALSE;
  g_autoptr (JsonObject) answer = parlour_cli_session_call (
      cli->session, "DELETE", NULL, error, "/conversations/%s/members/%s", id, user);
  return answer != NULL;
}

static const ParlourCliValue rules[] = {
    {"title", FALSE},   {"description", FALSE}, {"posting", FALSE},
    {"joining", FALSE}, {"past", FALSE},
};

static gboolean
change (ParlourCli *cli, char **arguments, GError **error)
{
  g_autofree char *id = parlour_cli_target_conversation (cli, arguments[0], error);
  g_autoptr (GBytes) body =
      id != NULL ? parlour_cli_values_parse (rules, G_N_ELEMENTS (rules), arguments + 1, error)
                 : NULL;

  if (body == NULL)
    return FALSE;
  g_autoptr (JsonObject) answer =
      parlour_cli_session_call (cli->session, "PATCH", body, error, "/conversations/%s", id);
  return answer != NULL && print_conversation (cli, answer, error);
}

static gboolean
remove_member (ParlourCli *cli, char **arguments, GError **error)
{
  g_autofree char *user = parlour_cli_target_user (cli, arguments[1], error);

  return user != NULL && take_out (cli, arguments[0], user, error);
}

static gboolean
leave (ParlourCli *cli, char **arguments, GError **error)
{
  return take_out (cli, arguments[0], parlour_cli_session_get_entry (cli->session)->user_id, error);
}

/* --- its picture ------------------------------------------------------------------------------ */

static GBytes *
read_picture (const char *name, const char **type, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (name);
  g_autoptr (GBytes) bytes = g_file_load_bytes (file, NULL, NULL, error);

  if (bytes == NULL)
    return NULL;
  *type = parlour_picture_type (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  if (*type != NULL)
    return g_steal_pointer (&bytes);
  g_set_error (error, PARLOUR_CLI_ERROR, PARLOUR_CLI_USAGE,
               _ ("“%s” is no picture that can be used. Choose a PNG or JPEG."), name);
  return NULL;
}

/* Without a file it is removed. */
static gboolean
set_picture (ParlourCli *cli, char **arguments, GError **error)
{
  const char *type = NULL;
  g_autoptr (GBytes) bytes =
      arguments[1] != NULL ? read_picture (arguments[1], &type, error) : NULL;
  g_autofree char *id = arguments[1] == NULL || bytes != NULL
                            ? parlour_cli_target_conversation (cli, arguments[0], error)
                            : NULL;

  if (id == NULL)
    return FALSE;
  g_autofree char *path = g_strdup_printf ("/conversations/%s/avatar", id);
  g_autoptr (JsonObject) answer =
      bytes != NULL ? parlour_cli_session_send (cli->session, path, type, bytes, error)
                    : parlour_cli_session_call (cli->session, "DELETE", NULL, error, "%s", path);
  return answer != NULL && print_conversation (cli, answer, error);
}

/* --- group WHAT … ----------------------------------------------------------------------------- */

static const struct {
  const char *name;
  const char *arguments;
  guint least;
  guint most;
  gboolean (*run) (ParlourCli *cli, char **arguments, GError **error);
} verbs[] = {
    {"create", "TITLE [USER…]", 1, 1000, create},
    {"set", "GROUP NAME VALUE…", 3, 11, change},
    {"members", "GROUP", 1, 1, list_members},
    {"add", "GROUP USER [ROLE]", 2, 3, add},
    {"role", "GROUP USER ROLE", 3, 3, set_role},
    {"remove", "GROUP USER", 2, 2, remove_member},
    {"join", "ID", 1, 1, join},
    {"leave", "GROUP", 1, 1, leave},
    {"picture", "GROUP [FILE]", 1, 2, set_picture},
    {"with", "USER", 1, 1, list_shared},
};

gboolean
parlour_cli_group (ParlourCli *cli, GError **error)
{
  char **arguments = cli->options->arguments + 1;
  guint n = g_strv_length (arguments);

  for (gsize i = 0; i < G_N_ELEMENTS (verbs); i++) {
    if (!g_str_equal (verbs[i].name, cli->options->arguments[0]))
      continue;
    if (n >= verbs[i].least && n <= verbs[i].most)
      return verbs[i].run (cli, arguments, error);
    g_set_error (error, PARLOUR_CLI_ERROR, PARLOUR_CLI_USAGE,
                 /* Translators: what to do with a group and its arguments, as they are typed */
                 _ ("It is called like this: parlour-cli group %s %s"), verbs[i].name,
                 verbs[i].arguments);
    return FALSE;
  }
  g_set_error (error, PARLOUR_CLI_ERROR, PARLOUR_CLI_USAGE,
               /* Translators: words that are typed as they stand */
               _ ("A group knows %s."),
               "create, set, members, add, role, remove, join, leave, picture, with");
  return FALSE;
}
