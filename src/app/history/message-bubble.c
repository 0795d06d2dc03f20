/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-message-bubble"

#include "app/history/message-bubble.h"

#include "app/avatar.h"
#include "app/history/emoji-text.h"
#include "app/history/failed-bar.h"
#include "app/history/message-layout.h"
#include "app/history/message-text.h"
#include "app/history/message-words.h"
#include "app/history/notice-words.h"
#include "app/history/reaction-bar.h"
#include "app/open-link.h"
#include "app/template.h"
#include "app/time-text.h"

#include <glib/gi18n.h>

#include <string.h>

/* The row shows one item at a time and follows its changes. Rows are used again and again, so that
 * binding sets only what differs in kind. Main thread. */

struct _ParlourMessageBubble {
  GtkWidget parent_instance;
  ParlourMessageItem *item;
  ParlourMessageItem *previous; /* nullable: above it */
  gulong notify_id;
  ParlourPictures *pictures; /* nullable */
  ParlourMessageParts parts;
  GtkLabel *quote_sender;
  GtkLabel *quote_text;
  GtkLabel *people_words;
};

G_DEFINE_FINAL_TYPE (ParlourMessageBubble, parlour_message_bubble, GTK_TYPE_WIDGET)

enum { SIGNAL_MENU, N_SIGNALS };
static guint signals[N_SIGNALS];

enum { GROUP_MINUTES = 5 };

static gboolean
starts_group (ParlourMessageItem *item, ParlourMessageItem *previous)
{
  if (!previous || parlour_message_item_get_notice (previous) != PARLOUR_NOTICE_NONE ||
      g_strcmp0 (parlour_message_item_get_sender_id (item),
                 parlour_message_item_get_sender_id (previous)) != 0)
    return TRUE;
  gint64 apart =
      parlour_message_item_get_created_at (item) - parlour_message_item_get_created_at (previous);
  return ABS (apart) > GROUP_MINUTES * 60 * 1000;
}

static void
set_class (gpointer widget, const char *name, gboolean has)
{
  if (has)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

/* The target comes first: an action without the one that it needs is a warning. */
static void
set_action (GtkWidget *button, const char *name, GVariant *target)
{
  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (button), target);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), name);
}

static void
update_body (ParlourMessageBubble *self)
{
  const char *subject = parlour_message_item_get_subject (self->item);
  const char *body = parlour_message_item_get_body (self->item);
  gboolean erased = parlour_message_item_get_deleted (self->item) || !body;
  gboolean folded = !erased && parlour_message_is_folded (self->item);
  gboolean deleted = erased || folded; /* its words are not shown */
  const char *text = erased   ? _ ("This message was deleted")
                     : folded ? _ ("You blocked who wrote this")
                              : body;
  gtk_widget_set_visible (self->parts.subject, !deleted && subject && *subject);
  if (!deleted && subject)
    parlour_message_text_set (GTK_LABEL (self->parts.subject), subject, FALSE);
  if (folded)
    parlour_message_text_fold (GTK_LABEL (self->parts.body), text);
  else
    parlour_message_text_set (GTK_LABEL (self->parts.body), text, !deleted);
  set_class (self->parts.body, "deleted", deleted);
  set_class (self->parts.body, "emoji", !deleted && parlour_emoji_text_is_short (text));
  self->parts.one_line = !strchr (text, '\n');
}

static void
update_quote (ParlourMessageBubble *self)
{
  gint64 seq = parlour_message_item_get_reply_to (self->item);
  gboolean quotes = seq > 0 && !parlour_message_item_get_deleted (self->item);
  gtk_widget_set_visible (self->parts.quote, quotes);
  if (!quotes)
    return;
  const char *sender = parlour_message_item_get_reply_sender (self->item);
  g_autofree char *line = parlour_message_quote (self->item);
  gtk_label_set_text (self->quote_sender, sender ? sender : "");
  gtk_widget_set_visible (GTK_WIDGET (self->quote_sender), sender != NULL);
  gtk_label_set_text (self->quote_text, line);
  set_action (self->parts.quote, "win.show-message",
              g_variant_new ("(sx)", parlour_message_item_get_conversation (self->item), seq));
}

static void
update_state (ParlourMessageBubble *self)
{
  ParlourMessageState state = parlour_message_item_get_state (self->item);
  const char *icon = parlour_message_state_icon (state);
  const char *words = parlour_message_state_words (state);
  g_autofree char *clock = parlour_message_clock (self->item);
  gtk_label_set_text (GTK_LABEL (self->parts.clock), clock);
  gtk_widget_set_visible (self->parts.state,
                          icon && !parlour_message_item_get_deleted (self->item));
  if (!icon)
    return;
  gtk_image_set_from_icon_name (GTK_IMAGE (self->parts.state), icon);
  gtk_widget_set_tooltip_text (self->parts.state, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->parts.state), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  words, -1);
  set_class (self->parts.state, "read", state == PARLOUR_MESSAGE_READ);
  set_class (self->parts.state, "error", state == PARLOUR_MESSAGE_FAILED);
}

static void
update_accessible (ParlourMessageBubble *self)
{
  g_autofree char *words = parlour_message_words (self->item);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

static gboolean
is_notice (ParlourMessageBubble *self)
{
  return parlour_message_item_get_notice (self->item) != PARLOUR_NOTICE_NONE;
}

/* One line in place of all that makes a message. That of several people says who they were. */
static void
update_notice (ParlourMessageBubble *self)
{
  g_autofree char *words = parlour_notice_words (self->item);
  gboolean several = parlour_message_item_get_people (self->item) != NULL;
  gtk_widget_set_visible (self->parts.notice, !several);
  gtk_widget_set_visible (self->parts.people, several);
  gtk_label_set_text (several ? self->people_words : GTK_LABEL (self->parts.notice), words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->parts.people),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  if (several)
    set_action (self->parts.people, "win.show-people",
                g_variant_new ("(sx)", parlour_message_item_get_conversation (self->item),
                               parlour_message_item_get_seq (self->item)));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

static void
update_marks (ParlourMessageBubble *self)
{
  gboolean deleted = parlour_message_item_get_deleted (self->item);
  gtk_widget_set_visible (self->parts.pinned,
                          !deleted && parlour_message_item_get_pinned (self->item));
  gtk_widget_set_visible (self->parts.starred,
                          !deleted && parlour_message_item_get_starred (self->item));
  parlour_reaction_bar_show (PARLOUR_REACTION_BAR (self->parts.reactions),
                             deleted ? NULL : self->item);
  set_class (self, "mentioned", !deleted && parlour_message_item_get_mentions_me (self->item));
}

/* Over the first of a group; people change their names. */
static void
update_sender (ParlourMessageBubble *self)
{
  const char *name = parlour_message_item_get_sender_name (self->item);
  if (!gtk_widget_get_visible (self->parts.name))
    return;
  gtk_label_set_text (GTK_LABEL (self->parts.name), name);
  adw_avatar_set_text (ADW_AVATAR (self->parts.avatar), name);
}

static void
update_message (ParlourMessageBubble *self)
{
  update_sender (self);
  update_body (self);
  update_quote (self);
  update_state (self);
  parlour_failed_bar_show (PARLOUR_FAILED_BAR (self->parts.failed), self->item);
  update_accessible (self);
}

static void
update (ParlourMessageBubble *self)
{
  gboolean notice = is_notice (self);
  GtkWidget *const parts[] = {self->parts.bubble, self->parts.body,  self->parts.clock,
                              self->parts.quote,  self->parts.state, self->parts.subject,
                              self->parts.failed};
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    gtk_widget_set_visible (parts[i], !notice);
  gtk_widget_set_visible (self->parts.notice, FALSE);
  gtk_widget_set_visible (self->parts.people, FALSE);
  update_marks (self);
  if (notice)
    update_notice (self);
  else
    update_message (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
bind_group (ParlourMessageBubble *self, gint64 first_unread)
{
  ParlourMessageItem *previous = self->previous;
  gint64 at = parlour_message_item_get_created_at (self->item);
  gint64 seq = parlour_message_item_get_seq (self->item);
  gboolean mine = parlour_message_item_get_mine (self->item);
  gboolean new_day =
      !previous || !parlour_time_text_same_day (at, parlour_message_item_get_created_at (previous));
  gboolean fresh = first_unread > 0 && seq == first_unread;
  gboolean first = new_day || fresh || starts_group (self->item, previous);
  gtk_widget_set_visible (self->parts.day, new_day);
  if (new_day) {
    g_autofree char *day = parlour_time_text_day (at);
    gtk_label_set_text (GTK_LABEL (self->parts.day), day);
  }
  gtk_widget_set_visible (self->parts.fresh, fresh);
  gboolean named = first && !mine && !is_notice (self);
  gtk_widget_set_visible (self->parts.avatar, named);
  gtk_widget_set_visible (self->parts.name, named);
  if (named) {
    update_sender (self);
    parlour_avatar_show_person (ADW_AVATAR (self->parts.avatar), self->pictures,
                                parlour_message_item_get_sender_id (self->item));
  }
  self->parts.mine = mine;
  self->parts.first = first;
  set_class (self, "mine", mine);
}

/* The keyboard finds this in the menu. */
static void
sender_cb (ParlourMessageBubble *self)
{
  const char *sender = self->item ? parlour_message_item_get_sender_id (self->item) : NULL;
  if (sender)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.show-person", "s", sender);
}

static void
open_menu (ParlourMessageBubble *self, double x, double y)
{
  if (self->item && !is_notice (self))
    g_signal_emit (self, signals[SIGNAL_MENU], 0, x, y);
}

static void
open_menu_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ParlourMessageBubble *self = PARLOUR_MESSAGE_BUBBLE (widget);
  graphene_rect_t bounds;
  if (gtk_widget_compute_bounds (self->parts.bubble, widget, &bounds))
    open_menu (self, bounds.origin.x + bounds.size.width / 2,
               bounds.origin.y + MIN (bounds.size.height, 24));
}

/* Before the label does, which has a menu of its own where the pointer is over an address. */
static void
secondary_pressed_cb (
    ParlourMessageBubble *self, int n_press, double x, double y, GtkGesture *gesture)
{
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
secondary_cb (ParlourMessageBubble *self, int n_press, double x, double y, GtkGesture *gesture)
{
  open_menu (self, x, y);
}

static void
long_press_cb (ParlourMessageBubble *self, double x, double y, GtkGesture *gesture)
{
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  open_menu (self, x, y);
}

static gboolean
activate_link_cb (ParlourMessageBubble *self, const char *uri)
{
  if (g_str_equal (uri, PARLOUR_MESSAGE_UNFOLD) && parlour_message_is_folded (self->item))
    parlour_message_unfold (self->item);
  else
    parlour_open_link (GTK_WIDGET (self), uri);
  return TRUE;
}

static GtkSizeRequestMode
parlour_message_bubble_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
parlour_message_bubble_measure (GtkWidget *widget,
                                GtkOrientation orientation,
                                int for_size,
                                int *minimum,
                                int *natural,
                                int *minimum_baseline,
                                int *natural_baseline)
{
  ParlourMessageBubble *self = PARLOUR_MESSAGE_BUBBLE (widget);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = parlour_message_layout_min_width (&self->parts);
  else
    *minimum = parlour_message_layout (
        &self->parts, for_size < 0 ? parlour_message_layout_min_width (&self->parts) : for_size,
        FALSE);
  *natural = *minimum;
}

static void
parlour_message_bubble_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  parlour_message_layout (&PARLOUR_MESSAGE_BUBBLE (widget)->parts, width, TRUE);
}

static void
parlour_message_bubble_dispose (GObject *object)
{
  ParlourMessageBubble *self = PARLOUR_MESSAGE_BUBBLE (object);
  parlour_message_bubble_unbind (self);
  g_clear_object (&self->pictures);
  parlour_template_dispose (GTK_WIDGET (object), PARLOUR_TYPE_MESSAGE_BUBBLE);
  G_OBJECT_CLASS (parlour_message_bubble_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  static const struct {
    const char *name;
    gssize offset;
  } children[] = {
#define PART(name) {#name, G_STRUCT_OFFSET (ParlourMessageBubble, parts.name)}
#define CHILD(name)                                                                                \
  {                                                                                                \
#name, G_STRUCT_OFFSET(ParlourMessageBubble, name)                                             \
  }
      PART (notice),        PART (pinned),      PART (starred), PART (reactions),     PART (day),
      PART (fresh),         PART (avatar),      PART (name),    PART (bubble),        PART (quote),
      PART (subject),       PART (body),        PART (clock),   PART (state),         PART (failed),
      CHILD (quote_sender), CHILD (quote_text), PART (people),  CHILD (people_words),
#undef PART
#undef CHILD
  };
  for (gsize i = 0; i < G_N_ELEMENTS (children); i++)
    gtk_widget_class_bind_template_child_full (widget_class, children[i].name, FALSE,
                                               children[i].offset);
  gtk_widget_class_bind_template_callback (widget_class, sender_cb);
  gtk_widget_class_bind_template_callback (widget_class, secondary_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, secondary_cb);
  gtk_widget_class_bind_template_callback (widget_class, long_press_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_link_cb);
}

static void
parlour_message_bubble_class_init (ParlourMessageBubbleClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_message_bubble_dispose;
  widget_class->get_request_mode = parlour_message_bubble_get_request_mode;
  widget_class->measure = parlour_message_bubble_measure;
  widget_class->size_allocate = parlour_message_bubble_size_allocate;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/im/parlour/Parlour/ui/message-bubble.ui");
  g_type_ensure (PARLOUR_TYPE_FAILED_BAR);
  g_type_ensure (PARLOUR_TYPE_REACTION_BAR);
  bind_template (widget_class);
  gtk_widget_class_set_css_name (widget_class, "message");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST_ITEM);
  gtk_widget_class_install_action (widget_class, "message.open-menu", NULL, open_menu_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, 0, "message.open-menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK,
                                       "message.open-menu", NULL);
  signals[SIGNAL_MENU] =
      g_signal_new ("menu", PARLOUR_TYPE_MESSAGE_BUBBLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, G_TYPE_DOUBLE, G_TYPE_DOUBLE);
}

static void
parlour_message_bubble_init (ParlourMessageBubble *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
parlour_message_bubble_new (void)
{
  return g_object_new (PARLOUR_TYPE_MESSAGE_BUBBLE, NULL);
}

void
parlour_message_bubble_set_pictures (ParlourMessageBubble *self, ParlourPictures *pictures)
{
  g_return_if_fail (PARLOUR_IS_MESSAGE_BUBBLE (self));
  g_set_object (&self->pictures, pictures);
}

void
parlour_message_bubble_bind (ParlourMessageBubble *self,
                             ParlourMessageItem *item,
                             ParlourMessageItem *previous,
                             gint64 first_unread)
{
  g_return_if_fail (PARLOUR_IS_MESSAGE_BUBBLE (self));
  parlour_message_bubble_unbind (self);
  self->item = g_object_ref (item);
  self->notify_id = g_signal_connect_swapped (item, "notify", G_CALLBACK (update), self);
  if (previous)
    self->previous = g_object_ref (previous);
  bind_group (self, first_unread);
  update (self);
}

void
parlour_message_bubble_unbind (ParlourMessageBubble *self)
{
  g_return_if_fail (PARLOUR_IS_MESSAGE_BUBBLE (self));
  if (self->item)
    g_clear_signal_handler (&self->notify_id, self->item);
  g_clear_object (&self->item);
  g_clear_object (&self->previous);
  set_class (self, "landed", FALSE);
}

void
parlour_message_bubble_set_landed (ParlourMessageBubble *self, gboolean landed)
{
  g_return_if_fail (PARLOUR_IS_MESSAGE_BUBBLE (self));
  set_class (self, "landed", landed);
}

void
parlour_message_bubble_set_first_unread (ParlourMessageBubble *self, gint64 first_unread)
{
  g_return_if_fail (PARLOUR_IS_MESSAGE_BUBBLE (self));
  if (self->item)
    bind_group (self, first_unread);
}

ParlourMessageItem *
parlour_message_bubble_get_item (ParlourMessageBubble *self)
{
  g_return_val_if_fail (PARLOUR_IS_MESSAGE_BUBBLE (self), NULL);
  return self->item;
}

const char *
parlour_message_bubble_get_link (ParlourMessageBubble *self)
{
  g_return_val_if_fail (PARLOUR_IS_MESSAGE_BUBBLE (self), NULL);
  const char *uri = gtk_label_get_current_uri (GTK_LABEL (self->parts.body));
  return uri && !g_str_equal (uri, PARLOUR_MESSAGE_UNFOLD) ? uri : NULL;
}
