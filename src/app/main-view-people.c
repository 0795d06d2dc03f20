/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-main-view-people"

#include "app/main-view-private.h"
#include "app/people/person-dialog.h"
#include "app/problem-text.h"

/* What can be done with a person. Main thread. */

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *conversation =
      parlour_account_open_direct_finish (PARLOUR_ACCOUNT (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (conversation) {
    parlour_main_view_show_conversation (user_data, conversation, 0);
    return;
  }
  g_autofree char *text = parlour_problem_text (error);
  parlour_main_view_toast (user_data, text);
}

static void
write_cb (ParlourMainView *self, ParlourUser *user)
{
  parlour_account_open_direct_async (self->account, user, self->cancellable, opened_cb, self);
}

static void
open_cb (ParlourMainView *self, const char *conversation)
{
  parlour_main_view_show_conversation (self, conversation, 0);
}

void
parlour_main_view_show_person_over (ParlourMainView *self, GtkWindow *parent, const char *user)
{
  ParlourPersonDialog *dialog = parlour_person_dialog_new (parent, self->account, user);
  g_signal_connect_object (dialog, "write", G_CALLBACK (write_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (dialog, "open", G_CALLBACK (open_cb), self, G_CONNECT_SWAPPED);
  if (parent != parlour_main_view_get_window (self)) {
    g_signal_connect_object (dialog, "write", G_CALLBACK (gtk_window_close), parent,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (dialog, "open", G_CALLBACK (gtk_window_close), parent,
                             G_CONNECT_SWAPPED);
  }
  gtk_window_present (GTK_WINDOW (dialog));
}

void
parlour_main_view_show_person (ParlourMainView *self, const char *user)
{
  g_return_if_fail (PARLOUR_IS_MAIN_VIEW (self) && user != NULL);
  parlour_main_view_show_person_over (self, parlour_main_view_get_window (self), user);
}
