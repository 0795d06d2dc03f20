/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-main-view-conversations"

#include "app/group/find-groups.h"
#include "app/group/group-dialog.h"
#include "app/lists/kept-dialog.h"
#include "app/main-view-private.h"
#include "app/problem-text.h"
#include "client/account-calls.h"
#include "core/timestamp.h"

#include <glib/gi18n.h>

/* What can be done with a conversation as a whole, by the names that menus and keys use. Main
 * thread. */

#define HOUR_MS (G_GINT64_CONSTANT (3600) * 1000)

static ParlourConversationItem *
item_of (ParlourMainView *self, const char *conversation)
{
  return parlour_account_get_conversation (self->account, conversation);
}

/* Nothing is open afterwards where it was @conversation. */
static void
close_open (ParlourMainView *self, const char *conversation)
{
  const char *open = parlour_conversation_page_get_conversation (self->page);
  if (g_strcmp0 (open, conversation) != 0)
    return;
  parlour_conversation_page_show (self->page, NULL, 0);
  parlour_conversation_list_view_select (parlour_sidebar_get_conversations (self->sidebar), NULL);
  parlour_main_view_back (self);
}

/* --- archive, with a way back --------------------------------------------------------------- */

typedef struct {
  ParlourAccount *account;
  char *conversation;
} Archived;

static void
archived_cb (gboolean undone, gpointer data)
{
  Archived *archived = data;
  if (undone)
    parlour_account_set_archived (archived->account, archived->conversation, FALSE);
  g_object_unref (archived->account);
  g_free (archived->conversation);
  g_free (archived);
}

static void
archive (ParlourMainView *self, const char *conversation)
{
  Archived *archived = g_new0 (Archived, 1);
  *archived = (Archived){g_object_ref (self->account), g_strdup (conversation)};
  parlour_account_set_archived (self->account, conversation, TRUE);
  close_open (self, conversation);
  parlour_notice_bar_offer (parlour_main_view_get_notice (self), _ ("Conversation archived"),
                            _ ("_Undo"), archived_cb, archived);
}

static void
unarchive (ParlourMainView *self, const char *conversation)
{
  parlour_account_set_archived (self->account, conversation, FALSE);
}

/* --- the others ----------------------------------------------------------------------------- */

static void
pin (ParlourMainView *self, const char *conversation)
{
  parlour_account_set_pinned (self->account, conversation, TRUE);
}

static void
unpin (ParlourMainView *self, const char *conversation)
{
  parlour_account_set_pinned (self->account, conversation, FALSE);
}

/* Once more opened it counts as read. */
static void
mark_unread (ParlourMainView *self, const char *conversation)
{
  close_open (self, conversation);
  parlour_account_set_marked_unread (self->account, conversation, TRUE);
}

static void
mark_read (ParlourMainView *self, const char *conversation)
{
  ParlourConversationItem *item = item_of (self, conversation);
  parlour_account_mark_read (self->account, conversation, parlour_conversation_item_get_top (item));
  parlour_account_set_marked_unread (self->account, conversation, FALSE);
}

static void
mute_for (ParlourMainView *self, const char *conversation, int hours)
{
  parlour_account_mute_until (self->account, conversation,
                              parlour_timestamp_now () + hours * HOUR_MS);
}

static void
mute_hour (ParlourMainView *self, const char *conversation)
{
  mute_for (self, conversation, 1);
}

static void
mute_eight_hours (ParlourMainView *self, const char *conversation)
{
  mute_for (self, conversation, 8);
}

static void
mute_week (ParlourMainView *self, const char *conversation)
{
  mute_for (self, conversation, 7 * 24);
}

static void
unmute (ParlourMainView *self, const char *conversation)
{
  parlour_account_mute_until (self->account, conversation, 0);
}

static void
notify_all (ParlourMainView *self, const char *conversation)
{
  parlour_account_set_notify (self->account, conversation, PARLOUR_NOTIFY_ALL);
}

static void
notify_mentions (ParlourMainView *self, const char *conversation)
{
  parlour_account_set_notify (self->account, conversation, PARLOUR_NOTIFY_MENTIONS);
}

static void
notify_none (ParlourMainView *self, const char *conversation)
{
  parlour_account_set_notify (self->account, conversation, PARLOUR_NOTIFY_NONE);
}

static void
member_cb (ParlourMainView *self, const char *user, GtkWindow *dialog)
{
  parlour_main_view_show_person_over (self, dialog, user);
}

static void
group (ParlourMainView *self, const char *conversation)
{
  ParlourConversationItem *item = item_of (self, conversation);
  if (parlour_conversation_item_get_kind (item) != PARLOUR_CONVERSATION_GROUP)
    return;
  GtkWindow *dialog =
      parlour_group_dialog_new (parlour_main_view_get_window (self), self->account, item);
  g_signal_connect_object (dialog, "person", G_CALLBACK (member_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (dialog);
}

static void
pins (ParlourMainView *self, const char *conversation)
{
  gtk_window_present (
      parlour_kept_dialog_new (parlour_main_view_get_window (self), self->account, conversation));
}

void
parlour_main_view_show_stars (ParlourMainView *self)
{
  g_return_if_fail (PARLOUR_IS_MAIN_VIEW (self));
  gtk_window_present (
      parlour_kept_dialog_new (parlour_main_view_get_window (self), self->account, NULL));
}

void
parlour_main_view_find_groups (ParlourMainView *self)
{
  g_return_if_fail (PARLOUR_IS_MAIN_VIEW (self));
  gtk_window_present (parlour_find_groups_new (parlour_main_view_get_window (self), self->account));
}

static void
person (ParlourMainView *self, const char *conversation)
{
  const char *peer = parlour_conversation_item_get_peer_id (item_of (self, conversation));
  if (peer)
    parlour_main_view_show_person (self, peer);
}

static void
export_all (ParlourMainView *self, const char *conversation)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.export", "s", conversation);
}

/* --- clear, once asked ----------------------------------------------------------------------- */

static void
cleared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  gboolean cleared = parlour_account_call_finish (PARLOUR_ACCOUNT (source), result, &error);
  if (cleared || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_autofree char *reason = parlour_problem_text (error);
  /* Translators: followed by the reason, a sentence */
  g_autofree char *text = g_strdup_printf (_ ("Not cleared. %s"), reason);
  parlour_main_view_toast (user_data, text);
}

static void
clear_cb (ParlourMainView *self, const char *response, GObject *dialog)
{
  if (g_str_equal (response, "clear"))
    parlour_account_clear_history_async (self->account,
                                         g_object_get_data (dialog, "parlour-conversation"),
                                         self->cancellable, cleared_cb, self);
}

static void
clear (ParlourMainView *self, const char *conversation)
{
  GtkWidget *dialog = adw_message_dialog_new (
      parlour_main_view_get_window (self), _ ("Clear this conversation?"),
      _ ("All that was written until now goes from all your devices, and stays with the others."));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "clear",
                                    _ ("C_lear"), NULL);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "clear",
                                              ADW_RESPONSE_DESTRUCTIVE);
  g_object_set_data_full (G_OBJECT (dialog), "parlour-conversation", g_strdup (conversation),
                          g_free);
  g_signal_connect_object (dialog, "response", G_CALLBACK (clear_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* --- by key: there and back ----------------------------------------------------------------- */

static void
toggle_archived (ParlourMainView *self, const char *conversation)
{
  if (parlour_conversation_item_get_archived (item_of (self, conversation)))
    unarchive (self, conversation);
  else
    archive (self, conversation);
}

static void
toggle_pinned (ParlourMainView *self, const char *conversation)
{
  parlour_account_set_pinned (self->account, conversation,
                              !parlour_conversation_item_get_pinned (item_of (self, conversation)));
}

static void
toggle_muted (ParlourMainView *self, const char *conversation)
{
  gboolean muted = parlour_conversation_item_get_muted (item_of (self, conversation));
  if (muted)
    unmute (self, conversation);
  else
    mute_eight_hours (self, conversation);
  parlour_main_view_toast (self, muted ? _ ("Not muted any more") : _ ("Muted for eight hours"));
}

static const struct {
  const char *name;
  void (*make) (ParlourMainView *self, const char *conversation);
} changes[] = {
    {"group", group},
    {"pins", pins},
    {"export", export_all},
    {"person", person},
    {"clear", clear},
    {"archive", archive},
    {"unarchive", unarchive},
    {"pin", pin},
    {"unpin", unpin},
    {"mark-unread", mark_unread},
    {"mark-read", mark_read},
    {"mute-hour", mute_hour},
    {"mute-eight-hours", mute_eight_hours},
    {"mute-week", mute_week},
    {"unmute", unmute},
    {"notify-all", notify_all},
    {"notify-mentions", notify_mentions},
    {"notify-none", notify_none},
    {"toggle-archived", toggle_archived},
    {"toggle-pinned", toggle_pinned},
    {"toggle-muted", toggle_muted},
};

void
parlour_main_view_change (ParlourMainView *self, const char *conversation, const char *change)
{
  g_return_if_fail (PARLOUR_IS_MAIN_VIEW (self) && change != NULL);
  if (!conversation || !item_of (self, conversation))
    return;
  g_autofree char *id = g_strdup (conversation); /* the caller's may go with what it names */
  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++) {
    if (g_str_equal (changes[i].name, change))
      changes[i].make (self, id);
  }
}

void
parlour_main_view_change_open (ParlourMainView *self, const char *change)
{
  g_return_if_fail (PARLOUR_IS_MAIN_VIEW (self));
  parlour_main_view_change (self, parlour_conversation_page_get_conversation (self->page), change);
}

void
parlour_main_view_mark_unread_from (ParlourMainView *self, const ParlourMessageRef *ref)
{
  g_return_if_fail (PARLOUR_IS_MAIN_VIEW (self));
  mark_unread (self, ref->conversation);
  parlour_conversation_page_come_back_to (self->page, ref);
}
