/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-found-row"

#include "app/welcome/found-row.h"

#include <glib/gi18n.h>

/* One server of the local network. Main thread. */

struct _ParlourFoundRow {
  AdwActionRow parent_instance;
  ParlourFoundServer *server;
  GtkWidget *known;
  GtkWidget *warning;
};

G_DEFINE_FINAL_TYPE (ParlourFoundRow, parlour_found_row, ADW_TYPE_ACTION_ROW)

static void
update (ParlourFoundRow *self)
{
  const char *const *addresses = parlour_found_server_get_addresses (self->server);
  const char *address = addresses && addresses[0] ? addresses[0] : "";
  gboolean other = parlour_found_server_get_other_key (self->server);
  gboolean known = parlour_found_server_get_known (self->server);
  const char *subtitle = other   ? _ ("Has the name of a place you know, but is not that one")
                         : known ? _ ("You have an account here")
                                 : address;
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self),
                                 parlour_found_server_get_name (self->server));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), subtitle);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), address);
  gtk_widget_set_visible (self->warning, other);
  gtk_widget_set_visible (self->known, known && !other);
}

static void
parlour_found_row_dispose (GObject *object)
{
  g_clear_object (&PARLOUR_FOUND_ROW (object)->server);
  gtk_widget_dispose_template (GTK_WIDGET (object), PARLOUR_TYPE_FOUND_ROW);
  G_OBJECT_CLASS (parlour_found_row_parent_class)->dispose (object);
}

static void
parlour_found_row_class_init (ParlourFoundRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_found_row_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/im/parlour/Parlour/ui/found-row.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlourFoundRow, known);
  gtk_widget_class_bind_template_child (widget_class, ParlourFoundRow, warning);
}

static void
parlour_found_row_init (ParlourFoundRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
parlour_found_row_new (ParlourFoundServer *server)
{
  ParlourFoundRow *self = g_object_new (PARLOUR_TYPE_FOUND_ROW, NULL);
  self->server = g_object_ref (server);
  g_signal_connect_object (server, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}

ParlourFoundServer *
parlour_found_row_get_server (ParlourFoundRow *self)
{
  g_return_val_if_fail (PARLOUR_IS_FOUND_ROW (self), NULL);
  return self->server;
}
