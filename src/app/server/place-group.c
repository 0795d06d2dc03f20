/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-place-group"

#include "app/server/place-group.h"

#include "app/server/server-words.h"
#include "app/toast.h"
#include "core/text.h"

#include <glib/gi18n.h>

/* The group. It shows what the server says, also after each change. Main thread. */

struct _ParlourPlaceGroup {
  ParlourSettingsGroup parent_instance;
  AdwEntryRow *name;
  AdwComboRow *registration;
  AdwEntryRow *limit;
};

G_DEFINE_FINAL_TYPE (ParlourPlaceGroup, parlour_place_group, PARLOUR_TYPE_SETTINGS_GROUP)

#define ACCOUNTS_MAX 1000000

/* In the order in which the template offers them. */
static const char *const registrations[] = {"invite", "open", "closed"};

/* --- what the server has ------------------------------------------------------------------ */

static void
parlour_place_group_show (ParlourSettingsGroup *group, const ParlourHostSettings *settings)
{
  ParlourPlaceGroup *self = PARLOUR_PLACE_GROUP (group);
  g_autofree char *limit = settings->max_accounts > 0
                               ? g_strdup_printf ("%" G_GINT64_FORMAT, settings->max_accounts)
                               : g_strdup ("");
  parlour_server_show_value (self->name, settings->name);
  parlour_server_show_value (self->limit, limit);
  for (guint i = 0; i < G_N_ELEMENTS (registrations); i++)
    if (g_str_equal (registrations[i], settings->registration))
      adw_combo_row_set_selected (self->registration, i);
}

/* --- what is wished ----------------------------------------------------------------------- */

static void
name_cb (ParlourPlaceGroup *self)
{
  g_autoptr (GError) error = NULL;
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->name));
  g_autofree char *name = parlour_display_name_normalize (text, &error);
  if (name)
    parlour_settings_group_set (PARLOUR_SETTINGS_GROUP (self),
                                &(ParlourHostSettings){.name = name, PARLOUR_SERVER_UNCHANGED});
  else
    parlour_toast_error (GTK_WIDGET (self), error);
}

static void
registration_cb (ParlourPlaceGroup *self)
{
  guint selected = adw_combo_row_get_selected (self->registration);
  ParlourHostSettings settings = {PARLOUR_SERVER_UNCHANGED};
  if (selected >= G_N_ELEMENTS (registrations))
    return;
  settings.registration = (char *)registrations[selected];
  parlour_settings_group_set (PARLOUR_SETTINGS_GROUP (self), &settings);
}

static void
limit_cb (ParlourPlaceGroup *self)
{
  ParlourHostSettings settings = {PARLOUR_SERVER_UNCHANGED};
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->limit));
  if (parlour_server_read_count (text, ACCOUNTS_MAX, &settings.max_accounts))
    parlour_settings_group_set (PARLOUR_SETTINGS_GROUP (self), &settings);
  else
    parlour_toast (GTK_WIDGET (self),
                   _ ("Write a number up to a million, or nothing for no limit."));
}

/* --- the widget --------------------------------------------------------------------------- */

static void
parlour_place_group_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), PARLOUR_TYPE_PLACE_GROUP);
  G_OBJECT_CLASS (parlour_place_group_parent_class)->dispose (object);
}

static void
parlour_place_group_class_init (ParlourPlaceGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_place_group_dispose;
  PARLOUR_SETTINGS_GROUP_CLASS (klass)->show = parlour_place_group_show;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/im/parlour/Parlour/ui/place-group.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlourPlaceGroup, name);
  gtk_widget_class_bind_template_child (widget_class, ParlourPlaceGroup, registration);
  gtk_widget_class_bind_template_child (widget_class, ParlourPlaceGroup, limit);
  gtk_widget_class_bind_template_callback (widget_class, name_cb);
  gtk_widget_class_bind_template_callback (widget_class, registration_cb);
  gtk_widget_class_bind_template_callback (widget_class, limit_cb);
}

static void
parlour_place_group_init (ParlourPlaceGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
