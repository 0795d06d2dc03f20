/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-reading-page"

#include "app/reading/reading-page.h"

#include "app/account/connection-banner.h"
#include "app/history/message-menu.h"
#include "app/history/read-marker.h"
#include "app/reading/reading-view.h"
#include "app/template.h"

#include <glib/gi18n.h>

/* The pane. Main thread. */

struct _ParlourReadingPage {
  GtkWidget parent_instance;
  ParlourAccount *account;
  ParlourMessageWatch *watch; /* nullable: what was chosen */
  ParlourMessageMenu *menu;
  ParlourReadMarker *marker;
  AdwWindowTitle *title;
  GtkWidget *back;
  GtkWidget *neighbours; /* the ways to the messages above and below */
  GtkWidget *menu_button;
  ParlourConnectionBanner *banner;
  GtkStack *stack;
  ParlourReadingView *view;
  ParlourNoticeBar *notice;
  GtkWidget *bar;
  GtkWidget *reply;
  GtkWidget *open;
  GtkWidget *forward;
  GtkWidget *star;
  GtkWidget *trash;
};

G_DEFINE_FINAL_TYPE (ParlourReadingPage, parlour_reading_page, GTK_TYPE_WIDGET)

static ParlourMessageItem *
item_of (ParlourReadingPage *self)
{
  return self->watch ? parlour_message_watch_get_item (self->watch) : NULL;
}

/* The target comes first: an action without the one that it needs is a warning. */
static void
set_action (GtkWidget *button, const char *action, ParlourMessageItem *item)
{
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "(sx)",
                                    parlour_message_item_get_conversation (item),
                                    parlour_message_item_get_seq (item));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
}

static void
update_star (ParlourReadingPage *self, ParlourMessageItem *item)
{
  gboolean starred = parlour_message_item_get_starred (item);
  const char *words = starred ? _ ("Remove the Star") : _ ("Star");
  gtk_button_set_icon_name (GTK_BUTTON (self->star),
                            starred ? "starred-symbolic" : "non-starred-symbolic");
  gtk_widget_set_tooltip_text (self->star, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->star), GTK_ACCESSIBLE_PROPERTY_LABEL, words,
                                  -1);
}

/* What waits in the outbox is nowhere yet. */
static void
update_bar (ParlourReadingPage *self, ParlourMessageItem *item)
{
  const char *id = parlour_message_item_get_conversation (item);
  ParlourConversationItem *conversation =
      id ? parlour_account_get_conversation (self->account, id) : NULL;
  gboolean live = !parlour_message_item_get_deleted (item);
  gboolean sent = parlour_message_item_get_seq (item) > 0;
  gtk_widget_set_visible (self->bar, sent);
  if (!sent)
    return;
  set_action (self->reply, "win.reply-to-message", item);
  set_action (self->open, "win.show-message", item);
  set_action (self->forward, "win.forward-message", item);
  set_action (self->star, "win.star-message", item);
  set_action (self->trash, "win.delete-message", item);
  gtk_widget_set_visible (self->reply, live && conversation &&
                                           parlour_conversation_item_get_can_write (conversation));
  gtk_widget_set_visible (self->forward, live);
  gtk_widget_set_visible (self->star, live);
  update_star (self, item);
}

static void
update (ParlourReadingPage *self)
{
  ParlourMessageItem *item = item_of (self);
  const char *name = item ? parlour_message_item_get_sender_name (item) : NULL;
  adw_window_title_set_title (self->title, name ? name : "");
  gtk_widget_set_visible (self->neighbours, item != NULL);
  gtk_widget_set_visible (self->menu_button, item != NULL);
  gtk_stack_set_visible_child_name (self->stack, item ? "message" : "none");
  if (item)
    update_bar (self, item);
  else
    gtk_widget_set_visible (self->bar, FALSE);
}

/* One's own needs no mark; what waits has no number. */
static void
see (ParlourReadingPage *self)
{
  ParlourMessageItem *item = item_of (self);
  if (item && !parlour_message_item_get_mine (item))
    parlour_read_marker_saw (self->marker, parlour_message_item_get_seq (item));
}

static void
item_cb (ParlourReadingPage *self)
{
  ParlourMessageItem *item = item_of (self);
  parlour_reading_view_set_item (self->view, item);
  if (item)
    g_signal_connect_object (item, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  see (self);
}

/* It is not there any more. */
static void
ready_cb (ParlourReadingPage *self)
{
  if (!item_of (self))
    item_cb (self);
}

static void
menu_cb (ParlourReadingPage *self)
{
  ParlourMessageItem *item = item_of (self);
  const char *id = item ? parlour_message_item_get_conversation (item) : NULL;
  graphene_rect_t bounds;
  if (!item || !gtk_widget_compute_bounds (self->menu_button, GTK_WIDGET (self), &bounds))
    return;
  parlour_message_menu_set_conversation (
      self->menu, id ? parlour_account_get_conversation (self->account, id) : NULL);
  parlour_message_menu_popup (self->menu, item, (int)(bounds.origin.x + bounds.size.width / 2),
                              (int)(bounds.origin.y + bounds.size.height));
}

/* --- the widget ----------------------------------------------------------------------------- */

static void
window_active_cb (ParlourReadingPage *self)
{
  parlour_read_marker_check (self->marker);
}

static void
parlour_reading_page_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (parlour_reading_page_parent_class)->root (widget);
  g_signal_connect_object (gtk_widget_get_root (widget), "notify::is-active",
                           G_CALLBACK (window_active_cb), widget, G_CONNECT_SWAPPED);
}

static void
parlour_reading_page_unroot (GtkWidget *widget)
{
  g_signal_handlers_disconnect_by_func (gtk_widget_get_root (widget), window_active_cb, widget);
  GTK_WIDGET_CLASS (parlour_reading_page_parent_class)->unroot (widget);
}

static void
parlour_reading_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (parlour_reading_page_parent_class)->map (widget);
  parlour_read_marker_check (PARLOUR_READING_PAGE (widget)->marker);
}

static void
parlour_reading_page_measure (GtkWidget *widget,
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

static void
parlour_reading_page_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  gtk_widget_size_allocate (gtk_widget_get_first_child (widget),
                            &(GtkAllocation){0, 0, width, height}, baseline);
  parlour_message_menu_present (PARLOUR_READING_PAGE (widget)->menu);
}

static void
parlour_reading_page_dispose (GObject *object)
{
  ParlourReadingPage *self = PARLOUR_READING_PAGE (object);
  g_clear_pointer (&self->menu, parlour_message_menu_free);
  parlour_template_dispose (GTK_WIDGET (object), PARLOUR_TYPE_READING_PAGE);
  g_clear_pointer (&self->marker, parlour_read_marker_free);
  g_clear_object (&self->watch);
  g_clear_object (&self->account);
  G_OBJECT_CLASS (parlour_reading_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
#define CHILD(name) gtk_widget_class_bind_template_child (widget_class, ParlourReadingPage, name)
  CHILD (title);
  CHILD (back);
  CHILD (neighbours);
  CHILD (menu_button);
  CHILD (banner);
  CHILD (stack);
  CHILD (view);
  CHILD (notice);
  CHILD (bar);
  CHILD (reply);
  CHILD (open);
  CHILD (forward);
  CHILD (star);
  CHILD (trash);
#undef CHILD
  gtk_widget_class_bind_template_callback (widget_class, menu_cb);
}

static void
parlour_reading_page_class_init (ParlourReadingPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_reading_page_dispose;
  widget_class->root = parlour_reading_page_root;
  widget_class->unroot = parlour_reading_page_unroot;
  widget_class->map = parlour_reading_page_map;
  widget_class->measure = parlour_reading_page_measure;
  widget_class->size_allocate = parlour_reading_page_size_allocate;
  g_type_ensure (PARLOUR_TYPE_CONNECTION_BANNER);
  g_type_ensure (PARLOUR_TYPE_READING_VIEW);
  g_type_ensure (PARLOUR_TYPE_NOTICE_BAR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/im/parlour/Parlour/ui/reading-page.ui");
  bind_template (widget_class);
}

static void
parlour_reading_page_init (ParlourReadingPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->menu = parlour_message_menu_new (GTK_WIDGET (self));
  self->marker = parlour_read_marker_new (GTK_WIDGET (self));
}

void
parlour_reading_page_set_account (ParlourReadingPage *self, ParlourAccount *account)
{
  g_return_if_fail (PARLOUR_IS_READING_PAGE (self));
  g_set_object (&self->account, account);
  parlour_connection_banner_set_account (self->banner, account);
  parlour_reading_view_set_account (self->view, account);
}

void
parlour_reading_page_set_folded (ParlourReadingPage *self, gboolean folded)
{
  g_return_if_fail (PARLOUR_IS_READING_PAGE (self));
  gtk_widget_set_visible (self->back, folded);
  gtk_widget_set_visible (GTK_WIDGET (self->banner), folded);
}

void
parlour_reading_page_show (ParlourReadingPage *self, ParlourMessageItem *item)
{
  g_return_if_fail (PARLOUR_IS_READING_PAGE (self));
  if (self->watch && parlour_message_watch_get_source (self->watch) == item)
    return;
  g_clear_object (&self->watch);
  if (item) {
    self->watch = parlour_account_watch_message (self->account, item);
    g_signal_connect_object (self->watch, "notify::item", G_CALLBACK (item_cb), self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (self->watch, "notify::ready", G_CALLBACK (ready_cb), self,
                             G_CONNECT_SWAPPED);
  }
  parlour_read_marker_set_conversation (self->marker, item ? self->account : NULL,
                                        item ? parlour_message_item_get_conversation (item) : NULL);
  /* Until it is read the one before stays: what goes for a moment loses the keyboard and clicks. */
  if (!item || item_of (self))
    item_cb (self);
}

ParlourMessageItem *
parlour_reading_page_find (ParlourReadingPage *self, const ParlourMessageRef *ref)
{
  g_return_val_if_fail (PARLOUR_IS_READING_PAGE (self), NULL);
  ParlourMessageItem *item = item_of (self);
  return item && parlour_message_item_get_seq (item) == ref->seq &&
                 g_strcmp0 (parlour_message_item_get_conversation (item), ref->conversation) == 0
             ? item
             : NULL;
}

gboolean
parlour_reading_page_focus (ParlourReadingPage *self)
{
  g_return_val_if_fail (PARLOUR_IS_READING_PAGE (self), FALSE);
  return item_of (self) && gtk_widget_child_focus (GTK_WIDGET (self->view), GTK_DIR_TAB_FORWARD);
}

ParlourNoticeBar *
parlour_reading_page_get_notice (ParlourReadingPage *self)
{
  g_return_val_if_fail (PARLOUR_IS_READING_PAGE (self), NULL);
  return self->notice;
}
