/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-people-finder"

#include "app/compose/people-finder.h"

#include "app/compose/person-row.h"
#include "app/template.h"
#include "core/text.h"

#include <glib/gi18n.h>

/* The list under the recipient. A newer question cancels the one under way. Main thread. */

struct _ParlourPeopleFinder {
  GtkWidget parent_instance;
  GCancellable *cancellable;
  GPtrArray *people; /* ParlourUser, as shown; or NULL */
  char *query;
  ParlourAccount *account; /* of whom was asked last; nullable */
  gboolean others;         /* than people were found */
  gboolean settled;        /* the choice is made: whom the query names, and nobody else, is shown */
  GtkRevealer *revealer;
  GtkListBox *list;
  GtkWidget *nobody;
};

G_DEFINE_FINAL_TYPE (ParlourPeopleFinder, parlour_people_finder, GTK_TYPE_WIDGET)

enum { SIGNAL_CHOSEN, N_SIGNALS };
static guint signals[N_SIGNALS];

enum { PEOPLE_MAX = 5 };

/* Whether @text, as typed, names @user in full. */
static gboolean
names (const char *text, ParlourUser *user)
{
  g_autofree char *wanted = parlour_text_fold (text);
  g_autofree char *name = parlour_text_fold (user->display_name);
  g_autofree char *username = parlour_text_fold (user->username);
  return g_str_equal (wanted, username) || g_str_equal (wanted, name);
}

/* Whom the query names in full among those found, or NULL. */
static ParlourUser *
find_meant (ParlourPeopleFinder *self)
{
  for (guint i = 0; self->people && i < self->people->len; i++)
    if (names (self->query, g_ptr_array_index (self->people, i)))
      return g_ptr_array_index (self->people, i);
  return NULL;
}

/* Who belongs into the list: the one who is meant first, and alone once the choice is made. */
static GPtrArray *
list_people (ParlourPeopleFinder *self, ParlourUser *meant)
{
  GPtrArray *shown = g_ptr_array_new ();
  if (meant)
    g_ptr_array_add (shown, meant);
  for (guint i = 0; self->people && !self->settled && i < self->people->len; i++) {
    ParlourUser *user = g_ptr_array_index (self->people, i);
    if (user != meant && shown->len < PEOPLE_MAX)
      g_ptr_array_add (shown, user);
  }
  return shown;
}

static ParlourPersonRow *
row_at (ParlourPeopleFinder *self, guint position)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, (int)position);
  return row ? PARLOUR_PERSON_ROW (row) : NULL;
}

/* The row that shows @user already keeps its widget, so that a click on it is not lost. */
static ParlourPersonRow *
bring_row (ParlourPeopleFinder *self, ParlourUser *user, guint position)
{
  ParlourPersonRow *row = NULL;
  guint at = position;
  while ((row = row_at (self, at)) &&
         !g_str_equal (parlour_person_row_get_user (row)->id, user->id))
    at++;
  if (row && at == position)
    return row;
  if (row) {
    g_object_ref (row);
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  } else {
    row = PARLOUR_PERSON_ROW (g_object_ref_sink (parlour_person_row_new ()));
  }
  gtk_list_box_insert (self->list, GTK_WIDGET (row), (int)position);
  g_object_unref (row);
  return row;
}

/* Of the whole list that nothing typed asks for, nobody is missing. */
static gboolean
is_in_vain (ParlourPeopleFinder *self)
{
  return self->people && self->people->len == 0 && !self->settled && !self->others && self->query &&
         *self->query;
}

static void
show_people (ParlourPeopleFinder *self)
{
  ParlourPersonRow *row = NULL;
  ParlourUser *meant = find_meant (self);
  g_autoptr (GPtrArray) shown = list_people (self, meant);
  for (guint i = 0; i < shown->len; i++) {
    ParlourUser *user = g_ptr_array_index (shown, i);
    parlour_person_row_show (bring_row (self, user, i), user, user == meant, self->account);
  }
  gtk_revealer_set_reveal_child (self->revealer, shown->len > 0);
  gtk_widget_set_visible (self->nobody, is_in_vain (self));
  while (shown->len > 0 && (row = row_at (self, shown->len))) /* else it is seen going away */
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
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
  g_autofree char *username =
      g_strdup (parlour_person_row_get_user (PARLOUR_PERSON_ROW (row))->username);
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
  g_clear_object (&self->account);
  parlour_template_dispose (GTK_WIDGET (object), PARLOUR_TYPE_PEOPLE_FINDER);
  G_OBJECT_CLASS (parlour_people_finder_parent_class)->dispose (object);
}

static void
parlour_people_finder_class_init (ParlourPeopleFinderClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  g_type_ensure (PARLOUR_TYPE_PERSON_ROW);
  G_OBJECT_CLASS (klass)->dispose = parlour_people_finder_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/im/parlour/Parlour/ui/people-finder.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlourPeopleFinder, revealer);
  gtk_widget_class_bind_template_child (widget_class, ParlourPeopleFinder, list);
  gtk_widget_class_bind_template_child (widget_class, ParlourPeopleFinder, nobody);
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

static void
ask (ParlourPeopleFinder *self, ParlourAccount *account, const char *query, gboolean settled)
{
  stop (self);
  g_set_object (&self->account, account);
  g_free (self->query);
  self->query = g_strstrip (g_strdup (*query == '@' ? query + 1 : query));
  self->settled = settled;
  self->cancellable = g_cancellable_new ();
  parlour_account_find_people_async (account, self->query, self->cancellable, found_cb, self);
}

void
parlour_people_finder_find (ParlourPeopleFinder *self, ParlourAccount *account, const char *query)
{
  g_return_if_fail (PARLOUR_IS_PEOPLE_FINDER (self));
  ask (self, account, query, FALSE);
}

void
parlour_people_finder_settle (ParlourPeopleFinder *self, ParlourAccount *account, const char *query)
{
  g_return_if_fail (PARLOUR_IS_PEOPLE_FINDER (self));
  ask (self, account, query, TRUE);
  show_people (self);
}

void
parlour_people_finder_set_others (ParlourPeopleFinder *self, gboolean others)
{
  g_return_if_fail (PARLOUR_IS_PEOPLE_FINDER (self));
  self->others = others;
  gtk_widget_set_visible (self->nobody, is_in_vain (self));
}

const char *
parlour_people_finder_guess (ParlourPeopleFinder *self)
{
  g_return_val_if_fail (PARLOUR_IS_PEOPLE_FINDER (self), NULL);
  ParlourUser *meant = find_meant (self);
  if (!meant && self->query && *self->query && self->people && self->people->len == 1)
    meant = g_ptr_array_index (self->people, 0);
  return meant ? meant->username : NULL;
}

ParlourUser *
parlour_people_finder_get_user (ParlourPeopleFinder *self, const char *username)
{
  g_return_val_if_fail (PARLOUR_IS_PEOPLE_FINDER (self), NULL);
  for (guint i = 0; self->people && i < self->people->len; i++) {
    ParlourUser *user = g_ptr_array_index (self->people, i);
    if (g_str_equal (user->username, username))
      return user;
  }
  return NULL;
}

char *
parlour_people_finder_resolve (ParlourPeopleFinder *self, const char *text)
{
  g_return_val_if_fail (PARLOUR_IS_PEOPLE_FINDER (self), NULL);
  g_autofree char *plain = g_strstrip (g_strdup (*text == '@' ? text + 1 : text));
  for (guint i = 0; self->people && i < self->people->len; i++) {
    ParlourUser *user = g_ptr_array_index (self->people, i);
    if (names (plain, user))
      return g_strdup (user->username);
  }
  return g_steal_pointer (&plain);
}
