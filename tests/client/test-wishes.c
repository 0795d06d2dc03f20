/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync-fixture.h"

#include "client/account-calls.h"
#include "core/problem.h"

/* What a person changes shows at once, is told when there is a connection, holds on all of their
 * devices, and goes back where the server does not want it. */

typedef struct {
  SyncServer *server;
  SyncPerson *anna;
  SyncPerson *device; /* another one of hers */
  SyncPerson *ben;
  char *conversation;
  GError *refusal;
  gint64 refused_seq;
} Wishes;

static void
refused_cb (ParlourAccount *account,
            const char *conversation,
            gint64 seq,
            const GError *error,
            Wishes *self)
{
  g_clear_error (&self->refusal);
  self->refusal = g_error_copy (error);
  self->refused_seq = seq;
}

static ParlourConversationItem *
item_of (SyncPerson *person, const char *conversation)
{
  return parlour_account_get_conversation (person->account, conversation);
}

static void
set_up (Wishes *self, gconstpointer data)
{
  self->server = sync_server_new ();
  self->anna = sync_person_join ("anna", self->server);
  self->device = sync_person_new ("anna2");
  self->ben = sync_person_join ("ben", self->server);
  sync_person_sign_in (self->device, self->server->address, "anna");
  self->conversation = sync_person_compose (self->anna, "ben", NULL, "hello");
  wait_until (item_of (self->anna, self->conversation) != NULL &&
              item_of (self->device, self->conversation) != NULL &&
              item_of (self->ben, self->conversation) != NULL);
  wait_until (parlour_account_get_waiting (self->anna->account) == 0);
  g_signal_connect (self->anna->account, "refused", G_CALLBACK (refused_cb), self);
}

static void
tear_down (Wishes *self, gconstpointer data)
{
  g_signal_handlers_disconnect_by_data (self->anna->account, self);
  sync_person_free (self->anna);
  sync_person_free (self->device);
  sync_person_free (self->ben);
  sync_server_free (self->server);
  g_free (self->conversation);
  g_clear_error (&self->refusal);
}

static gint64
count_wishes (SyncPerson *person)
{
  g_autofree char *folder = sync_person_folder (person);

  return sync_copy_sql_int (folder, "SELECT count (*) FROM wishes");
}

static void
go_offline (Wishes *self)
{
  sync_server_kill (self->server);
  wait_until (sync_person_state (self->anna) == PARLOUR_ACCOUNT_OFFLINE);
}

static void
come_back (Wishes *self)
{
  sync_server_start (self->server);
  wait_until (sync_person_push (self->anna) & sync_person_push (self->device) &
              sync_person_push (self->ben));
}

static void
settings_hold_on_all_devices (Wishes *self, gconstpointer data)
{
  ParlourConversationItem *here = item_of (self->anna, self->conversation);
  ParlourConversationItem *there = item_of (self->device, self->conversation);
  guint before = parlour_account_get_unread (self->device->account);

  parlour_account_set_archived (self->anna->account, self->conversation, TRUE);
  parlour_account_set_pinned (self->anna->account, self->conversation, TRUE);
  parlour_account_set_notify (self->anna->account, self->conversation, PARLOUR_NOTIFY_MENTIONS);
  parlour_account_mute_until (self->anna->account, self->conversation, 4102444800000);
  parlour_account_set_marked_unread (self->anna->account, self->conversation, TRUE);
  wait_until (parlour_conversation_item_get_marked_unread (there));
  wait_until (parlour_account_get_unread (self->device->account) > before);
  wait_until (parlour_conversation_item_get_archived (there) &&
              parlour_conversation_item_get_pinned (there) &&
              parlour_conversation_item_get_muted (there));
  g_assert_cmpint (parlour_conversation_item_get_notify (there), ==, PARLOUR_NOTIFY_MENTIONS);
  g_assert_cmpint (parlour_conversation_item_get_muted_until (there), ==, 4102444800000);
  g_assert_true (parlour_conversation_item_get_archived (here));
  g_assert_false (parlour_conversation_item_get_archived (item_of (self->ben, self->conversation)));
  wait_until (count_wishes (self->anna) == 0);

  parlour_account_set_archived (self->device->account, self->conversation, FALSE);
  wait_until (!parlour_conversation_item_get_archived (here));
  parlour_account_mute_until (self->device->account, self->conversation, 0);
  wait_until (!parlour_conversation_item_get_muted (here));
}

/* Reading takes the mark away, wherever it was read; so both are told in the order of doing. */
static void
a_mark_as_unread_goes_by_reading_and_comes_after_it (Wishes *self, gconstpointer data)
{
  ParlourConversationItem *here = item_of (self->anna, self->conversation);
  ParlourConversationItem *there = item_of (self->device, self->conversation);

  parlour_account_set_marked_unread (self->anna->account, self->conversation, TRUE);
  wait_until (parlour_conversation_item_get_marked_unread (there));
  wait_until (count_wishes (self->anna) == 0);
  g_autofree char *sent = sync_person_send (self->ben, self->conversation, "news");
  wait_until (parlour_conversation_item_get_unread (there) > 0 &&
              parlour_conversation_item_get_unread (here) > 0);
  parlour_account_mark_read (self->device->account, self->conversation,
                             parlour_conversation_item_get_top (there));
  wait_until (!parlour_conversation_item_get_marked_unread (here));
  wait_until (!parlour_conversation_item_get_marked_unread (there));

  g_autofree char *more = sync_person_send (self->ben, self->conversation, "more news");
  wait_until (parlour_conversation_item_get_unread (here) > 0);
  go_offline (self);
  parlour_account_mark_read (self->anna->account, self->conversation,
                             parlour_conversation_item_get_top (here));
  parlour_account_set_marked_unread (self->anna->account, self->conversation, TRUE);
  come_back (self);
  wait_until (count_wishes (self->anna) == 0);
  wait_until (parlour_conversation_item_get_unread (there) == 0);
  wait_until (parlour_conversation_item_get_marked_unread (there));
  g_assert_true (parlour_conversation_item_get_marked_unread (here));
}

/* Without anything else happening, where it was set and elsewhere. */
static void
a_mute_ends_by_itself (Wishes *self, gconstpointer data)
{
  ParlourConversationItem *here = item_of (self->anna, self->conversation);
  ParlourConversationItem *there = item_of (self->device, self->conversation);
  gint64 until = g_get_real_time () / 1000 + 1500;

  parlour_account_mute_until (self->anna->account, self->conversation, until);
  wait_until (parlour_conversation_item_get_muted (there));
  g_assert_true (parlour_conversation_item_get_muted (here));
  wait_until (!parlour_conversation_item_get_muted (here) &&
              !parlour_conversation_item_get_muted (there));
  g_assert_cmpint (g_get_real_time () / 1000, >=, until);
  g_assert_cmpint (parlour_conversation_item_get_muted_until (here), ==, until);

  /* One that was put off, and one for ever. */
  parlour_account_mute_until (self->anna->account, self->conversation,
                              g_get_real_time () / 1000 + 300);
  parlour_account_set_notify (self->anna->account, self->conversation, PARLOUR_NOTIFY_NONE);
  wait_until (parlour_conversation_item_get_notify (there) == PARLOUR_NOTIFY_NONE);
  wait_until (g_get_real_time () / 1000 > parlour_conversation_item_get_muted_until (there) + 50);
  g_assert_true (parlour_conversation_item_get_muted (there));
}

static void
offline_it_shows_and_is_told_later (Wishes *self, gconstpointer data)
{
  ParlourConversationItem *here = item_of (self->anna, self->conversation);
  ParlourConversationItem *there = item_of (self->device, self->conversation);
  g_autoptr (ParlourMessageWindow) hers =
      parlour_account_open_messages (self->anna->account, self->conversation);
  g_autoptr (ParlourMessageWindow) his =
      parlour_account_open_messages (self->ben->account, self->conversation);

  wait_until (find_body (hers, "hello") != NULL && find_body (his, "hello") != NULL);
  go_offline (self);
  parlour_account_set_archived (self->anna->account, self->conversation, TRUE);
  parlour_account_set_archived (self->anna->account, self->conversation, FALSE);
  parlour_account_set_pinned (self->anna->account, self->conversation, TRUE);
  g_assert_true (
      parlour_account_edit (self->anna->account, self->conversation, 1, NULL, "first", NULL));
  g_assert_true (
      parlour_account_edit (self->anna->account, self->conversation, 1, "Title", "second", NULL));
  wait_until (find_body (hers, "second") != NULL && parlour_conversation_item_get_pinned (here));
  ParlourMessageItem *item = message_at (hers, 0);
  g_assert_true (parlour_message_item_get_edited (item));
  g_assert_true (parlour_message_item_get_changing (item));
  g_assert_cmpstr (parlour_message_item_get_subject (item), ==, "Title");
  wait_until (g_strcmp0 (parlour_conversation_item_get_last_text (here), "second") == 0);

  come_back (self);
  wait_until (find_body (his, "second") != NULL && parlour_conversation_item_get_pinned (there));
  g_assert_false (parlour_conversation_item_get_archived (there));
  wait_until (!parlour_message_item_get_changing (item));
  g_assert_true (message_at (hers, 0) == item);
  g_assert_cmpstr (parlour_message_item_get_body (item), ==, "second");
  g_assert_cmpstr (parlour_message_item_get_subject (message_at (his, 0)), ==, "Title");
  g_assert_cmpint (count_wishes (self->anna), ==, 0);
  g_assert_no_error (self->refusal);
}

static void
what_is_refused_goes_back (Wishes *self, gconstpointer data)
{
  g_autoptr (ParlourMessageWindow) hers =
      parlour_account_open_messages (self->anna->account, self->conversation);
  g_autofree char *client_id = sync_person_send (self->ben, self->conversation, "his");

  wait_until (find_body (hers, "his") != NULL);
  ParlourMessageItem *item = find_body (hers, "his");
  g_assert_true (
      parlour_account_edit (self->anna->account, self->conversation, 2, NULL, "forged", NULL));
  wait_until (self->refusal != NULL);
  g_assert_true (self->refusal->domain == PARLOUR_PROBLEM);
  g_assert_cmpint (self->refused_seq, ==, 2);
  wait_until (g_str_equal (parlour_message_item_get_body (item), "his"));
  wait_until (count_wishes (self->anna) == 0);
  g_assert_false (parlour_message_item_get_edited (item));
  /* What was written is not lost. */
  wait_until (
      g_strcmp0 (parlour_conversation_item_get_draft (item_of (self->anna, self->conversation)),
                 "forged") == 0);

  g_autoptr (GError) error = NULL;
  g_assert_false (
      parlour_account_edit (self->anna->account, self->conversation, 1, NULL, " \n", &error));
  g_assert_error (error, PARLOUR_PROBLEM, PARLOUR_PROBLEM_BODY_REQUIRED);
}

static void
a_draft_follows_to_other_devices (Wishes *self, gconstpointer data)
{
  ParlourConversationItem *there = item_of (self->device, self->conversation);

  parlour_account_set_draft (self->anna->account, self->conversation, "half");
  parlour_account_set_draft (self->anna->account, self->conversation, "half a sen");
  wait_until (
      g_strcmp0 (parlour_conversation_item_get_draft (item_of (self->anna, self->conversation)),
                 "half a sen") == 0);
  wait_until (count_wishes (self->anna) == 0); /* told once it has stood for a while */
  parlour_account_watch (self->device->account, self->conversation);
  wait_until (g_strcmp0 (parlour_conversation_item_get_draft (there), "half a sen") == 0);
  g_assert_null (parlour_conversation_item_get_draft (item_of (self->ben, self->conversation)));

  /* Gone on from there, and sent: no device has it any more. */
  parlour_account_set_draft (self->device->account, self->conversation, "half a sentence");
  g_autofree char *client_id =
      sync_person_send (self->device, self->conversation, "half a sentence");
  wait_until (parlour_conversation_item_get_draft (there) == NULL);
  parlour_account_watch (self->anna->account, self->conversation);
  wait_until (parlour_conversation_item_get_draft (item_of (self->anna, self->conversation)) ==
              NULL);
  wait_until (count_wishes (self->device) == 0);
  g_assert_null (parlour_conversation_item_get_draft (there));
}

/* Cleared for oneself: on all of one's devices, for nobody else, and what comes later shows. */
static void
what_is_cleared_is_gone_everywhere (Wishes *self, gconstpointer data)
{
  GAsyncResult *place = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *more = sync_person_send (self->ben, self->conversation, "more");
  g_autoptr (ParlourMessageWindow) here =
      parlour_account_open_messages (self->anna->account, self->conversation);
  g_autoptr (ParlourMessageWindow) there =
      parlour_account_open_messages (self->device->account, self->conversation);
  g_autoptr (ParlourMessageWindow) his =
      parlour_account_open_messages (self->ben->account, self->conversation);

  wait_until (find_body (here, "more") != NULL && find_body (there, "more") != NULL &&
              find_body (his, "hello") != NULL);
  parlour_account_clear_history_async (self->anna->account, self->conversation, NULL, result_cb,
                                       &place);
  g_autoptr (GAsyncResult) result = await (&place);
  parlour_account_call_finish (self->anna->account, result, &error);
  g_assert_no_error (error);
  wait_until (g_list_model_get_n_items (G_LIST_MODEL (here)) == 0 &&
              g_list_model_get_n_items (G_LIST_MODEL (there)) == 0);
  wait_until (parlour_conversation_item_get_unread (item_of (self->device, self->conversation)) ==
              0);
  g_assert_nonnull (find_body (his, "hello"));
  g_assert_nonnull (find_body (his, "more"));
  g_autofree char *after = sync_person_send (self->ben, self->conversation, "after");
  wait_until (find_body (here, "after") != NULL && find_body (there, "after") != NULL);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (there)), ==, 1);
}

/* The copy takes no wish, as it would on a full disk. */
static void
what_cannot_be_kept_is_told (Wishes *self, gconstpointer data)
{
  ParlourConversationItem *here = item_of (self->anna, self->conversation);
  g_autofree char *folder = sync_person_folder (self->anna);

  sync_copy_sql (folder, "CREATE TRIGGER full BEFORE INSERT ON wishes "
                         "BEGIN SELECT RAISE (ABORT, 'full'); END");
  parlour_account_star (self->anna->account, self->conversation, 1, TRUE);
  wait_until (self->refusal != NULL);
  g_assert_cmpint (self->refused_seq, ==, 1);
  g_assert_cmpint (count_wishes (self->anna), ==, 0);

  sync_copy_sql (folder, "DROP TRIGGER full");
  parlour_account_set_archived (self->anna->account, self->conversation, TRUE);
  wait_until (parlour_conversation_item_get_archived (here));
}

#define ADD(test) g_test_add ("/client/wishes/" #test, Wishes, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  sync_tests_init (&argc, &argv);
  ADD (settings_hold_on_all_devices);
  ADD (a_mark_as_unread_goes_by_reading_and_comes_after_it);
  ADD (a_mute_ends_by_itself);
  ADD (offline_it_shows_and_is_told_later);
  ADD (what_is_refused_goes_back);
  ADD (what_is_cleared_is_gone_everywhere);
  ADD (a_draft_follows_to_other_devices);
  ADD (what_cannot_be_kept_is_told);
  return sync_tests_run ();
}
