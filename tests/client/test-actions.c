/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync-fixture.h"

#include "client/account-calls.h"
#include "client/cache/rows.h"

/* What people do to one another's messages, and see of one another. */

typedef struct {
  SyncServer *server;
  SyncPerson *anna;
  SyncPerson *ben;
  char *conversation;
  ParlourMessageWindow *hers;
  ParlourMessageWindow *his;
} Actions;

static ParlourConversationItem *
item_of (SyncPerson *person, const char *conversation)
{
  return parlour_account_get_conversation (person->account, conversation);
}

static void
set_up (Actions *self, gconstpointer data)
{
  self->server = sync_server_new ();
  self->anna = sync_person_join ("anna", self->server);
  self->ben = sync_person_join ("ben", self->server);
  self->conversation = sync_person_compose (self->anna, "ben", NULL, "hello");
  self->hers = parlour_account_open_messages (self->anna->account, self->conversation);
  self->his = parlour_account_open_messages (self->ben->account, self->conversation);
  wait_until (find_body (self->hers, "hello") != NULL && find_body (self->his, "hello") != NULL);
  wait_until (parlour_account_get_waiting (self->anna->account) == 0);
}

static void
tear_down (Actions *self, gconstpointer data)
{
  g_clear_object (&self->hers);
  g_clear_object (&self->his);
  sync_person_free (self->anna);
  sync_person_free (self->ben);
  sync_server_free (self->server);
  g_free (self->conversation);
}

static const ParlourReactionRow *
reaction_of (ParlourMessageItem *item, const char *emoji)
{
  GPtrArray *reactions = parlour_message_item_get_reactions (item);

  for (guint i = 0; reactions != NULL && i < reactions->len; i++) {
    const ParlourReactionRow *row = g_ptr_array_index (reactions, i);
    if (g_str_equal (row->emoji, emoji))
      return row;
  }
  return NULL;
}

static guint
count_of (ParlourMessageItem *item, const char *emoji)
{
  const ParlourReactionRow *row = reaction_of (item, emoji);

  return row != NULL ? row->count : 0;
}

static void
reactions_show_at_once_and_everywhere (Actions *self, gconstpointer data)
{
  ParlourMessageItem *hers = message_at (self->hers, 0);
  ParlourMessageItem *his = message_at (self->his, 0);

  parlour_account_react (self->ben->account, self->conversation, 1, "👍", TRUE);
  wait_until (count_of (hers, "👍") == 1);
  g_assert_false (reaction_of (hers, "👍")->mine);
  g_assert_cmpstr (reaction_of (hers, "👍")->names[0], ==, "ben");
  g_assert_true (reaction_of (his, "👍")->mine);
  parlour_account_react (self->anna->account, self->conversation, 1, "👍", TRUE);
  wait_until (count_of (his, "👍") == 2);

  /* Away, it shows at oneself; back, at the other one. */
  sync_server_kill (self->server);
  wait_until (sync_person_state (self->anna) == PARLOUR_ACCOUNT_OFFLINE);
  parlour_account_react (self->anna->account, self->conversation, 1, "👍", FALSE);
  parlour_account_react (self->anna->account, self->conversation, 1, "🎉", TRUE);
  wait_until (count_of (hers, "👍") == 1 && count_of (hers, "🎉") == 1);
  g_assert_cmpuint (count_of (his, "👍"), ==, 2);
  sync_server_start (self->server);
  wait_until (sync_person_push (self->anna) & sync_person_push (self->ben));
  wait_until (count_of (his, "👍") == 1 && count_of (his, "🎉") == 1);
  g_assert_cmpuint (count_of (hers, "👍"), ==, 1);
}

static GPtrArray *
list_of (SyncPerson *person, GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *items = parlour_account_list_finish (person->account, result, &error);

  g_assert_no_error (error);
  return items;
}

static void
pins_are_for_all_and_stars_for_me (Actions *self, gconstpointer data)
{
  GAsyncResult *place = NULL;
  ParlourMessageItem *hers = message_at (self->hers, 0);
  ParlourMessageItem *his = message_at (self->his, 0);

  parlour_account_pin_message (self->ben->account, self->conversation, 1, TRUE);
  parlour_account_star (self->anna->account, self->conversation, 1, TRUE);
  wait_until (parlour_message_item_get_pinned (hers) && parlour_message_item_get_starred (hers));
  g_assert_false (parlour_message_item_get_starred (his));
  parlour_account_list_pins_async (self->anna->account, self->conversation, NULL, result_cb,
                                   &place);
  g_autoptr (GAsyncResult) pinned = await (&place);
  g_autoptr (GPtrArray) pins = list_of (self->anna, pinned);
  g_assert_cmpuint (pins->len, ==, 1);

  /* A device that comes later knows the star, too. */
  g_autofree char *folder = sync_person_folder (self->anna);
  wait_until (sync_copy_sql_int (folder, "SELECT count (*) FROM wishes") == 0);
  SyncPerson *device = sync_person_new ("anna2");
  sync_person_sign_in (device, self->server->address, "anna");
  g_autoptr (ParlourMessageWindow) other =
      parlour_account_open_messages (device->account, self->conversation);
  wait_until (find_body (other, "hello") != NULL);
  wait_until (parlour_message_item_get_starred (message_at (other, 0)));
  parlour_account_star (device->account, self->conversation, 1, FALSE);
  wait_until (!parlour_message_item_get_starred (hers));
  g_clear_object (&other);
  sync_person_free (device);
}

static void
presence_and_typing_are_seen_and_end (Actions *self, gconstpointer data)
{
  const char *ben = parlour_account_get_user_id (self->ben->account);
  ParlourPresence *presence = parlour_account_get_presence (self->anna->account);

  parlour_account_watch (self->anna->account, self->conversation);
  wait_until (parlour_presence_is_online (presence, ben));
  parlour_account_set_typing (self->ben->account, self->conversation, TRUE);
  g_auto (GStrv) typing = NULL;
  wait_until ((g_strfreev (typing),
               typing = parlour_presence_dup_typing (presence, self->conversation))[0] != NULL);
  g_assert_cmpstr (typing[0], ==, ben);
  wait_until ((g_strfreev (typing),
               typing = parlour_presence_dup_typing (presence, self->conversation))[0] == NULL);
  g_auto (GStrv) own = parlour_presence_dup_typing (
      parlour_account_get_presence (self->ben->account), self->conversation);
  g_assert_null (own[0]);
}

/* Of those in a list on the screen too, until they do not share it any more. */
static void
presence_is_seen_at_a_glance (Actions *self, gconstpointer data)
{
  const char *ben = parlour_account_get_user_id (self->ben->account);
  const char *const glanced[] = {self->conversation, NULL};
  const ParlourMeChange hide = {.set_share_presence = TRUE};
  ParlourPresence *presence = parlour_account_get_presence (self->anna->account);
  GAsyncResult *place = NULL;

  parlour_account_glance (self->anna->account, glanced);
  wait_until (parlour_presence_is_online (presence, ben));
  parlour_account_watch (self->anna->account, self->conversation);
  parlour_account_watch (self->anna->account, NULL);
  parlour_account_change_me_async (self->ben->account, &hide, NULL, result_cb, &place);
  g_autoptr (GAsyncResult) result = await (&place);
  g_autoptr (ParlourUser) me = parlour_account_me_finish (self->ben->account, result, NULL);
  g_assert_nonnull (me);
  wait_until (!parlour_presence_is_online (presence, ben));
}

static void
who_is_blocked_is_marked (Actions *self, gconstpointer data)
{
  const char *ben = parlour_account_get_user_id (self->ben->account);
  ParlourConversationItem *item = item_of (self->anna, self->conversation);
  g_autofree char *before = sync_person_send (self->ben, self->conversation, "may I?");

  wait_until (find_body (self->hers, "may I?") != NULL);
  parlour_account_block (self->anna->account, ben, TRUE);
  wait_until (parlour_conversation_item_get_blocked (item));
  wait_until (parlour_message_item_get_sender_blocked (find_body (self->hers, "may I?")));
  wait_until (parlour_conversation_item_get_last_blocked (item));
  g_autofree char *folder = sync_person_folder (self->anna);
  wait_until (sync_copy_sql_int (folder, "SELECT count (*) FROM wishes") == 0);
  g_autofree char *client_id = sync_person_send (self->ben, self->conversation, "and now?");
  wait_until (find_body (self->his, "and now?") != NULL);
  ParlourMessageItem *refused = find_body (self->his, "and now?");
  wait_until (parlour_message_item_get_state (refused) == PARLOUR_MESSAGE_FAILED);
  g_assert_cmpstr (parlour_message_item_get_problem_code (refused), ==, "blocked");
  parlour_account_block (self->anna->account, ben, FALSE);
  wait_until (!parlour_conversation_item_get_blocked (item));
  wait_until (sync_copy_sql_int (folder, "SELECT count (*) FROM wishes") == 0);
  g_assert_false (parlour_conversation_item_get_blocked (item));
  g_assert_false (parlour_conversation_item_get_last_blocked (item));
}

/* Both where it waits to be sent and where it is. */
static void
a_quote_of_somebody_blocked_is_marked (Actions *self, gconstpointer data)
{
  const char *ben = parlour_account_get_user_id (self->ben->account);
  g_autofree char *asked = sync_person_send (self->ben, self->conversation, "may I?");
  wait_until (find_body (self->hers, "may I?") != NULL);
  gint64 seq = parlour_message_item_get_seq (find_body (self->hers, "may I?"));

  parlour_account_send_async (self->anna->account, self->conversation, NULL, "no", seq, NULL, NULL,
                              NULL);
  wait_until (find_body (self->hers, "no") != NULL);
  ParlourMessageItem *quoting = find_body (self->hers, "no");
  g_assert_false (parlour_message_item_get_reply_blocked (quoting));
  parlour_account_block (self->anna->account, ben, TRUE);
  wait_until (parlour_message_item_get_reply_blocked (quoting));
  wait_until (parlour_message_item_get_state (quoting) != PARLOUR_MESSAGE_WAITING);
  g_assert_true (parlour_message_item_get_reply_blocked (quoting));
  parlour_account_block (self->anna->account, ben, FALSE);
  wait_until (!parlour_message_item_get_reply_blocked (quoting));
}

static void
devices_are_listed_and_signed_out (Actions *self, gconstpointer data)
{
  GAsyncResult *place = NULL;
  g_autoptr (GError) error = NULL;
  SyncPerson *device = sync_person_new ("anna2");

  sync_person_sign_in (device, self->server->address, "anna");
  parlour_account_list_sessions_async (self->anna->account, NULL, result_cb, &place);
  g_autoptr (GAsyncResult) listed = await (&place);
  g_autoptr (GPtrArray) devices = list_of (self->anna, listed);
  g_assert_cmpuint (devices->len, ==, 2);
  for (guint i = 0; i < devices->len; i++) {
    const ParlourDevice *other = g_ptr_array_index (devices, i);
    if (other->current)
      continue;
    parlour_account_end_session_async (self->anna->account, other->id, NULL, result_cb, &place);
    g_autoptr (GAsyncResult) ended = await (&place);
    parlour_account_call_finish (self->anna->account, ended, &error);
    g_assert_no_error (error);
  }
  sync_person_wait_state (device, PARLOUR_ACCOUNT_SIGNED_OUT);
  sync_person_free (device);
}

#define ADD(test) g_test_add ("/client/actions/" #test, Actions, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  sync_tests_init (&argc, &argv);
  ADD (reactions_show_at_once_and_everywhere);
  ADD (pins_are_for_all_and_stars_for_me);
  ADD (presence_and_typing_are_seen_and_end);
  ADD (presence_is_seen_at_a_glance);
  ADD (who_is_blocked_is_marked);
  ADD (a_quote_of_somebody_blocked_is_marked);
  ADD (devices_are_listed_and_signed_out);
  return sync_tests_run ();
}
