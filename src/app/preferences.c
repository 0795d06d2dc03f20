/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-preferences"

#include "app/preferences.h"

#include "app/dialog-fit.h"
#include "app/time-text.h"

/* The window: its switches are bound to the settings. Main thread. */

struct _ParlourPreferences {
  AdwPreferencesWindow parent_instance;
  GtkSwitch *enter_sends;
  GtkSwitch *stay;
  GtkSwitch *notify_preview;
  GtkSwitch *notify_sound;
  GtkSwitch *quiet_hours;
  AdwComboRow *quiet_from;
  AdwComboRow *quiet_to;
};

G_DEFINE_FINAL_TYPE (ParlourPreferences, parlour_preferences, ADW_TYPE_PREFERENCES_WINDOW)

enum { HALF_HOURS = 48 };

/* The times of a day by half hours, as they are written here. */
static GListModel *
make_times (void)
{
  GtkStringList *times = gtk_string_list_new (NULL);
  for (int i = 0; i < HALF_HOURS; i++) {
    g_autoptr (GDateTime) time = g_date_time_new_local (2000, 1, 1, i / 2, i % 2 * 30, 0);
    gtk_string_list_take (times, parlour_time_text_clock (g_date_time_to_unix (time) * 1000));
  }
  return G_LIST_MODEL (times);
}

static void
problem_cb (ParlourPreferences *self, GParamSpec *pspec, GObject *background)
{
  g_autofree char *problem = NULL;
  g_object_get (background, "problem", &problem, NULL);
  if (problem)
    adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (self), adw_toast_new (problem));
}

static void
parlour_preferences_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), PARLOUR_TYPE_PREFERENCES);
  G_OBJECT_CLASS (parlour_preferences_parent_class)->dispose (object);
}

static void
parlour_preferences_class_init (ParlourPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_preferences_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/im/parlour/Parlour/ui/preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlourPreferences, enter_sends);
  gtk_widget_class_bind_template_child (widget_class, ParlourPreferences, stay);
  gtk_widget_class_bind_template_child (widget_class, ParlourPreferences, notify_preview);
  gtk_widget_class_bind_template_child (widget_class, ParlourPreferences, notify_sound);
  gtk_widget_class_bind_template_child (widget_class, ParlourPreferences, quiet_hours);
  gtk_widget_class_bind_template_child (widget_class, ParlourPreferences, quiet_from);
  gtk_widget_class_bind_template_child (widget_class, ParlourPreferences, quiet_to);
}

static void
parlour_preferences_init (ParlourPreferences *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_autoptr (GListModel) times = make_times ();
  AdwComboRow *const rows[] = {self->quiet_from, self->quiet_to};
  /* After the model: a row that gets one makes itself sensitive. */
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    adw_combo_row_set_model (rows[i], times);
    g_object_bind_property (self->quiet_hours, "active", rows[i], "sensitive",
                            G_BINDING_SYNC_CREATE);
  }
}

static void
bind (ParlourSettings *settings, const char *key, gpointer row, const char *property)
{
  g_object_bind_property (settings, key, row, property,
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
}

GtkWindow *
parlour_preferences_new (GtkWindow *parent,
                         ParlourSettings *settings,
                         ParlourBackground *background)
{
  ParlourPreferences *self = g_object_new (PARLOUR_TYPE_PREFERENCES, "transient-for", parent, NULL);
  parlour_dialog_fit (GTK_WINDOW (self), parent);
  bind (settings, "enter-sends", self->enter_sends, "active");
  bind (settings, "notify-preview", self->notify_preview, "active");
  bind (settings, "notify-sound", self->notify_sound, "active");
  bind (settings, "quiet-hours", self->quiet_hours, "active");
  bind (settings, "quiet-from", self->quiet_from, "selected");
  bind (settings, "quiet-to", self->quiet_to, "selected");
  g_object_bind_property (background, "wanted", self->stay, "active",
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  g_signal_connect_object (background, "notify::problem", G_CALLBACK (problem_cb), self,
                           G_CONNECT_SWAPPED);
  return GTK_WINDOW (self);
}
