/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-place-group"

#include "app/server/place-group.h"

#include "app/server/server-words.h"
#include "app/toast.h"
#include "core/text.h"

#include <glib/gi18n.h>

/* The group. It shows what the server says, also after each change. Main thread. */

struct _ParlourPlaceGroup {
  AdwPreferencesGroup parent_instance;
  ParlourHostAdmin *admin;
  GCancellable *cancellable;
  gboolean filling; /* the fields are being set, which nobody wished */
  AdwEntryRow *name;
  AdwComboRow *registration;
  AdwEntryRow *limit;
};

G_DEFINE_FINAL_TYPE (ParlourPlaceGroup, parlour_place_group, ADW_TYPE_PREFERENCES_GROUP)

#define ACCOUNTS_MAX 1000000

/* In the order in which the template offers them. */
static const char *const registrations[] = {"invite", "open", "closed"};

/* --- what the server has ------------------------------------------------------------------ */

static void
show_settings (ParlourPlaceGroup *self, const ParlourHostSettings *settings)
{
  g_autofree char *limit = settings->max_accounts > 0
                               ? g_strdup_printf ("%" G_GINT64_FORMAT, settings->max_accounts)
                               : g_strdup ("");
  self->filling = TRUE;
  parlour_server_show_value (self->name, settings->name);
  parlour_server_show_value (self->limit, limit);
  for (guint i = 0; i < G_N_ELEMENTS (registrations); i++)
    if (g_str_equal (registrations[i], settings->registration))
      adw_combo_row_set_selected (self->registration, i);
  self->filling = FALSE;
}

static void
settings_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourHostSettings) settings =
      parlour_host_admin_get_settings_finish (PARLOUR_HOST_ADMIN (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  ParlourPlaceGroup *self = user_data;
  gtk_widget_set_sensitive (GTK_WIDGET (self), settings != NULL);
  if (settings)
    show_settings (self, settings);
}

void
parlour_place_group_refresh (ParlourPlaceGroup *self)
{
  g_return_if_fail (PARLOUR_IS_PLACE_GROUP (self));
  if (self->admin)
    parlour_host_admin_get_settings_async (self->admin, self->cancellable, settings_cb, self);
}

/* --- what is wished ----------------------------------------------------------------------- */

static void
set_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  gboolean done = parlour_host_admin_done_finish (PARLOUR_HOST_ADMIN (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (!done)
    parlour_toast_error (user_data, error);
  parlour_place_group_refresh (user_data); /* what holds is what the server says */
}

static void
set (ParlourPlaceGroup *self, const ParlourHostSettings *settings)
{
  if (!self->filling && self->admin)
    parlour_host_admin_set_settings_async (self->admin, settings, self->cancellable, set_cb, self);
}

static void
name_cb (ParlourPlaceGroup *self)
{
  g_autoptr (GError) error = NULL;
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->name));
  g_autofree char *name = parlour_display_name_normalize (text, &error);
  if (name)
    set (self, &(ParlourHostSettings){.name = name, PARLOUR_SERVER_UNCHANGED});
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
  set (self, &settings);
}

static void
limit_cb (ParlourPlaceGroup *self)
{
  ParlourHostSettings settings = {PARLOUR_SERVER_UNCHANGED};
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->limit));
  if (parlour_server_read_count (text, ACCOUNTS_MAX, &settings.max_accounts))
    set (self, &settings);
  else
    parlour_toast (GTK_WIDGET (self),
                   _ ("Write a number up to a million, or nothing for no limit."));
}

/* --- the widget --------------------------------------------------------------------------- */

static void
parlour_place_group_dispose (GObject *object)
{
  ParlourPlaceGroup *self = PARLOUR_PLACE_GROUP (object);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->admin);
  gtk_widget_dispose_template (GTK_WIDGET (object), PARLOUR_TYPE_PLACE_GROUP);
  G_OBJECT_CLASS (parlour_place_group_parent_class)->dispose (object);
}

static void
parlour_place_group_finalize (GObject *object)
{
  g_object_unref (PARLOUR_PLACE_GROUP (object)->cancellable);
  G_OBJECT_CLASS (parlour_place_group_parent_class)->finalize (object);
}

static void
parlour_place_group_class_init (ParlourPlaceGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_place_group_dispose;
  G_OBJECT_CLASS (klass)->finalize = parlour_place_group_finalize;
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
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self, "map", G_CALLBACK (parlour_place_group_refresh), NULL);
}

void
parlour_place_group_set_admin (ParlourPlaceGroup *self, ParlourHostAdmin *admin)
{
  g_return_if_fail (PARLOUR_IS_PLACE_GROUP (self));
  g_set_object (&self->admin, admin);
}
