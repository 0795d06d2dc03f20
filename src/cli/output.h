/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/account-values.h"
#include "core/conversation.h"
#include "core/event.h"

G_BEGIN_DECLS

/* What goes to standard output, for a person or, one JSON object a line, for a script; and the
 * sentences on standard error. Whatever others wrote is cleaned of what a terminal obeys. Each line
 * is flushed, for `watch` is read while it runs. Main thread. */

/** parlour_cli_say: a sentence on standard error. */
void parlour_cli_say (const char *sentence);

/** parlour_cli_say_error: the same with its code for scripts: "parlour-cli: … (code)". */
void parlour_cli_say_error (const GError *error);

/** parlour_cli_print: @line (transfer none) as it stands; ends the program where it can't be. */
void parlour_cli_print (const char *line);

/** ParlourCliHeading: who and where, as a person reads it; any may be %NULL. */
typedef struct {
  const char *from;
  const char *to;
} ParlourCliHeading;

/** parlour_cli_print_object: as the server told it, on one line. */
void parlour_cli_print_object (JsonObject *object);

void parlour_cli_print_user (const ParlourUser *user, gboolean json);
void parlour_cli_print_conversation (const ParlourConversation *conversation,
                                     const char *my_id,
                                     gboolean json);
/* For a person; for a script the object is printed. */
void parlour_cli_print_group (const ParlourGroup *group);
void parlour_cli_print_member (const ParlourMember *member);
void parlour_cli_print_receipt (const ParlourReceipt *receipt);
void parlour_cli_print_device (const ParlourDevice *device);

void parlour_cli_print_message (const ParlourMessage *message,
                                const ParlourCliHeading *heading,
                                gboolean json);
void parlour_cli_print_event (const ParlourEvent *event,
                              const ParlourCliHeading *heading,
                              gboolean json);

G_END_DECLS
