/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-mention-list"

#include "app/compose/mention-list.h"

#include "app/avatar.h"
#include "client/account-calls.h"
#include "client/models/member-item.h"
#include "core/message.h"
#include "core/text.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* The list and the word that it completes. The members are read at the first `@`. Main thread. */

enum { ROWS_MAX = 5, LIST_WIDTH = 260, LIST_HEIGHT_MAX = 320 };

struct _ParlourMentionList {
  GtkTextView *view;
  GtkPopover *popover;
  GtkListBox *list;
  ParlourAccount *account; /* nullable, as the next */
  char *conversation;
  GListModel *members; /* nullable: not wanted yet */
};

/* The word before the cursor where it begins with `@`: what follows that, or NULL. */
static char *
dup_word (ParlourMentionList *self, GtkTextIter *start, GtkTextIter *end)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);
  gtk_text_buffer_get_iter_at_mark (buffer, end, gtk_text_buffer_get_insert (buffer));
  *start = *end;
  while (gtk_text_iter_backward_char (start)) {
    gunichar c = gtk_text_iter_get_char (start);
    if (g_unichar_isspace (c))
      return NULL;
    if (c != '@')
      continue;
    GtkTextIter before = *start;
    GtkTextIter word = *start;
    if (gtk_text_iter_backward_char (&before) &&
        g_unichar_isalnum (gtk_text_iter_get_char (&before)))
      return NULL; /* of an address */
    gtk_text_iter_forward_char (&word);
    return gtk_text_buffer_get_text (buffer, &word, end, FALSE);
  }
  return NULL;
}

static gboolean
begins (const char *text, const char *folded)
{
  g_autofree char *whole = parlour_text_fold (text ? text : "");
  return g_str_has_prefix (whole, folded) ||
         (strstr (whole, folded) && g_ascii_isspace (strstr (whole, folded)[-1]));
}

static AdwAvatar *
add_row (ParlourMentionList *self, const char *username, const char *name)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *avatar = adw_avatar_new (24, name, TRUE);
  g_autofree char *handle = g_strconcat ("@", username, NULL);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), handle);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), avatar);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_widget_set_focusable (row, FALSE); /* the keyboard stays in the text */
  g_object_set_data_full (G_OBJECT (row), "parlour-username", g_strdup (username), g_free);
  gtk_list_box_append (self->list, row);
  return ADW_AVATAR (avatar);
}

static void
add_member (ParlourMentionList *self, ParlourMemberItem *member)
{
  const char *username = parlour_member_item_get_username (member);
  const char *name = parlour_member_item_get_display_name (member);
  AdwAvatar *avatar = add_row (self, username, name ? name : username);
  parlour_avatar_show_person (avatar, parlour_account_get_pictures (self->account),
                              parlour_member_item_get_user_id (member));
}

/* Behind the others, so that nobody calls all of them by mistake. */
static void
add_everyone (ParlourMentionList *self, const char *folded)
{
  const char *words = C_ ("to be mentioned in a group", "Everyone");
  if (!begins (PARLOUR_MENTION_EVERYONE, folded) && !begins (words, folded))
    return;
  AdwAvatar *avatar = add_row (self, PARLOUR_MENTION_EVERYONE, words);
  adw_avatar_set_show_initials (avatar, FALSE);
  adw_avatar_set_icon_name (avatar, "system-users-symbolic");
}

static void
fill (ParlourMentionList *self, const char *word)
{
  g_autofree char *folded = parlour_text_fold (word);
  guint n = g_list_model_get_n_items (self->members);
  GtkWidget *row = NULL;
  gboolean admin = FALSE; /* they, too, may mention all */
  guint shown = 0;
  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))))
    gtk_list_box_remove (self->list, row);
  for (guint i = 0; i < n; i++) {
    g_autoptr (ParlourMemberItem) member = g_list_model_get_item (self->members, i);
    const char *username = parlour_member_item_get_username (member);
    gboolean me = parlour_member_item_get_me (member);
    admin |= me && parlour_member_item_get_role (member) <= PARLOUR_MEMBER_ADMIN;
    if (shown == ROWS_MAX || !username || me ||
        !(begins (username, folded) ||
          begins (parlour_member_item_get_display_name (member), folded)))
      continue;
    add_member (self, member);
    shown++;
  }
  if (admin)
    add_everyone (self, folded);
  gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, 0));
}

static void
place (ParlourMentionList *self, const GtkTextIter *start)
{
  GdkRectangle at;
  gtk_text_view_get_iter_location (self->view, start, &at);
  gtk_text_view_buffer_to_window_coords (self->view, GTK_TEXT_WINDOW_WIDGET, at.x, at.y, &at.x,
                                         &at.y);
  gtk_popover_set_pointing_to (self->popover, &at);
}

static void
choose (ParlourMentionList *self, GtkListBoxRow *row)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);
  GtkTextIter start;
  GtkTextIter end;
  g_autofree char *word = row ? dup_word (self, &start, &end) : NULL;
  g_autofree char *mention =
      word ? g_strdup_printf ("@%s ",
                              (const char *)g_object_get_data (G_OBJECT (row), "parlour-username"))
           : NULL;
  gtk_popover_popdown (self->popover);
  if (!mention)
    return;
  gtk_text_buffer_delete (buffer, &start, &end);
  gtk_text_buffer_insert (buffer, &start, mention, -1);
}

static void
move (ParlourMentionList *self, int step)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);
  int at = row ? gtk_list_box_row_get_index (row) + step : 0;
  GtkListBoxRow *next = at >= 0 ? gtk_list_box_get_row_at_index (self->list, at) : NULL;
  if (next)
    gtk_list_box_select_row (self->list, next);
}

/* No wider than a narrow window, whatever people are called. */
static GtkWidget *
make_scroller (GtkListBox *list)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), LIST_HEIGHT_MAX);
  gtk_widget_set_size_request (scroller, LIST_WIDTH, -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (list));
  return scroller;
}

ParlourMentionList *
parlour_mention_list_new (GtkTextView *view)
{
  ParlourMentionList *self = g_new0 (ParlourMentionList, 1);
  self->view = view;
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  self->popover = GTK_POPOVER (gtk_popover_new ());
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("People to mention"), -1);
  gtk_widget_add_css_class (GTK_WIDGET (self->popover), "mentions");
  gtk_popover_set_child (self->popover, make_scroller (self->list));
  gtk_popover_set_autohide (self->popover, FALSE);
  gtk_popover_set_has_arrow (self->popover, FALSE);
  gtk_popover_set_position (self->popover, GTK_POS_TOP);
  gtk_widget_set_parent (GTK_WIDGET (self->popover), GTK_WIDGET (view));
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (choose), self);
  return self;
}

static void
drop_members (ParlourMentionList *self)
{
  if (self->members)
    g_signal_handlers_disconnect_by_data (self->members, self);
  g_clear_object (&self->members);
}

void
parlour_mention_list_free (ParlourMentionList *self)
{
  drop_members (self);
  gtk_widget_unparent (GTK_WIDGET (self->popover));
  g_clear_object (&self->account);
  g_free (self->conversation);
  g_free (self);
}

void
parlour_mention_list_set_group (ParlourMentionList *self,
                                ParlourAccount *account,
                                const char *conversation)
{
  gtk_popover_popdown (self->popover);
  drop_members (self);
  g_set_object (&self->account, account);
  g_free (self->conversation);
  self->conversation = g_strdup (conversation);
}

void
parlour_mention_list_update (ParlourMentionList *self)
{
  GtkTextIter start;
  GtkTextIter end;
  g_autofree char *word = self->conversation ? dup_word (self, &start, &end) : NULL;
  if (word && !self->members) {
    self->members = parlour_account_open_members (self->account, self->conversation);
    g_signal_connect_swapped (self->members, "items-changed",
                              G_CALLBACK (parlour_mention_list_update), self);
  }
  if (word)
    fill (self, word);
  if (!word || !gtk_list_box_get_row_at_index (self->list, 0)) {
    gtk_popover_popdown (self->popover);
    return;
  }
  place (self, &start);
  gtk_popover_popup (self->popover);
}

gboolean
parlour_mention_list_take_key (ParlourMentionList *self, guint keyval)
{
  if (!gtk_widget_get_visible (GTK_WIDGET (self->popover)))
    return FALSE;
  if (keyval == GDK_KEY_Escape)
    gtk_popover_popdown (self->popover);
  else if (keyval == GDK_KEY_Up || keyval == GDK_KEY_Down)
    move (self, keyval == GDK_KEY_Up ? -1 : 1);
  else if (keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter || keyval == GDK_KEY_Tab)
    choose (self, gtk_list_box_get_selected_row (self->list));
  else
    return FALSE;
  return TRUE;
}
