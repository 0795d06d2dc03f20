/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define PARLOUR_CLI_USUAL_SERVER "https://127.0.0.1:7447"

/** ParlourCliOptions: what was typed, as UTF-8. */
typedef struct {
  char *server;      /* nullable: an address or an invite link */
  char *fingerprint; /* nullable: the key that it must have */
  char *profile;     /* nullable */
  char *token_file;  /* nullable: a path */
  gboolean json;
  gboolean version;
  gboolean password_stdin;
  char *display_name; /* nullable */
  char *subject;      /* nullable */
  int limit;          /* 0: not given */
  gboolean for_everyone;
  gboolean off;
  gboolean titled;
  gboolean owed;
  gint64 reply_to; /* 0: not given */
  char *command;
  char **arguments; /* what follows the command */
} ParlourCliOptions;

void parlour_cli_options_free (ParlourCliOptions *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourCliOptions, parlour_cli_options_free)

/** ParlourCliOptionFlags: the options that not every command takes. */
typedef enum {
  PARLOUR_CLI_TAKES_PASSWORD = 1 << 0,
  PARLOUR_CLI_TAKES_DISPLAY_NAME = 1 << 1,
  PARLOUR_CLI_TAKES_SUBJECT = 1 << 2,
  PARLOUR_CLI_TAKES_LIMIT = 1 << 3,
  PARLOUR_CLI_TAKES_FOR_EVERYONE = 1 << 4,
  PARLOUR_CLI_TAKES_FINGERPRINT = 1 << 5,
  PARLOUR_CLI_TAKES_OFF = 1 << 6,
  PARLOUR_CLI_TAKES_REPLY_TO = 1 << 7,
  PARLOUR_CLI_TAKES_TITLED = 1 << 8,
  PARLOUR_CLI_TAKES_OWED = 1 << 9,
} ParlourCliOptionFlags;

/** ParlourCliSyntax: how one command is called. */
typedef struct {
  const char *name;
  const char *arguments;   /* for `--help`, untranslated */
  const char *description; /* for `--help`, marked for translation */
  guint min_arguments;
  guint max_arguments;
  ParlourCliOptionFlags takes;
} ParlourCliSyntax;

/**
 * parlour_cli_options_parse:
 * @arguments: (transfer none): as main() got them, with the program's name
 * @syntaxes: of all commands, @n_syntaxes of them
 *
 * `--help` prints and ends the program.
 *
 * Returns: (transfer full) (nullable): %NULL with a PARLOUR_CLI_USAGE in @error
 */
ParlourCliOptions *parlour_cli_options_parse (char **arguments,
                                              const ParlourCliSyntax *const *syntaxes,
                                              gsize n_syntaxes,
                                              GError **error);

G_END_DECLS
