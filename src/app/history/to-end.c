/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-to-end"

#include "app/history/to-end.h"

#include "app/template.h"

#include <glib/gi18n.h>

/* The button. Hidden, it lets clicks through. Main thread. */

struct _ParlourToEnd {
  GtkWidget parent_instance;
  GtkRevealer *revealer;
  GtkWidget *button;
  GtkLabel *count;
};

G_DEFINE_FINAL_TYPE (ParlourToEnd, parlour_to_end, GTK_TYPE_WIDGET)

static void
parlour_to_end_dispose (GObject *object)
{
  parlour_template_dispose (GTK_WIDGET (object), PARLOUR_TYPE_TO_END);
  G_OBJECT_CLASS (parlour_to_end_parent_class)->dispose (object);
}

static void
parlour_to_end_class_init (ParlourToEndClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_to_end_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/im/parlour/Parlour/ui/to-end.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlourToEnd, revealer);
  gtk_widget_class_bind_template_child (widget_class, ParlourToEnd, button);
  gtk_widget_class_bind_template_child (widget_class, ParlourToEnd, count);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
parlour_to_end_init (ParlourToEnd *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
parlour_to_end_show (ParlourToEnd *self, gboolean show, guint unread)
{
  g_return_if_fail (PARLOUR_IS_TO_END (self));
  g_autofree char *count = g_strdup_printf ("%u", unread);
  g_autofree char *label =
      unread > 0 ? g_strdup_printf (ngettext ("To the newest message, %u new", /* 1 */
                                              "To the newest message, %u new", unread),
                                    unread)
                 : g_strdup (_ ("To the newest message"));
  gtk_label_set_text (self->count, count);
  gtk_widget_set_visible (GTK_WIDGET (self->count), unread > 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
  gtk_revealer_set_reveal_child (self->revealer, show);
  gtk_widget_set_can_target (GTK_WIDGET (self), show);
}
