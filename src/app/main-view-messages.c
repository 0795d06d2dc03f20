/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-main-view-messages"

#include "app/history/delete-dialog.h"
#include "app/history/details-dialog.h"
#include "app/history/people-dialog.h"
#include "app/main-view-private.h"
#include "app/message-link.h"
#include "app/problem-text.h"

#include <glib/gi18n.h>

/* What can be done with a message that is shown. Main thread. */

static void
erased_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  gboolean erased = parlour_account_erase_finish (PARLOUR_ACCOUNT (source), result, &error);
  if (erased || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_autofree char *reason = parlour_problem_text (error);
  /* Translators: followed by the reason, a sentence */
  g_autofree char *text = g_strdup_printf (_ ("Not deleted. %s"), reason);
  parlour_main_view_toast (PARLOUR_MAIN_VIEW (user_data), text);
}

static ParlourMessageItem *
find (ParlourMainView *self, const ParlourMessageRef *ref)
{
  const char *open = parlour_conversation_page_get_conversation (self->page);
  if (parlour_main_view_is_reading (self))
    return parlour_reading_page_find (self->reading, ref);
  return g_strcmp0 (open, ref->conversation) == 0
             ? parlour_conversation_page_find (self->page, ref->seq)
             : NULL;
}

/* What is written is written in its conversation. */
static void
open_for (ParlourMainView *self, const ParlourMessageRef *ref)
{
  if (parlour_main_view_is_reading (self))
    parlour_main_view_show_conversation (self, ref->conversation, ref->seq);
}

void
parlour_main_view_reply (ParlourMainView *self, const ParlourMessageRef *ref)
{
  g_return_if_fail (PARLOUR_IS_MAIN_VIEW (self));
  ParlourMessageItem *item = find (self, ref);
  if (!item)
    return;
  open_for (self, ref);
  parlour_conversation_page_reply_to (self->page, item);
}

static void
edit (ParlourMainView *self, ParlourMessageItem *item, gboolean title)
{
  if (!item || !parlour_message_item_get_mine (item) || parlour_message_item_get_deleted (item))
    return;
  g_autoptr (ParlourMessageItem) held = g_object_ref (item);
  open_for (self, &(ParlourMessageRef){parlour_message_item_get_conversation (item),
                                       parlour_message_item_get_seq (item)});
  parlour_conversation_page_edit (self->page, held, title);
}

void
parlour_main_view_edit (ParlourMainView *self, const ParlourMessageRef *ref)
{
  g_return_if_fail (PARLOUR_IS_MAIN_VIEW (self));
  edit (self, find (self, ref), FALSE);
}

void
parlour_main_view_give_title (ParlourMainView *self, const ParlourMessageRef *ref)
{
  g_return_if_fail (PARLOUR_IS_MAIN_VIEW (self));
  edit (self, find (self, ref), TRUE);
}

void
parlour_main_view_edit_last (ParlourMainView *self)
{
  g_return_if_fail (PARLOUR_IS_MAIN_VIEW (self));
  if (!parlour_main_view_is_reading (self))
    edit (self, parlour_conversation_page_find_last_own (self->page), FALSE);
}

void
parlour_main_view_react (ParlourMainView *self,
                         const ParlourMessageRef *ref,
                         const char *emoji,
                         gboolean on)
{
  g_return_if_fail (PARLOUR_IS_MAIN_VIEW (self) && emoji != NULL);
  parlour_account_react (self->account, ref->conversation, ref->seq, emoji, on);
}

void
parlour_main_view_pin (ParlourMainView *self, const ParlourMessageRef *ref)
{
  g_return_if_fail (PARLOUR_IS_MAIN_VIEW (self));
  ParlourMessageItem *item = find (self, ref);
  if (item)
    parlour_account_pin_message (self->account, ref->conversation, ref->seq,
                                 !parlour_message_item_get_pinned (item));
}

void
parlour_main_view_star (ParlourMainView *self, const ParlourMessageRef *ref)
{
  g_return_if_fail (PARLOUR_IS_MAIN_VIEW (self));
  ParlourMessageItem *item = find (self, ref);
  if (item)
    parlour_account_star (self->account, ref->conversation, ref->seq,
                          !parlour_message_item_get_starred (item));
}

void
parlour_main_view_copy_text (ParlourMainView *self, const char *text)
{
  g_return_if_fail (PARLOUR_IS_MAIN_VIEW (self) && text != NULL);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  parlour_main_view_toast (self, _ ("Copied"));
}

void
parlour_main_view_copy_link (ParlourMainView *self, const ParlourMessageRef *ref)
{
  g_return_if_fail (PARLOUR_IS_MAIN_VIEW (self));
  g_autofree char *link = parlour_message_link_new (ref->conversation, ref->seq);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), link);
  parlour_main_view_toast (self, _ ("Link copied"));
}

/* Somebody may have sent a link to what is not ours. */
void
parlour_main_view_show_linked (ParlourMainView *self, const ParlourMessageRef *ref)
{
  g_return_if_fail (PARLOUR_IS_MAIN_VIEW (self));
  if (parlour_account_get_conversation (self->account, ref->conversation))
    parlour_main_view_show_conversation (self, ref->conversation, ref->seq);
  else
    parlour_main_view_toast (self, _ ("This message is in no conversation of yours."));
}

void
parlour_main_view_forward (ParlourMainView *self, const ParlourMessageRef *ref)
{
  g_return_if_fail (PARLOUR_IS_MAIN_VIEW (self));
  ParlourMessageItem *item = find (self, ref);
  if (item && !parlour_message_item_get_deleted (item))
    parlour_main_view_compose_with (self, parlour_message_item_get_subject (item),
                                    parlour_message_item_get_body (item));
}

void
parlour_main_view_details (ParlourMainView *self, const ParlourMessageRef *ref)
{
  g_return_if_fail (PARLOUR_IS_MAIN_VIEW (self));
  ParlourMessageItem *item = find (self, ref);
  if (item)
    gtk_window_present (GTK_WINDOW (
        parlour_details_dialog_new (parlour_main_view_get_window (self), self->account, item)));
}

static void
person_cb (ParlourMainView *self, const char *user, GtkWindow *dialog)
{
  parlour_main_view_show_person_over (self, dialog, user);
}

void
parlour_main_view_show_people (ParlourMainView *self, const ParlourMessageRef *ref)
{
  g_return_if_fail (PARLOUR_IS_MAIN_VIEW (self));
  ParlourMessageItem *item = find (self, ref);
  if (!item || !parlour_message_item_get_people (item))
    return;
  GtkWindow *dialog =
      parlour_people_dialog_new (parlour_main_view_get_window (self), self->account, item);
  g_signal_connect_object (dialog, "person", G_CALLBACK (person_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (dialog);
}

/* One's own, and in a group, by its owner and admins, everybody's. */
static gboolean
may_erase (ParlourMainView *self, ParlourMessageItem *item)
{
  ParlourConversationItem *conversation = parlour_account_get_conversation (
      self->account, parlour_message_item_get_conversation (item));
  if (!conversation || parlour_conversation_item_get_former (conversation))
    return FALSE;
  return parlour_message_item_get_mine (item) ||
         (parlour_conversation_item_get_kind (conversation) == PARLOUR_CONVERSATION_GROUP &&
          parlour_conversation_item_get_role (conversation) <= PARLOUR_MEMBER_ADMIN);
}

void
parlour_main_view_delete (ParlourMainView *self, const ParlourMessageRef *ref)
{
  g_return_if_fail (PARLOUR_IS_MAIN_VIEW (self));
  ParlourMessageItem *item = find (self, ref);
  if (item)
    gtk_window_present (GTK_WINDOW (parlour_delete_dialog_new (parlour_main_view_get_window (self),
                                                               item, may_erase (self, item))));
}

void
parlour_main_view_hide (ParlourMainView *self, const ParlourMessageRef *ref)
{
  g_return_if_fail (PARLOUR_IS_MAIN_VIEW (self));
  gboolean reading = parlour_main_view_is_reading (self);
  parlour_held_deletions_add (reading ? self->reading_deletions : self->deletions, ref);
  if (reading)
    parlour_main_view_read_on (self);
  else
    parlour_conversation_page_focus_composer (self->page); /* the focused row is gone */
}

void
parlour_main_view_erase (ParlourMainView *self, const ParlourMessageRef *ref)
{
  g_return_if_fail (PARLOUR_IS_MAIN_VIEW (self));
  parlour_account_erase_async (self->account, ref->conversation, ref->seq, self->cancellable,
                               erased_cb, self);
}
