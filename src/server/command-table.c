/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-command-table"

#include "server/command-backup.h"
#include "server/command-private.h"

/* This file owns the table of subcommands. Main thread. */

/* clang-format off */
static const ParlourCommand commands[] = {
  {{"serve"}, "--data-dir DIR [OPTION…]",
   "Runs the server until SIGTERM, SIGINT or its parent ends.",
   .run = parlour_command_serve},

  {{"user", "add"}, "NAME [--admin] [--display-name NAME]", "Makes an account.",
   .op = "user.add", .begins = TRUE, .argument = "username", .argument_in_help = "NAME", .password = TRUE,
   .options = {
     {PARLOUR_OPTION_TEXT, "display-name", "display_name", "NAME", "What others see"},
     {PARLOUR_OPTION_FLAG, "admin", "admin", NULL, "May administer the place"},
   },
   .done = "added "},
  {{"user", "list"}, "", "Lists all accounts: name, role, display name.",
   .op = "user.list", .is_list = TRUE, .print = parlour_command_print_users},
  {{"user", "change"}, "NAME --role member|admin", "Changes an account's role.",
   .op = "user.change", .argument = "user", .argument_in_help = "NAME",
   .options = {
     {PARLOUR_OPTION_TEXT, "role", "role", "member|admin", "What the account shall be", TRUE},
   },
   .done = "changed "},
  {{"user", "disable"}, "NAME", "Signs an account out everywhere and lets it in no more.",
   .op = "user.disable", .argument = "user", .argument_in_help = "NAME", .done = "disabled "},
  {{"user", "enable"}, "NAME", "Lets a disabled account sign in again.",
   .op = "user.enable", .argument = "user", .argument_in_help = "NAME", .done = "enabled "},
  {{"user", "reset-password"}, "NAME", "Sets an account's password and signs it out everywhere.",
   .op = "user.reset-password", .argument = "user", .argument_in_help = "NAME", .password = TRUE,
   .done = "set the password of "},
  {{"user", "delete"}, "NAME --messages keep|erase", "Deletes an account.",
   .op = "user.delete", .argument = "user", .argument_in_help = "NAME",
   .options = {
     {PARLOUR_OPTION_TEXT, "messages", "messages", "keep|erase",
      "What becomes of the messages that the account wrote", TRUE},
   },
   .done = "deleted "},

  {{"invite", "create"}, "[--uses N] [--expires-in 7d] [--conversation ID…] [--address HOST:PORT…]",
   "Makes an invitation and prints its link, which is told this once.",
   .op = "invite.create", .begins = TRUE,
   .options = {
     {PARLOUR_OPTION_NUMBER, "uses", "uses", "N", "How many may join by it (1)"},
     {PARLOUR_OPTION_SECONDS, "expires-in", "expires_in", "TIME",
      "For how long: 90s, 30m, 12h, 7d (7d)"},
     {PARLOUR_OPTION_TEXTS, "conversation", "conversations", "ID",
      "A group that who joins gets into, besides the common one; may stand several times"},
     {PARLOUR_OPTION_TEXTS, "address", "addresses", "HOST:PORT",
      "An address to put into the link, instead of this computer's own; may stand several times"},
   },
   .print = parlour_command_print_invite},
  {{"invite", "list"}, "", "Lists invitations: id, state, uses left, uses, end, maker.",
   .op = "invite.list", .is_list = TRUE, .print = parlour_command_print_columns,
   .columns = {"id", "state", "uses_left", "uses", "expires_at", "created_by"}},
  {{"invite", "revoke"}, "ID", "Takes an invitation back.",
   .op = "invite.revoke", .argument = "invite", .argument_in_help = "ID", .done = "revoked "},

  {{"report", "list"}, "[--open]",
   "Lists what members reported, the newest first: id, time, state, by whom, whom, why.",
   .op = "report.list", .is_list = TRUE, .print = parlour_command_print_reports,
   .options = {
     {PARLOUR_OPTION_FLAG, "open", "open", NULL, "Only those that nobody closed yet"},
   }},
  {{"report", "close"}, "ID", "Closes a report.",
   .op = "report.close", .argument = "report", .argument_in_help = "ID", .done = "closed "},

  {{"settings", "get"}, "", "Shows the place's settings.",
   .op = "settings.get", .print = parlour_command_print_object},
  {{"settings", "set"}, "[--name PLACE] [--registration open|invite|closed] [--max-accounts N]",
   "Changes the place's settings, at once.",
   .op = "settings.set", .begins = TRUE,
   .options = {
     {PARLOUR_OPTION_TEXT, "name", "name", "PLACE", "What the place is called"},
     {PARLOUR_OPTION_TEXT, "registration", "registration", "open|invite|closed",
      "Who may make an account over the network"},
     {PARLOUR_OPTION_NUMBER, "max-accounts", "max_accounts", "N",
      "How many accounts there may be; 0: as many as like"},
     {PARLOUR_OPTION_SWITCH, "common", "common", "on|off",
      "Whether new accounts join the conversation that all have in common"},
     {PARLOUR_OPTION_TEXT, "common-title", "common_title", "TITLE", "What that one is called"},
     {PARLOUR_OPTION_TEXT, "welcome-text", "welcome_text", "TEXT",
      "What the conversation that all have in common begins with; empty: nothing"},
     {PARLOUR_OPTION_NUMBER, "backup-every", "backup_every", "HOURS",
      "How often to back up by itself; 0: never"},
     {PARLOUR_OPTION_NUMBER, "backup-keep", "backup_keep", "N",
      "How many of these backups to keep"},
     {PARLOUR_OPTION_NUMBER, "space-warning", "space_warning", "MIB",
      "With less free disk space, in mebibytes, it warns; 0: never"},
   },
   .print = parlour_command_print_object},

  {{"status"}, "", "Shows how the server stands: addresses, fingerprint, who is online.",
   .op = "status.get", .print = parlour_command_print_object},
  {{"statistics"}, "", "Shows how much there is, and the messages of the last thirty days.",
   .op = "statistics.get", .print = parlour_command_print_object},
  {{"audit"}, "", "Lists what administrators did, the newest first.",
   .op = "audit.list", .is_list = TRUE, .print = parlour_command_print_columns,
   .columns = {"at", "actor", "origin", "action", "subject", "detail"}},

  {{"backup"}, "[FILE]", "Writes a backup, while people go on writing.",
   .run = parlour_command_backup},
  {{"backups"}, "", "Lists the backups in the server's own folder, the newest first.",
   .op = "backup.list", .is_list = TRUE, .print = parlour_command_print_columns,
   .columns = {"name", "at", "size"}},
  {{"verify"}, "FILE", "Tells whether a backup is sound, and what it holds.",
   .run = parlour_command_verify},
  {{"restore"}, "FILE [--keep-sessions]", "Puts a backup in the place of a folder's database.",
   .run = parlour_command_restore},
  {{"move-out"}, "FILE", "Puts a whole place into one encrypted file.",
   .run = parlour_command_move_out},
  {{"move-in"}, "FILE", "Makes a folder of a file that move-out wrote.", .run = parlour_command_move_in},
};
/* clang-format on */

const ParlourCommand *
parlour_command_table (gsize *n)
{
  *n = G_N_ELEMENTS (commands);
  return commands;
}
