/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/output.h"
#include "cli/session.h"
#include "core/conversation.h"
#include "core/user.h"

G_BEGIN_DECLS

/**
 * ParlourCliPeople:
 *
 * Names of people and conversations, asked of the server once each. Main thread; calls wait.
 */
typedef struct _ParlourCliPeople ParlourCliPeople;

ParlourCliPeople *parlour_cli_people_new (ParlourCliSession *session);
void parlour_cli_people_free (ParlourCliPeople *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourCliPeople, parlour_cli_people_free)

/** parlour_cli_people_head: who wrote to whom: in a direct conversation the other one's messages
 * are to me. @sender and @conversation are nullable ids; the names live as long as @self. */
ParlourCliHeading
parlour_cli_people_head (ParlourCliPeople *self, const char *sender, const char *conversation);

/** parlour_cli_people_find_user: (transfer full) (nullable): the id of whoever has this username.
 */
char *parlour_cli_people_find_user (ParlourCliPeople *self, const char *username, GError **error);

/**
 * parlour_cli_people_find_conversation:
 * @with: a username, a conversation's id, or “#” and a group's title
 * @conversation: (out) (transfer full) (nullable): its id; %NULL where there is none with this
 *   person yet
 *
 * PARLOUR_PROBLEM_RECIPIENT_UNKNOWN where nobody has this name.
 */
gboolean parlour_cli_people_find_conversation (ParlourCliPeople *self,
                                               const char *with,
                                               char **conversation,
                                               GError **error);

G_END_DECLS
