/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-host-admin-people"

#include "client/host/host-admin-private.h"
#include "client/host/host-control.h"
#include "core/fields.h"

/* This file owns what the owner does about people: who there is, and who may come. Main thread. */

/* --- status and accounts -----------------------------------------------------------------------
 */

void
parlour_host_admin_get_status_async (ParlourHostAdmin *self,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  static const ParlourHostShape shape = {parlour_host_read_status,
                                         (GDestroyNotify)parlour_host_status_free};

  g_return_if_fail (PARLOUR_IS_HOST_ADMIN (self));
  parlour_host_admin_ask (self, parlour_host_admin_begin ("status.get"), &shape, cancellable,
                          callback, user_data);
}

ParlourHostStatus *
parlour_host_admin_get_status_finish (ParlourHostAdmin *self, GAsyncResult *result, GError **error)
{
  return parlour_host_admin_take (self, result, error);
}

void
parlour_host_admin_list_users_async (ParlourHostAdmin *self,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  static const ParlourHostShape shape = {parlour_host_read_user,
                                         (GDestroyNotify)parlour_user_unref};

  g_return_if_fail (PARLOUR_IS_HOST_ADMIN (self));
  parlour_host_admin_list (self, "user.list", &shape, NULL, TRUE, cancellable, callback, user_data);
}

GPtrArray *
parlour_host_admin_list_users_finish (ParlourHostAdmin *self, GAsyncResult *result, GError **error)
{
  return parlour_host_admin_take (self, result, error);
}

void
parlour_host_admin_add_user_async (ParlourHostAdmin *self,
                                   const char *username,
                                   const char *display_name,
                                   const char *password,
                                   gboolean admin,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_HOST_ADMIN (self) && username != NULL && password != NULL);

  ParlourJsonWriter *writer = parlour_host_admin_begin ("user.add");
  parlour_json_writer_string (writer, "username", username);
  parlour_json_writer_string (writer, "password", password);
  if (display_name != NULL && *display_name != '\0')
    parlour_json_writer_string (writer, "display_name", display_name);
  parlour_json_writer_boolean (writer, "admin", admin);
  parlour_host_admin_ask (self, writer, NULL, cancellable, callback, user_data);
}

static ParlourJsonWriter *
begin_with_user (const char *op, const char *user)
{
  ParlourJsonWriter *writer = parlour_host_admin_begin (op);

  parlour_json_writer_string (writer, "user", user);
  return writer;
}

void
parlour_host_admin_set_role_async (ParlourHostAdmin *self,
                                   const char *user,
                                   ParlourUserRole role,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_HOST_ADMIN (self) && user != NULL);

  ParlourJsonWriter *writer = begin_with_user ("user.change", user);
  parlour_json_writer_string (writer, "role", role == PARLOUR_USER_ADMIN ? "admin" : "member");
  parlour_host_admin_ask (self, writer, NULL, cancellable, callback, user_data);
}

void
parlour_host_admin_set_active_async (ParlourHostAdmin *self,
                                     const char *user,
                                     gboolean active,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_HOST_ADMIN (self) && user != NULL);
  parlour_host_admin_ask (self, begin_with_user (active ? "user.enable" : "user.disable", user),
                          NULL, cancellable, callback, user_data);
}

void
parlour_host_admin_reset_password_async (ParlourHostAdmin *self,
                                         const char *user,
                                         const char *password,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_HOST_ADMIN (self) && user != NULL && password != NULL);

  ParlourJsonWriter *writer = begin_with_user ("user.reset-password", user);
  parlour_json_writer_string (writer, "password", password);
  parlour_host_admin_ask (self, writer, NULL, cancellable, callback, user_data);
}

void
parlour_host_admin_delete_user_async (ParlourHostAdmin *self,
                                      const char *user,
                                      gboolean erase,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_HOST_ADMIN (self) && user != NULL);

  ParlourJsonWriter *writer = begin_with_user ("user.delete", user);
  parlour_json_writer_string (writer, "messages", erase ? "erase" : "keep");
  parlour_host_admin_ask (self, writer, NULL, cancellable, callback, user_data);
}

/* --- invites -----------------------------------------------------------------------------------
 */

static const ParlourHostShape invite_shape = {parlour_host_read_invite,
                                              (GDestroyNotify)parlour_host_invite_free};

typedef struct {
  ParlourHostInvite *invite;
  char *token;
} Inviting;

static void
inviting_free (gpointer data)
{
  Inviting *inviting = data;

  parlour_host_invite_free (inviting->invite);
  g_free (inviting->token);
  g_free (inviting);
}

static void
standing_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Inviting *inviting = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (ParlourHostStatus) status =
      parlour_host_admin_get_status_finish (PARLOUR_HOST_ADMIN (source), result, &error);

  if (status != NULL)
    inviting->invite->link = parlour_host_make_link (status, inviting->token, &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&inviting->invite),
                           (GDestroyNotify)parlour_host_invite_free);
}

static void
created_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Inviting *inviting = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (JsonObject) answer = parlour_host_control_ask_finish (result, &error);

  if (answer != NULL) {
    ParlourFields in = PARLOUR_FIELDS (answer);
    inviting->invite = parlour_host_read_invite (answer, &error);
    inviting->token = g_strdup (parlour_fields_string (&in, "token", PARLOUR_FIELD_REQUIRED));
    if (error == NULL)
      parlour_fields_end_lax (&in, &error);
    g_clear_error (&in.error);
  }
  if (error != NULL) {
    g_task_return_error (task, error);
    return;
  }
  ParlourHostAdmin *self = g_task_get_source_object (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  parlour_host_admin_get_status_async (self, cancellable, standing_cb, g_steal_pointer (&task));
}

static void
write_conversations (ParlourJsonWriter *writer, const char *const *ids)
{
  if (ids == NULL || *ids == NULL)
    return;
  parlour_json_writer_begin_array (writer, "conversations");
  for (; *ids != NULL; ids++)
    parlour_json_writer_string (writer, NULL, *ids);
  parlour_json_writer_end_array (writer);
}

void
parlour_host_admin_create_invite_async (ParlourHostAdmin *self,
                                        guint uses,
                                        gint64 seconds,
                                        const char *const *conversations,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_HOST_ADMIN (self));

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  ParlourJsonWriter *writer = parlour_host_admin_begin ("invite.create");

  g_task_set_source_tag (task, parlour_host_admin_create_invite_async);
  g_task_set_task_data (task, g_new0 (Inviting, 1), inviting_free);
  parlour_json_writer_int (writer, "uses", uses);
  if (seconds > 0)
    parlour_json_writer_int (writer, "expires_in", seconds);
  write_conversations (writer, conversations);
  parlour_host_control_ask_async (self->folder, writer, cancellable, created_cb, task);
}

ParlourHostInvite *
parlour_host_admin_create_invite_finish (ParlourHostAdmin *self,
                                         GAsyncResult *result,
                                         GError **error)
{
  return parlour_host_admin_take (self, result, error);
}

void
parlour_host_admin_list_invites_async (ParlourHostAdmin *self,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_HOST_ADMIN (self));
  parlour_host_admin_list (self, "invite.list", &invite_shape, NULL, TRUE, cancellable, callback,
                           user_data);
}

GPtrArray *
parlour_host_admin_list_invites_finish (ParlourHostAdmin *self,
                                        GAsyncResult *result,
                                        GError **error)
{
  return parlour_host_admin_take (self, result, error);
}

void
parlour_host_admin_revoke_invite_async (ParlourHostAdmin *self,
                                        const char *id,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_HOST_ADMIN (self) && id != NULL);

  ParlourJsonWriter *writer = parlour_host_admin_begin ("invite.revoke");
  parlour_json_writer_string (writer, "invite", id);
  parlour_host_admin_ask (self, writer, NULL, cancellable, callback, user_data);
}
