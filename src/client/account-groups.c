/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-account-groups"

#include "client/account-calls.h"
#include "client/account-private.h"
#include "client/models/member-list.h"
#include "core/conversation.h"
#include "core/id.h"

/* This file owns making groups and what is asked about them. Main thread. */

/* --- making one ------------------------------------------------------------------------------- */

static void
write_request (ParlourJsonWriter *writer, const char *title, const char *const *members)
{
  g_autofree char *client_id = parlour_id_new ();

  parlour_json_writer_begin_object (writer, NULL);
  parlour_json_writer_string (writer, "client_id", client_id);
  parlour_json_writer_string (writer, "kind", "group");
  parlour_json_writer_string (writer, "title", title);
  parlour_json_writer_begin_array (writer, "members");
  for (gsize i = 0; members != NULL && members[i] != NULL; i++)
    parlour_json_writer_string (writer, NULL, members[i]);
  parlour_json_writer_end_array (writer);
  parlour_json_writer_end_object (writer);
}

void
parlour_account_make_group_async (ParlourAccount *self,
                                  const char *title,
                                  const char *const *members,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNT (self) && title != NULL);

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (ParlourJsonWriter) writer = parlour_json_writer_new ();
  g_task_set_source_tag (task, parlour_account_make_group_async);
  write_request (writer, title, members);
  parlour_account_make_conversation (self, writer, task);
}

char *
parlour_account_make_group_finish (ParlourAccount *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- members ---------------------------------------------------------------------------------- */

GListModel *
parlour_account_open_members (ParlourAccount *self, const char *conversation)
{
  g_return_val_if_fail (PARLOUR_IS_ACCOUNT (self) && conversation != NULL, NULL);

  parlour_sync_need_members (self->sync, conversation);
  return G_LIST_MODEL (parlour_member_list_new (self->copy, conversation));
}

/* --- lists ------------------------------------------------------------------------------------ */

static gpointer
read_group (JsonObject *item, GError **error)
{
  return parlour_group_read (item, error);
}

void
parlour_account_find_groups_async (ParlourAccount *self,
                                   const char *query,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNT (self) && query != NULL);

  g_autofree char *escaped = g_uri_escape_string (query, NULL, FALSE);
  g_autofree char *path =
      *query != '\0' ? g_strconcat ("/groups?query=", escaped, NULL) : g_strdup ("/groups");
  parlour_account_list_async (self, path, "cursor", read_group, (GDestroyNotify)parlour_group_unref,
                              cancellable, callback, user_data);
}

void
parlour_account_list_shared_groups_async (ParlourAccount *self,
                                          const char *user,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNT (self) && user != NULL);

  g_autofree char *id = g_uri_escape_string (user, NULL, FALSE);
  g_autofree char *path = g_strdup_printf ("/users/%s/groups", id);
  parlour_account_list_async (self, path, "cursor", read_group, (GDestroyNotify)parlour_group_unref,
                              cancellable, callback, user_data);
}

static gpointer
read_message (JsonObject *item, GError **error)
{
  return parlour_message_read (item, error);
}

void
parlour_account_list_pins_async (ParlourAccount *self,
                                 const char *conversation,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNT (self) && conversation != NULL);

  g_autofree char *id = g_uri_escape_string (conversation, NULL, FALSE);
  g_autofree char *path = g_strdup_printf ("/conversations/%s/pins", id);
  parlour_account_list_async (self, path, "cursor", read_message,
                              (GDestroyNotify)parlour_message_unref, cancellable, callback,
                              user_data);
}

void
parlour_account_list_stars_async (ParlourAccount *self,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNT (self));

  parlour_account_list_async (self, "/stars", "before", read_message,
                              (GDestroyNotify)parlour_message_unref, cancellable, callback,
                              user_data);
}

/* The copy may lack it. */
ParlourMessageWatch *
parlour_account_watch_listed (ParlourAccount *self, ParlourMessage *message)
{
  g_autoptr (GPtrArray) messages = NULL;

  g_return_val_if_fail (PARLOUR_IS_ACCOUNT (self) && message != NULL, NULL);

  messages = g_ptr_array_new ();
  g_ptr_array_add (messages, message);
  parlour_copy_store_box_async (self->copy, messages, FALSE, NULL, NULL);
  return parlour_message_watch_new_for_place (self->copy, message->conversation, message->seq);
}
