/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-reaction-bar"

#include "app/history/reaction-bar.h"

#include "app/history/reaction-words.h"

/* The buttons, laid out in lines. They are used again and again like the rows that they stand in.
 * Main thread. */

struct _ParlourReactionBar {
  GtkWidget parent_instance;
  ParlourMessageItem *item; /* nullable */
};

G_DEFINE_FINAL_TYPE (ParlourReactionBar, parlour_reaction_bar, GTK_TYPE_WIDGET)

enum { GAP = 4 };

static void
clicked_cb (ParlourReactionBar *self, GtkWidget *button)
{
  guint position = 0;
  GPtrArray *reactions = self->item ? parlour_message_item_get_reactions (self->item) : NULL;
  for (GtkWidget *at = button; (at = gtk_widget_get_prev_sibling (at));)
    position++;
  if (!reactions || position >= reactions->len)
    return;
  const ParlourReactionRow *reaction = g_ptr_array_index (reactions, position);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.react-to-message", "(sxsb)",
                              parlour_message_item_get_conversation (self->item),
                              parlour_message_item_get_seq (self->item), reaction->emoji,
                              !reaction->mine);
}

static GtkWidget *
add_button (ParlourReactionBar *self)
{
  GtkWidget *button = gtk_button_new ();
  gtk_widget_add_css_class (button, "reaction");
  gtk_widget_set_parent (button, GTK_WIDGET (self));
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (clicked_cb), self);
  return button;
}

static void
show_reaction (GtkWidget *button, const ParlourReactionRow *reaction)
{
  g_autofree char *label = parlour_reaction_label (reaction);
  g_autofree char *people = parlour_reaction_people (reaction);
  g_autofree char *words = parlour_reaction_words (reaction);
  gtk_button_set_label (GTK_BUTTON (button), label);
  gtk_widget_set_tooltip_text (button, people);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words,
                                  -1);
  if (reaction->mine)
    gtk_widget_add_css_class (button, "mine");
  else
    gtk_widget_remove_css_class (button, "mine");
}

/* --- the widget --------------------------------------------------------------------------- */

static GtkSizeRequestMode
parlour_reaction_bar_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* Lines of buttons within @width; returns the height. */
static int
lay_out (GtkWidget *widget, int width, gboolean allocate)
{
  gboolean mirror = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int x = 0;
  int y = 0;
  int line = 0;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child)) {
    int wide = 0;
    int high = 0;
    gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &wide, NULL, NULL);
    gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, wide, NULL, &high, NULL, NULL);
    if (x > 0 && x + wide > width) {
      x = 0;
      y += line + GAP;
      line = 0;
    }
    if (allocate)
      gtk_widget_size_allocate (child,
                                &(GtkAllocation){mirror ? width - x - wide : x, y, wide, high}, -1);
    x += wide + GAP;
    line = MAX (line, high);
  }
  return y + line;
}

static void
parlour_reaction_bar_measure (GtkWidget *widget,
                              GtkOrientation orientation,
                              int for_size,
                              int *minimum,
                              int *natural,
                              int *minimum_baseline,
                              int *natural_baseline)
{
  if (orientation == GTK_ORIENTATION_VERTICAL) {
    *minimum = *natural = lay_out (widget, for_size < 0 ? G_MAXINT / 2 : for_size, FALSE);
    return;
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child)) {
    int wide = 0;
    gtk_widget_measure (child, orientation, -1, NULL, &wide, NULL, NULL);
    *minimum = MAX (*minimum, wide);
    *natural += wide + (*natural > 0 ? GAP : 0);
  }
}

static void
parlour_reaction_bar_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  lay_out (widget, width, TRUE);
}

static void
parlour_reaction_bar_dispose (GObject *object)
{
  GtkWidget *child = NULL;
  g_clear_object (&PARLOUR_REACTION_BAR (object)->item);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))))
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (parlour_reaction_bar_parent_class)->dispose (object);
}

static void
parlour_reaction_bar_class_init (ParlourReactionBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_reaction_bar_dispose;
  widget_class->get_request_mode = parlour_reaction_bar_get_request_mode;
  widget_class->measure = parlour_reaction_bar_measure;
  widget_class->size_allocate = parlour_reaction_bar_size_allocate;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
parlour_reaction_bar_init (ParlourReactionBar *self)
{
}

void
parlour_reaction_bar_show (ParlourReactionBar *self, ParlourMessageItem *item)
{
  g_return_if_fail (PARLOUR_IS_REACTION_BAR (self));
  GPtrArray *reactions = item ? parlour_message_item_get_reactions (item) : NULL;
  guint n = reactions ? reactions->len : 0;
  GtkWidget *button = gtk_widget_get_first_child (GTK_WIDGET (self));
  g_set_object (&self->item, item);
  for (guint i = 0; i < n; i++) {
    if (!button)
      button = add_button (self);
    show_reaction (button, g_ptr_array_index (reactions, i));
    button = gtk_widget_get_next_sibling (button);
  }
  while (button) {
    GtkWidget *next = gtk_widget_get_next_sibling (button);
    gtk_widget_unparent (button);
    button = next;
  }
  gtk_widget_set_visible (GTK_WIDGET (self), n > 0);
}
