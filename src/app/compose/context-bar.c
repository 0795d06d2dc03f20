/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-context-bar"

#include "app/compose/context-bar.h"

#include "app/template.h"

#include <glib/gi18n.h>

/* The bar. Main thread. */

struct _ParlourContextBar {
  GtkWidget parent_instance;
  GtkRevealer *revealer;
  GtkLabel *heading;
  GtkLabel *line;
  GtkWidget *cancel;
};

G_DEFINE_FINAL_TYPE (ParlourContextBar, parlour_context_bar, GTK_TYPE_WIDGET)

enum { SIGNAL_CANCELLED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
cancel_cb (ParlourContextBar *self)
{
  g_signal_emit (self, signals[SIGNAL_CANCELLED], 0);
}

static void
parlour_context_bar_dispose (GObject *object)
{
  parlour_template_dispose (GTK_WIDGET (object), PARLOUR_TYPE_CONTEXT_BAR);
  G_OBJECT_CLASS (parlour_context_bar_parent_class)->dispose (object);
}

static void
parlour_context_bar_class_init (ParlourContextBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_context_bar_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/im/parlour/Parlour/ui/context-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlourContextBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, ParlourContextBar, heading);
  gtk_widget_class_bind_template_child (widget_class, ParlourContextBar, line);
  gtk_widget_class_bind_template_child (widget_class, ParlourContextBar, cancel);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  signals[SIGNAL_CANCELLED] = g_signal_new ("cancelled", PARLOUR_TYPE_CONTEXT_BAR,
                                            G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
parlour_context_bar_init (ParlourContextBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
parlour_context_bar_show (ParlourContextBar *self, const ParlourUnsent *unsent)
{
  g_return_if_fail (PARLOUR_IS_CONTEXT_BAR (self));
  gboolean edit = unsent->kind == PARLOUR_UNSENT_EDIT;
  const char *words = edit ? _ ("Cancel the edit") : _ ("Cancel the reply");
  gtk_revealer_set_reveal_child (self->revealer, unsent->kind != PARLOUR_UNSENT_PLAIN);
  if (unsent->kind == PARLOUR_UNSENT_PLAIN)
    return;
  gtk_label_set_text (self->heading, edit              ? _ ("Edit the message")
                                     : unsent->heading ? unsent->heading
                                                       : "");
  gtk_label_set_text (self->line, unsent->line ? unsent->line : "");
  gtk_widget_set_tooltip_text (self->cancel, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->cancel), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  words, -1);
}
