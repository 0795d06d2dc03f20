/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-place-page"

#include "app/welcome/place-page.h"

#include "app/template.h"

#include <glib/gi18n.h>

/* The page that shows a place. Main thread. */

struct _ParlourPlacePage {
  GtkWidget parent_instance;
  ParlourPlace *place;
  GtkLabel *name;
  GtkLabel *address;
  GtkLabel *registration;
  GtkWidget *fingerprint_row;
  GtkLabel *fingerprint;
  GtkWidget *create;
  GtkWidget *sign_in;
};

G_DEFINE_FINAL_TYPE (ParlourPlacePage, parlour_place_page, GTK_TYPE_WIDGET)

enum { SIGNAL_CHOSEN, N_SIGNALS };
static guint signals[N_SIGNALS];

static const char *
registration_text (const char *registration)
{
  if (g_strcmp0 (registration, "open") == 0)
    return _ ("Open: anyone who reaches this address");
  if (g_strcmp0 (registration, "invite") == 0)
    return _ ("By invitation only");
  return _ ("Closed: no new accounts");
}

static void
create_cb (ParlourPlacePage *self)
{
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, TRUE);
}

static void
sign_in_cb (ParlourPlacePage *self)
{
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, FALSE);
}

static gboolean
parlour_place_page_grab_focus (GtkWidget *widget)
{
  ParlourPlacePage *self = PARLOUR_PLACE_PAGE (widget);
  return gtk_widget_grab_focus (gtk_widget_get_visible (self->create) ? self->create
                                                                      : self->sign_in);
}

static void
parlour_place_page_dispose (GObject *object)
{
  g_clear_pointer (&PARLOUR_PLACE_PAGE (object)->place, parlour_place_unref);
  parlour_template_dispose (GTK_WIDGET (object), PARLOUR_TYPE_PLACE_PAGE);
  G_OBJECT_CLASS (parlour_place_page_parent_class)->dispose (object);
}

static void
parlour_place_page_class_init (ParlourPlacePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_place_page_dispose;
  widget_class->grab_focus = parlour_place_page_grab_focus;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/im/parlour/Parlour/ui/place-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlourPlacePage, name);
  gtk_widget_class_bind_template_child (widget_class, ParlourPlacePage, address);
  gtk_widget_class_bind_template_child (widget_class, ParlourPlacePage, registration);
  gtk_widget_class_bind_template_child (widget_class, ParlourPlacePage, fingerprint_row);
  gtk_widget_class_bind_template_child (widget_class, ParlourPlacePage, fingerprint);
  gtk_widget_class_bind_template_child (widget_class, ParlourPlacePage, create);
  gtk_widget_class_bind_template_child (widget_class, ParlourPlacePage, sign_in);
  gtk_widget_class_bind_template_callback (widget_class, create_cb);
  gtk_widget_class_bind_template_callback (widget_class, sign_in_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", PARLOUR_TYPE_PLACE_PAGE, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
parlour_place_page_init (ParlourPlacePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
parlour_place_page_set_place (ParlourPlacePage *self, ParlourPlace *place, gboolean create)
{
  g_return_if_fail (PARLOUR_IS_PLACE_PAGE (self));
  parlour_place_ref (place);
  g_clear_pointer (&self->place, parlour_place_unref);
  self->place = place;
  gtk_label_set_text (self->name, place->name);
  gtk_label_set_text (self->address, place->server);
  gtk_label_set_text (self->registration, registration_text (place->registration));
  gtk_label_set_text (self->fingerprint, place->fingerprint
                                             ? place->fingerprint
                                             : _ ("None: the connection stays on this computer"));
  gboolean open = g_strcmp0 (place->registration, "open") == 0;
  gtk_widget_set_visible (self->create, open);
  gtk_widget_set_visible (self->sign_in, !create || !open);
}

ParlourPlace *
parlour_place_page_get_place (ParlourPlacePage *self)
{
  g_return_val_if_fail (PARLOUR_IS_PLACE_PAGE (self), NULL);
  return self->place;
}
