/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-box-view"

#include "app/lists/box-view.h"

#include "app/lists/box-filters.h"
#include "app/lists/box-row.h"
#include "app/lists/list-top.h"
#include "app/template.h"

#include <glib/gi18n.h>

/* A mailbox. Main thread. */

struct _ParlourBoxView {
  GtkWidget parent_instance;
  ParlourBoxList *box;
  ParlourPictures *pictures;
  GtkSingleSelection *selection; /* over the box */
  ParlourMessageItem *chosen;    /* nullable: it may have left the list since */
  guint position;                /* where it stands, or stood last */
  ParlourBoxFilters *filters;
  GtkStack *stack;
  AdwStatusPage *empty;
  GtkWidget *empty_compose;
  GtkScrolledWindow *scroller;
  GtkListView *list;
};

G_DEFINE_FINAL_TYPE (ParlourBoxView, parlour_box_view, GTK_TYPE_WIDGET)

enum { SIGNAL_CHOSEN, N_SIGNALS };

static guint signals[N_SIGNALS];

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

typedef struct {
  const char *icon;
  const char *title;
  const char *description;
} Emptiness;

static Emptiness
emptiness (ParlourBoxView *self)
{
  gboolean sent = parlour_box_list_get_box (self->box) == PARLOUR_BOX_SENT;
  switch (parlour_box_list_get_filter (self->box)) {
  case PARLOUR_BOX_FILTER_OWED:
    return (Emptiness){"object-select-symbolic", _ ("No answer owed"),
                       _ ("You have answered every message with a title that you have read.")};
  case PARLOUR_BOX_FILTER_TITLED:
    return (Emptiness){"parlour-title-symbolic", _ ("No titled messages"),
                       sent ? _ ("What you write with a title stands here.")
                            : _ ("What others write to you with a title stands here.")};
  case PARLOUR_BOX_FILTER_NONE:
  default:
    break;
  }
  if (sent)
    return (Emptiness){"parlour-send-symbolic", _ ("Nothing sent yet"),
                       _ ("What you write stands here, newest first.")};
  return (Emptiness){"mail-unread-symbolic", _ ("Nothing received yet"),
                     _ ("What others write to you stands here, newest first.")};
}

static void
update_page (ParlourBoxView *self)
{
  const char *page = "list";
  if (g_list_model_get_n_items (G_LIST_MODEL (self->box)) == 0)
    page = parlour_box_list_get_ready (self->box) && !parlour_box_list_get_loading (self->box)
               ? "empty"
               : "loading";
  Emptiness empty = emptiness (self);
  adw_status_page_set_icon_name (self->empty, empty.icon);
  adw_status_page_set_title (self->empty, empty.title);
  adw_status_page_set_description (self->empty, empty.description);
  gtk_widget_set_visible (self->empty_compose,
                          parlour_box_list_get_filter (self->box) != PARLOUR_BOX_FILTER_OWED);
  gtk_stack_set_visible_child_name (self->stack, page);
}

/* A list of single clicks selects what the pointer comes over: what is shown stays selected. */
static void
reselect (ParlourBoxView *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->box));
  guint position = GTK_INVALID_LIST_POSITION;
  for (guint i = 0; self->chosen && i < n && position == GTK_INVALID_LIST_POSITION; i++) {
    g_autoptr (ParlourMessageItem) item = g_list_model_get_item (G_LIST_MODEL (self->box), i);
    if (item == self->chosen)
      self->position = position = i;
  }
  gtk_single_selection_set_selected (self->selection, position);
}

static void
items_changed_cb (ParlourBoxView *self, guint position, guint removed, guint added)
{
  update_page (self);
  reselect (self);
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
choose (ParlourBoxView *self, guint position)
{
  g_autoptr (ParlourMessageItem) item = g_list_model_get_item (G_LIST_MODEL (self->box), position);
  if (!item)
    return;
  g_set_object (&self->chosen, item);
  reselect (self);
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, item);
}

static void
activate_cb (ParlourBoxView *self, guint position)
{
  choose (self, position);
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
  if (self->selection)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  parlour_template_dispose (GTK_WIDGET (object), PARLOUR_TYPE_BOX_VIEW);
  g_clear_object (&self->selection);
  g_clear_object (&self->chosen);
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
  g_type_ensure (PARLOUR_TYPE_BOX_FILTERS);
  gtk_widget_class_set_template_from_resource (widget_class, "/im/parlour/Parlour/ui/box-view.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlourBoxView, filters);
  gtk_widget_class_bind_template_child (widget_class, ParlourBoxView, stack);
  gtk_widget_class_bind_template_child (widget_class, ParlourBoxView, empty);
  gtk_widget_class_bind_template_child (widget_class, ParlourBoxView, empty_compose);
  gtk_widget_class_bind_template_child (widget_class, ParlourBoxView, scroller);
  gtk_widget_class_bind_template_child (widget_class, ParlourBoxView, list);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  signals[SIGNAL_CHOSEN] =
      g_signal_new ("chosen", PARLOUR_TYPE_BOX_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 1, PARLOUR_TYPE_MESSAGE_ITEM);
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

void
parlour_box_view_set_box (ParlourBoxView *self, ParlourBoxList *box, ParlourAccount *account)
{
  g_return_if_fail (PARLOUR_IS_BOX_VIEW (self) && self->box == NULL);
  self->box = g_object_ref (box);
  g_set_object (&self->pictures, parlour_account_get_pictures (account));
  parlour_box_filters_set (self->filters, box, account);
  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (box));
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_swapped (self->selection, "notify::selected", G_CALLBACK (reselect), self);
  g_signal_connect_object (box, "items-changed", G_CALLBACK (items_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (box, "notify", G_CALLBACK (update_page), self, G_CONNECT_SWAPPED);
  update_page (self);
}

/* Where what was chosen has left the list, the one behind it stands in its place. */
void
parlour_box_view_step (ParlourBoxView *self, int step)
{
  g_return_if_fail (PARLOUR_IS_BOX_VIEW (self));
  if (!self->box)
    return;
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->box));
  gboolean there = gtk_single_selection_get_selected (self->selection) != GTK_INVALID_LIST_POSITION;
  int position = (int)self->position + (self->chosen && (there || step < 0) ? step : 0);
  if (n == 0 || position < 0)
    return;
  if (!parlour_box_list_get_complete (self->box) && position + 1 >= (int)n)
    parlour_box_list_load_more (self->box);
  if (position < (int)n)
    choose (self, (guint)position);
}

ParlourMessageItem *
parlour_box_view_get_chosen (ParlourBoxView *self)
{
  g_return_val_if_fail (PARLOUR_IS_BOX_VIEW (self), NULL);
  return self->chosen;
}
