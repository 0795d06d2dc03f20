/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-settings-group"

#include "app/server/settings-group.h"

#include "app/toast.h"

/* What all such groups do alike. Main thread. */

typedef struct {
  ParlourHostAdmin *admin;
  GCancellable *cancellable;
  gboolean filling; /* the rows are being set, which nobody wished */
} ParlourSettingsGroupPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (ParlourSettingsGroup,
                                     parlour_settings_group,
                                     ADW_TYPE_PREFERENCES_GROUP)

static ParlourSettingsGroupPrivate *
get_private (ParlourSettingsGroup *self)
{
  return parlour_settings_group_get_instance_private (self);
}

static void
settings_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourHostSettings) settings =
      parlour_host_admin_get_settings_finish (PARLOUR_HOST_ADMIN (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  ParlourSettingsGroup *self = user_data;
  gtk_widget_set_sensitive (GTK_WIDGET (self), settings != NULL);
  if (!settings)
    return;
  get_private (self)->filling = TRUE;
  PARLOUR_SETTINGS_GROUP_GET_CLASS (self)->show (self, settings);
  get_private (self)->filling = FALSE;
}

void
parlour_settings_group_refresh (ParlourSettingsGroup *self)
{
  g_return_if_fail (PARLOUR_IS_SETTINGS_GROUP (self));
  ParlourSettingsGroupPrivate *priv = get_private (self);
  ParlourSettingsGroupClass *klass = PARLOUR_SETTINGS_GROUP_GET_CLASS (self);
  if (!priv->admin)
    return;
  if (klass->read_more)
    klass->read_more (self, priv->admin, priv->cancellable);
  parlour_host_admin_get_settings_async (priv->admin, priv->cancellable, settings_cb, self);
}

static void
set_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  gboolean done = parlour_host_admin_done_finish (PARLOUR_HOST_ADMIN (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (!done)
    parlour_toast_error (user_data, error);
  parlour_settings_group_refresh (user_data); /* what holds is what the server says */
}

void
parlour_settings_group_set (ParlourSettingsGroup *self, const ParlourHostSettings *settings)
{
  g_return_if_fail (PARLOUR_IS_SETTINGS_GROUP (self));
  ParlourSettingsGroupPrivate *priv = get_private (self);
  if (!priv->filling && priv->admin)
    parlour_host_admin_set_settings_async (priv->admin, settings, priv->cancellable, set_cb, self);
}

static void
parlour_settings_group_dispose (GObject *object)
{
  ParlourSettingsGroupPrivate *priv = get_private (PARLOUR_SETTINGS_GROUP (object));
  g_cancellable_cancel (priv->cancellable);
  g_clear_object (&priv->admin);
  G_OBJECT_CLASS (parlour_settings_group_parent_class)->dispose (object);
}

static void
parlour_settings_group_finalize (GObject *object)
{
  g_object_unref (get_private (PARLOUR_SETTINGS_GROUP (object))->cancellable);
  G_OBJECT_CLASS (parlour_settings_group_parent_class)->finalize (object);
}

static void
parlour_settings_group_class_init (ParlourSettingsGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = parlour_settings_group_dispose;
  G_OBJECT_CLASS (klass)->finalize = parlour_settings_group_finalize;
}

static void
parlour_settings_group_init (ParlourSettingsGroup *self)
{
  get_private (self)->cancellable = g_cancellable_new ();
  g_signal_connect (self, "map", G_CALLBACK (parlour_settings_group_refresh), NULL);
}

void
parlour_settings_group_set_admin (ParlourSettingsGroup *self, ParlourHostAdmin *admin)
{
  g_return_if_fail (PARLOUR_IS_SETTINGS_GROUP (self));
  g_set_object (&get_private (self)->admin, admin);
}

ParlourHostAdmin *
parlour_settings_group_get_admin (ParlourSettingsGroup *self)
{
  g_return_val_if_fail (PARLOUR_IS_SETTINGS_GROUP (self), NULL);
  return get_private (self)->admin;
}
