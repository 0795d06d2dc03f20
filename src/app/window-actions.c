/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-window-actions"

#include "app/window-actions.h"

/* Everything that a menu, a key or a link in the window can do, by name. Main thread. */

static ParlourMainView *
view_of (gpointer user_data)
{
  return parlour_window_get_main_view (PARLOUR_WINDOW (user_data));
}

static ParlourMessageRef
ref_of (GVariant *parameter)
{
  ParlourMessageRef ref = {NULL, 0};
  g_variant_get (parameter, "(&sx)", &ref.conversation, &ref.seq);
  return ref;
}

#define MESSAGE_ACTION(name)                                                                       \
  static void name##_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)           \
  {                                                                                                \
    ParlourMessageRef ref = ref_of (parameter);                                                    \
    parlour_main_view_##name (view_of (user_data), &ref);                                          \
  }

#define PLAIN_ACTION(name)                                                                         \
  static void name##_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)           \
  {                                                                                                \
    parlour_main_view_##name (view_of (user_data));                                                \
  }

/* clang-format off */
MESSAGE_ACTION (reply)
MESSAGE_ACTION (edit)
MESSAGE_ACTION (give_title)
MESSAGE_ACTION (pin)
MESSAGE_ACTION (star)
MESSAGE_ACTION (mark_unread_from)
MESSAGE_ACTION (copy_link)
MESSAGE_ACTION (forward)
MESSAGE_ACTION (show_linked)
MESSAGE_ACTION (details)
MESSAGE_ACTION (show_people)
MESSAGE_ACTION (delete)
MESSAGE_ACTION (hide)
MESSAGE_ACTION (erase)
PLAIN_ACTION (toggle_title)
PLAIN_ACTION (edit_last)
PLAIN_ACTION (show_common)
PLAIN_ACTION (show_stars)
PLAIN_ACTION (find_groups)
PLAIN_ACTION (scroll_to_end)
PLAIN_ACTION (back)
PLAIN_ACTION (sign_out)
PLAIN_ACTION (add_device)
PLAIN_ACTION (look_after_account)
PLAIN_ACTION (wake)
PLAIN_ACTION (sign_in_again)
/* clang-format on */

static void
react_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ParlourMessageRef ref = {NULL, 0};
  const char *emoji = NULL;
  gboolean on = FALSE;
  g_variant_get (parameter, "(&sx&sb)", &ref.conversation, &ref.seq, &emoji, &on);
  parlour_main_view_react (view_of (user_data), &ref, emoji, on);
}

static void
show_conversation_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  parlour_main_view_show_conversation (view_of (user_data), g_variant_get_string (parameter, NULL),
                                       0);
}

static void
show_message_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ParlourMessageRef ref = ref_of (parameter);
  parlour_main_view_show_conversation (view_of (user_data), ref.conversation, ref.seq);
}

static void
copy_text_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  parlour_main_view_copy_text (view_of (user_data), g_variant_get_string (parameter, NULL));
}

static void
compose_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  parlour_main_view_compose (view_of (user_data), g_variant_get_string (parameter, NULL));
}

static void
show_person_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  parlour_main_view_show_person (view_of (user_data), g_variant_get_string (parameter, NULL));
}

/* An empty text stands for everything. */
static void
export_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const char *conversation = g_variant_get_string (parameter, NULL);
  parlour_main_view_export (view_of (user_data), *conversation ? conversation : NULL);
}

static void
retry_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ParlourAccount *account = parlour_main_view_get_account (view_of (user_data));
  parlour_account_retry (account, g_variant_get_string (parameter, NULL));
}

static void
discard_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ParlourAccount *account = parlour_main_view_get_account (view_of (user_data));
  parlour_account_discard (account, g_variant_get_string (parameter, NULL));
}

static void
try_again_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  parlour_account_try_again (parlour_main_view_get_account (view_of (user_data)));
}

static void
go_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  parlour_main_view_go (view_of (user_data), g_variant_get_int32 (parameter), FALSE);
}

static void
go_message_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  parlour_main_view_go_message (view_of (user_data), g_variant_get_int32 (parameter));
}

static void
go_unread_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  parlour_main_view_go (view_of (user_data), g_variant_get_int32 (parameter), TRUE);
}

static void
go_nth_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  parlour_main_view_go_nth (view_of (user_data), (guint)g_variant_get_int32 (parameter));
}

static void
next_pane_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  parlour_main_view_next_pane (view_of (user_data), g_variant_get_int32 (parameter));
  gtk_window_set_focus_visible (GTK_WINDOW (user_data), TRUE); /* a key was pressed to be there */
}

static void
show_list_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  g_simple_action_set_state (action, value);
  parlour_main_view_show_list (view_of (user_data), g_variant_get_string (value, NULL));
}

static void
unread_only_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  g_simple_action_set_state (action, value);
  parlour_main_view_set_unread_only (view_of (user_data), g_variant_get_boolean (value));
}

static void
archived_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  g_simple_action_set_state (action, value);
  parlour_main_view_set_archived (view_of (user_data), g_variant_get_boolean (value));
}

static void
change_conversation_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const char *conversation = NULL;
  const char *change = NULL;
  g_variant_get (parameter, "(&s&s)", &conversation, &change);
  parlour_main_view_change (view_of (user_data), conversation, change);
}

static void
change_open_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  parlour_main_view_change_open (view_of (user_data), g_variant_get_string (parameter, NULL));
}

static void
check_connection_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  parlour_window_check_connection (PARLOUR_WINDOW (user_data));
}

static const GActionEntry entries[] = {
    {"show-list", NULL, "s", "'conversations'", show_list_cb},
    {"unread-only", NULL, NULL, "false", unread_only_cb},
    {"archived", NULL, NULL, "false", archived_cb},
    {"show-conversation", show_conversation_cb, "s"},
    {"show-message", show_message_cb, "(sx)"},
    {"compose", compose_cb, "s"},
    {"toggle-title", toggle_title_cb},
    {"edit-last", edit_last_cb},
    {"show-common", show_common_cb},
    {"show-stars", show_stars_cb},
    {"find-groups", find_groups_cb},
    {"scroll-to-end", scroll_to_end_cb},
    {"back", back_cb},
    {"go", go_cb, "i"},
    {"go-message", go_message_cb, "i"},
    {"go-unread", go_unread_cb, "i"},
    {"go-nth", go_nth_cb, "i"},
    {"next-pane", next_pane_cb, "i"},
    {"reply-to-message", reply_cb, "(sx)"},
    {"edit-message", edit_cb, "(sx)"},
    {"give-message-title", give_title_cb, "(sx)"},
    {"pin-message", pin_cb, "(sx)"},
    {"star-message", star_cb, "(sx)"},
    {"react-to-message", react_cb, "(sxsb)"},
    {"copy-text", copy_text_cb, "s"},
    {"mark-unread-from-message", mark_unread_from_cb, "(sx)"},
    {"change-conversation", change_conversation_cb, "(ss)"},
    {"change-open", change_open_cb, "s"},
    {"copy-message-link", copy_link_cb, "(sx)"},
    {"forward-message", forward_cb, "(sx)"},
    {"show-linked-message", show_linked_cb, "(sx)"},
    {"show-message-details", details_cb, "(sx)"},
    {"show-people", show_people_cb, "(sx)"},
    {"delete-message", delete_cb, "(sx)"},
    {"hide-message", hide_cb, "(sx)"},
    {"erase-message", erase_cb, "(sx)"},
    {"export", export_cb, "s"},
    {"retry-message", retry_cb, "s"},
    {"discard-message", discard_cb, "s"},
    {"try-again", try_again_cb},
    {"wake", wake_cb},
    {"show-person", show_person_cb, "s"},
    {"add-device", add_device_cb},
    {"account", look_after_account_cb},
    {"check-connection", check_connection_cb},
    {"sign-out", sign_out_cb},
    {"sign-in-again", sign_in_again_cb},
};

static void
preferences_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  parlour_window_show_preferences (PARLOUR_WINDOW (user_data));
}

static void
invite_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  parlour_window_invite (PARLOUR_WINDOW (user_data), g_variant_get_boolean (parameter));
}

static void
server_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  parlour_window_show_server (PARLOUR_WINDOW (user_data));
}

static void
reports_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  parlour_window_show_reports (PARLOUR_WINDOW (user_data));
}

/* The state is the account that is shown. */
static void
show_account_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  parlour_window_show_account (PARLOUR_WINDOW (user_data), g_variant_get_string (parameter, NULL));
}

static void
add_account_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  parlour_window_add_account (PARLOUR_WINDOW (user_data), TRUE);
}

static void
leave_welcome_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  parlour_window_add_account (PARLOUR_WINDOW (user_data), FALSE);
}

/* What works without an account, too. */
static const GActionEntry always[] = {
    {"show-account", show_account_cb, "s", "''"},
    {"add-account", add_account_cb},
    {"leave-welcome", leave_welcome_cb},
    {"preferences", preferences_cb},
    {"invite", invite_cb, "b"},
    {"server", server_cb},
    {"reports", reports_cb},
};

void
parlour_window_add_actions (ParlourWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), always, G_N_ELEMENTS (always), self);
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}

void
parlour_window_enable_actions (ParlourWindow *self, gboolean enabled)
{
  for (gsize i = 0; i < G_N_ELEMENTS (entries); i++) {
    GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), entries[i].name);
    g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
  }
}
