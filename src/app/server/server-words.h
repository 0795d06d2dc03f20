/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/host/host-admin.h"
#include "client/host/host.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* What the pages of *Server* share. Main thread. */

/** PARLOUR_SERVER_UNCHANGED: what of #ParlourHostSettings is not to be set. */
#define PARLOUR_SERVER_UNCHANGED                                                                   \
  .max_accounts = -1, .backup_every = -1, .backup_keep = -1, .common = -1, .space_warning = -1

/** parlour_server_state_words: (transfer none): whether the hosted server runs, in words. */
const char *parlour_server_state_words (ParlourHostState state);

/** parlour_server_deed_words: (transfer full): a line of the audit log as a sentence. */
char *parlour_server_deed_words (const ParlourHostDeed *deed);

/** parlour_server_origin_words: (transfer full): who did it and from where. */
char *parlour_server_origin_words (const ParlourHostDeed *deed);

/** parlour_server_until: (transfer full): a moment to come (ms): the time of today, else the day.
 */
char *parlour_server_until (gint64 ms);

/** parlour_server_show_value: puts what the server has into a row. The same again stays untouched:
 * the row would offer to apply it. */
void parlour_server_show_value (AdwEntryRow *row, const char *text);

/**
 * parlour_server_read_count:
 * @text: what somebody wrote: digits of any script; nothing is 0
 * @count: (out): at most @max
 *
 * Returns: FALSE where it is no such number
 */
gboolean parlour_server_read_count (const char *text, gint64 max, gint64 *count);

G_END_DECLS
