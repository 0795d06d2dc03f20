/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync-fixture.h"

/* What the filters of a box show on a device that holds nothing yet, and on one that holds all. */

#define MANY 20000

typedef struct {
  SyncServer *server;
  SyncPerson *anna;
  SyncPerson *ben;
  char *conversation;
} Boxes;

static void
set_up (Boxes *self, gconstpointer data)
{
  self->server = sync_server_new ();
  self->anna = sync_person_join ("anna", self->server);
  self->ben = sync_person_join ("ben", self->server);
  self->conversation = sync_person_compose (self->anna, "ben", "When?", "The question");
}

static void
tear_down (Boxes *self, gconstpointer data)
{
  sync_person_free (self->anna);
  sync_person_free (self->ben);
  sync_server_free (self->server);
  g_free (self->conversation);
}

static ParlourBoxList *
open_owed (SyncPerson *person)
{
  ParlourBoxList *box = parlour_account_get_received (person->account);

  parlour_box_list_set_filter (box, PARLOUR_BOX_FILTER_OWED);
  return box;
}

static guint
n_rows (ParlourBoxList *box)
{
  return g_list_model_get_n_items (G_LIST_MODEL (box));
}

static void
read_it (Boxes *self)
{
  ParlourBoxList *received = parlour_account_get_received (self->ben->account);

  wait_until (n_rows (received) == 1);
  parlour_account_mark_read (self->ben->account, self->conversation, 1);
}

static void
an_answer_ends_it_on_all_devices (Boxes *self, gconstpointer data)
{
  SyncPerson *phone = sync_person_new ("ben-phone");
  ParlourOwedCount *count = parlour_account_get_owed (self->ben->account);

  read_it (self);
  wait_until (parlour_owed_count_get (count) == 1);
  sync_person_sign_in (phone, self->server->address, "ben");
  ParlourBoxList *owed = open_owed (phone);
  wait_until (n_rows (owed) == 1);
  g_free (sync_person_send (self->ben, self->conversation, "At eight"));
  wait_until (n_rows (owed) == 0);
  wait_until (parlour_owed_count_get (count) == 0);
  g_assert_cmpuint (parlour_owed_count_get (parlour_account_get_owed (self->anna->account)), ==, 0);
  sync_person_free (phone);
}

/* Behind twenty thousand other messages, which a new device fills in for a while. */
static void
put_behind_many (Boxes *self)
{
  wait_until (sync_person_state (self->ben) == PARLOUR_ACCOUNT_ONLINE);
  sync_server_stop (self->server);
  g_autofree char *sql = g_strdup_printf (
      "WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < %d) "
      "INSERT INTO events (key, kind, at, actor, client_id, body) "
      "SELECT (m.key & ~0xffffffff) | n.i, 2, m.at + n.i, m.actor, randomblob (16), 'Chatter' "
      "FROM n, (SELECT * FROM events WHERE subject = 'When?') m; "
      "UPDATE streams SET top = %d, last_at = last_at + %d WHERE id = '%s'",
      MANY, MANY, MANY, self->conversation);
  sync_server_sql (self->server, sql);
  sync_server_start (self->server);
}

static void
a_new_device_knows_what_is_owed_at_once (Boxes *self, gconstpointer data)
{
  SyncPerson *phone = sync_person_new ("ben-phone");
  g_autofree char *laptop = sync_person_folder (self->ben);

  read_it (self);
  wait_until (parlour_owed_count_get (parlour_account_get_owed (self->ben->account)) == 1);
  wait_until (sync_copy_sql_int (laptop, "SELECT read_sent FROM conversations") == 1);
  put_behind_many (self);
  sync_person_sign_in (phone, self->server->address, "ben");
  ParlourBoxList *owed = open_owed (phone);
  wait_until (n_rows (owed) == 1);
  g_autofree char *folder = sync_person_folder (phone);
  g_assert_cmpint (sync_copy_sql_int (folder, "SELECT count (*) FROM messages"), <, MANY / 2);
  g_assert_cmpstr (parlour_message_item_get_body (message_at (owed, 0)), ==, "The question");
  sync_person_free (phone);
}

int
main (int argc, char **argv)
{
  sync_tests_init (&argc, &argv);
#define ADD(name_) g_test_add ("/client/boxes/" #name_, Boxes, NULL, set_up, name_, tear_down)
  ADD (an_answer_ends_it_on_all_devices);
  ADD (a_new_device_knows_what_is_owed_at_once);
#undef ADD
  return sync_tests_run ();
}
