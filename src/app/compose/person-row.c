/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-person-row"

#include "app/compose/person-row.h"

#include "app/avatar.h"
#include "app/people/presence-dot.h"

#include <glib/gi18n.h>

/* One row. Main thread. */

struct _ParlourPersonRow {
  AdwActionRow parent_instance;
  ParlourUser *user;
  AdwAvatar *avatar;
  ParlourPresenceDot *presence;
  GtkWidget *check;
};

G_DEFINE_FINAL_TYPE (ParlourPersonRow, parlour_person_row, ADW_TYPE_ACTION_ROW)

static void
parlour_person_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), PARLOUR_TYPE_PERSON_ROW);
  G_OBJECT_CLASS (parlour_person_row_parent_class)->dispose (object);
}

static void
parlour_person_row_finalize (GObject *object)
{
  g_clear_pointer (&PARLOUR_PERSON_ROW (object)->user, parlour_user_unref);
  G_OBJECT_CLASS (parlour_person_row_parent_class)->finalize (object);
}

static void
parlour_person_row_class_init (ParlourPersonRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_person_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = parlour_person_row_finalize;
  g_type_ensure (PARLOUR_TYPE_PRESENCE_DOT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/im/parlour/Parlour/ui/person-row.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlourPersonRow, avatar);
  gtk_widget_class_bind_template_child (widget_class, ParlourPersonRow, presence);
  gtk_widget_class_bind_template_child (widget_class, ParlourPersonRow, check);
}

static void
parlour_person_row_init (ParlourPersonRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
parlour_person_row_new (void)
{
  return g_object_new (PARLOUR_TYPE_PERSON_ROW, NULL);
}

void
parlour_person_row_show (ParlourPersonRow *self,
                         ParlourUser *user,
                         gboolean meant,
                         ParlourAccount *account)
{
  g_return_if_fail (PARLOUR_IS_PERSON_ROW (self) && user != NULL);
  g_autofree char *username = g_strconcat ("@", user->username, NULL);
  parlour_user_ref (user);
  g_clear_pointer (&self->user, parlour_user_unref);
  self->user = user;
  adw_avatar_set_text (self->avatar, user->display_name);
  parlour_avatar_show_person (self->avatar, parlour_account_get_pictures (account), user->id);
  parlour_presence_dot_follow (self->presence, parlour_account_get_presence (account), user->id);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), user->display_name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), username);
  gtk_widget_set_visible (self->check, meant);
}

ParlourUser *
parlour_person_row_get_user (ParlourPersonRow *self)
{
  g_return_val_if_fail (PARLOUR_IS_PERSON_ROW (self), NULL);
  return self->user;
}
