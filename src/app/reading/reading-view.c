/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-reading-view"

#include "app/reading/reading-view.h"

#include "app/avatar.h"
#include "app/history/failed-bar.h"
#include "app/history/message-words.h"
#include "app/history/reaction-bar.h"
#include "app/link-text.h"
#include "app/open-link.h"
#include "app/template.h"
#include "app/time-text.h"
#include "client/models/conversation-item.h"

#include <glib/gi18n.h>

/* The letter. Main thread. */

struct _ParlourReadingView {
  GtkWidget parent_instance;
  ParlourAccount *account;
  ParlourMessageItem *item; /* nullable */
  GSignalGroup *item_signals;
  GtkLabel *subject;
  AdwAvatar *avatar;
  GtkLabel *name;
  GtkLabel *place;
  GtkLabel *time;
  GtkWidget *pinned;
  GtkWidget *starred;
  GtkWidget *quote;
  GtkLabel *quote_sender;
  GtkLabel *quote_text;
  GtkLabel *body;
  ParlourReactionBar *reactions;
  GtkWidget *state_row;
  GtkImage *state;
  GtkLabel *state_words;
  ParlourFailedBar *failed;
};

G_DEFINE_FINAL_TYPE (ParlourReadingView, parlour_reading_view, GTK_TYPE_WIDGET)

static gboolean
is_readable (ParlourReadingView *self)
{
  return !parlour_message_item_get_deleted (self->item) &&
         !parlour_message_item_get_sender_blocked (self->item) &&
         parlour_message_item_get_body (self->item) != NULL;
}

/* To whom it was written. */
static char *
place_of (ParlourReadingView *self)
{
  const char *id = parlour_message_item_get_conversation (self->item);
  ParlourConversationItem *conversation =
      id ? parlour_account_get_conversation (self->account, id) : NULL;
  const char *title = conversation ? parlour_conversation_item_get_title (conversation)
                                   : parlour_message_item_get_peer_name (self->item);
  gboolean group = conversation &&
                   parlour_conversation_item_get_kind (conversation) == PARLOUR_CONVERSATION_GROUP;
  if (group)
    /* Translators: of a message: the group that it was written in */
    return g_strdup_printf (_ ("In %s"), title);
  if (!parlour_message_item_get_mine (self->item))
    /* Translators: of a message: it was written to me alone */
    return g_strdup (_ ("To you"));
  return g_strdup_printf (_ ("To %s"), title ? title : "");
}

static void
update_head (ParlourReadingView *self)
{
  const char *subject = parlour_message_item_get_subject (self->item);
  const char *name = parlour_message_item_get_sender_name (self->item);
  gboolean titled = is_readable (self) && subject && *subject;
  g_autofree char *place = place_of (self);
  g_autofree char *time = parlour_time_text_full (parlour_message_item_get_created_at (self->item));
  gtk_widget_set_visible (GTK_WIDGET (self->subject), titled);
  gtk_label_set_text (self->subject, titled ? subject : "");
  gtk_label_set_text (self->name, name ? name : "");
  gtk_label_set_text (self->place, place);
  gtk_label_set_text (self->time, time);
  adw_avatar_set_text (self->avatar, name);
  parlour_avatar_show_person (self->avatar, parlour_account_get_pictures (self->account),
                              parlour_message_item_get_sender_id (self->item));
  gtk_widget_set_visible (self->pinned, parlour_message_item_get_pinned (self->item));
  gtk_widget_set_visible (self->starred, parlour_message_item_get_starred (self->item));
}

static void
update_quote (ParlourReadingView *self)
{
  gint64 seq = parlour_message_item_get_reply_to (self->item);
  const char *conversation = parlour_message_item_get_conversation (self->item);
  const char *sender = parlour_message_item_get_reply_sender (self->item);
  g_autofree char *line = parlour_message_quote (self->item);
  gtk_widget_set_visible (self->quote, seq > 0 && conversation && is_readable (self));
  if (seq == 0 || !conversation)
    return;
  gtk_label_set_text (self->quote_sender, sender ? sender : "");
  gtk_widget_set_visible (GTK_WIDGET (self->quote_sender), sender != NULL);
  gtk_label_set_text (self->quote_text, line);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->quote), "(sx)", conversation, seq);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->quote), "win.show-message");
}

static void
update_body (ParlourReadingView *self)
{
  if (is_readable (self)) {
    g_autofree char *markup =
        parlour_link_text_to_markup (parlour_message_item_get_body (self->item));
    gtk_label_set_markup (self->body, markup);
    gtk_widget_remove_css_class (GTK_WIDGET (self->body), "dim-label");
    return;
  }
  gtk_label_set_text (self->body, parlour_message_item_get_sender_blocked (self->item)
                                      ? _ ("You blocked who wrote this")
                                      : _ ("This message was deleted"));
  gtk_widget_add_css_class (GTK_WIDGET (self->body), "dim-label");
}

static void
update_state (ParlourReadingView *self)
{
  ParlourMessageState state = parlour_message_item_get_state (self->item);
  const char *icon = parlour_message_state_icon (state);
  gboolean shown = icon && !parlour_message_item_get_deleted (self->item);
  gtk_widget_set_visible (self->state_row, shown);
  if (!shown)
    return;
  gtk_image_set_from_icon_name (self->state, icon);
  gtk_label_set_text (self->state_words, parlour_message_state_words (state));
}

static void
update (ParlourReadingView *self)
{
  if (!self->item)
    return;
  g_autofree char *words = parlour_message_words (self->item);
  update_head (self);
  update_quote (self);
  update_body (self);
  update_state (self);
  parlour_reaction_bar_show (self->reactions, is_readable (self) ? self->item : NULL);
  parlour_failed_bar_show (self->failed, self->item);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

static gboolean
activate_link_cb (ParlourReadingView *self, const char *uri)
{
  parlour_open_link (GTK_WIDGET (self), uri);
  return TRUE;
}

static void
parlour_reading_view_dispose (GObject *object)
{
  ParlourReadingView *self = PARLOUR_READING_VIEW (object);
  g_clear_object (&self->item_signals);
  g_clear_object (&self->item);
  g_clear_object (&self->account);
  parlour_template_dispose (GTK_WIDGET (object), PARLOUR_TYPE_READING_VIEW);
  G_OBJECT_CLASS (parlour_reading_view_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
#define CHILD(name) gtk_widget_class_bind_template_child (widget_class, ParlourReadingView, name)
  CHILD (subject);
  CHILD (avatar);
  CHILD (name);
  CHILD (place);
  CHILD (time);
  CHILD (pinned);
  CHILD (starred);
  CHILD (quote);
  CHILD (quote_sender);
  CHILD (quote_text);
  CHILD (body);
  CHILD (reactions);
  CHILD (state_row);
  CHILD (state);
  CHILD (state_words);
  CHILD (failed);
#undef CHILD
  gtk_widget_class_bind_template_callback (widget_class, activate_link_cb);
}

static void
parlour_reading_view_class_init (ParlourReadingViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_reading_view_dispose;
  g_type_ensure (PARLOUR_TYPE_FAILED_BAR);
  g_type_ensure (PARLOUR_TYPE_REACTION_BAR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/im/parlour/Parlour/ui/reading-view.ui");
  bind_template (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "reading");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
parlour_reading_view_init (ParlourReadingView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->item_signals = g_signal_group_new (PARLOUR_TYPE_MESSAGE_ITEM);
  g_signal_group_connect_swapped (self->item_signals, "notify", G_CALLBACK (update), self);
}

void
parlour_reading_view_set_account (ParlourReadingView *self, ParlourAccount *account)
{
  g_return_if_fail (PARLOUR_IS_READING_VIEW (self));
  g_set_object (&self->account, account);
}

void
parlour_reading_view_set_item (ParlourReadingView *self, ParlourMessageItem *item)
{
  g_return_if_fail (PARLOUR_IS_READING_VIEW (self) && (!item || self->account));
  if (!g_set_object (&self->item, item))
    return;
  g_signal_group_set_target (self->item_signals, item);
  update (self);
}
