/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-group-finder"

#include "app/compose/group-finder.h"

#include "app/avatar.h"
#include "app/template.h"
#include "client/models/conversation-item.h"
#include "core/text.h"

#include <glib/gi18n.h>

#include <string.h>

/* The list. What it holds is found anew with each letter: it is short, and nothing is asked for.
 * Main thread. */

struct _ParlourGroupFinder {
  GtkWidget parent_instance;
  GPtrArray *found; /* ParlourConversationItem, as shown */
  GtkRevealer *revealer;
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (ParlourGroupFinder, parlour_group_finder, GTK_TYPE_WIDGET)

enum { SIGNAL_CHOSEN, N_SIGNALS };
static guint signals[N_SIGNALS];

enum { GROUPS_MAX = 4 };

/* @query: folded */
static gboolean
is_meant (ParlourConversationItem *item, const char *query)
{
  g_autofree char *title = parlour_text_fold (parlour_conversation_item_get_title (item));
  g_autofree char *later = g_strconcat (" ", query, NULL);
  return parlour_conversation_item_get_kind (item) == PARLOUR_CONVERSATION_GROUP &&
         parlour_conversation_item_get_can_write (item) &&
         (g_str_has_prefix (title, query) || strstr (title, later) != NULL);
}

static void
add_row (ParlourGroupFinder *self, ParlourAccount *account, ParlourConversationItem *item)
{
  const char *title = parlour_conversation_item_get_title (item);
  guint members = parlour_conversation_item_get_member_count (item);
  g_autofree char *count = g_strdup_printf (ngettext ("%u member", "%u members", members), members);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *avatar = adw_avatar_new (32, title, TRUE);
  parlour_avatar_show_conversation (ADW_AVATAR (avatar), parlour_account_get_pictures (account),
                                    item);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), count);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), avatar);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_list_box_append (self->list, row);
}

static void
row_activated_cb (ParlourGroupFinder *self, GtkListBoxRow *row)
{
  ParlourConversationItem *item = g_ptr_array_index (self->found, gtk_list_box_row_get_index (row));
  g_autofree char *conversation = g_strdup (parlour_conversation_item_get_id (item));
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, conversation);
}

static void
clear (ParlourGroupFinder *self)
{
  GtkListBoxRow *row = NULL;
  g_ptr_array_set_size (self->found, 0);
  while ((row = gtk_list_box_get_row_at_index (self->list, 0)))
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
}

static void
parlour_group_finder_dispose (GObject *object)
{
  ParlourGroupFinder *self = PARLOUR_GROUP_FINDER (object);
  g_clear_pointer (&self->found, g_ptr_array_unref);
  parlour_template_dispose (GTK_WIDGET (object), PARLOUR_TYPE_GROUP_FINDER);
  G_OBJECT_CLASS (parlour_group_finder_parent_class)->dispose (object);
}

static void
parlour_group_finder_class_init (ParlourGroupFinderClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_group_finder_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/im/parlour/Parlour/ui/group-finder.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlourGroupFinder, revealer);
  gtk_widget_class_bind_template_child (widget_class, ParlourGroupFinder, list);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", PARLOUR_TYPE_GROUP_FINDER, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
parlour_group_finder_init (ParlourGroupFinder *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->found = g_ptr_array_new_with_free_func (g_object_unref);
}

gboolean
parlour_group_finder_find (ParlourGroupFinder *self, ParlourAccount *account, const char *query)
{
  g_return_val_if_fail (PARLOUR_IS_GROUP_FINDER (self), FALSE);
  GListModel *conversations = parlour_account_get_conversations (account);
  guint n = g_list_model_get_n_items (conversations);
  g_autofree char *wanted = g_strstrip (parlour_text_fold (query));
  clear (self);
  for (guint i = 0; *wanted && i < n && self->found->len < GROUPS_MAX; i++) {
    g_autoptr (ParlourConversationItem) item = g_list_model_get_item (conversations, i);
    if (!is_meant (item, wanted))
      continue;
    add_row (self, account, item);
    g_ptr_array_add (self->found, g_steal_pointer (&item));
  }
  gtk_revealer_set_reveal_child (self->revealer, self->found->len > 0);
  return self->found->len > 0;
}

const char *
parlour_group_finder_guess (ParlourGroupFinder *self)
{
  g_return_val_if_fail (PARLOUR_IS_GROUP_FINDER (self), NULL);
  return self->found->len == 1
             ? parlour_conversation_item_get_id (g_ptr_array_index (self->found, 0))
             : NULL;
}

const char *
parlour_group_finder_resolve (ParlourGroupFinder *self, const char *text)
{
  g_return_val_if_fail (PARLOUR_IS_GROUP_FINDER (self), NULL);
  g_autofree char *wanted = g_strstrip (parlour_text_fold (text));
  for (guint i = 0; i < self->found->len; i++) {
    ParlourConversationItem *item = g_ptr_array_index (self->found, i);
    g_autofree char *title = parlour_text_fold (parlour_conversation_item_get_title (item));
    if (g_str_equal (title, wanted))
      return parlour_conversation_item_get_id (item);
  }
  return NULL;
}
