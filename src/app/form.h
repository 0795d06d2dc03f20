/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Errors at the fields of a form whose fields are rows of a GtkListBox. Main thread. */

/**
 * parlour_form_set_error:
 * @row: a row of a GtkListBox, for instance an AdwEntryRow
 * @text: (nullable): what is wrong, shown in a row of its own just below; %NULL takes it away
 */
void parlour_form_set_error (GtkWidget *row, const char *text);

/** parlour_form_get_error: (nullable): what is shown below @row. */
const char *parlour_form_get_error (GtkWidget *row);

/** parlour_form_clear: takes every error of @list away. */
void parlour_form_clear (GtkListBox *list);

/** parlour_form_clear_on_edit: what is wrong at @row vanishes as soon as it is edited. */
void parlour_form_clear_on_edit (GtkWidget *row);

G_END_DECLS
