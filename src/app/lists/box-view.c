/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-box-view"

#include "app/lists/box-view.h"

#include "app/lists/box-row.h"
#include "app/lists/list-top.h"
#include "app/template.h"

#include <glib/gi18n.h>

/* A mailbox. Main thread. */

struct _ParlourBoxView {
  GtkWidget parent_instance;
  ParlourBoxList *box;
  ParlourPictures *pictures;
  GtkStack *stack;
  AdwStatusPage *empty;
  GtkScrolledWindow *scroller;
  GtkListView *list;
};

G_DEFINE_FINAL_TYPE (ParlourBoxView, parlour_box_view, GTK_TYPE_WIDGET)

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, ParlourBoxView *self)
{
  gtk_list_item_set_child (list_item, parlour_box_row_new (self->pictures));
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  parlour_box_row_set_item (PARLOUR_BOX_ROW (gtk_list_item_get_child (list_item)),
                            gtk_list_item_get_item (list_item));
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  parlour_box_row_set_item (PARLOUR_BOX_ROW (gtk_list_item_get_child (list_item)), NULL);
}

static void
update_page (ParlourBoxView *self)
{
  const char *page = "list";
  if (g_list_model_get_n_items (G_LIST_MODEL (self->box)) == 0)
    page = parlour_box_list_get_ready (self->box) ? "empty" : "loading";
  gtk_stack_set_visible_child_name (self->stack, page);
}

static void
items_changed_cb (ParlourBoxView *self, guint position, guint removed, guint added)
{
  update_page (self);
  if (position == 0 && added > 0)
    parlour_list_stay_at_top (self->list);
}

static void
load_cb (ParlourBoxView *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  double below = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_value (adjustment) -
                 gtk_adjustment_get_page_size (adjustment);
  if (self->box && below < 2 * gtk_adjustment_get_page_size (adjustment) &&
      !parlour_box_list_get_complete (self->box) && !parlour_box_list_get_loading (self->box))
    parlour_box_list_load_more (self->box);
}

static void
activate_cb (ParlourBoxView *self, guint position)
{
  g_autoptr (ParlourMessageItem) item = g_list_model_get_item (G_LIST_MODEL (self->box), position);
  const char *conversation = parlour_message_item_get_conversation (item);
  if (conversation && *conversation)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.show-message", "(sx)", conversation,
                                parlour_message_item_get_seq (item));
}

/* Back to the row that had the keyboard last. */
static gboolean
parlour_box_view_grab_focus (GtkWidget *widget)
{
  GtkWidget *list = GTK_WIDGET (PARLOUR_BOX_VIEW (widget)->list);
  return gtk_widget_get_mapped (list) && gtk_widget_grab_focus (list);
}

static void
parlour_box_view_dispose (GObject *object)
{
  ParlourBoxView *self = PARLOUR_BOX_VIEW (object);
  parlour_template_dispose (GTK_WIDGET (object), PARLOUR_TYPE_BOX_VIEW);
  g_clear_object (&self->box);
  g_clear_object (&self->pictures);
  G_OBJECT_CLASS (parlour_box_view_parent_class)->dispose (object);
}

static void
parlour_box_view_class_init (ParlourBoxViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_box_view_dispose;
  widget_class->grab_focus = parlour_box_view_grab_focus;
  gtk_widget_class_set_template_from_resource (widget_class, "/im/parlour/Parlour/ui/box-view.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlourBoxView, stack);
  gtk_widget_class_bind_template_child (widget_class, ParlourBoxView, empty);
  gtk_widget_class_bind_template_child (widget_class, ParlourBoxView, scroller);
  gtk_widget_class_bind_template_child (widget_class, ParlourBoxView, list);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
parlour_box_view_init (ParlourBoxView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (load_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "changed", G_CALLBACK (load_cb), self, G_CONNECT_SWAPPED);
}

static void
describe_empty (ParlourBoxView *self, ParlourBox kind)
{
  gboolean sent = kind == PARLOUR_BOX_SENT;
  adw_status_page_set_icon_name (self->empty,
                                 sent ? "parlour-send-symbolic" : "mail-unread-symbolic");
  adw_status_page_set_title (self->empty,
                             sent ? _ ("Nothing sent yet") : _ ("Nothing received yet"));
  adw_status_page_set_description (self->empty,
                                   sent ? _ ("What you write stands here, newest first.")
                                        : _ ("What others write to you stands here, "
                                             "newest first."));
}

void
parlour_box_view_set_box (ParlourBoxView *self, ParlourBoxList *box, ParlourPictures *pictures)
{
  g_return_if_fail (PARLOUR_IS_BOX_VIEW (self));
  g_set_object (&self->box, box);
  g_set_object (&self->pictures, pictures);
  describe_empty (self, parlour_box_list_get_box (box));
  GtkNoSelection *selection = gtk_no_selection_new (g_object_ref (G_LIST_MODEL (box)));
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (selection));
  g_object_unref (selection);
  g_signal_connect_object (box, "items-changed", G_CALLBACK (items_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (box, "notify::ready", G_CALLBACK (update_page), self, G_CONNECT_SWAPPED);
  update_page (self);
}
