/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-details-dialog"

#include "app/history/details-dialog.h"

#include "app/dialog-fit.h"
#include "app/history/message-words.h"
#include "app/people/report-dialog.h"
#include "app/problem-text.h"
#include "app/time-text.h"
#include "client/account-calls.h"
#include "client/models/conversation-item.h"
#include "client/person-name.h"

#include <glib/gi18n.h>

/* What is known of a message. It follows the message's state while it is open. Main thread. */

struct _ParlourDetailsDialog {
  AdwMessageDialog parent_instance;
  ParlourAccount *account;
  ParlourMessageItem *item;
  GCancellable *cancellable;
  GtkScrolledWindow *content;
  AdwActionRow *from;
  AdwActionRow *sent;
  AdwActionRow *changed;
  AdwActionRow *conversation;
  AdwActionRow *state;
  GtkWidget *receipts_title;
  GtkLabel *receipts_count;
  GtkListBox *receipts; /* who of a group has it */
};

G_DEFINE_FINAL_TYPE (ParlourDetailsDialog, parlour_details_dialog, ADW_TYPE_MESSAGE_DIALOG)

static void
show_changed (ParlourDetailsDialog *self)
{
  gint64 at = parlour_message_item_get_edited_at (self->item);
  gboolean shows = at > 0 && !parlour_message_item_get_deleted (self->item);
  g_autofree char *time = shows ? parlour_time_text_full (at) : NULL;
  adw_action_row_set_subtitle (self->changed, shows ? time : "");
  gtk_widget_set_visible (GTK_WIDGET (self->changed), shows);
}

static void
show_conversation (ParlourDetailsDialog *self)
{
  ParlourConversationItem *item = parlour_account_get_conversation (
      self->account, parlour_message_item_get_conversation (self->item));
  const char *title = item ? parlour_conversation_item_get_title (item) : NULL;
  g_autofree char *archived =
      item && parlour_conversation_item_get_archived (item)
          /* Translators: the name of a conversation that one has put away */
          ? g_strdup_printf (_ ("%s (archived)"), title ? title : "")
          : NULL;
  adw_action_row_set_subtitle (self->conversation, archived ? archived : title ? title : "");
  gtk_widget_set_visible (GTK_WIDGET (self->conversation), title != NULL);
}

static void
update (ParlourDetailsDialog *self)
{
  const char *state = parlour_message_state_words (parlour_message_item_get_state (self->item));
  gboolean mine = parlour_message_item_get_mine (self->item);
  g_autofree char *time = parlour_time_text_full (parlour_message_item_get_created_at (self->item));
  adw_action_row_set_subtitle (
      self->from, mine ? _ ("You") : parlour_message_item_get_sender_name (self->item));
  adw_action_row_set_subtitle (self->sent, time);
  adw_action_row_set_subtitle (self->state, state ? state : "");
  /* Of a large group the state is not followed, but who has the message is known. */
  gtk_widget_set_visible (GTK_WIDGET (self->state),
                          state != NULL &&
                              !gtk_widget_get_visible (GTK_WIDGET (self->receipts_count)));
  show_changed (self);
  show_conversation (self);
}

/* --- who has it ---------------------------------------------------------------------------- */

static const char *
receipt_words (const ParlourReceipt *receipt)
{
  return receipt->read ? _ ("Read") : receipt->delivered ? _ ("Received") : _ ("Not received yet");
}

static void
add_row (ParlourDetailsDialog *self, const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_list_box_append (self->receipts, row);
}

static void
count (ParlourDetailsDialog *self, GPtrArray *receipts)
{
  guint read = 0;
  guint received = 0;
  for (guint i = 0; i < receipts->len; i++) {
    const ParlourReceipt *receipt = receipts->pdata[i];
    read += receipt->read;
    received += receipt->delivered || receipt->read;
  }
  /* Translators: three numbers: of people, those who have it, those who have read it */
  g_autofree char *text =
      g_strdup_printf (ngettext ("%u person: received by %u, read by %u",
                                 "%u people: received by %u, read by %u", receipts->len),
                       receipts->len, received, read);
  gtk_label_set_text (self->receipts_count, text);
  gtk_widget_set_visible (GTK_WIDGET (self->receipts_count), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->state), FALSE);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) receipts =
      parlour_account_list_finish (PARLOUR_ACCOUNT (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  ParlourDetailsDialog *self = user_data;
  if (!receipts) {
    g_autofree char *text = parlour_problem_text (error);
    add_row (self, _ ("Not to Be Had at the Moment"), text);
  }
  if (receipts)
    count (self, receipts);
  for (guint i = 0; receipts && i < receipts->len; i++) {
    const ParlourReceipt *receipt = receipts->pdata[i];
    add_row (self, parlour_person_name (receipt->user), receipt_words (receipt));
  }
}

/* In a direct conversation the state says all of it. */
static void
list_receipts (ParlourDetailsDialog *self)
{
  const char *id = parlour_message_item_get_conversation (self->item);
  ParlourConversationItem *conversation = parlour_account_get_conversation (self->account, id);
  if (!parlour_message_item_get_mine (self->item) || !conversation ||
      parlour_conversation_item_get_kind (conversation) != PARLOUR_CONVERSATION_GROUP)
    return;
  gtk_widget_set_visible (self->receipts_title, TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->receipts), TRUE);
  parlour_account_list_receipts_async (self->account, id, parlour_message_item_get_seq (self->item),
                                       self->cancellable, listed_cb, self);
}

/* --- the widget ---------------------------------------------------------------------------- */

static void
parlour_details_dialog_response (AdwMessageDialog *dialog, const char *response)
{
  ParlourDetailsDialog *self = PARLOUR_DETAILS_DIALOG (dialog);
  const ParlourMessageRef ref = {parlour_message_item_get_conversation (self->item),
                                 parlour_message_item_get_seq (self->item)};
  if (g_str_equal (response, "report"))
    gtk_window_present (parlour_report_dialog_new_for_message (
        gtk_window_get_transient_for (GTK_WINDOW (dialog)), self->account, &ref,
        parlour_message_item_get_sender_name (self->item)));
}

static void
parlour_details_dialog_dispose (GObject *object)
{
  ParlourDetailsDialog *self = PARLOUR_DETAILS_DIALOG (object);
  if (self->item)
    g_signal_handlers_disconnect_by_data (self->item, self);
  g_clear_object (&self->item);
  g_clear_object (&self->account);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (object), PARLOUR_TYPE_DETAILS_DIALOG);
  G_OBJECT_CLASS (parlour_details_dialog_parent_class)->dispose (object);
}

static void
parlour_details_dialog_class_init (ParlourDetailsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_details_dialog_dispose;
  ADW_MESSAGE_DIALOG_CLASS (klass)->response = parlour_details_dialog_response;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/im/parlour/Parlour/ui/details-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlourDetailsDialog, content);
  gtk_widget_class_bind_template_child (widget_class, ParlourDetailsDialog, from);
  gtk_widget_class_bind_template_child (widget_class, ParlourDetailsDialog, sent);
  gtk_widget_class_bind_template_child (widget_class, ParlourDetailsDialog, changed);
  gtk_widget_class_bind_template_child (widget_class, ParlourDetailsDialog, conversation);
  gtk_widget_class_bind_template_child (widget_class, ParlourDetailsDialog, state);
  gtk_widget_class_bind_template_child (widget_class, ParlourDetailsDialog, receipts_title);
  gtk_widget_class_bind_template_child (widget_class, ParlourDetailsDialog, receipts_count);
  gtk_widget_class_bind_template_child (widget_class, ParlourDetailsDialog, receipts);
}

static void
parlour_details_dialog_init (ParlourDetailsDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
parlour_details_dialog_new (GtkWindow *parent, ParlourAccount *account, ParlourMessageItem *item)
{
  g_return_val_if_fail (PARLOUR_IS_MESSAGE_ITEM (item), NULL);
  ParlourDetailsDialog *self =
      g_object_new (PARLOUR_TYPE_DETAILS_DIALOG, "transient-for", parent, NULL);
  parlour_dialog_fit_content (self->content, parent);
  self->account = g_object_ref (account);
  self->item = g_object_ref (item);
  g_signal_connect_swapped (item, "notify", G_CALLBACK (update), self);
  if (!parlour_message_item_get_mine (item) && !parlour_message_item_get_deleted (item))
    adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (self), "report", _ ("_Report…"));
  list_receipts (self);
  update (self);
  return GTK_WIDGET (self);
}
