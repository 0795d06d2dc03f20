/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-conversation-list-view"

#include "app/lists/conversation-list-view.h"

#include "app/lists/conversation-entry.h"
#include "app/lists/conversation-filter.h"
#include "app/lists/conversation-menu.h"
#include "app/lists/list-glance.h"
#include "app/lists/list-top.h"
#include "app/template.h"

#include <glib/gi18n.h>

/* The list. The selected row is the open conversation, which also stays in the list of unread ones
 * once it is read. Main thread. */

struct _ParlourConversationListView {
  GtkWidget parent_instance;
  ParlourAccount *account;
  char *selected;
  gboolean unread_only;
  gboolean archived;
  ParlourConversationMenu *menu;
  ParlourConversationFilter *filter;
  GtkFilterListModel *filtered;
  GtkSingleSelection *selection;
  GtkStack *stack;
  GtkListView *list;
  ParlourListGlance *glance; /* nullable: no account yet */
};

G_DEFINE_FINAL_TYPE (ParlourConversationListView, parlour_conversation_list_view, GTK_TYPE_WIDGET)

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem *list_item,
          ParlourConversationListView *self)
{
  gtk_list_item_set_child (list_item, parlour_conversation_entry_new (self->account));
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  parlour_conversation_entry_set_item (
      PARLOUR_CONVERSATION_ENTRY (gtk_list_item_get_child (list_item)),
      gtk_list_item_get_item (list_item));
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  parlour_conversation_entry_set_item (
      PARLOUR_CONVERSATION_ENTRY (gtk_list_item_get_child (list_item)), NULL);
}

static const char *
id_at (ParlourConversationListView *self, guint position)
{
  g_autoptr (ParlourConversationItem) item =
      g_list_model_get_item (G_LIST_MODEL (self->selection), position);
  return item ? parlour_conversation_item_get_id (item) : NULL; /* the model holds it */
}

static void
update_page (ParlourConversationListView *self)
{
  guint shown = g_list_model_get_n_items (G_LIST_MODEL (self->filtered));
  gtk_stack_set_visible_child_name (self->stack, shown > 0           ? "list"
                                                 : self->unread_only ? "all-read"
                                                 : self->archived    ? "archive"
                                                                     : "empty");
}

/* A list of single clicks selects what the pointer comes over: what is open stays selected. */
static void
reselect (ParlourConversationListView *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  guint position = GTK_INVALID_LIST_POSITION;
  for (guint i = 0; self->selected && i < n; i++) {
    if (g_strcmp0 (id_at (self, i), self->selected) == 0)
      position = i;
  }
  gtk_single_selection_set_selected (self->selection, position);
}

static void
filtered_changed_cb (ParlourConversationListView *self, guint position, guint removed, guint added)
{
  update_page (self);
  reselect (self);
  if (position == 0 && added > 0)
    parlour_list_stay_at_top (self->list);
}

static void
activate_cb (ParlourConversationListView *self, guint position)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-conversation", "s",
                              id_at (self, position));
}

/* --- the menu of a row -------------------------------------------------------------------- */

/* Rows are what lies around an entry. */
static ParlourConversationEntry *
entry_at (GtkWidget *widget)
{
  GtkWidget *entry = gtk_widget_get_ancestor (widget, PARLOUR_TYPE_CONVERSATION_ENTRY);
  GtkWidget *child = gtk_widget_get_first_child (widget);
  if (!entry && child && PARLOUR_IS_CONVERSATION_ENTRY (child))
    entry = child;
  return entry ? PARLOUR_CONVERSATION_ENTRY (entry) : NULL;
}

static void
open_menu (ParlourConversationListView *self, GtkWidget *from, double x, double y)
{
  ParlourConversationEntry *entry = from ? entry_at (from) : NULL;
  ParlourConversationItem *item = entry ? parlour_conversation_entry_get_item (entry) : NULL;
  if (item)
    parlour_conversation_menu_popup (self->menu, item, (int)x, (int)y);
}

static void
point_cb (ParlourConversationListView *self, double x, double y, GtkGesture *gesture)
{
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  open_menu (self, gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT), x, y);
}

static void
secondary_cb (ParlourConversationListView *self, int n, double x, double y, GtkGesture *gesture)
{
  point_cb (self, x, y, gesture);
}

static void
open_menu_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));
  graphene_rect_t bounds;
  if (focus && gtk_widget_is_ancestor (focus, widget) &&
      gtk_widget_compute_bounds (focus, widget, &bounds))
    open_menu (PARLOUR_CONVERSATION_LIST_VIEW (widget), focus,
               bounds.origin.x + bounds.size.width / 2, bounds.origin.y + bounds.size.height / 2);
}

static void
parlour_conversation_list_view_measure (GtkWidget *widget,
                                        GtkOrientation orientation,
                                        int for_size,
                                        int *minimum,
                                        int *natural,
                                        int *minimum_baseline,
                                        int *natural_baseline)
{
  gtk_widget_measure (GTK_WIDGET (PARLOUR_CONVERSATION_LIST_VIEW (widget)->stack), orientation,
                      for_size, minimum, natural, NULL, NULL);
}

static void
parlour_conversation_list_view_size_allocate (GtkWidget *widget,
                                              int width,
                                              int height,
                                              int baseline)
{
  ParlourConversationListView *self = PARLOUR_CONVERSATION_LIST_VIEW (widget);
  gtk_widget_size_allocate (GTK_WIDGET (self->stack), &(GtkAllocation){0, 0, width, height},
                            baseline);
  parlour_conversation_menu_present (self->menu);
}

/* Back to the row that had the keyboard last. */
static gboolean
parlour_conversation_list_view_grab_focus (GtkWidget *widget)
{
  GtkWidget *list = GTK_WIDGET (PARLOUR_CONVERSATION_LIST_VIEW (widget)->list);
  return gtk_widget_get_mapped (list) && gtk_widget_grab_focus (list);
}

static void
parlour_conversation_list_view_dispose (GObject *object)
{
  ParlourConversationListView *self = PARLOUR_CONVERSATION_LIST_VIEW (object);
  if (self->filtered)
    g_signal_handlers_disconnect_by_data (self->filtered, self);
  if (self->selection)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  g_clear_pointer (&self->menu, parlour_conversation_menu_free);
  g_clear_pointer (&self->glance, parlour_list_glance_free);
  parlour_template_dispose (GTK_WIDGET (object), PARLOUR_TYPE_CONVERSATION_LIST_VIEW);
  g_clear_object (&self->selection);
  g_clear_object (&self->filtered);
  g_clear_object (&self->filter);
  g_clear_object (&self->account);
  g_clear_pointer (&self->selected, g_free);
  G_OBJECT_CLASS (parlour_conversation_list_view_parent_class)->dispose (object);
}

static void
parlour_conversation_list_view_class_init (ParlourConversationListViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_conversation_list_view_dispose;
  widget_class->measure = parlour_conversation_list_view_measure;
  widget_class->size_allocate = parlour_conversation_list_view_size_allocate;
  widget_class->grab_focus = parlour_conversation_list_view_grab_focus;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/im/parlour/Parlour/ui/conversation-list-view.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlourConversationListView, stack);
  gtk_widget_class_bind_template_child (widget_class, ParlourConversationListView, list);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, secondary_cb);
  gtk_widget_class_bind_template_callback (widget_class, point_cb);
  gtk_widget_class_install_action (widget_class, "conversations.open-menu", NULL, open_menu_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, 0, "conversations.open-menu",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK,
                                       "conversations.open-menu", NULL);
}

static void
parlour_conversation_list_view_init (ParlourConversationListView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->filtered = gtk_filter_list_model_new (NULL, NULL);
  self->menu = parlour_conversation_menu_new (GTK_WIDGET (self));
  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (self->filtered));
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_swapped (self->filtered, "items-changed", G_CALLBACK (filtered_changed_cb),
                            self);
  g_signal_connect_swapped (self->selection, "notify::selected", G_CALLBACK (reselect), self);
}

void
parlour_conversation_list_view_set_account (ParlourConversationListView *self,
                                            ParlourAccount *account)
{
  g_return_if_fail (PARLOUR_IS_CONVERSATION_LIST_VIEW (self));
  g_set_object (&self->account, account);
  GListModel *conversations = parlour_account_get_conversations (account);
  self->filter = parlour_conversation_filter_new (conversations);
  gtk_filter_list_model_set_filter (self->filtered, GTK_FILTER (self->filter));
  gtk_filter_list_model_set_model (self->filtered, conversations);
  g_clear_pointer (&self->glance, parlour_list_glance_free);
  self->glance = parlour_list_glance_new (self->list, account);
  update_page (self);
}

void
parlour_conversation_list_view_set_unread_only (ParlourConversationListView *self,
                                                gboolean unread_only)
{
  g_return_if_fail (PARLOUR_IS_CONVERSATION_LIST_VIEW (self));
  self->unread_only = unread_only;
  parlour_conversation_filter_set_unread_only (self->filter, unread_only);
  update_page (self);
}

void
parlour_conversation_list_view_set_archived (ParlourConversationListView *self, gboolean archived)
{
  g_return_if_fail (PARLOUR_IS_CONVERSATION_LIST_VIEW (self));
  self->archived = archived;
  parlour_conversation_filter_set_archived (self->filter, archived);
  update_page (self);
}

void
parlour_conversation_list_view_select (ParlourConversationListView *self, const char *conversation)
{
  g_return_if_fail (PARLOUR_IS_CONVERSATION_LIST_VIEW (self));
  g_free (self->selected);
  self->selected = g_strdup (conversation);
  parlour_conversation_filter_set_kept (self->filter, conversation);
  reselect (self);
}

const char *
parlour_conversation_list_view_step (ParlourConversationListView *self, int step, gboolean unread)
{
  g_return_val_if_fail (PARLOUR_IS_CONVERSATION_LIST_VIEW (self), NULL);
  int n = (int)g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  guint selected = gtk_single_selection_get_selected (self->selection);
  int at = selected != GTK_INVALID_LIST_POSITION ? (int)selected : step > 0 ? -1 : n;
  for (at += step; at >= 0 && at<n; at += step> 0 ? 1 : -1) {
    g_autoptr (ParlourConversationItem) item =
        g_list_model_get_item (G_LIST_MODEL (self->selection), (guint)at);
    if (!unread || parlour_conversation_is_unread (item))
      return id_at (self, (guint)at);
  }
  return NULL;
}

const char *
parlour_conversation_list_view_nth (ParlourConversationListView *self, guint nth)
{
  g_return_val_if_fail (PARLOUR_IS_CONVERSATION_LIST_VIEW (self) && nth > 0, NULL);
  return id_at (self, nth - 1);
}
