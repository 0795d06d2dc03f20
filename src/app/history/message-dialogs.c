/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-message-dialogs"

#include "app/history/message-dialogs.h"

#include "app/history/message-words.h"
#include "app/time-text.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* The dialogs. They keep the message's number, not the message. Main thread. */

#define TARGET "parlour-message"

static void
response_cb (AdwMessageDialog *dialog, const char *response)
{
  GtkWindow *window = gtk_window_get_transient_for (GTK_WINDOW (dialog));
  GVariant *target = g_object_get_data (G_OBJECT (dialog), TARGET);
  const char *action = g_str_equal (response, "me")         ? "hide-message"
                       : g_str_equal (response, "everyone") ? "erase-message"
                                                            : NULL;
  if (action && window)
    g_action_group_activate_action (G_ACTION_GROUP (window), action, target);
}

void
parlour_message_ask_delete (GtkWindow *parent, ParlourMessageItem *item)
{
  gboolean everyone =
      parlour_message_item_get_mine (item) && !parlour_message_item_get_deleted (item);
  const char *body = everyone ? _ ("For everyone, its text is removed from the server and from all "
                                   "who received it.")
                              : _ ("It stays with the others who are in this conversation.");
  GtkWidget *widget = adw_message_dialog_new (parent, _ ("Delete this message?"), body);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (widget);
  GVariant *target = g_variant_new ("(sx)", parlour_message_item_get_conversation (item),
                                    parlour_message_item_get_seq (item));
  g_object_set_data_full (G_OBJECT (dialog), TARGET, g_variant_ref_sink (target),
                          (GDestroyNotify)g_variant_unref);
  adw_message_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "me", _ ("Only for _Me"),
                                    NULL);
  if (everyone) {
    adw_message_dialog_add_response (dialog, "everyone", _ ("For _Everyone"));
    adw_message_dialog_set_response_appearance (dialog, "everyone", ADW_RESPONSE_DESTRUCTIVE);
  }
  adw_message_dialog_set_close_response (dialog, "cancel");
  adw_message_dialog_set_default_response (dialog, "me");
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), NULL);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
add_detail (GtkWidget *list, const char *title, const char *value)
{
  GtkWidget *row = adw_action_row_new ();
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), value);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_list_box_append (GTK_LIST_BOX (list), row);
}

void
parlour_message_show_details (GtkWindow *parent, ParlourMessageItem *item)
{
  GtkWidget *widget = adw_message_dialog_new (parent, _ ("Details"), NULL);
  GtkWidget *list = gtk_list_box_new ();
  const char *state = parlour_message_state_words (parlour_message_item_get_state (item));
  gboolean mine = parlour_message_item_get_mine (item);
  g_autofree char *time = parlour_time_text_full (parlour_message_item_get_created_at (item));
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  add_detail (list, _ ("From"), mine ? _ ("You") : parlour_message_item_get_sender_name (item));
  add_detail (list, C_ ("detail of a message: when", "Sent"), time);
  if (state)
    add_detail (list, _ ("State"), state);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (widget), list);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (widget), "close", _ ("_Close"));
  gtk_window_present (GTK_WINDOW (widget));
}
