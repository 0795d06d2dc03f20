/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/** parlour_group_rows_clear: takes @rows (element-type GtkWidget), emptied, out of @group. */
void parlour_group_rows_clear (AdwPreferencesGroup *group, GPtrArray *rows);

/** parlour_group_rows_add: (transfer none): a plain row of text in @group, kept in @rows too. */
AdwActionRow *parlour_group_rows_add (AdwPreferencesGroup *group,
                                      GPtrArray *rows,
                                      const char *title,
                                      const char *subtitle);

G_END_DECLS
