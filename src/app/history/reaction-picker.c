/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-reaction-picker"

#include "app/history/reaction-picker.h"

#include "app/template.h"

#include <glib/gi18n.h>

/* The line. Main thread. */

struct _ParlourReactionPicker {
  GtkWidget parent_instance;
  GtkBox *box;
  GtkWidget *more;
};

G_DEFINE_FINAL_TYPE (ParlourReactionPicker, parlour_reaction_picker, GTK_TYPE_WIDGET)

enum { SIGNAL_PICKED, SIGNAL_MORE, N_SIGNALS };
static guint signals[N_SIGNALS];

static const char *const usual[] = {"👍", "❤️", "😂", "🎉", "😮", "😢"};

static void
picked_cb (ParlourReactionPicker *self, GtkButton *button)
{
  g_signal_emit (self, signals[SIGNAL_PICKED], 0, gtk_button_get_label (button));
}

static void
more_cb (ParlourReactionPicker *self)
{
  g_signal_emit (self, signals[SIGNAL_MORE], 0);
}

static void
add_emoji (ParlourReactionPicker *self, const char *emoji)
{
  GtkWidget *button = gtk_button_new_with_label (emoji);
  /* Translators: %s is an emoji */
  g_autofree char *words = g_strdup_printf (_ ("React with %s"), emoji);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "circular");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words,
                                  -1);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (picked_cb), self);
  gtk_box_insert_child_after (self->box, button, gtk_widget_get_prev_sibling (self->more));
}

static void
parlour_reaction_picker_dispose (GObject *object)
{
  parlour_template_dispose (GTK_WIDGET (object), PARLOUR_TYPE_REACTION_PICKER);
  G_OBJECT_CLASS (parlour_reaction_picker_parent_class)->dispose (object);
}

static void
parlour_reaction_picker_class_init (ParlourReactionPickerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_reaction_picker_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/im/parlour/Parlour/ui/reaction-picker.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlourReactionPicker, box);
  gtk_widget_class_bind_template_child (widget_class, ParlourReactionPicker, more);
  gtk_widget_class_bind_template_callback (widget_class, more_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  signals[SIGNAL_PICKED] = g_signal_new ("picked", PARLOUR_TYPE_REACTION_PICKER, G_SIGNAL_RUN_LAST,
                                         0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_MORE] = g_signal_new ("more", PARLOUR_TYPE_REACTION_PICKER, G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
parlour_reaction_picker_init (ParlourReactionPicker *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (gsize i = 0; i < G_N_ELEMENTS (usual); i++)
    add_emoji (self, usual[i]);
}

GtkWidget *
parlour_reaction_picker_new (void)
{
  return g_object_new (PARLOUR_TYPE_REACTION_PICKER, NULL);
}
