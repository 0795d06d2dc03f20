/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync-fixture.h"

#include "client/account-calls.h"
#include "client/models/member-list.h"
#include "core/problem.h"

/* Three people in a group: what one of them does shows at all of them, and at a new device. */

typedef struct {
  SyncServer *server;
  SyncPerson *anna; /* owner */
  SyncPerson *ben;
  SyncPerson *cem; /* not in it at first */
  char *group;
} Groups;

static const char *
id_of (SyncPerson *person)
{
  return parlour_account_get_user_id (person->account);
}

static ParlourConversationItem *
item_of (SyncPerson *person, const char *conversation)
{
  return parlour_account_get_conversation (person->account, conversation);
}

static char *
make_group (SyncPerson *maker, const char *title, const char *const *members)
{
  GAsyncResult *place = NULL;
  g_autoptr (GError) error = NULL;

  parlour_account_make_group_async (maker->account, title, members, NULL, result_cb, &place);
  g_autoptr (GAsyncResult) result = await (&place);
  char *id = parlour_account_make_group_finish (maker->account, result, &error);
  g_assert_no_error (error);
  return id;
}

static void
set_up (Groups *self, gconstpointer data)
{
  self->server = sync_server_new ();
  self->anna = sync_person_join ("anna", self->server);
  self->ben = sync_person_join ("ben", self->server);
  self->cem = sync_person_join ("cem", self->server);

  const char *const members[] = {id_of (self->ben), NULL};
  self->group = make_group (self->anna, "Choir", members);
  wait_until (item_of (self->anna, self->group) != NULL &&
              item_of (self->ben, self->group) != NULL);
}

static void
tear_down (Groups *self, gconstpointer data)
{
  sync_person_free (self->anna);
  sync_person_free (self->ben);
  sync_person_free (self->cem);
  sync_server_free (self->server);
  g_free (self->group);
}

static ParlourMessageWindow *
open (SyncPerson *person, const char *conversation)
{
  ParlourMessageWindow *window = parlour_account_open_messages (person->account, conversation);

  wait_until (parlour_message_window_is_ready (window));
  return window;
}

static ParlourMessageItem *
find_notice (gpointer list, ParlourNotice notice)
{
  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    if (parlour_message_item_get_notice (message_at (list, i)) == notice)
      return message_at (list, i);
  return NULL;
}

static void
a_new_group_shows_at_its_members (Groups *self, gconstpointer data)
{
  ParlourConversationItem *hers = item_of (self->anna, self->group);
  ParlourConversationItem *his = item_of (self->ben, self->group);

  wait_until (parlour_conversation_item_get_member_count (his) == 2);
  g_assert_cmpint (parlour_conversation_item_get_kind (his), ==, PARLOUR_CONVERSATION_GROUP);
  g_assert_cmpstr (parlour_conversation_item_get_title (his), ==, "Choir");
  g_assert_cmpint (parlour_conversation_item_get_role (hers), ==, PARLOUR_MEMBER_OWNER);
  g_assert_cmpint (parlour_conversation_item_get_role (his), ==, PARLOUR_MEMBER_MEMBER);
  g_assert_true (parlour_conversation_item_get_can_write (his));
  g_assert_null (item_of (self->cem, self->group));

  g_autoptr (ParlourMessageWindow) window = open (self->ben, self->group);
  wait_until (find_notice (window, PARLOUR_NOTICE_ADDED) != NULL);
  g_assert_nonnull (find_notice (window, PARLOUR_NOTICE_MADE));
  g_assert_null (find_notice (window, PARLOUR_NOTICE_JOINED));
  g_assert_true (parlour_message_item_get_mentions_me (find_notice (window, PARLOUR_NOTICE_ADDED)));
  g_assert_false (parlour_message_item_get_mentions_me (find_notice (window, PARLOUR_NOTICE_MADE)));
}

static void
members_come_and_go (Groups *self, gconstpointer data)
{
  ParlourConversationItem *hers = item_of (self->anna, self->group);
  g_autoptr (ParlourMessageWindow) window = open (self->anna, self->group);
  g_autofree char *before = sync_person_send (self->anna, self->group, "before");

  parlour_account_add_member (self->anna->account, self->group, id_of (self->cem),
                              PARLOUR_MEMBER_READER);
  wait_until (item_of (self->cem, self->group) != NULL);
  ParlourConversationItem *theirs = item_of (self->cem, self->group);
  wait_until (parlour_conversation_item_get_member_count (hers) == 3 &&
              parlour_conversation_item_get_member_count (theirs) == 3);
  g_assert_false (parlour_conversation_item_get_can_write (theirs));
  wait_until (find_notice (window, PARLOUR_NOTICE_ADDED) != NULL);

  parlour_account_set_member_role (self->anna->account, self->group, id_of (self->cem),
                                   PARLOUR_MEMBER_ADMIN);
  wait_until (parlour_conversation_item_get_role (theirs) == PARLOUR_MEMBER_ADMIN);
  g_assert_true (parlour_conversation_item_get_can_write (theirs));
  wait_until (find_notice (window, PARLOUR_NOTICE_ROLE) != NULL);
  ParlourMessageItem *notice = find_notice (window, PARLOUR_NOTICE_ROLE);
  g_assert_cmpstr (parlour_message_item_get_person_name (notice), ==, "cem");
  g_assert_cmpstr (parlour_message_item_get_sender_name (notice), ==, "anna");
  g_assert_cmpint (parlour_message_item_get_role (notice), ==, PARLOUR_MEMBER_ADMIN);

  /* Who leaves reads on what was there, and nothing that comes. */
  g_autofree char *client_id = sync_person_send (self->anna, self->group, "hello all");
  g_autoptr (ParlourMessageWindow) left = open (self->cem, self->group);
  wait_until (find_body (left, "hello all") != NULL);
  parlour_account_remove_member (self->cem->account, self->group, id_of (self->cem));
  wait_until (parlour_conversation_item_get_former (theirs));
  wait_until (parlour_conversation_item_get_member_count (hers) == 2);
  g_assert_false (parlour_conversation_item_get_can_write (theirs));
  wait_until (find_notice (window, PARLOUR_NOTICE_LEFT) != NULL);
  g_autofree char *after = sync_person_send (self->anna, self->group, "without them");
  g_autoptr (ParlourMessageWindow) his = open (self->ben, self->group);
  wait_until (find_body (his, "without them") != NULL);
  g_assert_nonnull (find_body (left, "hello all"));
  g_assert_null (find_body (left, "without them"));

  /* And again: the gap stays. */
  parlour_account_add_member (self->anna->account, self->group, id_of (self->cem),
                              PARLOUR_MEMBER_MEMBER);
  wait_until (!parlour_conversation_item_get_former (theirs));
  g_autofree char *again = sync_person_send (self->anna, self->group, "welcome back");
  wait_until (find_body (left, "welcome back") != NULL);
  g_assert_null (find_body (left, "without them"));
  g_assert_null (find_body (left, "before"));
}

static void
the_group_is_described (Groups *self, gconstpointer data)
{
  ParlourConversationItem *his = item_of (self->ben, self->group);
  g_autoptr (ParlourMessageWindow) window = open (self->ben, self->group);

  parlour_account_set_group_title (self->anna->account, self->group, "Choir of the village");
  parlour_account_set_group_description (self->anna->account, self->group, "Thursdays");
  parlour_account_set_posting (self->anna->account, self->group, PARLOUR_POSTING_ADMINS);
  wait_until (g_strcmp0 (parlour_conversation_item_get_title (his), "Choir of the village") == 0 &&
              g_strcmp0 (parlour_conversation_item_get_description (his), "Thursdays") == 0);
  wait_until (!parlour_conversation_item_get_can_write (his));
  wait_until (find_notice (window, PARLOUR_NOTICE_DESCRIBED) != NULL);
  g_assert_true (parlour_conversation_item_get_can_write (item_of (self->anna, self->group)));
}

static char *
tell_window (gpointer list)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (list); i++) {
    ParlourMessageItem *item = message_at (list, i);
    g_string_append_printf (
        text, "%" G_GINT64_FORMAT " %d %s %s %s\n", parlour_message_item_get_seq (item),
        parlour_message_item_get_notice (item), parlour_message_item_get_sender_name (item),
        parlour_message_item_get_person_name (item), parlour_message_item_get_subject (item));
  }
  return g_string_free (text, FALSE);
}

/* On a device that saw it happen and on one that comes later, the same lines. */
static void
a_new_device_shows_what_happened (Groups *self, gconstpointer data)
{
  g_autoptr (ParlourMessageWindow) hers = open (self->anna, self->group);

  parlour_account_set_group_title (self->anna->account, self->group, "Orchestra");
  wait_until (find_notice (hers, PARLOUR_NOTICE_RENAMED) != NULL);
  g_assert_cmpstr (parlour_message_item_get_subject (find_notice (hers, PARLOUR_NOTICE_RENAMED)),
                   ==, "Orchestra");
  parlour_account_set_group_title (self->anna->account, self->group, "Band");
  g_autofree char *client_id = sync_person_send (self->anna, self->group, "welcome");
  wait_until (find_body (hers, "welcome") != NULL);
  parlour_account_set_group_description (self->anna->account, self->group, "Thursdays");
  wait_until (find_notice (hers, PARLOUR_NOTICE_DESCRIBED) != NULL);

  SyncPerson *device = sync_person_new ("anna-two");
  sync_person_sign_in (device, self->server->address, "anna");
  wait_until (item_of (device, self->group) != NULL);
  g_autoptr (ParlourMessageWindow) new_one = open (device, self->group);
  g_autofree char *wanted = tell_window (hers);
  wait_until (find_notice (new_one, PARLOUR_NOTICE_DESCRIBED) != NULL);
  g_autofree char *found = tell_window (new_one);
  g_assert_cmpstr (found, ==, wanted);
  g_clear_object (&new_one);
  sync_person_free (device);
}

/* What was written before it is not lost with the leaving, however long it takes to be sent. */
static void
last_words_come_before_the_leaving (Groups *self, gconstpointer data)
{
  g_autoptr (ParlourMessageWindow) hers = open (self->anna, self->group);
  ParlourConversationItem *his = item_of (self->ben, self->group);
  char *client_ids[8] = {NULL};

  sync_server_stop (self->server);
  wait_until (parlour_account_get_state (self->ben->account) != PARLOUR_ACCOUNT_ONLINE);
  for (guint i = 0; i < G_N_ELEMENTS (client_ids); i++) {
    g_autofree char *body = g_strdup_printf ("farewell %u", i);
    client_ids[i] = sync_person_send (self->ben, self->group, body);
  }
  parlour_account_remove_member (self->ben->account, self->group, id_of (self->ben));
  wait_until (parlour_conversation_item_get_former (his));
  sync_server_start (self->server);
  sync_person_push (self->ben);
  sync_person_push (self->anna);
  wait_until (find_notice (hers, PARLOUR_NOTICE_LEFT) != NULL);
  for (guint i = 0; i < G_N_ELEMENTS (client_ids); i++) {
    g_autofree char *body = g_strdup_printf ("farewell %u", i);
    wait_until (find_body (hers, body) != NULL);
    g_free (client_ids[i]);
  }
  g_autofree char *folder = sync_person_folder (self->ben);
  wait_until (sync_copy_sql_int (folder, "SELECT count (*) FROM outbox") == 0);
  wait_until (sync_copy_sql_int (folder, "SELECT count (*) FROM wishes") == 0);
}

/* Of a group that one has left nobody is told who is in it: they are known from what happened. */
static void
who_did_it_is_known_by_name (Groups *self, gconstpointer data)
{
  parlour_account_add_member (self->anna->account, self->group, id_of (self->cem),
                              PARLOUR_MEMBER_MEMBER);
  wait_until (item_of (self->cem, self->group) != NULL);
  g_autofree char *client_id = sync_person_send (self->anna, self->group, "hello cem");
  wait_until (parlour_account_get_waiting (self->anna->account) == 0);
  parlour_account_remove_member (self->anna->account, self->group, id_of (self->cem));
  wait_until (parlour_conversation_item_get_former (item_of (self->cem, self->group)));

  SyncPerson *device = sync_person_new ("cem-two");
  sync_person_sign_in (device, self->server->address, "cem");
  wait_until (item_of (device, self->group) != NULL);
  g_autoptr (ParlourMessageWindow) window = open (device, self->group);
  wait_until (find_body (window, "hello cem") != NULL &&
              find_notice (window, PARLOUR_NOTICE_REMOVED) != NULL);
  wait_until (g_strcmp0 (parlour_message_item_get_sender_name (find_body (window, "hello cem")),
                         "anna") == 0);
  wait_until (g_strcmp0 (parlour_message_item_get_sender_name (
                             find_notice (window, PARLOUR_NOTICE_REMOVED)),
                         "anna") == 0);
  g_clear_object (&window);
  sync_person_free (device);
}

static gboolean
has_mentions (SyncPerson *person, const char *conversation, guint n)
{
  ParlourConversationItem *item = item_of (person, conversation);

  return item != NULL && parlour_conversation_item_get_mentions (item) == n;
}

/* Here and on another device; also where something else happened behind what was read. */
static void
mentions_are_gone_when_read (Groups *self, gconstpointer data)
{
  SyncPerson *device = sync_person_new ("ben-two");
  g_autoptr (ParlourMessageWindow) window = open (self->anna, self->group);

  for (guint i = 0; i < 2; i++) {
    g_autofree char *client_id = sync_person_send (self->anna, self->group, "@ben come");
    wait_until (has_mentions (self->ben, self->group, i + 1));
  }
  wait_until (find_body (window, "@ben come") != NULL);
  gint64 first = parlour_message_item_get_seq (find_body (window, "@ben come"));
  parlour_account_react (self->anna->account, self->group, first, "👍", TRUE);
  sync_person_sign_in (device, self->server->address, "ben");
  wait_until (has_mentions (device, self->group, 2));
  parlour_account_mark_read (self->ben->account, self->group, first);
  wait_until (has_mentions (self->ben, self->group, 1) && has_mentions (device, self->group, 1));
  parlour_account_mark_read (device->account, self->group, first + 1);
  wait_until (has_mentions (self->ben, self->group, 0) && has_mentions (device, self->group, 0));
  sync_person_free (device);
}

static ParlourMemberItem *
member_of (GListModel *members, const char *username)
{
  for (guint i = 0; i < g_list_model_get_n_items (members); i++) {
    g_autoptr (ParlourMemberItem) item = g_list_model_get_item (members, i);
    if (g_strcmp0 (parlour_member_item_get_username (item), username) == 0)
      return item; /* the list holds it */
  }
  return NULL;
}

static void
the_list_of_members_follows (Groups *self, gconstpointer data)
{
  g_autoptr (GListModel) members = parlour_account_open_members (self->ben->account, self->group);

  wait_until (g_list_model_get_n_items (members) == 2);
  g_assert_cmpint (parlour_member_item_get_role (member_of (members, "anna")), ==,
                   PARLOUR_MEMBER_OWNER);
  g_assert_true (parlour_member_item_get_me (member_of (members, "ben")));
  parlour_account_add_member (self->anna->account, self->group, id_of (self->cem),
                              PARLOUR_MEMBER_MEMBER);
  wait_until (member_of (members, "cem") != NULL);
  parlour_account_set_member_role (self->anna->account, self->group, id_of (self->cem),
                                   PARLOUR_MEMBER_READER);
  wait_until (parlour_member_item_get_role (member_of (members, "cem")) == PARLOUR_MEMBER_READER);
  parlour_account_remove_member (self->anna->account, self->group, id_of (self->cem));
  wait_until (member_of (members, "cem") == NULL);
}

static void
marks_are_counted (Groups *self, gconstpointer data)
{
  g_autoptr (ParlourMessageWindow) window = open (self->anna, self->group);

  parlour_account_add_member (self->anna->account, self->group, id_of (self->cem),
                              PARLOUR_MEMBER_MEMBER);
  wait_until (item_of (self->cem, self->group) != NULL);
  parlour_account_watch (self->anna->account, self->group);
  g_autofree char *client_id = sync_person_send (self->anna, self->group, "who reads?");
  wait_until (find_body (window, "who reads?") != NULL);
  ParlourMessageItem *item = find_body (window, "who reads?");
  wait_until (parlour_message_item_get_delivered_count (item) == 2);
  gint64 seq = parlour_message_item_get_seq (item);
  parlour_account_mark_read (self->ben->account, self->group, seq);
  wait_until (parlour_message_item_get_read_count (item) == 1);
  g_assert_cmpint (parlour_message_item_get_state (item), ==, PARLOUR_MESSAGE_DELIVERED);
  parlour_account_mark_read (self->cem->account, self->group, seq);
  wait_until (parlour_message_item_get_state (item) == PARLOUR_MESSAGE_READ);
  g_assert_cmpuint (parlour_message_item_get_read_count (item), ==, 2);
}

#define ADD(test) g_test_add ("/client/groups/" #test, Groups, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  sync_tests_init (&argc, &argv);
  ADD (a_new_group_shows_at_its_members);
  ADD (members_come_and_go);
  ADD (last_words_come_before_the_leaving);
  ADD (the_group_is_described);
  ADD (a_new_device_shows_what_happened);
  ADD (who_did_it_is_known_by_name);
  ADD (mentions_are_gone_when_read);
  ADD (the_list_of_members_follows);
  ADD (marks_are_counted);
  return sync_tests_run ();
}
