/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test"

#include "support.h"

#include "server/command-private.h"
#include "server/identity.h"

#include "core/invite-link.h"
#include "core/json.h"

#include <fcntl.h>
#include <gio/gunixinputstream.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The subcommands that administer: the same words and the same effects whether a server runs on the
 * folder or not. */

static const char *
program (void)
{
  return g_getenv ("PARLOUR_SERVER");
}

/* Splits at blanks; "_" stands for one. */
static int
run_full (Place *place, const char *input, char **output, char **errors, const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", -1);
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (argv, (gpointer)program ());
  for (char **word = words; *word != NULL; word++)
    g_ptr_array_add (argv, g_strdelimit (*word, "_", ' '));
  g_ptr_array_add (argv, (gpointer) "--data-dir");
  g_ptr_array_add (argv, place->folder);
  g_ptr_array_add (argv, NULL);
  g_autoptr (GSubprocess) child =
      g_subprocess_newv ((const char *const *)argv->pdata,
                         G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                             G_SUBPROCESS_FLAGS_STDERR_PIPE,
                         &error);
  g_assert_no_error (error);
  /* what nobody reads would break the pipe */
  g_subprocess_communicate_utf8 (child, strstr (line, "--password-stdin") ? input : NULL, NULL,
                                 output, errors, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (child));
  return g_subprocess_get_exit_status (child);
}

/* What it printed; it must have worked. */
static char *
run (Place *place, const char *line)
{
  char *output = NULL;
  g_autofree char *errors = NULL;
  int status = run_full (place, PASSWORD "\n", &output, &errors, line);

  if (status != 0)
    g_test_message ("%s: %s", line, errors);
  g_assert_cmpint (status, ==, 0);
  return output;
}

static void
prints (Place *place, const char *line, const char *expected)
{
  g_autofree char *output = run (place, line);

  g_assert_cmpstr (output, ==, expected);
}

static void
refused (Place *place, int expected, const char *line)
{
  g_autofree char *output = NULL;
  g_autofree char *errors = NULL;
  int status = run_full (place, NULL, &output, &errors, line);

  if (status != expected)
    g_test_message ("%s: %s", line, errors);
  g_assert_cmpint (status, ==, expected);
  g_assert_cmpstr (output, ==, "");
  g_assert_true (g_str_has_prefix (errors, "parlour-server: "));
  g_assert_true (strchr (errors, '\n') == errors + strlen (errors) - 1);
}

/* With a server on the folder, or none. */
static Place *
place_for (gconstpointer data)
{
  Place *place = place_new ();

  if (GPOINTER_TO_INT (data)) {
    place_spawn (place);
  } else {
    g_autofree char *made = run (place, "settings set");
  }
  return place;
}

static void
test_accounts (gconstpointer data)
{
  Place *place = place_for (data);

  prints (place, "user add boss --admin --password-stdin", "added boss\n");
  prints (place, "user add anna --display-name=Anna_B. --password-stdin", "added anna\n");
  refused (place, 1, "user disable boss");
  refused (place, 1, "user disable nobody");
  prints (place, "user disable Anna", "disabled Anna\n");
  prints (place, "user list", "anna\tmember\tAnna B.\t(disabled)\nboss\tadmin\tboss\n");
  prints (place, "user enable anna", "enabled anna\n");
  prints (place, "user reset-password anna --password-stdin", "set the password of anna\n");
  prints (place, "user change anna --role admin", "changed anna\n");
  refused (place, 2, "user delete boss");
  refused (place, 1, "user delete boss --messages burn");
  prints (place, "user delete boss --messages erase", "deleted boss\n");
  prints (place, "user list", "anna\tadmin\tAnna B.\n");
  g_autofree char *json = run (place, "user list --json");
  g_autoptr (JsonObject) user = parlour_json_parse_object (json, strlen (json), NULL);
  g_assert_cmpstr (member_string (user, "username"), ==, "anna");
  g_assert_false (json_object_get_boolean_member (user, "online"));
  place_free (place);
}

static void
test_invites (gconstpointer data)
{
  Place *place = place_for (data);
  g_autoptr (GError) error = NULL;
  g_autofree char *line = g_strchomp (
      run (place, "invite create --uses 3 --expires-in 12h --address parlour.example:7447"));
  g_autoptr (ParlourInviteLink) link = parlour_invite_link_parse (line, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (link->addresses[0], ==, "parlour.example:7447");
  g_assert_nonnull (link->token);
  g_autofree char *json = run (place, "invite list --json");
  g_autoptr (JsonObject) invite = parlour_json_parse_object (json, strlen (json), NULL);
  g_assert_cmpint (member_int (invite, "uses_left"), ==, 3);
  g_autofree char *revoke = g_strdup_printf ("invite revoke %s", member_string (invite, "id"));
  g_autofree char *revoked = run (place, revoke);
  g_autofree char *list = run (place, "invite list");
  g_auto (GStrv) columns = g_strsplit (list, "\t", -1);
  g_assert_cmpuint (g_strv_length (columns), ==, 6);
  g_assert_cmpstr (columns[0], ==, member_string (invite, "id"));
  g_assert_cmpstr (columns[1], ==, "revoked");
  refused (place, 1, "invite create --uses 0");
  refused (place, 2, "invite create --uses many");
  refused (place, 2, "invite create --expires-in soon");
  refused (place, 1, "invite revoke x");
  place_free (place);
}

/* No link leads to where nobody speaks TLS: the token alone is told, whether a server runs or not.
 */
static void
test_invite_without_address (gconstpointer data)
{
  Place *place = place_for (data);
  g_autofree char *line = g_strchomp (run (place, "invite create"));

  g_assert_cmpuint (strlen (line), ==, 43);
  place_free (place);
}

/* The link names the key that the server has shown before. */
static void
test_invite_names_the_key (void)
{
  Place *place = place_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourIdentity) identity = parlour_identity_open (place->folder, &error);

  g_assert_no_error (error);
  g_autofree char *line = g_strchomp (run (place, "invite create --address parlour.example:7447"));
  g_autoptr (ParlourInviteLink) link = parlour_invite_link_parse (line, &error);
  g_assert_no_error (error);
  g_assert_nonnull (link->fingerprint);
  g_assert_true (parlour_fingerprint_equal (link->fingerprint, &identity->fingerprint));
  place_free (place);
}

/* Who joins by it finds the group there; what is no group makes no invitation. */
static void
test_invite_into_a_group (void)
{
  Place *place = place_new ();

  place_start (place);
  g_autoptr (Person) anna = person_register (place, "anna");
  g_autoptr (Reply) made = expect (place, 201, "POST", "/api/v1/conversations", anna->token,
                                   "{\"client_id\":\"0190a000-0000-7000-8000-000000000001\","
                                   "\"kind\":\"group\",\"title\":\"Garden\",\"members\":[]}");
  const char *id = member_string (made->json, "id");
  g_autofree char *create = g_strdup_printf ("invite create --conversation %s --json", id);
  g_autofree char *json = run (place, create);
  g_autoptr (JsonObject) invite = parlour_json_parse_object (json, strlen (json), NULL);
  g_autofree char *body =
      g_strdup_printf ("{\"username\":\"bert\",\"password\":\"correct horse\",\"invite\":\"%s\"}",
                       member_string (invite, "token"));
  g_autoptr (Reply) joined = expect (place, 201, "POST", "/api/v1/register", NULL, body);
  g_autofree char *path = g_strconcat ("/api/v1/conversations/", id, NULL);
  g_autoptr (Reply) seen =
      expect (place, 200, "GET", path, member_string (joined->json, "token"), NULL);
  g_assert_cmpstr (member_string (seen->json, "title"), ==, "Garden");

  /* It was for one person; anybody may join this place, but not that group. */
  g_autofree char *again =
      g_strdup_printf ("{\"username\":\"cleo\",\"password\":\"correct horse\",\"invite\":\"%s\"}",
                       member_string (invite, "token"));
  g_autoptr (Reply) cleo = expect (place, 201, "POST", "/api/v1/register", NULL, again);
  g_autoptr (Reply) unseen =
      expect (place, 404, "GET", path, member_string (cleo->json, "token"), NULL);
  refused (place, 1, "invite create --conversation nothing");
  place_free (place);
}

/* Made by a member; listed of a running server, closed in the folder of one that has ended. */
static void
test_reports (void)
{
  Place *place = place_new ();

  place_start (place);
  g_autoptr (Person) anna = person_register (place, "anna");
  g_autoptr (Person) bert = person_register (place, "bert");
  g_autofree char *path = g_strconcat ("/api/v1/users/", bert->id, "/report", NULL);
  g_autoptr (Reply) told =
      expect (place, 204, "POST", path, anna->token, "{\"reason\":\"sells things\"}");
  g_autofree char *list = g_strchomp (run (place, "report list --open"));
  g_auto (GStrv) columns = g_strsplit (list, "\t", -1);
  g_assert_cmpuint (g_strv_length (columns), ==, 6);
  g_assert_cmpstr (columns[2], ==, "open");
  g_assert_cmpstr (columns[3], ==, "anna");
  g_assert_cmpstr (columns[4], ==, "bert");
  g_assert_cmpstr (columns[5], ==, "sells things");
  place_stop (place);

  g_autofree char *close = g_strdup_printf ("report close %s", columns[0]);
  g_autofree char *closed = run (place, close);
  g_assert_true (g_str_has_prefix (closed, "closed "));
  prints (place, "report list --open", "");
  g_autofree char *all = run (place, "report list");
  g_assert_nonnull (strstr (all, "\tclosed\tanna\t"));
  refused (place, 1, "report close none");
  place_free (place);
}

static void
test_settings (gconstpointer data)
{
  Place *place = place_for (data);
  const char *expected = "name\tThe Mill\nregistration\tclosed\nmax_accounts\t5\n";
  g_autofree char *set =
      run (place, "settings set --name The_Mill --registration closed --max-accounts 5");

  g_assert_true (g_str_has_prefix (set, expected));
  refused (place, 1, "settings set --registration maybe");
  refused (place, 2, "settings set --colour red");
  refused (place, 2, "settings set --common maybe");
  g_autofree char *more = run (place, "settings set --common off --space-warning 500");
  g_assert_nonnull (strstr (more, "\ncommon\tfalse\n"));
  g_assert_nonnull (strstr (more, "\nspace_warning\t500\n"));
  prints (place, "settings get", more);
  g_autofree char *json = run (place, "settings get --json");
  g_autoptr (JsonObject) settings = parlour_json_parse_object (json, strlen (json), NULL);
  g_assert_cmpstr (member_string (settings, "name"), ==, "The Mill");
  place_free (place);
}

static void
test_overview (gconstpointer data)
{
  Place *place = place_for (data);
  gboolean running = place->child != NULL;

  g_autofree char *added = run (place, "user add boss --admin --password-stdin");
  g_autofree char *statistics = run (place, "statistics");
  g_assert_nonnull (strstr (statistics, "accounts\t1\n"));
  g_assert_nonnull (strstr (statistics, "\ndays\t20"));
  g_autofree char *status = run (place, "status");
  g_assert_nonnull (strstr (status, running ? "running\ttrue\n" : "running\tfalse\n"));
  g_assert_nonnull (strstr (status, "\nspace.low\tfalse\n"));
  g_assert_null (strchr (status, '{'));
  g_autofree char *audit = run (place, "audit");
  g_auto (GStrv) columns = g_strsplit (audit, "\t", 2);
  g_assert_cmpstr (columns[1], ==,
                   running ? "\tcontrol\tuser.add\tboss\tadmin\n"
                           : "\tfolder\tuser.add\tboss\tadmin\n");
  place_free (place);
}

static void
test_wrong_lines (void)
{
  static const char *const lines[] = {"user",
                                      "user add",
                                      "user add a b",
                                      "user list x",
                                      "user add anna",
                                      "user dance anna",
                                      "audit x",
                                      "invite create x",
                                      "statistics --loud",
                                      "user change anna"};
  Place *place = place_new ();
  g_autofree char *output = NULL;
  g_autofree char *errors = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    refused (place, 2, lines[i]);
  g_assert_cmpint (place_run_command (place, NULL, &output, &errors, "user", "list", NULL), ==, 2);
  g_assert_nonnull (strstr (errors, "--data-dir"));
  place_free (place);
}

/* Whatever is in the table is in the overview and tells of itself; each op is one. */
static void
test_help (void)
{
  Place *place = place_new ();
  gsize n = 0;
  const ParlourCommand *commands = parlour_command_table (&n);
  g_autofree char *overview = NULL;
  g_autofree char *errors = NULL;

  g_assert_cmpint (place_run_command (place, NULL, &overview, &errors, "--help", NULL), ==, 0);
  for (gsize i = 0; i < n; i++) {
    g_autofree char *words = g_strjoin (" ", commands[i].words[0], commands[i].words[1], NULL);
    g_autofree char *line = g_strconcat (words, " --help", NULL);
    g_autofree char *help = run (place, line);
    g_assert_nonnull (strstr (overview, words));
    g_assert_nonnull (strstr (help, commands[i].summary));
    /* verify reads a file wherever it lies */
    g_assert_true (strcmp (commands[i].words[0], "verify") == 0 ||
                   strstr (help, "--data-dir") != NULL);
    g_assert_true ((commands[i].run != NULL) != (commands[i].op != NULL));
    if (commands[i].op != NULL)
      g_assert_true (commands[i].print != NULL || commands[i].done != NULL);
  }
  place_free (place);
}

/* ── a terminal ── */

static void
read_until (int fd, const char *end)
{
  g_autoptr (GString) text = g_string_new (NULL);
  char c;

  while (!g_str_has_suffix (text->str, end) && read (fd, &c, 1) == 1)
    g_string_append_c (text, c);
  g_assert_true (g_str_has_suffix (text->str, end));
}

static int
open_terminal (int *slave)
{
  int master = posix_openpt (O_RDWR | O_NOCTTY | O_CLOEXEC);

  g_assert_cmpint (master, >=, 0);
  g_assert_cmpint (grantpt (master), ==, 0);
  g_assert_cmpint (unlockpt (master), ==, 0);
  *slave = open (ptsname (master), O_RDWR | O_NOCTTY | O_CLOEXEC);
  g_assert_cmpint (*slave, >=, 0);
  return master;
}

static int
add_by_terminal (Place *place, const char *first, const char *second)
{
  int slave = -1;
  int master = open_terminal (&slave);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
      G_SUBPROCESS_FLAGS_STDERR_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE);

  g_subprocess_launcher_take_stdin_fd (launcher, slave);
  g_autoptr (GSubprocess) child = g_subprocess_launcher_spawn (
      launcher, &error, program (), "user", "add", "anna", "--data-dir", place->folder, NULL);
  g_assert_no_error (error);
  int errors =
      g_unix_input_stream_get_fd (G_UNIX_INPUT_STREAM (g_subprocess_get_stderr_pipe (child)));
  read_until (errors, "Password: ");
  g_assert_cmpint (write (master, first, strlen (first)), ==, (gssize)strlen (first));
  read_until (errors, "again: ");
  g_assert_cmpint (write (master, second, strlen (second)), ==, (gssize)strlen (second));
  g_subprocess_wait (child, NULL, &error);
  g_assert_no_error (error);
  close (master);
  return g_subprocess_get_exit_status (child);
}

static void
test_terminal (void)
{
  Place *place = place_for (GINT_TO_POINTER (FALSE));

  g_assert_cmpint (add_by_terminal (place, PASSWORD "\n", "another one\n"), ==, 2);
  prints (place, "user list", "");
  g_assert_cmpint (add_by_terminal (place, PASSWORD "\n", PASSWORD "\n"), ==, 0);
  place_spawn (place);
  g_autoptr (Person) anna = person_login (place, "anna");
  place_free (place);
}

static void
add_both (const char *name, void (*function) (gconstpointer data))
{
  g_autofree char *running = g_strdup_printf ("/server/commands/%s/running", name);
  g_autofree char *folder = g_strdup_printf ("/server/commands/%s/folder", name);

  g_test_add_data_func (running, GINT_TO_POINTER (TRUE), function);
  g_test_add_data_func (folder, GINT_TO_POINTER (FALSE), function);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_both ("accounts", test_accounts);
  add_both ("invites", test_invites);
  add_both ("invite-without-address", test_invite_without_address);
  g_test_add_func ("/server/commands/invite-names-the-key", test_invite_names_the_key);
  g_test_add_func ("/server/commands/invite-into-a-group", test_invite_into_a_group);
  add_both ("settings", test_settings);
  add_both ("overview", test_overview);
  g_test_add_func ("/server/commands/reports", test_reports);
  g_test_add_func ("/server/commands/wrong-lines", test_wrong_lines);
  g_test_add_func ("/server/commands/help", test_help);
  g_test_add_func ("/server/commands/terminal", test_terminal);
  return g_test_run ();
}
