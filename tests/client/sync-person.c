/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync-fixture.h"

/* This file owns the people of the tests, each with a client of their own. Main thread. */

SyncPerson *
sync_person_new (const char *name)
{
  SyncPerson *self = g_new0 (SyncPerson, 1);
  g_autoptr (GError) error = NULL;

  self->profile = parlour_profile_new (name, &error);
  g_assert_no_error (error);
  self->accounts = parlour_accounts_new (self->profile);
  return self;
}

static ParlourDestination *
parse (const char *address)
{
  g_autoptr (GError) error = NULL;
  ParlourDestination *destination = parlour_destination_parse (address, &error);

  g_assert_no_error (error);
  return destination;
}

static void
take_account (SyncPerson *self, GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;

  g_clear_object (&self->account);
  self->account = parlour_accounts_join_finish (self->accounts, result, &error);
  g_assert_no_error (error);
  sync_person_wait_state (self, PARLOUR_ACCOUNT_ONLINE);
}

void
sync_person_register (SyncPerson *self, const char *address, const char *username)
{
  GAsyncResult *place = NULL;
  g_autoptr (ParlourDestination) destination = parse (address);

  parlour_accounts_join_async (self->accounts, destination, username, NULL, PASSWORD, NULL,
                               result_cb, &place);
  g_autoptr (GAsyncResult) result = await (&place);
  take_account (self, result);
}

void
sync_person_sign_in (SyncPerson *self, const char *address, const char *username)
{
  GAsyncResult *place = NULL;
  g_autoptr (ParlourDestination) destination = parse (address);

  parlour_accounts_enter_async (self->accounts, destination, username, PASSWORD, NULL, result_cb,
                                &place);
  g_autoptr (GAsyncResult) result = await (&place);
  take_account (self, result);
}

void
sync_person_load (SyncPerson *self)
{
  GAsyncResult *place = NULL;
  g_autoptr (GError) error = NULL;

  parlour_accounts_load_async (self->accounts, NULL, result_cb, &place);
  g_autoptr (GAsyncResult) result = await (&place);
  parlour_accounts_load_finish (self->accounts, result, &error);
  g_assert_no_error (error);
  g_clear_object (&self->account);
  self->account = g_list_model_get_item (G_LIST_MODEL (self->accounts), 0);
  g_assert_nonnull (self->account);
}

typedef struct {
  GThread *main;
  guint alive;
} Ending;

/* What belongs to the main thread ends there, whoever else held it. */
static void
ended_cb (gpointer data, GObject *object)
{
  Ending *ending = data;

  g_assert_true (g_thread_self () == ending->main);
  ending->alive--;
}

void
sync_person_free (SyncPerson *self)
{
  Ending ending = {g_thread_self (), 1};

  parlour_accounts_close (self->accounts);
  g_object_weak_ref (G_OBJECT (self->accounts), ended_cb, &ending);
  if (self->account != NULL) {
    ending.alive++;
    g_object_weak_ref (G_OBJECT (self->account), ended_cb, &ending);
  }
  g_clear_object (&self->account);
  g_clear_object (&self->accounts);
  wait_until (ending.alive == 0);
  parlour_profile_unref (self->profile);
  g_free (self);
}

SyncPerson *
sync_person_join (const char *name, SyncServer *server)
{
  SyncPerson *self = sync_person_new (name);

  sync_person_register (self, server->address, name);
  return self;
}

void
sync_person_sign_out (SyncPerson *self)
{
  GAsyncResult *place = NULL;
  g_autoptr (GError) error = NULL;

  parlour_accounts_sign_out_async (self->accounts, self->account, NULL, result_cb, &place);
  g_autoptr (GAsyncResult) result = await (&place);
  parlour_accounts_sign_out_finish (self->accounts, result, &error);
  g_assert_no_error (error);
}

ParlourAccountState
sync_person_state (SyncPerson *self)
{
  return parlour_account_get_state (self->account);
}

gboolean
sync_person_push (SyncPerson *self)
{
  parlour_account_try_again (self->account);
  return sync_person_state (self) == PARLOUR_ACCOUNT_ONLINE;
}

void
sync_person_wait_state (SyncPerson *self, ParlourAccountState state)
{
  wait_until (sync_person_state (self) == state);
}

char *
sync_person_compose (SyncPerson *self, const char *to, const char *subject, const char *body)
{
  GAsyncResult *place = NULL;
  g_autoptr (GError) error = NULL;
  char *conversation = NULL;

  parlour_account_compose_async (self->account, to, subject, body, NULL, result_cb, &place);
  g_autoptr (GAsyncResult) result = await (&place);
  parlour_account_compose_finish (self->account, result, &conversation, NULL, &error);
  g_assert_no_error (error);
  if (conversation != NULL)
    return conversation;
  wait_until (g_list_model_get_n_items (parlour_account_get_conversations (self->account)) > 0);
  return g_strdup (parlour_conversation_item_get_id (sync_person_item (self, 0)));
}

GError *
sync_person_error_of_compose (SyncPerson *self,
                              const char *to,
                              const char *subject,
                              const char *body)
{
  GAsyncResult *place = NULL;
  GError *error = NULL;

  parlour_account_compose_async (self->account, to, subject, body, NULL, result_cb, &place);
  g_autoptr (GAsyncResult) result = await (&place);
  g_assert_false (parlour_account_compose_finish (self->account, result, NULL, NULL, &error));
  g_assert_nonnull (error);
  return error;
}

char *
sync_person_send (SyncPerson *self, const char *conversation, const char *body)
{
  GAsyncResult *place = NULL;
  g_autoptr (GError) error = NULL;
  char *client_id = NULL;

  parlour_account_send_async (self->account, conversation, NULL, body, 0, NULL, result_cb, &place);
  g_autoptr (GAsyncResult) result = await (&place);
  parlour_account_send_finish (self->account, result, &client_id, &error);
  g_assert_no_error (error);
  return client_id;
}

ParlourConversationItem *
sync_person_item (SyncPerson *self, guint position)
{
  g_autoptr (ParlourConversationItem) item =
      g_list_model_get_item (parlour_account_get_conversations (self->account), position);

  return item; /* the list holds it */
}

ParlourMessageItem *
message_at (gpointer list, guint position)
{
  g_autoptr (ParlourMessageItem) item = g_list_model_get_item (G_LIST_MODEL (list), position);

  return item;
}

ParlourMessageItem *
find_body (gpointer list, const char *body)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++) {
    ParlourMessageItem *item = message_at (list, i);
    if (g_strcmp0 (parlour_message_item_get_body (item), body) == 0)
      return item;
  }
  return NULL;
}
