/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-sidebar"

#include "app/lists/sidebar.h"

#include "app/account/account-menu.h"
#include "app/account/connection-banner.h"
#include "app/account/keyring-banner.h"
#include "app/avatar.h"
#include "app/lists/box-view.h"
#include "app/template.h"

#include <glib/gi18n.h>

/* The left pane. Received and Sent are read only once they are looked at. Main thread. */

struct _ParlourSidebar {
  GtkWidget parent_instance;
  ParlourAccount *account;
  ParlourAccountMenu *accounts;
  GMenu *account_menu;
  GMenuModel *account_section; /* what can be done with the account */
  GtkWidget *account_button;
  AdwHeaderBar *header;
  AdwWindowTitle *title;
  AdwAvatar *avatar;
  GtkStack *stack;
  GtkWidget *filters;
  ParlourConnectionBanner *connection;
  ParlourKeyringBanner *keyring;
  ParlourConversationListView *conversations;
  ParlourBoxView *received;
  ParlourBoxView *sent;
  gboolean received_shown;
  gboolean sent_shown;
};

G_DEFINE_FINAL_TYPE (ParlourSidebar, parlour_sidebar, GTK_TYPE_WIDGET)

enum { WIDTH = 320 };

enum { SIGNAL_MESSAGE_CHOSEN, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
update_account (ParlourSidebar *self)
{
  const char *name = parlour_account_menu_name (self->account);
  const char *username = parlour_account_get_username (self->account);
  const char *place = parlour_account_menu_place (self->account);
  g_autofree char *handle = g_strconcat ("@", username, NULL);
  /* Translators: a username, and the name of a place or the address of its server */
  g_autofree char *whole = g_strdup_printf (_ ("@%s in %s"), username, place);
  adw_avatar_set_text (self->avatar, name);
  parlour_avatar_show_person (self->avatar, parlour_account_get_pictures (self->account),
                              parlour_account_get_user_id (self->account));
  adw_window_title_set_title (self->title, place);
  adw_window_title_set_subtitle (self->title, g_str_equal (name, username) ? handle : name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->title), whole);
}

/* That something is unread in an account that is not shown. */
static void
others_unread_cb (ParlourSidebar *self)
{
  guint unread = parlour_account_menu_get_others_unread (self->accounts);
  /* Translators: of the account menu; how many conversations are unread in other accounts */
  g_autofree char *text = unread == 0
                              ? g_strdup (_ ("Account"))
                              : g_strdup_printf (ngettext ("Account, %u unread in another",
                                                           "Account, %u unread in others", unread),
                                                 unread);
  if (unread > 0)
    gtk_widget_add_css_class (self->account_button, "others-unread");
  else
    gtk_widget_remove_css_class (self->account_button, "others-unread");
  gtk_widget_set_tooltip_text (self->account_button, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->account_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static void
chosen_cb (ParlourSidebar *self, ParlourMessageItem *item)
{
  g_signal_emit (self, signals[SIGNAL_MESSAGE_CHOSEN], 0, item);
}

/* As wide as it has to be and no wider than it is useful, whatever the texts in it are. */
static void
parlour_sidebar_measure (GtkWidget *widget,
                         GtkOrientation orientation,
                         int for_size,
                         int *minimum,
                         int *natural,
                         int *minimum_baseline,
                         int *natural_baseline)
{
  gtk_widget_measure (gtk_widget_get_first_child (widget), orientation, for_size, minimum, natural,
                      NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *natural = MAX (*minimum, WIDTH);
}

static void
parlour_sidebar_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  gtk_widget_size_allocate (gtk_widget_get_first_child (widget),
                            &(GtkAllocation){0, 0, width, height}, baseline);
}

static void
parlour_sidebar_dispose (GObject *object)
{
  ParlourSidebar *self = PARLOUR_SIDEBAR (object);
  g_clear_object (&self->accounts);
  parlour_template_dispose (GTK_WIDGET (object), PARLOUR_TYPE_SIDEBAR);
  g_clear_object (&self->account);
  G_OBJECT_CLASS (parlour_sidebar_parent_class)->dispose (object);
}

static void
parlour_sidebar_class_init (ParlourSidebarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_sidebar_dispose;
  widget_class->measure = parlour_sidebar_measure;
  widget_class->size_allocate = parlour_sidebar_size_allocate;
  g_type_ensure (PARLOUR_TYPE_CONNECTION_BANNER);
  g_type_ensure (PARLOUR_TYPE_KEYRING_BANNER);
  g_type_ensure (PARLOUR_TYPE_CONVERSATION_LIST_VIEW);
  g_type_ensure (PARLOUR_TYPE_BOX_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, "/im/parlour/Parlour/ui/sidebar.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlourSidebar, account_menu);
  gtk_widget_class_bind_template_child (widget_class, ParlourSidebar, account_section);
  gtk_widget_class_bind_template_child (widget_class, ParlourSidebar, account_button);
  gtk_widget_class_bind_template_child (widget_class, ParlourSidebar, header);
  gtk_widget_class_bind_template_child (widget_class, ParlourSidebar, title);
  gtk_widget_class_bind_template_child (widget_class, ParlourSidebar, avatar);
  gtk_widget_class_bind_template_child (widget_class, ParlourSidebar, stack);
  gtk_widget_class_bind_template_child (widget_class, ParlourSidebar, filters);
  gtk_widget_class_bind_template_child (widget_class, ParlourSidebar, connection);
  gtk_widget_class_bind_template_child (widget_class, ParlourSidebar, keyring);
  gtk_widget_class_bind_template_child (widget_class, ParlourSidebar, conversations);
  gtk_widget_class_bind_template_child (widget_class, ParlourSidebar, received);
  gtk_widget_class_bind_template_child (widget_class, ParlourSidebar, sent);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  signals[SIGNAL_MESSAGE_CHOSEN] =
      g_signal_new ("message-chosen", PARLOUR_TYPE_SIDEBAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 1, PARLOUR_TYPE_MESSAGE_ITEM);
}

static void
parlour_sidebar_init (ParlourSidebar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
parlour_sidebar_set_up (ParlourSidebar *self, ParlourAccounts *accounts, ParlourAccount *account)
{
  g_return_if_fail (PARLOUR_IS_SIDEBAR (self) && self->account == NULL);
  self->account = g_object_ref (account);
  parlour_connection_banner_set_account (self->connection, account);
  parlour_keyring_banner_set_accounts (self->keyring, accounts);
  parlour_conversation_list_view_set_account (self->conversations, account);
  g_signal_connect_object (account, "notify::display-name", G_CALLBACK (update_account), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (account, "notify::place-name", G_CALLBACK (update_account), self,
                           G_CONNECT_SWAPPED);
  update_account (self);
  self->accounts =
      parlour_account_menu_new (accounts, account, self->account_menu, self->account_section);
  g_signal_connect_object (self->accounts, "notify::others-unread", G_CALLBACK (others_unread_cb),
                           self, G_CONNECT_SWAPPED);
  others_unread_cb (self);
}

void
parlour_sidebar_set_folded (ParlourSidebar *self, gboolean folded)
{
  g_return_if_fail (PARLOUR_IS_SIDEBAR (self));
  adw_header_bar_set_show_end_title_buttons (self->header, folded);
}

void
parlour_sidebar_show_list (ParlourSidebar *self, const char *name)
{
  g_return_if_fail (PARLOUR_IS_SIDEBAR (self));
  gboolean received = g_str_equal (name, "received");
  gboolean sent = g_str_equal (name, "sent");
  if (received && !self->received_shown)
    parlour_box_view_set_box (self->received, parlour_account_get_received (self->account),
                              self->account);
  if (sent && !self->sent_shown)
    parlour_box_view_set_box (self->sent, parlour_account_get_sent (self->account), self->account);
  self->received_shown |= received;
  self->sent_shown |= sent;
  gtk_widget_set_visible (self->filters, !received && !sent);
  gtk_stack_set_visible_child_name (self->stack, name);
}

ParlourConversationListView *
parlour_sidebar_get_conversations (ParlourSidebar *self)
{
  g_return_val_if_fail (PARLOUR_IS_SIDEBAR (self), NULL);
  return self->conversations;
}

gboolean
parlour_sidebar_shows_box (ParlourSidebar *self)
{
  g_return_val_if_fail (PARLOUR_IS_SIDEBAR (self), FALSE);
  return PARLOUR_IS_BOX_VIEW (gtk_stack_get_visible_child (self->stack));
}

ParlourMessageItem *
parlour_sidebar_get_chosen (ParlourSidebar *self)
{
  return parlour_sidebar_shows_box (self) ? parlour_box_view_get_chosen (PARLOUR_BOX_VIEW (
                                                gtk_stack_get_visible_child (self->stack)))
                                          : NULL;
}

void
parlour_sidebar_step (ParlourSidebar *self, int step)
{
  if (parlour_sidebar_shows_box (self))
    parlour_box_view_step (PARLOUR_BOX_VIEW (gtk_stack_get_visible_child (self->stack)), step);
}

gboolean
parlour_sidebar_focus_list (ParlourSidebar *self)
{
  g_return_val_if_fail (PARLOUR_IS_SIDEBAR (self), FALSE);
  GtkWidget *view = gtk_stack_get_visible_child (self->stack);
  return gtk_widget_grab_focus (view) || gtk_widget_child_focus (view, GTK_DIR_TAB_FORWARD);
}
