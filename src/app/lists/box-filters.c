/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-box-filters"

#include "app/lists/box-filters.h"

#include "app/template.h"

#include <glib/gi18n.h>

/* The switches. What is owed has a title, so that one of them at most is on. Main thread. */

struct _ParlourBoxFilters {
  GtkWidget parent_instance;
  ParlourBoxList *box;
  ParlourOwedCount *count; /* nullable: of Received alone */
  GtkToggleButton *titled;
  GtkToggleButton *owed;
  GtkLabel *owed_count;
};

G_DEFINE_FINAL_TYPE (ParlourBoxFilters, parlour_box_filters, GTK_TYPE_WIDGET)

static void
update_count (ParlourBoxFilters *self)
{
  guint count = parlour_owed_count_get (self->count);
  /* Translators: the number of messages that wait for an answer, where it is too large to count */
  g_autofree char *text = count < PARLOUR_OWED_MAX
                              ? g_strdup_printf ("%u", count)
                              : g_strdup_printf (_ ("%u+"), PARLOUR_OWED_MAX - 1);
  /* Translators: a switch to a screen reader: it shows the messages that wait for an answer */
  g_autofree char *words =
      count == 0
          ? g_strdup (_ ("Answers owed"))
          : g_strdup_printf (ngettext ("Answers owed, %u", "Answers owed, %u", count), count);
  gtk_label_set_text (self->owed_count, text);
  gtk_widget_set_visible (GTK_WIDGET (self->owed_count), count > 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->owed), GTK_ACCESSIBLE_PROPERTY_LABEL, words,
                                  -1);
}

static void
toggled_cb (ParlourBoxFilters *self, GtkToggleButton *button)
{
  GtkToggleButton *other = button == self->titled ? self->owed : self->titled;
  if (gtk_toggle_button_get_active (button))
    gtk_toggle_button_set_active (other, FALSE);
  parlour_box_list_set_filter (
      self->box, gtk_toggle_button_get_active (self->owed)     ? PARLOUR_BOX_FILTER_OWED
                 : gtk_toggle_button_get_active (self->titled) ? PARLOUR_BOX_FILTER_TITLED
                                                               : PARLOUR_BOX_FILTER_NONE);
}

static void
parlour_box_filters_dispose (GObject *object)
{
  ParlourBoxFilters *self = PARLOUR_BOX_FILTERS (object);
  parlour_template_dispose (GTK_WIDGET (object), PARLOUR_TYPE_BOX_FILTERS);
  g_clear_object (&self->box);
  g_clear_object (&self->count);
  G_OBJECT_CLASS (parlour_box_filters_parent_class)->dispose (object);
}

static void
parlour_box_filters_class_init (ParlourBoxFiltersClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_box_filters_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/im/parlour/Parlour/ui/box-filters.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlourBoxFilters, titled);
  gtk_widget_class_bind_template_child (widget_class, ParlourBoxFilters, owed);
  gtk_widget_class_bind_template_child (widget_class, ParlourBoxFilters, owed_count);
  gtk_widget_class_bind_template_callback (widget_class, toggled_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
parlour_box_filters_init (ParlourBoxFilters *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
parlour_box_filters_set (ParlourBoxFilters *self, ParlourBoxList *box, ParlourAccount *account)
{
  g_return_if_fail (PARLOUR_IS_BOX_FILTERS (self) && self->box == NULL);
  gboolean received = parlour_box_list_get_box (box) == PARLOUR_BOX_RECEIVED;
  self->box = g_object_ref (box);
  gtk_widget_set_visible (GTK_WIDGET (self->owed), received);
  if (!received)
    return;
  self->count = g_object_ref (parlour_account_get_owed (account));
  g_signal_connect_object (self->count, "notify::count", G_CALLBACK (update_count), self,
                           G_CONNECT_SWAPPED);
  update_count (self);
}
