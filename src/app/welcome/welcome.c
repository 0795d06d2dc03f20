/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-welcome"

#include "app/welcome/welcome.h"

#include "app/template.h"
#include "app/welcome/address-page.h"
#include "app/welcome/credentials-page.h"
#include "app/welcome/host-page.h"
#include "app/welcome/nearby.h"
#include "app/welcome/place-page.h"
#include "app/welcome/take-over-page.h"

#include <glib/gi18n.h>

/* The order of Welcome's pages. Main thread. */

struct _ParlourWelcome {
  GtkWidget parent_instance;
  AdwLeaflet *leaflet;
  GtkWidget *start_page;
  GtkWidget *leave; /* to the account that there is */
  GtkWidget *status;
  ParlourAddressPage *address_page;
  ParlourPlacePage *place_page;
  ParlourCredentialsPage *credentials_page;
  ParlourHostPage *host_page;
  ParlourTakeOverPage *take_over_page;
  ParlourNearby *nearby;
  GtkLabel *problem;
  GtkWidget *host; /* the way to host */
  ParlourWay way;
  gboolean shown;   /* the place, on the way to the credentials */
  gboolean at_once; /* the place, without the page that asks which */
};

G_DEFINE_FINAL_TYPE (ParlourWelcome, parlour_welcome, GTK_TYPE_WIDGET)

static void
show_page (ParlourWelcome *self, gpointer page)
{
  adw_leaflet_set_visible_child (self->leaflet, page);
  if (page == self->start_page)
    gtk_widget_child_focus (page, GTK_DIR_TAB_FORWARD);
  else
    gtk_widget_grab_focus (page);
}

static void
back_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ParlourWelcome *self = PARLOUR_WELCOME (widget);
  GtkWidget *page = adw_leaflet_get_visible_child (self->leaflet);
  parlour_address_page_stop (self->address_page);
  parlour_place_page_stop (self->place_page);
  parlour_credentials_page_stop (self->credentials_page);
  parlour_host_page_stop (self->host_page);
  parlour_take_over_page_stop (self->take_over_page);
  if (page == GTK_WIDGET (self->credentials_page))
    show_page (self, self->shown ? GTK_WIDGET (self->place_page) : GTK_WIDGET (self->address_page));
  else if (page == GTK_WIDGET (self->place_page) && !self->at_once)
    show_page (self, self->address_page);
  else if (page == GTK_WIDGET (self->take_over_page))
    show_page (self, self->host_page);
  else if (page != self->start_page)
    show_page (self, self->start_page);
  else
    gtk_widget_activate_action (widget, "win.leave-welcome", NULL);
}

static void
go (ParlourWelcome *self, ParlourWay way, const char *title)
{
  self->way = way;
  self->at_once = FALSE;
  parlour_address_page_set_title (self->address_page, title);
  show_page (self, self->address_page);
}

static void
join_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  go (PARLOUR_WELCOME (widget), PARLOUR_WAY_JOIN, _ ("Join a place"));
}

static void
sign_in_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  go (PARLOUR_WELCOME (widget), PARLOUR_WAY_SIGN_IN, _ ("Sign in"));
}

static void
host_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  show_page (PARLOUR_WELCOME (widget), PARLOUR_WELCOME (widget)->host_page);
}

static void
take_over_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  show_page (PARLOUR_WELCOME (widget), PARLOUR_WELCOME (widget)->take_over_page);
}

/* Whoever signs in where the address itself is vouched for knows the place. */
static void
found_cb (ParlourWelcome *self, ParlourDestination *destination, ParlourPlace *place)
{
  self->shown = self->way != PARLOUR_WAY_SIGN_IN || !place;
  if (self->shown) {
    parlour_place_page_show (self->place_page, destination, place, self->way);
    show_page (self, self->place_page);
    return;
  }
  parlour_credentials_page_set_place (self->credentials_page, destination, place, FALSE);
  show_page (self, self->credentials_page);
}

static void
show_place (ParlourWelcome *self, ParlourDestination *destination)
{
  self->way = PARLOUR_WAY_JOIN;
  self->at_once = TRUE;
  found_cb (self, destination, NULL);
}

/* What was found shares the window's height with the ways in, and both are to be seen. */
static void
nearby_visible_cb (ParlourWelcome *self)
{
  if (gtk_widget_get_visible (GTK_WIDGET (self->nearby)))
    gtk_widget_add_css_class (self->status, "compact");
  else
    gtk_widget_remove_css_class (self->status, "compact");
}

static void
chosen_cb (ParlourWelcome *self, gboolean create)
{
  parlour_credentials_page_set_place (self->credentials_page,
                                      parlour_place_page_get_destination (self->place_page),
                                      parlour_place_page_get_place (self->place_page), create);
  show_page (self, self->credentials_page);
}

static void
parlour_welcome_dispose (GObject *object)
{
  parlour_template_dispose (GTK_WIDGET (object), PARLOUR_TYPE_WELCOME);
  G_OBJECT_CLASS (parlour_welcome_parent_class)->dispose (object);
}

static void
parlour_welcome_class_init (ParlourWelcomeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_welcome_dispose;
  g_type_ensure (PARLOUR_TYPE_ADDRESS_PAGE);
  g_type_ensure (PARLOUR_TYPE_PLACE_PAGE);
  g_type_ensure (PARLOUR_TYPE_CREDENTIALS_PAGE);
  g_type_ensure (PARLOUR_TYPE_HOST_PAGE);
  g_type_ensure (PARLOUR_TYPE_TAKE_OVER_PAGE);
  g_type_ensure (PARLOUR_TYPE_NEARBY);
  gtk_widget_class_set_template_from_resource (widget_class, "/im/parlour/Parlour/ui/welcome.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlourWelcome, leaflet);
  gtk_widget_class_bind_template_child (widget_class, ParlourWelcome, start_page);
  gtk_widget_class_bind_template_child (widget_class, ParlourWelcome, leave);
  gtk_widget_class_bind_template_child (widget_class, ParlourWelcome, status);
  gtk_widget_class_bind_template_child (widget_class, ParlourWelcome, address_page);
  gtk_widget_class_bind_template_child (widget_class, ParlourWelcome, place_page);
  gtk_widget_class_bind_template_child (widget_class, ParlourWelcome, credentials_page);
  gtk_widget_class_bind_template_child (widget_class, ParlourWelcome, host_page);
  gtk_widget_class_bind_template_child (widget_class, ParlourWelcome, take_over_page);
  gtk_widget_class_bind_template_child (widget_class, ParlourWelcome, nearby);
  gtk_widget_class_bind_template_child (widget_class, ParlourWelcome, problem);
  gtk_widget_class_bind_template_child (widget_class, ParlourWelcome, host);
  gtk_widget_class_bind_template_callback (widget_class, found_cb);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_place);
  gtk_widget_class_bind_template_callback (widget_class, nearby_visible_cb);
  gtk_widget_class_install_action (widget_class, "welcome.back", NULL, back_cb);
  gtk_widget_class_install_action (widget_class, "welcome.join", NULL, join_cb);
  gtk_widget_class_install_action (widget_class, "welcome.sign-in", NULL, sign_in_cb);
  gtk_widget_class_install_action (widget_class, "welcome.host", NULL, host_cb);
  gtk_widget_class_install_action (widget_class, "welcome.take-over", NULL, take_over_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "welcome.back", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "welcome.back",
                                       NULL);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
parlour_welcome_init (ParlourWelcome *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
parlour_welcome_set_up (ParlourWelcome *self,
                        ParlourAccounts *accounts,
                        ParlourDiscovery *discovery,
                        ParlourHost *host,
                        ParlourHostAdmin *admin)
{
  g_return_if_fail (PARLOUR_IS_WELCOME (self));
  parlour_nearby_set_up (self->nearby, discovery, TRUE);
  parlour_address_page_set_up (self->address_page, accounts, discovery);
  parlour_place_page_set_accounts (self->place_page, accounts);
  parlour_credentials_page_set_accounts (self->credentials_page, accounts);
  parlour_host_page_set_up (self->host_page, accounts, host, admin);
  parlour_take_over_page_set_up (self->take_over_page, accounts, host);
}

void
parlour_welcome_set_offers (ParlourWelcome *self, gboolean leave, gboolean host)
{
  g_return_if_fail (PARLOUR_IS_WELCOME (self));
  gtk_widget_set_visible (self->leave, leave);
  gtk_widget_set_visible (self->host, host);
}

void
parlour_welcome_reset (ParlourWelcome *self)
{
  g_return_if_fail (PARLOUR_IS_WELCOME (self));
  gtk_widget_set_visible (GTK_WIDGET (self->problem), FALSE);
  parlour_address_page_clear (self->address_page);
  parlour_credentials_page_clear (self->credentials_page);
  parlour_host_page_clear (self->host_page);
  parlour_take_over_page_clear (self->take_over_page);
  adw_leaflet_set_visible_child (self->leaflet, self->start_page);
}

void
parlour_welcome_open_link (ParlourWelcome *self, ParlourDestination *destination)
{
  g_return_if_fail (PARLOUR_IS_WELCOME (self) && destination != NULL);
  show_place (self, destination);
}

void
parlour_welcome_show_problem (ParlourWelcome *self, const char *text)
{
  g_return_if_fail (PARLOUR_IS_WELCOME (self));
  gtk_label_set_text (self->problem, text);
  gtk_widget_set_visible (GTK_WIDGET (self->problem), TRUE);
}
