/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-host-admin-place"

#include "client/host/host-admin-private.h"

/* This file owns what the owner does about the place: settings, numbers, the log, backups. Main
 * thread. */

#define BACKUPS "backups" /* in the data folder */

/* --- settings, numbers, log, backups -----------------------------------------------------------
 */

void
parlour_host_admin_get_settings_async (ParlourHostAdmin *self,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  static const ParlourHostShape shape = {parlour_host_read_settings,
                                         (GDestroyNotify)parlour_host_settings_free};

  g_return_if_fail (PARLOUR_IS_HOST_ADMIN (self));
  parlour_host_admin_ask (self, parlour_host_admin_begin ("settings.get"), &shape, cancellable,
                          callback, user_data);
}

ParlourHostSettings *
parlour_host_admin_get_settings_finish (ParlourHostAdmin *self,
                                        GAsyncResult *result,
                                        GError **error)
{
  return parlour_host_admin_take (self, result, error);
}

static void
write_number (ParlourJsonWriter *writer, const char *name, gint64 number)
{
  if (number >= 0)
    parlour_json_writer_int (writer, name, number);
}

void
parlour_host_admin_set_settings_async (ParlourHostAdmin *self,
                                       const ParlourHostSettings *settings,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_HOST_ADMIN (self) && settings != NULL);

  ParlourJsonWriter *writer = parlour_host_admin_begin ("settings.set");
  if (settings->name != NULL)
    parlour_json_writer_string (writer, "name", settings->name);
  if (settings->registration != NULL)
    parlour_json_writer_string (writer, "registration", settings->registration);
  if (settings->common_title != NULL)
    parlour_json_writer_string (writer, "common_title", settings->common_title);
  if (settings->welcome_text != NULL)
    parlour_json_writer_string (writer, "welcome_text", settings->welcome_text);
  if (settings->common >= 0)
    parlour_json_writer_boolean (writer, "common", settings->common != 0);
  write_number (writer, "max_accounts", settings->max_accounts);
  write_number (writer, "backup_every", settings->backup_every);
  write_number (writer, "backup_keep", settings->backup_keep);
  write_number (writer, "space_warning", settings->space_warning);
  parlour_host_admin_ask (self, writer, NULL, cancellable, callback, user_data);
}

void
parlour_host_admin_get_statistics_async (ParlourHostAdmin *self,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data)
{
  static const ParlourHostShape shape = {parlour_host_read_statistics,
                                         (GDestroyNotify)parlour_host_statistics_free};

  g_return_if_fail (PARLOUR_IS_HOST_ADMIN (self));
  parlour_host_admin_ask (self, parlour_host_admin_begin ("statistics.get"), &shape, cancellable,
                          callback, user_data);
}

ParlourHostStatistics *
parlour_host_admin_get_statistics_finish (ParlourHostAdmin *self,
                                          GAsyncResult *result,
                                          GError **error)
{
  return parlour_host_admin_take (self, result, error);
}

void
parlour_host_admin_list_deeds_async (ParlourHostAdmin *self,
                                     const char *cursor,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  static const ParlourHostShape shape = {parlour_host_read_deed,
                                         (GDestroyNotify)parlour_host_deed_free};

  g_return_if_fail (PARLOUR_IS_HOST_ADMIN (self));
  parlour_host_admin_list (self, "audit.list", &shape, cursor, FALSE, cancellable, callback,
                           user_data);
}

GPtrArray *
parlour_host_admin_list_deeds_finish (ParlourHostAdmin *self,
                                      GAsyncResult *result,
                                      char **next,
                                      GError **error)
{
  GPtrArray *deeds = parlour_host_admin_take (self, result, error);

  if (next != NULL)
    *next = deeds != NULL ? g_strdup (parlour_host_admin_list_next (result)) : NULL;
  return deeds;
}

static const ParlourHostShape backup_shape = {parlour_host_read_backup,
                                              (GDestroyNotify)parlour_host_backup_free};

void
parlour_host_admin_backup_async (ParlourHostAdmin *self,
                                 const char *path,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_HOST_ADMIN (self));

  ParlourJsonWriter *writer = parlour_host_admin_begin ("backup.create");
  if (path != NULL) {
    parlour_json_writer_string (writer, "path", path);
    parlour_json_writer_boolean (writer, "replace", TRUE); /* the file chooser has asked */
  }
  parlour_host_admin_ask (self, writer, &backup_shape, cancellable, callback, user_data);
}

ParlourHostBackup *
parlour_host_admin_backup_finish (ParlourHostAdmin *self, GAsyncResult *result, GError **error)
{
  return parlour_host_admin_take (self, result, error);
}

void
parlour_host_admin_list_backups_async (ParlourHostAdmin *self,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_HOST_ADMIN (self));
  parlour_host_admin_list (self, "backup.list", &backup_shape, NULL, TRUE, cancellable, callback,
                           user_data);
}

GPtrArray *
parlour_host_admin_list_backups_finish (ParlourHostAdmin *self,
                                        GAsyncResult *result,
                                        GError **error)
{
  GPtrArray *backups = parlour_host_admin_take (self, result, error);

  /* The server tells names: where its folder is seen from is nothing it could know. */
  for (guint i = 0; backups != NULL && i < backups->len; i++) {
    ParlourHostBackup *backup = g_ptr_array_index (backups, i);
    g_autofree char *name = g_path_get_basename (backup->name);
    g_free (backup->path);
    backup->path = g_build_filename (self->folder, BACKUPS, name, NULL);
  }
  return backups;
}
