/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-storage-group"

#include "app/server/storage-group.h"

#include "app/server/server-words.h"

#include <glib/gi18n.h>

/* The group. It shows what the server says, also after each change. Main thread. */

struct _ParlourStorageGroup {
  ParlourSettingsGroup parent_instance;
  gint64 free; /* bytes, and the limit in mebibytes; -1: not known yet */
  gint64 limit;
  GtkWidget *low;
  GtkLabel *database;
  GtkLabel *log;
  GtkLabel *backups;
  GtkLabel *room;
  AdwComboRow *warn;
};

G_DEFINE_FINAL_TYPE (ParlourStorageGroup, parlour_storage_group, PARLOUR_TYPE_SETTINGS_GROUP)

#define MEBIBYTE G_GINT64_CONSTANT (1048576)

/* In the order in which the template offers them. */
static const gint64 limits[] = {0, 512, 1024, 5 * 1024, 10 * 1024, 50 * 1024};

/* --- what the server has ------------------------------------------------------------------ */

static void
show_size (GtkLabel *label, gint64 bytes)
{
  g_autofree char *text = g_format_size ((guint64)bytes);
  gtk_label_set_text (label, text);
}

static void
show_warning (ParlourStorageGroup *self)
{
  gtk_widget_set_visible (self->low, self->free >= 0 && self->limit >= 0 &&
                                         self->free / MEBIBYTE < self->limit);
}

static void
statistics_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourHostStatistics) all =
      parlour_host_admin_get_statistics_finish (PARLOUR_HOST_ADMIN (source), result, &error);
  if (!all)
    return;
  ParlourStorageGroup *self = user_data;
  self->free = all->disk_free_bytes;
  show_size (self->database, all->database_bytes);
  show_size (self->log, all->log_bytes);
  show_size (self->backups, all->backups_bytes);
  show_size (self->room, all->disk_free_bytes);
  show_warning (self);
}

static void
parlour_storage_group_show (ParlourSettingsGroup *group, const ParlourHostSettings *settings)
{
  ParlourStorageGroup *self = PARLOUR_STORAGE_GROUP (group);
  self->limit = settings->space_warning;
  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    if (settings->space_warning >= limits[i])
      adw_combo_row_set_selected (self->warn, i);
  show_warning (self);
}

static void
parlour_storage_group_read_more (ParlourSettingsGroup *group,
                                 ParlourHostAdmin *admin,
                                 GCancellable *cancellable)
{
  parlour_host_admin_get_statistics_async (admin, cancellable, statistics_cb, group);
}

/* --- what is wished ----------------------------------------------------------------------- */

static void
warn_cb (ParlourStorageGroup *self)
{
  guint selected = adw_combo_row_get_selected (self->warn);
  ParlourHostSettings settings = {PARLOUR_SERVER_UNCHANGED};
  if (selected >= G_N_ELEMENTS (limits))
    return;
  settings.space_warning = limits[selected];
  parlour_settings_group_set (PARLOUR_SETTINGS_GROUP (self), &settings);
}

/* --- the widget --------------------------------------------------------------------------- */

static void
parlour_storage_group_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), PARLOUR_TYPE_STORAGE_GROUP);
  G_OBJECT_CLASS (parlour_storage_group_parent_class)->dispose (object);
}

static void
parlour_storage_group_class_init (ParlourStorageGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_storage_group_dispose;
  PARLOUR_SETTINGS_GROUP_CLASS (klass)->show = parlour_storage_group_show;
  PARLOUR_SETTINGS_GROUP_CLASS (klass)->read_more = parlour_storage_group_read_more;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/im/parlour/Parlour/ui/storage-group.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlourStorageGroup, low);
  gtk_widget_class_bind_template_child (widget_class, ParlourStorageGroup, database);
  gtk_widget_class_bind_template_child (widget_class, ParlourStorageGroup, log);
  gtk_widget_class_bind_template_child (widget_class, ParlourStorageGroup, backups);
  gtk_widget_class_bind_template_child (widget_class, ParlourStorageGroup, room);
  gtk_widget_class_bind_template_child (widget_class, ParlourStorageGroup, warn);
  gtk_widget_class_bind_template_callback (widget_class, warn_cb);
}

static void
parlour_storage_group_init (ParlourStorageGroup *self)
{
  self->free = self->limit = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
}
