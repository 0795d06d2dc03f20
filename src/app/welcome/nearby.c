/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-nearby"

#include "app/welcome/nearby.h"

#include "app/template.h"
#include "app/welcome/found-row.h"

#include <glib/gi18n.h>

/* The list of what was found. Main thread. */

#define BRIEF_ROWS 3 /* a network may announce hundreds */

struct _ParlourNearby {
  GtkWidget parent_instance;
  ParlourDiscovery *discovery; /* or NULL */
  gboolean brief;
  GtkListBox *list;
  GtkLabel *state; /* instead of the list */
};

G_DEFINE_FINAL_TYPE (ParlourNearby, parlour_nearby, GTK_TYPE_WIDGET)

enum { SIGNAL_FOUND, N_SIGNALS };
static guint signals[N_SIGNALS];

static GtkWidget *
new_row_cb (gpointer item, gpointer user_data)
{
  return parlour_found_row_new (item);
}

static void
update (ParlourNearby *self)
{
  gboolean any = g_list_model_get_n_items (G_LIST_MODEL (self->discovery)) > 0;
  gtk_widget_set_visible (GTK_WIDGET (self->list), any);
  gtk_widget_set_visible (GTK_WIDGET (self->state), !any);
  gtk_widget_set_visible (GTK_WIDGET (self), any || !self->brief);
  gtk_label_set_text (self->state,
                      parlour_discovery_get_available (self->discovery)
                          ? _ ("No place has been found on this network yet.")
                          : _ ("Places nearby can’t be listed: this computer runs no Avahi. "
                               "A link or an address works all the same."));
}

static void
row_cb (ParlourNearby *self, GtkListBoxRow *row)
{
  ParlourFoundServer *server = parlour_found_row_get_server (PARLOUR_FOUND_ROW (row));
  g_autoptr (ParlourDestination) destination = parlour_found_server_to_destination (server);
  g_signal_emit (self, signals[SIGNAL_FOUND], 0, destination);
}

static void
parlour_nearby_dispose (GObject *object)
{
  parlour_template_dispose (GTK_WIDGET (object), PARLOUR_TYPE_NEARBY);
  g_clear_object (&PARLOUR_NEARBY (object)->discovery);
  G_OBJECT_CLASS (parlour_nearby_parent_class)->dispose (object);
}

static void
parlour_nearby_class_init (ParlourNearbyClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_nearby_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/im/parlour/Parlour/ui/nearby.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlourNearby, list);
  gtk_widget_class_bind_template_child (widget_class, ParlourNearby, state);
  gtk_widget_class_bind_template_callback (widget_class, row_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  signals[SIGNAL_FOUND] = g_signal_new ("found", PARLOUR_TYPE_NEARBY, G_SIGNAL_RUN_LAST, 0, NULL,
                                        NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
parlour_nearby_init (ParlourNearby *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
parlour_nearby_set_up (ParlourNearby *self, ParlourDiscovery *discovery, gboolean brief)
{
  g_return_if_fail (PARLOUR_IS_NEARBY (self) && self->discovery == NULL);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  self->brief = brief;
  if (!g_set_object (&self->discovery, discovery))
    return;
  g_autoptr (GtkSliceListModel) rows = gtk_slice_list_model_new (
      g_object_ref (G_LIST_MODEL (discovery)), 0, brief ? BRIEF_ROWS : G_MAXUINT);
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (rows), new_row_cb, NULL, NULL);
  g_signal_connect_object (discovery, "items-changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (discovery, "notify::available", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  update (self);
}
