/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test-copy"

#include "client/cache/copy-pending.h"
#include "copy-fixture.h"

#include "db/connection.h"

#include <glib/gstdio.h>

/* This file owns the folder of a copy under test and the ways to wait for it. */

#define DEADLINE_S 20

static gboolean
tick_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

void
wait_for (gboolean *done)
{
  gint64 deadline = g_get_monotonic_time () + DEADLINE_S * G_USEC_PER_SEC;
  guint tick = g_timeout_add (100, tick_cb, NULL);

  while (!*done) {
    g_assert_cmpint (g_get_monotonic_time (), <, deadline);
    g_main_context_iteration (NULL, TRUE);
  }
  g_source_remove (tick);
}

void
waiter_cb (GObject *source, GAsyncResult *result, gpointer waiter)
{
  Waiter *self = waiter;

  self->result = g_object_ref (result);
  self->done = TRUE;
}

GAsyncResult *
waiter_wait (Waiter *waiter)
{
  wait_for (&waiter->done);
  return g_steal_pointer (&waiter->result);
}

void
finish_write (CopyFixture *self, Waiter *waiter)
{
  g_autoptr (GAsyncResult) result = waiter_wait (waiter);
  g_autoptr (GError) error = NULL;
  gboolean ok = parlour_copy_write_finish (self->copy, result, &error);

  g_assert_no_error (error);
  g_assert_true (ok);
}

void
barrier (CopyFixture *self)
{
  Waiter waiter = {NULL, FALSE};
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (ParlourCopyState) state = NULL;

  parlour_copy_get_state_async (self->copy, NULL, waiter_cb, &waiter);
  result = waiter_wait (&waiter);
  state = parlour_copy_get_state_finish (self->copy, result, NULL);
  g_assert_nonnull (state);
}

void
copy_fixture_open (CopyFixture *self)
{
  Waiter waiter = {NULL, FALSE};
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  parlour_copy_open_async (self->folder, NULL, waiter_cb, &waiter);
  result = waiter_wait (&waiter);
  self->copy = parlour_copy_open_finish (result, &error);
  g_assert_no_error (error);
  g_assert_nonnull (self->copy);
}

void
copy_fixture_close (CopyFixture *self)
{
  parlour_copy_close (self->copy);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_finalize_object (g_steal_pointer (&self->copy));
}

CopyFixture *
copy_fixture_new (void)
{
  CopyFixture *self = g_new0 (CopyFixture, 1);
  g_autoptr (ParlourUser) me = make_user (ME, "me", "Me Myself");

  self->folder = g_dir_make_tmp ("parlour-copy-XXXXXX", NULL);
  g_assert_nonnull (self->folder);
  copy_fixture_open (self);
  WRITE (self, parlour_copy_set_me_async, me);
  return self;
}

void
copy_fixture_free (CopyFixture *self)
{
  GDir *dir;
  const char *name;

  if (self->copy != NULL)
    copy_fixture_close (self);
  dir = g_dir_open (self->folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (self->folder, name, NULL);

    g_unlink (path);
  }
  g_dir_close (dir);
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_free (self->folder);
  g_free (self);
}

/* --- values -------------------------------------------------------------------------------- */

ParlourMessage *
make_message (const char *conversation, gint64 seq, const char *sender)
{
  g_autofree char *body = g_strdup_printf ("body %" G_GINT64_FORMAT, seq);
  g_autofree char *client_id = g_strdup_printf ("%s/%" G_GINT64_FORMAT, conversation, seq);

  return parlour_message_new (&(ParlourMessage){.conversation = conversation,
                                                .seq = seq,
                                                .rev = seq,
                                                .sender = sender,
                                                .client_id = client_id,
                                                .body = body,
                                                .created_at = 1000 * seq});
}

ParlourEvent *
make_event (const char *conversation, gint64 seq, const char *sender)
{
  g_autoptr (ParlourMessage) message = make_message (conversation, seq, sender);

  return parlour_event_new (&(ParlourEvent){.stream = conversation,
                                            .seq = seq,
                                            .kind = PARLOUR_EVENT_MESSAGE_CREATED,
                                            .at = message->created_at,
                                            .actor = sender,
                                            .message = message});
}

ParlourEvent *
make_bare_event (const char *stream, gint64 seq, ParlourEventKind kind)
{
  return parlour_event_new (&(ParlourEvent){.stream = stream, .seq = seq, .kind = kind});
}

ParlourEvent *
make_inbox_event (gint64 seq, ParlourEventKind kind, const char *conversation, gint64 target)
{
  return parlour_event_new (&(ParlourEvent){.stream = PARLOUR_INBOX_STREAM,
                                            .seq = seq,
                                            .kind = kind,
                                            .conversation = conversation,
                                            .target = target});
}

ParlourUser *
make_user (const char *id, const char *username, const char *name)
{
  return parlour_user_new (
      &(ParlourUser){.id = id, .username = username, .display_name = name, .version = 1});
}

void
store_direct (CopyFixture *self, const char *id, const char *peer, gint64 top, gint64 read)
{
  g_autoptr (ParlourUser) me = make_user (ME, "me", "Me Myself");
  g_autoptr (ParlourUser) other =
      make_user (peer, g_str_equal (peer, ANNA) ? "anna" : "bernd",
                 g_str_equal (peer, ANNA) ? "Anna Álvarez" : "Bernd Berg");
  const ParlourMember members[] = {{.user = me, .role = PARLOUR_MEMBER_MEMBER},
                                   {.user = other, .role = PARLOUR_MEMBER_MEMBER}};
  g_autoptr (GPtrArray) list =
      g_ptr_array_new_with_free_func ((GDestroyNotify)parlour_conversation_unref);
  g_autoptr (ParlourMessage) last = top > 0 ? make_message (id, top, peer) : NULL;

  g_ptr_array_add (list, parlour_conversation_new (&(ParlourConversation){
                             .id = id,
                             .kind = PARLOUR_CONVERSATION_DIRECT,
                             .created_at = 1,
                             .top = top,
                             .read = read,
                             .unread = top - read,
                             .last_message = last,
                             .members = members,
                             .n_members = 2,
                         }));
  WRITE (self, parlour_copy_store_conversations_async, list, NULL);
  WRITE (self, parlour_copy_set_position_async, id, top);
}

void
store_history (CopyFixture *self, const char *conversation, gint64 from, gint64 to)
{
  g_autoptr (GPtrArray) messages =
      g_ptr_array_new_with_free_func ((GDestroyNotify)parlour_message_unref);

  for (gint64 seq = from; seq <= to; seq++)
    g_ptr_array_add (messages, make_message (conversation, seq, seq % 3 == 0 ? ME : ANNA));
  WRITE (self, parlour_copy_store_page_async, conversation, messages, NULL, from, to);
}

ParlourCopyApplied *
apply (CopyFixture *self, ParlourEvent *first, ...)
{
  g_autoptr (GPtrArray) events =
      g_ptr_array_new_with_free_func ((GDestroyNotify)parlour_event_unref);
  Waiter waiter = {NULL, FALSE};
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  ParlourCopyApplied *applied;
  va_list args;

  va_start (args, first);
  for (ParlourEvent *event = first; event != NULL; event = va_arg (args, ParlourEvent *))
    g_ptr_array_add (events, event);
  va_end (args);
  parlour_copy_apply_events_async (self->copy, events, waiter_cb, &waiter);
  result = waiter_wait (&waiter);
  applied = parlour_copy_apply_events_finish (self->copy, result, &error);
  g_assert_no_error (error);
  return applied;
}

void
apply_well (CopyFixture *self, ParlourEvent *event)
{
  g_autoptr (ParlourCopyApplied) applied = apply (self, event, NULL);

  g_assert_cmpuint (applied->applied->len, ==, 1);
}

gint64
ask_file (CopyFixture *self, const char *sql)
{
  g_autofree char *path = g_build_filename (self->folder, "copy.db", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourDb) db = parlour_db_open (path, PARLOUR_DB_READ_ONLY, &error);
  gint64 answer = -1;

  g_assert_no_error (error);
  parlour_db_query_int (db, &answer, &error, sql, "");
  g_assert_no_error (error);
  return answer;
}

void
run_on_file (CopyFixture *self, const char *sql)
{
  g_autofree char *path = g_build_filename (self->folder, "copy.db", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourDb) db = parlour_db_open (path, PARLOUR_DB_READ_WRITE_CREATE, &error);

  g_assert_no_error (error);
  parlour_db_run (db, &error, sql, "");
  g_assert_no_error (error);
}

void
add_outbox_row (CopyFixture *self, const ParlourOutboxRow *row)
{
  Waiter waiter = {NULL, FALSE};
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  parlour_copy_outbox_add_async (self->copy, row, waiter_cb, &waiter);
  result = waiter_wait (&waiter);
  parlour_copy_outbox_add_finish (self->copy, result, NULL, &error);
  g_assert_no_error (error);
}

void
add_outbox (CopyFixture *self, const char *conversation, const char *client_id)
{
  const ParlourOutboxRow row = {
      .client_id = client_id, .conversation = conversation, .body = client_id, .created_at = 5};

  add_outbox_row (self, &row);
}

void
write_draft (CopyFixture *self, const char *conversation, const char *text)
{
  const ParlourWish wish = {
      .kind = PARLOUR_WISH_SETTING, .conversation = conversation, .key = "draft", .value = text};

  WRITE (self, parlour_copy_wish_async, &wish);
}
