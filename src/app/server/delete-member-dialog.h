/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourDeleteMemberDialog:
 *
 * Asks what becomes of an account's messages. Response "keep", "erase" or "cancel". Main thread.
 */
#define PARLOUR_TYPE_DELETE_MEMBER_DIALOG (parlour_delete_member_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ParlourDeleteMemberDialog,
                      parlour_delete_member_dialog,
                      PARLOUR,
                      DELETE_MEMBER_DIALOG,
                      AdwMessageDialog)

/** parlour_delete_member_dialog_new: @name: whose account it is. */
GtkWidget *parlour_delete_member_dialog_new (GtkWindow *parent, const char *name);

G_END_DECLS
