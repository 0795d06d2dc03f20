/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-people-dialog"

#include "app/history/people-dialog.h"

#include "app/avatar.h"
#include "app/dialog-fit.h"
#include "app/lists/row-name.h"

#include <glib/gi18n.h>

/* The window. Its list makes rows only for what is seen: a line may tell of a thousand people. Main
 * thread. */

struct _ParlourPeopleDialog {
  AdwWindow parent_instance;
  ParlourAccount *account;
  GPtrArray *people; /* ParlourNoticePerson, in the list's order */
  GtkListView *list;
};

G_DEFINE_FINAL_TYPE (ParlourPeopleDialog, parlour_people_dialog, ADW_TYPE_WINDOW)

enum { SIGNAL_PERSON, N_SIGNALS };
static guint signals[N_SIGNALS];

enum { AVATAR_SIZE = 32, ROW_SPACING = 12 };

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, ROW_SPACING);
  GtkWidget *name = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_wrap (GTK_LABEL (name), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (name), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_hexpand (name, TRUE);
  gtk_box_append (GTK_BOX (row), adw_avatar_new (AVATAR_SIZE, NULL, TRUE));
  gtk_box_append (GTK_BOX (row), name);
  gtk_list_item_set_child (list_item, row);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, ParlourPeopleDialog *self)
{
  const ParlourNoticePerson *person =
      g_ptr_array_index (self->people, gtk_list_item_get_position (list_item));
  const char *name = gtk_string_object_get_string (gtk_list_item_get_item (list_item));
  GtkWidget *row = gtk_list_item_get_child (list_item);
  AdwAvatar *avatar = ADW_AVATAR (gtk_widget_get_first_child (row));
  adw_avatar_set_text (avatar, name);
  parlour_avatar_show_person (avatar, parlour_account_get_pictures (self->account), person->id);
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_last_child (row)), name);
  parlour_row_set_name (row, name);
  gtk_list_item_set_activatable (list_item, person->id && !person->me);
}

static void
activate_cb (ParlourPeopleDialog *self, guint position)
{
  const ParlourNoticePerson *person = g_ptr_array_index (self->people, position);
  g_signal_emit (self, signals[SIGNAL_PERSON], 0, person->id);
}

static void
parlour_people_dialog_dispose (GObject *object)
{
  ParlourPeopleDialog *self = PARLOUR_PEOPLE_DIALOG (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), PARLOUR_TYPE_PEOPLE_DIALOG);
  g_clear_pointer (&self->people, g_ptr_array_unref);
  g_clear_object (&self->account);
  G_OBJECT_CLASS (parlour_people_dialog_parent_class)->dispose (object);
}

static void
parlour_people_dialog_class_init (ParlourPeopleDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_people_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/im/parlour/Parlour/ui/people-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlourPeopleDialog, list);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  signals[SIGNAL_PERSON] = g_signal_new ("person", PARLOUR_TYPE_PEOPLE_DIALOG, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
parlour_people_dialog_init (ParlourPeopleDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
show_people (ParlourPeopleDialog *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  for (guint i = 0; i < self->people->len; i++) {
    const ParlourNoticePerson *person = g_ptr_array_index (self->people, i);
    gtk_string_list_append (names, person->name ? person->name : _ ("Somebody"));
  }
  g_autoptr (GtkNoSelection) none = gtk_no_selection_new (G_LIST_MODEL (g_object_ref (names)));
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (none));
}

GtkWindow *
parlour_people_dialog_new (GtkWindow *parent, ParlourAccount *account, ParlourMessageItem *item)
{
  g_return_val_if_fail (PARLOUR_IS_MESSAGE_ITEM (item), NULL);
  g_return_val_if_fail (parlour_message_item_get_people (item) != NULL, NULL);
  ParlourPeopleDialog *self =
      g_object_new (PARLOUR_TYPE_PEOPLE_DIALOG, "transient-for", parent, NULL);
  gboolean joined = parlour_message_item_get_notice (item) == PARLOUR_NOTICE_JOINED;
  self->account = g_object_ref (account);
  self->people = g_ptr_array_ref (parlour_message_item_get_people (item));
  gtk_window_set_title (GTK_WINDOW (self), joined ? _ ("Who Joined") : _ ("Who Was Added"));
  show_people (self);
  parlour_dialog_fit (GTK_WINDOW (self), parent);
  return GTK_WINDOW (self);
}
