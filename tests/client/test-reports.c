/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync-fixture.h"

#include "client/account-calls.h"
#include "client/account-desk.h"
#include "client/account-private.h"
#include "core/problem.h"

/* Proves how whoever administers a place looks after reports from their own computer. */

#define MESSAGES 55 /* more than a page of reports */

typedef struct {
  SyncServer *server;
  SyncPerson *anna; /* administers */
  SyncPerson *ben;
  ParlourAccountDesk *desk; /* anna's */
} Place;

static void
set_up (Place *self, gconstpointer data)
{
  self->server = sync_server_new ();
  self->anna = sync_person_join ("anna", self->server);
  self->ben = sync_person_join ("ben", self->server);
  self->desk = parlour_account_desk_new (self->anna->account);
}

static void
promote (Place *self)
{
  sync_server_stop (self->server);
  sync_server_sql (self->server, "UPDATE users SET role = 1 WHERE username = 'anna'");
  sync_server_start (self->server);
  wait_until (parlour_account_desk_get_administers (self->desk) || !sync_person_push (self->anna));
  wait_until (sync_person_push (self->ben));
}

static void
tear_down (Place *self, gconstpointer data)
{
  g_clear_object (&self->desk);
  sync_person_free (self->anna);
  sync_person_free (self->ben);
  sync_server_free (self->server);
}

/* Ben tells of @seq of a conversation with Anna. */
static void
report (Place *self, const char *conversation, gint64 seq)
{
  GAsyncResult *place = NULL;
  g_autoptr (GError) error = NULL;

  parlour_account_report_message_async (self->ben->account, conversation, seq, "Rude", NULL,
                                        result_cb, &place);
  g_autoptr (GAsyncResult) result = await (&place);
  parlour_account_call_finish (self->ben->account, result, &error);
  g_assert_no_error (error);
}

static ParlourReportPage *
list (Place *self, const char *cursor, GError **error)
{
  GAsyncResult *place = NULL;

  parlour_report_desk_list_async (PARLOUR_REPORT_DESK (self->desk), cursor, NULL, result_cb,
                                  &place);
  g_autoptr (GAsyncResult) result = await (&place);
  return parlour_report_desk_list_finish (PARLOUR_REPORT_DESK (self->desk), result, error);
}

static void
assert_done (Place *self, GAsyncResult **place)
{
  g_autoptr (GAsyncResult) result = await (place);
  g_autoptr (GError) error = NULL;

  parlour_report_desk_done_finish (PARLOUR_REPORT_DESK (self->desk), result, &error);
  g_assert_no_error (error);
}

static void
only_who_administers_reads_them (Place *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (list (self, NULL, &error));
  g_assert_error (error, PARLOUR_PROBLEM, PARLOUR_PROBLEM_FORBIDDEN);
  g_assert_false (parlour_account_desk_get_administers (self->desk));
  promote (self);
  wait_until (parlour_account_desk_get_administers (self->desk));
}

/* Anna, who administers, makes Ben of another role. */
static void
give_role (Place *self, const char *role)
{
  const char *ben = parlour_account_get_user_id (self->ben->account);
  g_autofree char *path = g_strdup_printf ("/admin/users/%s", ben);
  g_autoptr (ParlourJsonWriter) writer = parlour_json_writer_new ();
  g_autoptr (GError) error = NULL;
  GAsyncResult *place = NULL;

  parlour_json_writer_begin_object (writer, NULL);
  parlour_json_writer_string (writer, "role", role);
  parlour_json_writer_end_object (writer);
  parlour_account_call_async (self->anna->account, "PATCH", path, writer, NULL, result_cb, &place);
  g_autoptr (GAsyncResult) result = await (&place);
  parlour_account_call_finish (self->anna->account, result, &error);
  g_assert_no_error (error);
}

static void
who_gets_the_role_or_loses_it_knows_at_once (Place *self, gconstpointer data)
{
  promote (self);
  sync_person_wait_state (self->ben, PARLOUR_ACCOUNT_ONLINE);
  g_autoptr (ParlourAccountDesk) desk = parlour_account_desk_new (self->ben->account);

  give_role (self, "admin");
  wait_until (parlour_account_desk_get_administers (desk));
  give_role (self, "member");
  wait_until (!parlour_account_desk_get_administers (desk));
}

static void
they_are_read_page_by_page_and_closed (Place *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  GAsyncResult *place = NULL;
  g_autofree char *id = sync_person_compose (self->anna, "ben", NULL, "First");

  for (guint i = 1; i < MESSAGES; i++)
    g_free (sync_person_send (self->anna, id, "One more"));
  wait_until (parlour_account_get_waiting (self->anna->account) == 0);
  for (gint64 seq = 1; seq <= MESSAGES; seq++)
    report (self, id, seq);
  promote (self);

  g_autoptr (ParlourReportPage) page = list (self, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (page->reports->len, ==, 50);
  const ParlourReport *newest = page->reports->pdata[0];
  g_assert_cmpstr (newest->conversation, ==, id);
  g_assert_cmpint (newest->seq, ==, MESSAGES);
  g_assert_cmpstr (newest->body, ==, "One more");
  g_assert_cmpstr (newest->reason, ==, "Rude");
  g_assert_cmpstr (newest->user, ==, parlour_account_get_user_id (self->anna->account));
  g_autoptr (ParlourReportPage) rest = list (self, page->next, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rest->reports->len, ==, MESSAGES - 50);
  g_assert_null (rest->next);

  parlour_report_desk_close_async (PARLOUR_REPORT_DESK (self->desk), newest->id, NULL, result_cb,
                                   &place);
  assert_done (self, &place);
  g_autoptr (ParlourReportPage) after = list (self, NULL, &error);
  g_assert_cmpint (((ParlourReport *)after->reports->pdata[0])->seq, ==, MESSAGES - 1);
}

static void
an_account_is_disabled (Place *self, gconstpointer data)
{
  GAsyncResult *place = NULL;

  promote (self);
  parlour_report_desk_disable_async (PARLOUR_REPORT_DESK (self->desk),
                                     parlour_account_get_user_id (self->ben->account), NULL,
                                     result_cb, &place);
  assert_done (self, &place);
  sync_person_wait_state (self->ben, PARLOUR_ACCOUNT_SIGNED_OUT);
}

#define ADD(name) g_test_add ("/reports/" #name, Place, NULL, set_up, name, tear_down)

int
main (int argc, char **argv)
{
  sync_tests_init (&argc, &argv);
  ADD (only_who_administers_reads_them);
  ADD (who_gets_the_role_or_loses_it_knows_at_once);
  ADD (they_are_read_page_by_page_and_closed);
  ADD (an_account_is_disabled);
  return sync_tests_run ();
}
