/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-people-finder"

#include "app/compose/people-finder.h"

#include "app/template.h"
#include "core/text.h"

#include <glib/gi18n.h>

/* The list under the recipient. A newer question cancels the one under way. Main thread. */

struct _ParlourPeopleFinder {
  GtkWidget parent_instance;
  GCancellable *cancellable;
  GPtrArray *people; /* ParlourUser, as shown; or NULL */
  char *query;
  GtkRevealer *revealer;
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (ParlourPeopleFinder, parlour_people_finder, GTK_TYPE_WIDGET)

enum { SIGNAL_CHOSEN, N_SIGNALS };
static guint signals[N_SIGNALS];

enum { PEOPLE_MAX = 5, AVATAR = 32 };

static GtkWidget *
new_row (ParlourUser *user)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *avatar = adw_avatar_new (AVATAR, user->display_name, TRUE);
  g_autofree char *username = g_strconcat ("@", user->username, NULL);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), user->display_name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), username);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), avatar);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  return row;
}

static void
show_people (ParlourPeopleFinder *self)
{
  GtkWidget *child = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list))))
    gtk_list_box_remove (self->list, child);
  guint n = MIN (self->people->len, PEOPLE_MAX);
  for (guint i = 0; i < n; i++)
    gtk_list_box_append (self->list, new_row (g_ptr_array_index (self->people, i)));
  ParlourUser *only = n == 1 ? g_ptr_array_index (self->people, 0) : NULL;
  gboolean done = only && g_str_equal (only->username, self->query);
  gtk_revealer_set_reveal_child (self->revealer, n > 0 && !done);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) people =
      parlour_account_find_people_finish (PARLOUR_ACCOUNT (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  ParlourPeopleFinder *self = user_data;
  if (!people) {
    g_debug ("Cannot look people up: %s", error->message);
    return;
  }
  g_clear_pointer (&self->people, g_ptr_array_unref);
  self->people = g_steal_pointer (&people);
  show_people (self);
}

static void
row_activated_cb (ParlourPeopleFinder *self, GtkListBoxRow *row)
{
  guint index = (guint)gtk_list_box_row_get_index (row);
  if (!self->people || index >= self->people->len)
    return;
  ParlourUser *user = g_ptr_array_index (self->people, index);
  g_autofree char *username = g_strdup (user->username);
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, username);
}

static void
stop (ParlourPeopleFinder *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
parlour_people_finder_dispose (GObject *object)
{
  ParlourPeopleFinder *self = PARLOUR_PEOPLE_FINDER (object);
  stop (self);
  g_clear_pointer (&self->people, g_ptr_array_unref);
  g_clear_pointer (&self->query, g_free);
  parlour_template_dispose (GTK_WIDGET (object), PARLOUR_TYPE_PEOPLE_FINDER);
  G_OBJECT_CLASS (parlour_people_finder_parent_class)->dispose (object);
}

static void
parlour_people_finder_class_init (ParlourPeopleFinderClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_people_finder_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/im/parlour/Parlour/ui/people-finder.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlourPeopleFinder, revealer);
  gtk_widget_class_bind_template_child (widget_class, ParlourPeopleFinder, list);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", PARLOUR_TYPE_PEOPLE_FINDER, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
parlour_people_finder_init (ParlourPeopleFinder *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
parlour_people_finder_find (ParlourPeopleFinder *self, ParlourAccount *account, const char *query)
{
  g_return_if_fail (PARLOUR_IS_PEOPLE_FINDER (self));
  stop (self);
  g_free (self->query);
  self->query = g_strdup (*query == '@' ? query + 1 : query);
  g_strstrip (self->query);
  self->cancellable = g_cancellable_new ();
  parlour_account_find_people_async (account, self->query, self->cancellable, found_cb, self);
}

void
parlour_people_finder_hide (ParlourPeopleFinder *self)
{
  g_return_if_fail (PARLOUR_IS_PEOPLE_FINDER (self));
  stop (self);
  gtk_revealer_set_reveal_child (self->revealer, FALSE);
}

char *
parlour_people_finder_resolve (ParlourPeopleFinder *self, const char *text)
{
  g_return_val_if_fail (PARLOUR_IS_PEOPLE_FINDER (self), NULL);
  g_autofree char *plain = g_strstrip (g_strdup (*text == '@' ? text + 1 : text));
  g_autofree char *wanted = parlour_text_fold (plain);
  for (guint i = 0; self->people && i < self->people->len; i++) {
    ParlourUser *user = g_ptr_array_index (self->people, i);
    g_autofree char *name = parlour_text_fold (user->display_name);
    if (g_str_equal (name, wanted))
      return g_strdup (user->username);
  }
  return g_steal_pointer (&plain);
}
