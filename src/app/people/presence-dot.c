/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-presence-dot"

#include "app/people/presence-dot.h"

#include <glib/gi18n.h>

/* The dot. It is visible while the person is here. Main thread. */

struct _ParlourPresenceDot {
  GtkWidget parent_instance;
  GSignalGroup *signals;
  char *user; /* nullable */
};

G_DEFINE_FINAL_TYPE (ParlourPresenceDot, parlour_presence_dot, GTK_TYPE_WIDGET)

static void
update (ParlourPresenceDot *self)
{
  g_autoptr (ParlourPresence) presence = g_signal_group_dup_target (self->signals);
  gtk_widget_set_visible (GTK_WIDGET (self), presence && self->user &&
                                                 parlour_presence_is_online (presence, self->user));
}

static void
changed_cb (ParlourPresenceDot *self, const char *user)
{
  if (*user == '\0' || g_strcmp0 (user, self->user) == 0)
    update (self);
}

static void
parlour_presence_dot_dispose (GObject *object)
{
  ParlourPresenceDot *self = PARLOUR_PRESENCE_DOT (object);
  g_clear_object (&self->signals);
  g_clear_pointer (&self->user, g_free);
  G_OBJECT_CLASS (parlour_presence_dot_parent_class)->dispose (object);
}

static void
parlour_presence_dot_class_init (ParlourPresenceDotClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_presence_dot_dispose;
  gtk_widget_class_set_css_name (widget_class, "presence");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
parlour_presence_dot_init (ParlourPresenceDot *self)
{
  const char *words = _ ("Online");
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_END);
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_END);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  self->signals = g_signal_group_new (PARLOUR_TYPE_PRESENCE);
  g_signal_group_connect_swapped (self->signals, "changed", G_CALLBACK (changed_cb), self);
}

void
parlour_presence_dot_follow (ParlourPresenceDot *self, ParlourPresence *presence, const char *user)
{
  g_return_if_fail (PARLOUR_IS_PRESENCE_DOT (self) && PARLOUR_IS_PRESENCE (presence));
  if (g_strcmp0 (self->user, user) != 0) {
    g_free (self->user);
    self->user = g_strdup (user);
  }
  g_signal_group_set_target (self->signals, presence);
  update (self);
}
