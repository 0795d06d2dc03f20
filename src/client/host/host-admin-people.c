/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-host-admin-people"

#include "client/host/host-admin-private.h"
#include "client/host/host-control.h"
#include "core/fields.h"

#include <glib/gi18n.h>

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
  ParlourJsonWriter *question; /* until it is asked */
  ParlourHostStatus *status;
} Inviting;

static void
inviting_free (gpointer data)
{
  Inviting *inviting = data;

  g_clear_pointer (&inviting->question, parlour_json_writer_free);
  g_clear_pointer (&inviting->status, parlour_host_status_free);
  g_free (inviting);
}

static ParlourHostInvite *
read_made (JsonObject *answer, const ParlourHostStatus *status, GError **error)
{
  ParlourFields in = PARLOUR_FIELDS (answer);
  const char *token = parlour_fields_string (&in, "token", PARLOUR_FIELD_REQUIRED);

  if (!parlour_fields_end_lax (&in, error))
    return NULL;
  ParlourHostInvite *invite = parlour_host_read_invite (answer, error);
  g_autofree char *link = invite != NULL ? parlour_host_make_link (status, token, error) : NULL;
  if (link == NULL) {
    parlour_host_invite_free (invite);
    return NULL;
  }
  invite->link = g_steal_pointer (&link);
  return invite;
}

static void
created_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  const Inviting *inviting = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (JsonObject) answer = parlour_host_control_ask_finish (result, &error);
  ParlourHostInvite *invite = answer != NULL ? read_made (answer, inviting->status, &error) : NULL;

  if (invite != NULL)
    g_task_return_pointer (task, invite, (GDestroyNotify)parlour_host_invite_free);
  else
    g_task_return_error (task, error);
}

/* First where the server is reached: an invite whose link leads nowhere is not made. */
static void
standing_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Inviting *inviting = g_task_get_task_data (task);
  ParlourHostAdmin *self = PARLOUR_HOST_ADMIN (source);
  GError *error = NULL;

  inviting->status = parlour_host_admin_get_status_finish (self, result, &error);
  if (inviting->status != NULL && inviting->status->addresses[0] == NULL)
    g_set_error (&error, G_IO_ERROR, G_IO_ERROR_NOT_CONNECTED, "%s",
                 _ ("This computer is in no network, so that no link could lead to it. Connect it, "
                    "by cable or wireless, and try again."));
  if (error != NULL) {
    g_task_return_error (task, error);
    return;
  }
  ParlourJsonWriter *question = g_steal_pointer (&inviting->question);
  GCancellable *cancellable = g_task_get_cancellable (task);
  parlour_host_control_ask_async (self->folder, question, cancellable, created_cb,
                                  g_steal_pointer (&task));
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
  Inviting *inviting = g_new0 (Inviting, 1);
  inviting->question = writer;
  g_task_set_task_data (task, inviting, inviting_free);
  parlour_json_writer_int (writer, "uses", uses);
  if (seconds > 0)
    parlour_json_writer_int (writer, "expires_in", seconds);
  write_conversations (writer, conversations);
  parlour_host_admin_get_status_async (self, cancellable, standing_cb, task);
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
