/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-conversation-page"

#include "app/conversation-page.h"

#include "app/avatar.h"
#include "app/account/connection-banner.h"
#include "app/compose/composer.h"
#include "app/history/history-view.h"
#include "app/history/pins-bar.h"
#include "app/lists/conversation-menu.h"
#include "app/notice-bar.h"
#include "app/people/presence-line.h"
#include "app/template.h"

#include <glib/gi18n.h>

/* The page. It lays its one child out itself to know how high the composer may grow. Main thread.
 */

struct _ParlourConversationPage {
  GtkWidget parent_instance;
  ParlourAccount *account;
  char *conversation;
  GSignalGroup *item_signals;
  guint height_idle;
  GtkStack *stack;
  AdwStatusPage *none;
  GtkWidget *none_compose;
  GtkWidget *back;
  AdwWindowTitle *title;
  ParlourPresenceLine *line; /* below the title */
  AdwAvatar *avatar;
  GtkMenuButton *menu_button;
  ParlourConversationMenu *menu;
  ParlourConnectionBanner *banner;
  ParlourPinsBar *pins;
  ParlourHistoryView *history;
  ParlourNoticeBar *notice;
  ParlourComposer *composer;
  GtkLabel *closed; /* in its place where nothing can be written */
};

G_DEFINE_FINAL_TYPE (ParlourConversationPage, parlour_conversation_page, GTK_TYPE_WIDGET)

enum { COMPOSER_SHARE = 3, COMPOSER_MIN = 60 };

static ParlourConversationItem *
item_of (ParlourConversationPage *self)
{
  return self->conversation ? parlour_account_get_conversation (self->account, self->conversation)
                            : NULL;
}

/* Why nothing can be written, or NULL. */
static const char *
closed_words (ParlourConversationItem *item)
{
  if (parlour_conversation_item_get_blocked (item))
    return _ ("You blocked this person.");
  if (parlour_conversation_item_get_can_write (item))
    return NULL;
  if (parlour_conversation_item_get_former (item))
    return _ ("You are not in this group any more. What was written until then stays here.");
  if (parlour_conversation_item_get_role (item) == PARLOUR_MEMBER_READER)
    return _ ("You can read here, and not write.");
  return _ ("Only the admins of this group write here.");
}

static void
update_closed (ParlourConversationPage *self)
{
  ParlourConversationItem *item = item_of (self);
  const char *words = item ? closed_words (item) : NULL;
  gtk_label_set_text (self->closed, words ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (self->closed), words != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->composer), self->conversation && !words);
}

static void
update_title (ParlourConversationPage *self)
{
  ParlourConversationItem *item = item_of (self);
  if (!item)
    return;
  adw_window_title_set_title (self->title, parlour_conversation_item_get_title (item));
  adw_avatar_set_text (self->avatar, parlour_conversation_item_get_title (item));
  parlour_avatar_show_conversation (self->avatar, parlour_account_get_pictures (self->account),
                                    item);
}

/* Beside an empty list, which has that button too, there is nothing to choose. */
static void
update_none (ParlourConversationPage *self)
{
  gboolean any = self->account &&
                 g_list_model_get_n_items (parlour_account_get_conversations (self->account)) > 0;
  adw_status_page_set_description (self->none, any ? _ ("Choose one at the side, or write to "
                                                        "somebody.")
                                                   : _ ("What you write and receive stands here."));
  gtk_widget_set_visible (self->none_compose, any);
}

static void
sent_cb (ParlourConversationPage *self)
{
  parlour_history_view_sent (self->history);
}

/* The keyboard does not vanish with the notice that has it. */
static void
closing_cb (ParlourConversationPage *self)
{
  if (gtk_widget_get_focus_child (GTK_WIDGET (self->notice)))
    parlour_conversation_page_focus_composer (self);
}

static void
parlour_conversation_page_measure (GtkWidget *widget,
                                   GtkOrientation orientation,
                                   int for_size,
                                   int *minimum,
                                   int *natural,
                                   int *minimum_baseline,
                                   int *natural_baseline)
{
  gtk_widget_measure (gtk_widget_get_first_child (widget), orientation, for_size, minimum, natural,
                      NULL, NULL);
}

static gboolean
height_idle_cb (gpointer user_data)
{
  ParlourConversationPage *self = user_data;
  int height = gtk_widget_get_height (GTK_WIDGET (self));
  self->height_idle = 0;
  parlour_composer_set_max_height (self->composer, MAX (height / COMPOSER_SHARE, COMPOSER_MIN));
  return G_SOURCE_REMOVE;
}

/* No size may change while sizes are given out: what follows from ours follows a moment later. */
static void
parlour_conversation_page_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  ParlourConversationPage *self = PARLOUR_CONVERSATION_PAGE (widget);
  if (self->height_idle == 0)
    self->height_idle = g_idle_add (height_idle_cb, self);
  gtk_widget_size_allocate (gtk_widget_get_first_child (widget),
                            &(GtkAllocation){0, 0, width, height}, baseline);
}

static void
parlour_conversation_page_dispose (GObject *object)
{
  ParlourConversationPage *self = PARLOUR_CONVERSATION_PAGE (object);
  if (self->composer)
    parlour_conversation_page_show (self, NULL, 0);
  self->composer = NULL;
  g_clear_handle_id (&self->height_idle, g_source_remove);
  g_clear_pointer (&self->menu, parlour_conversation_menu_free);
  g_clear_object (&self->item_signals);
  g_clear_object (&self->line);
  g_clear_object (&self->account);
  g_clear_pointer (&self->conversation, g_free);
  parlour_template_dispose (GTK_WIDGET (object), PARLOUR_TYPE_CONVERSATION_PAGE);
  G_OBJECT_CLASS (parlour_conversation_page_parent_class)->dispose (object);
}

static void
parlour_conversation_page_class_init (ParlourConversationPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_conversation_page_dispose;
  widget_class->measure = parlour_conversation_page_measure;
  widget_class->size_allocate = parlour_conversation_page_size_allocate;
  g_type_ensure (PARLOUR_TYPE_CONNECTION_BANNER);
  g_type_ensure (PARLOUR_TYPE_HISTORY_VIEW);
  g_type_ensure (PARLOUR_TYPE_PINS_BAR);
  g_type_ensure (PARLOUR_TYPE_NOTICE_BAR);
  g_type_ensure (PARLOUR_TYPE_COMPOSER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/im/parlour/Parlour/ui/conversation-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlourConversationPage, stack);
  gtk_widget_class_bind_template_child (widget_class, ParlourConversationPage, none);
  gtk_widget_class_bind_template_child (widget_class, ParlourConversationPage, none_compose);
  gtk_widget_class_bind_template_child (widget_class, ParlourConversationPage, back);
  gtk_widget_class_bind_template_child (widget_class, ParlourConversationPage, title);
  gtk_widget_class_bind_template_child (widget_class, ParlourConversationPage, avatar);
  gtk_widget_class_bind_template_child (widget_class, ParlourConversationPage, menu_button);
  gtk_widget_class_bind_template_child (widget_class, ParlourConversationPage, banner);
  gtk_widget_class_bind_template_child (widget_class, ParlourConversationPage, history);
  gtk_widget_class_bind_template_child (widget_class, ParlourConversationPage, pins);
  gtk_widget_class_bind_template_child (widget_class, ParlourConversationPage, notice);
  gtk_widget_class_bind_template_child (widget_class, ParlourConversationPage, composer);
  gtk_widget_class_bind_template_child (widget_class, ParlourConversationPage, closed);
  gtk_widget_class_bind_template_callback (widget_class, sent_cb);
  gtk_widget_class_bind_template_callback (widget_class, closing_cb);
}

static void
parlour_conversation_page_init (ParlourConversationPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->menu = parlour_conversation_menu_new_for_button (self->menu_button);
  self->line = parlour_presence_line_new ();
  g_object_bind_property (self->line, "text", self->title, "subtitle", G_BINDING_DEFAULT);
  self->item_signals = g_signal_group_new (PARLOUR_TYPE_CONVERSATION_ITEM);
  g_signal_group_connect_swapped (self->item_signals, "notify::title", G_CALLBACK (update_title),
                                  self);
  g_signal_group_connect_swapped (self->item_signals, "notify::can-write",
                                  G_CALLBACK (update_closed), self);
  g_signal_group_connect_swapped (self->item_signals, "notify::blocked", G_CALLBACK (update_closed),
                                  self);
}

void
parlour_conversation_page_set_account (ParlourConversationPage *self, ParlourAccount *account)
{
  g_return_if_fail (PARLOUR_IS_CONVERSATION_PAGE (self));
  g_set_object (&self->account, account);
  parlour_connection_banner_set_account (self->banner, account);
  g_signal_connect_object (parlour_account_get_conversations (account), "items-changed",
                           G_CALLBACK (update_none), self, G_CONNECT_SWAPPED);
  update_none (self);
}

void
parlour_conversation_page_set_folded (ParlourConversationPage *self, gboolean folded)
{
  g_return_if_fail (PARLOUR_IS_CONVERSATION_PAGE (self));
  gtk_widget_set_visible (self->back, folded);
  gtk_widget_set_visible (GTK_WIDGET (self->banner), folded);
}

void
parlour_conversation_page_set_enter_sends (ParlourConversationPage *self, gboolean enter_sends)
{
  parlour_composer_set_enter_sends (self->composer, enter_sends);
}

void
parlour_conversation_page_show (ParlourConversationPage *self, const char *conversation, gint64 seq)
{
  g_return_if_fail (PARLOUR_IS_CONVERSATION_PAGE (self));
  if (g_strcmp0 (conversation, self->conversation) != 0) {
    g_free (self->conversation);
    self->conversation = g_strdup (conversation);
    g_signal_group_set_target (self->item_signals, item_of (self));
    parlour_conversation_menu_set_item (self->menu, item_of (self));
    parlour_pins_bar_set_conversation (self->pins, conversation ? self->account : NULL,
                                       conversation);
    parlour_presence_line_set (self->line, self->account, item_of (self));
    parlour_composer_set_conversation (self->composer, conversation ? self->account : NULL,
                                       conversation);
    if (self->account)
      parlour_account_watch (self->account, conversation);
    update_title (self);
  }
  gtk_stack_set_visible_child_name (self->stack, conversation ? "conversation" : "none");
  update_closed (self);
  parlour_history_view_show (self->history, conversation ? self->account : NULL, conversation, seq);
}

const char *
parlour_conversation_page_get_conversation (ParlourConversationPage *self)
{
  g_return_val_if_fail (PARLOUR_IS_CONVERSATION_PAGE (self), NULL);
  return self->conversation;
}

ParlourMessageItem *
parlour_conversation_page_find (ParlourConversationPage *self, gint64 seq)
{
  g_return_val_if_fail (PARLOUR_IS_CONVERSATION_PAGE (self), NULL);
  return parlour_history_view_find (self->history, seq);
}

void
parlour_conversation_page_come_back_to (ParlourConversationPage *self, const ParlourMessageRef *ref)
{
  g_return_if_fail (PARLOUR_IS_CONVERSATION_PAGE (self));
  parlour_history_view_come_back_to (self->history, ref->conversation, ref->seq);
}

ParlourMessageItem *
parlour_conversation_page_find_last_own (ParlourConversationPage *self)
{
  g_return_val_if_fail (PARLOUR_IS_CONVERSATION_PAGE (self), NULL);
  return parlour_history_view_find_last_own (self->history);
}

void
parlour_conversation_page_flush (ParlourConversationPage *self)
{
  parlour_composer_flush (self->composer);
}

void
parlour_conversation_page_reply_to (ParlourConversationPage *self, ParlourMessageItem *item)
{
  parlour_composer_reply_to (self->composer, item);
}

void
parlour_conversation_page_edit (ParlourConversationPage *self,
                                ParlourMessageItem *item,
                                gboolean title)
{
  parlour_composer_edit (self->composer, item, title);
}

gboolean
parlour_conversation_page_cancel (ParlourConversationPage *self)
{
  return parlour_composer_cancel (self->composer);
}

void
parlour_conversation_page_toggle_title (ParlourConversationPage *self)
{
  if (self->conversation)
    parlour_composer_toggle_title (self->composer);
}

void
parlour_conversation_page_scroll_to_end (ParlourConversationPage *self)
{
  parlour_history_view_scroll_to_end (self->history);
}

void
parlour_conversation_page_focus_composer (ParlourConversationPage *self)
{
  if (self->conversation)
    gtk_widget_grab_focus (GTK_WIDGET (self->composer));
}

gboolean
parlour_conversation_page_focus_history (ParlourConversationPage *self)
{
  return self->conversation &&
         gtk_widget_child_focus (GTK_WIDGET (self->history), GTK_DIR_TAB_FORWARD);
}

gboolean
parlour_conversation_page_has_composer_focus (ParlourConversationPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;
  return focus && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->composer));
}

ParlourNoticeBar *
parlour_conversation_page_get_notice (ParlourConversationPage *self)
{
  g_return_val_if_fail (PARLOUR_IS_CONVERSATION_PAGE (self), NULL);
  return self->notice;
}
