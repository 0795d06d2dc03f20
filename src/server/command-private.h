/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/exit-status.h"

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Inside the command line's files only. */

/** parlour_command_exit_of: how the program ends where @error is why. */
ParlourExit parlour_command_exit_of (const GError *error);

/** ParlourOptionKind: what an option's text becomes. */
typedef enum {
  PARLOUR_OPTION_NONE, /* ends a list */
  PARLOUR_OPTION_TEXT,
  PARLOUR_OPTION_NUMBER,
  PARLOUR_OPTION_SECONDS, /* "7d", "12h", "30m", "90" */
  PARLOUR_OPTION_FLAG,
  PARLOUR_OPTION_SWITCH, /* "on", "off" */
  PARLOUR_OPTION_TEXTS,  /* may stand several times */
} ParlourOptionKind;

#define PARLOUR_OPTIONS_MAX 9

/** ParlourCommandOption: an option that becomes a member of the op. */
typedef struct {
  ParlourOptionKind kind;
  const char *name;
  const char *member;
  const char *value; /* in the help; nullable */
  const char *help;
  gboolean required;
} ParlourCommandOption;

typedef struct _ParlourCommand ParlourCommand;

/**
 * ParlourCommand: what a subcommand is. Either it runs by @run, or it is an op that is asked of the
 * server on the folder, or done here where none runs.
 */
struct _ParlourCommand {
  const char *words[2]; /* the second is nullable */
  const char *usage;    /* behind the words, in the overview */
  const char *summary;

  int (*run) (char **arguments); /* takes the arguments */

  const char *op;       /* where @run is NULL; see server/op.h */
  const char *argument; /* the member that the one argument becomes; nullable: there is none */
  const char *argument_in_help;
  ParlourCommandOption options[PARLOUR_OPTIONS_MAX];
  gboolean begins;   /* may be the first thing that is done on a folder */
  gboolean password; /* also asks for one, which becomes "password" */
  gboolean is_list;  /* answers with pages; all are shown */

  /* In words; with --json the answer is printed as it came, a list one item a line. */
  void (*print) (const ParlourCommand *command, JsonObject *answer);
  const char *columns[8]; /* of a list: members of an item, tabs between */
  const char *done;       /* "disabled ": what was done to the argument; without @print */
};

/** parlour_command_has_place: says so and returns FALSE where no server has ever run on @data_dir:
 * else a mistyped folder would be made, and an answer given about nothing. */
gboolean parlour_command_has_place (const char *data_dir);

/** parlour_command_table: (array length=n) (transfer none): all there are. */
const ParlourCommand *parlour_command_table (gsize *n);

/** parlour_command_run_op: @arguments: (transfer full): the program's name first. */
int parlour_command_run_op (const ParlourCommand *command, char **arguments);

/**
 * parlour_command_ask:
 * @members: the op's; changed
 *
 * Asks the server that runs on the folder; where none does, does it here, holding the folder.
 *
 * Returns: (transfer full) (nullable)
 */
JsonObject *
parlour_command_ask (const char *data_dir, const char *op, JsonObject *members, GError **error);

/**
 * parlour_command_read_password:
 * @from_stdin: the first line of standard input; else a terminal is asked, twice
 * @why: (out): what is wrong, where nothing is returned
 *
 * Returns: (transfer full) (nullable)
 */
char *parlour_command_read_password (gboolean from_stdin, const char **why);

/**
 * parlour_command_read_passphrase: like parlour_command_read_password(), and a terminal is asked
 * once where not @twice.
 */
char *parlour_command_read_passphrase (gboolean from_stdin, gboolean twice, const char **why);

/** parlour_command_print_*: for #ParlourCommand's `print`. */
void parlour_command_print_object (const ParlourCommand *command, JsonObject *answer);
void parlour_command_print_columns (const ParlourCommand *command, JsonObject *answer);
void parlour_command_print_users (const ParlourCommand *command, JsonObject *answer);
void parlour_command_print_reports (const ParlourCommand *command, JsonObject *answer);
void parlour_command_print_invite (const ParlourCommand *command, JsonObject *answer);

/** parlour_command_print_json: a list one item a line, anything else on one line. */
void parlour_command_print_json (const ParlourCommand *command, JsonObject *answer);

/** parlour_command_fail: says why in one line on standard error; returns @status. */
int parlour_command_fail (int status, const char *format, ...) G_GNUC_PRINTF (2, 3);

/**
 * parlour_command_parse:
 * @usage: what stands behind the program's name in the help, for instance "serve"
 * @arguments: (inout) (transfer full): what follows the command; what is left is no option
 *
 * Returns: FALSE after it has said what is wrong
 */
gboolean parlour_command_parse (const char *usage,
                                const char *summary,
                                const GOptionEntry *entries,
                                char ***arguments);

int parlour_command_serve (char **arguments);

/** parlour_command_log_to_stderr: from now on; debug messages too where @verbose. */
void parlour_command_log_to_stderr (gboolean verbose);

G_END_DECLS
