/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-box-row"

#include "app/lists/box-row.h"

#include "app/avatar.h"
#include "app/direction-mark.h"
#include "app/history/failed-bar.h"
#include "app/history/message-words.h"
#include "app/lists/row-name.h"
#include "app/template.h"
#include "app/time-text.h"

#include <glib/gi18n.h>

/* One row: who, title or first line, time. Main thread. */

struct _ParlourBoxRow {
  GtkWidget parent_instance;
  ParlourMessageItem *item;
  GSignalGroup *item_signals;
  ParlourPictures *pictures;
  AdwAvatar *avatar;
  GtkLabel *name;
  GtkLabel *time;
  GtkLabel *line;
  GtkImage *state;
  ParlourFailedBar *failed;
};

G_DEFINE_FINAL_TYPE (ParlourBoxRow, parlour_box_row, GTK_TYPE_WIDGET)

#define FIRST_STRONG_ISOLATE "\u2068"
#define POP_ISOLATE          "\u2069"

/* Whose picture stands beside it; NULL where it went to a group. */
static const char *
whose (ParlourMessageItem *item)
{
  const char *peer = parlour_message_item_get_peer_id (item);
  return peer || parlour_message_item_get_mine (item) ? peer
                                                      : parlour_message_item_get_sender_id (item);
}

/* In Received the sender, and in which group; in Sent the one it went to. */
static char *
who (ParlourBoxRow *self)
{
  ParlourMessageItem *item = self->item;
  const char *peer = parlour_message_item_get_peer_name (item);
  const char *sender = parlour_message_item_get_sender_name (item);
  const char *name = peer ? peer : sender ? sender : "";
  if (parlour_message_item_get_mine (item))
    /* Translators: in the list of sent messages: whom it was sent to */
    return g_strdup_printf (_ ("To %s"), name);
  if (!sender || !peer || parlour_message_item_get_peer_id (item))
    return g_strdup (name);
  /* Translators: in the list of received messages: who wrote it, and in which group */
  g_autofree char *words = g_strdup_printf (_ ("%s in %s"), sender, peer);
  return g_strconcat (parlour_direction_mark (GTK_WIDGET (self)), words, NULL);
}

/* Of whom the initials are where there is no picture. */
static const char *
portrayed (ParlourMessageItem *item)
{
  const char *peer = parlour_message_item_get_peer_name (item);
  const char *sender = parlour_message_item_get_sender_name (item);
  return peer && (parlour_message_item_get_mine (item) || !sender) ? peer : sender;
}

static void
update_state (ParlourBoxRow *self)
{
  ParlourMessageState state = parlour_message_item_get_state (self->item);
  const char *icon = parlour_message_state_icon (state);
  gtk_widget_set_visible (GTK_WIDGET (self->state),
                          icon && !parlour_message_item_get_deleted (self->item));
  if (!icon)
    return;
  gtk_image_set_from_icon_name (self->state, icon);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->state), parlour_message_state_words (state));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->state), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  parlour_message_state_words (state), -1);
}

static void
update (ParlourBoxRow *self)
{
  if (!self->item)
    return;
  gboolean unread = parlour_message_item_get_unread (self->item);
  g_autofree char *name = who (self);
  g_autofree char *time =
      parlour_time_text_short (parlour_message_item_get_created_at (self->item));
  g_autofree char *line = parlour_message_line (self->item);
  g_autofree char *words = NULL;
  if (unread)
    /* Translators: an unread message to a screen reader: who, when, what */
    words = g_strdup_printf (_ ("Unread, %s, %s: %s"), name, time, line);
  else
    /* Translators: a message to a screen reader: who, when, what */
    words = g_strdup_printf (_ ("%s, %s: %s"), name, time, line);
  adw_avatar_set_text (self->avatar, portrayed (self->item));
  parlour_avatar_show_person (self->avatar, self->pictures, whose (self->item));
  gtk_label_set_text (self->name, name);
  gtk_label_set_text (self->time, time);
  gtk_label_set_text (self->line, line);
  update_state (self);
  parlour_failed_bar_show (self->failed, self->item);
  if (unread)
    gtk_widget_add_css_class (GTK_WIDGET (self), "unread");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "unread");
  parlour_row_set_name (GTK_WIDGET (self), words);
}

static void
parlour_box_row_dispose (GObject *object)
{
  ParlourBoxRow *self = PARLOUR_BOX_ROW (object);
  g_clear_object (&self->item_signals);
  g_clear_object (&self->item);
  g_clear_object (&self->pictures);
  parlour_template_dispose (GTK_WIDGET (object), PARLOUR_TYPE_BOX_ROW);
  G_OBJECT_CLASS (parlour_box_row_parent_class)->dispose (object);
}

static void
parlour_box_row_class_init (ParlourBoxRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_box_row_dispose;
  g_type_ensure (PARLOUR_TYPE_FAILED_BAR);
  gtk_widget_class_set_template_from_resource (widget_class, "/im/parlour/Parlour/ui/box-row.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlourBoxRow, avatar);
  gtk_widget_class_bind_template_child (widget_class, ParlourBoxRow, name);
  gtk_widget_class_bind_template_child (widget_class, ParlourBoxRow, time);
  gtk_widget_class_bind_template_child (widget_class, ParlourBoxRow, line);
  gtk_widget_class_bind_template_child (widget_class, ParlourBoxRow, state);
  gtk_widget_class_bind_template_child (widget_class, ParlourBoxRow, failed);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "conversation");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
parlour_box_row_init (ParlourBoxRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->item_signals = g_signal_group_new (PARLOUR_TYPE_MESSAGE_ITEM);
  g_signal_group_connect_swapped (self->item_signals, "notify", G_CALLBACK (update), self);
}

GtkWidget *
parlour_box_row_new (ParlourPictures *pictures)
{
  ParlourBoxRow *self = g_object_new (PARLOUR_TYPE_BOX_ROW, NULL);
  g_set_object (&self->pictures, pictures);
  return GTK_WIDGET (self);
}

void
parlour_box_row_set_item (ParlourBoxRow *self, ParlourMessageItem *item)
{
  g_return_if_fail (PARLOUR_IS_BOX_ROW (self));
  if (!g_set_object (&self->item, item))
    return;
  g_signal_group_set_target (self->item_signals, item);
  update (self);
}
