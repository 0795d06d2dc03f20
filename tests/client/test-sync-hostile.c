/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync-fake.h"
#include "sync-fixture.h"

#include "core/timestamp.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* A server that means harm: it neither brings the client down nor takes what it holds, and what is
 * no more than strange is passed over. */

#define EVENT_HEAD "{\"op\":\"event\",\"stream\":\"" FAKE_CONVERSATION "\",\"kind\":\"void\","

typedef struct {
  const char *name;
  const char *frame;
  gboolean ends; /* the connection, else it is passed over */
} Lie;

static const Lie lies[] = {
    {"no-json", "hello there", TRUE},
    {"empty", "", TRUE},
    {"an-array", "[1,2,3]", TRUE},
    {"no-op", "{\"hello\":1}", TRUE},
    {"op-is-a-number", "{\"op\":5}", TRUE},
    {"name-twice", "{\"op\":\"tops\",\"op\":\"tops\"}", TRUE},
    {"nul", "{\"op\":\"a\\u0000b\"}", TRUE},
    {"event-of-nothing", "{\"op\":\"event\"}", TRUE},
    {"event-with-wrong-types", EVENT_HEAD "\"seq\":\"4\",\"at\":7}", TRUE},
    {"event-number-zero", EVENT_HEAD "\"seq\":0}", TRUE},
    {"event-number-huge", EVENT_HEAD "\"seq\":9007199254740991}", TRUE},
    {"event-with-another-conversations-message",
     "{\"op\":\"event\",\"stream\":\"" FAKE_CONVERSATION
     "\",\"seq\":4,\"kind\":\"message.created\","
     "\"at\":\"2026-01-01T00:00:00.000Z\",\"message\":{\"conversation\":\"other\",\"seq\":4,"
     "\"rev\":4,\"sender\":\"x\",\"client_id\":\"x\",\"body\":\"x\","
     "\"created_at\":\"2026-01-01T00:00:00.000Z\"}}",
     TRUE},
    {"second-welcome", "{\"op\":\"welcome\",\"epoch\":\"f\",\"tops\":{}}", TRUE},
    {"unknown-op", "{\"op\":\"dance\",\"tops\":[]}", FALSE},
    {"opened", "{\"op\":\"ok\",\"id\":77}", FALSE},
    {"ok-with-odd-id", "{\"op\":\"ok\",\"id\":{}}", FALSE},
    {"error-without-problem", "{\"op\":\"error\",\"id\":1}", FALSE},
    {"error-with-odd-problem", "{\"op\":\"error\",\"id\":1,\"problem\":[[]]}", FALSE},
    {"marks-of-nothing", "{\"op\":\"marks\"}", FALSE},
    {"marks-with-wrong-types",
     "{\"op\":\"marks\",\"conversation\":[],\"user\":{},\"read\":\"x\",\"delivered\":null}", FALSE},
    {"marks-elsewhere", "{\"op\":\"marks\",\"conversation\":\"x\",\"user\":\"y\",\"read\":1}",
     FALSE},
    {"tops-are-a-list", "{\"op\":\"tops\",\"tops\":[1]}", FALSE},
    {"tops-lie",
     "{\"op\":\"tops\",\"tops\":{\"" FAKE_CONVERSATION "\":999,\"me\":\"x\",\"z\":-5,\"y\":[]}}",
     FALSE},
    {"tops-lie-again", "{\"op\":\"tops\",\"tops\":{\"" FAKE_CONVERSATION "\":999}}", FALSE},
    {"start-of-nothing", "{\"op\":\"start\"}", FALSE},
    {"start-below-zero", "{\"op\":\"start\",\"stream\":\"x\",\"seq\":-1}", FALSE},
    {"start-with-wrong-types", "{\"op\":\"start\",\"stream\":5,\"seq\":\"x\"}", FALSE},
    {"reset-of-nothing", "{\"op\":\"reset\"}", FALSE},
    {"reset-of-the-unknown", "{\"op\":\"reset\",\"stream\":\"no/such?stream\"}", FALSE},
    {"reset", "{\"op\":\"reset\",\"stream\":\"" FAKE_CONVERSATION "\"}", FALSE},
    {"reset-of-the-inbox", "{\"op\":\"reset\",\"stream\":\"me\"}", FALSE},
    {"event-of-the-unknown",
     "{\"op\":\"event\",\"stream\":\"unknown\",\"seq\":1,\"kind\":\"void\","
     "\"at\":\"2026-01-01T00:00:00.000Z\"}",
     FALSE},
    {"event-of-a-later-version",
     "{\"op\":\"event\",\"stream\":\"unknown\",\"seq\":1,\"kind\":\"dance\","
     "\"at\":\"2026-01-01T00:00:00.000Z\",\"partner\":{}}",
     FALSE},
    {"event-far-ahead", EVENT_HEAD "\"seq\":1000,\"at\":\"2026-01-01T00:00:00.000Z\"}", FALSE},
    {"event-again", EVENT_HEAD "\"seq\":1,\"at\":\"2026-01-01T00:00:00.000Z\"}", FALSE},
};

typedef struct {
  SyncFake *fake;
  SyncPerson *anna;
  char *folder;
} Hostile;

static gint64
count_messages (Hostile *self)
{
  return sync_copy_sql_int (self->folder, "SELECT count (*) FROM messages WHERE body = 'honest'");
}

static void
set_up (Hostile *self, gconstpointer data)
{
  static guint n;
  g_autofree char *profile = g_strdup_printf ("hostile%u", n++);

  self->fake = sync_fake_new ();
  self->anna = sync_person_new (profile);
  sync_person_sign_in (self->anna, self->fake->address, "anna");
  self->folder = sync_person_folder (self->anna);
  wait_until (count_messages (self) == (gint64)self->fake->top);
}

static void
tear_down (Hostile *self, gconstpointer data)
{
  sync_person_free (self->anna);
  sync_fake_free (self->fake);
  g_free (self->folder);
}

/* Whatever was said, it goes on: a new message arrives and nothing is missing. */
static void
assert_goes_on (Hostile *self)
{
  wait_until (sync_person_push (self->anna));
  sync_fake_event (self->fake);
  wait_until (count_messages (self) == (gint64)self->fake->top);
  wait_until (sync_person_push (self->anna));
  g_assert_null (parlour_account_get_problem (self->anna->account));
}

static void
strange_frames (Hostile *self, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (lies); i++) {
    guint upgrades = self->fake->n_upgrades;

    g_test_message ("%s", lies[i].name);
    wait_until (count_messages (self) == (gint64)self->fake->top);
    sync_fake_say (self->fake, lies[i].frame);
    if (lies[i].ends) {
      sync_person_wait_state (self->anna, PARLOUR_ACCOUNT_OFFLINE);
      g_assert_nonnull (parlour_account_get_problem (self->anna->account));
      g_assert_cmpint (count_messages (self), ==, (gint64)self->fake->top);
    }
    assert_goes_on (self);
    g_assert_cmpuint (self->fake->n_upgrades, ==, upgrades + lies[i].ends);
  }
  g_assert_cmpuint (self->fake->n_requests, <, 200);
}

/* It is noticed that a server has gone when the line is silent, which a computer that slept hears
 * of in the morning: when it was there last is told from its last word. */
static void
word_before_silence (Hostile *self, gconstpointer data)
{
  gint64 before = parlour_timestamp_now ();

  wait_until (parlour_timestamp_now () > before);
  sync_fake_event (self->fake);
  wait_until (count_messages (self) == (gint64)self->fake->top);
  gint64 after = parlour_timestamp_now ();
  wait_until (parlour_timestamp_now () > after);
  self->fake->is_silent = TRUE;
  soup_websocket_connection_close (self->fake->sockets->data, SOUP_WEBSOCKET_CLOSE_GOING_AWAY, "");
  sync_person_wait_state (self->anna, PARLOUR_ACCOUNT_OFFLINE);
  g_assert_cmpint (parlour_account_get_last_seen (self->anna->account), >, before);
  g_assert_cmpint (parlour_account_get_last_seen (self->anna->account), <=, after);
}

/* What became of a group's messages meanwhile is read anew, also where nothing else says that one
 * is in it again, or said so too early. */
static void
comes_back_without_a_word_in_the_inbox (Hostile *self, gconstpointer data)
{
  sync_copy_sql (self->folder, "UPDATE conversations SET kind = 1, former = 1");
  sync_fake_member_event (self->fake, "member.joined");
  wait_until (sync_copy_sql_int (self->folder, "SELECT max (seq) FROM positions") == 4);
  wait_until (sync_copy_sql_int (self->folder, "SELECT count (*) FROM ranges "
                                               "WHERE from_seq = 1 AND to_seq = 4") == 1);
  g_assert_cmpuint (self->fake->n_upgrades, ==, 1);
}

static void
binary_frame (Hostile *self, gconstpointer data)
{
  soup_websocket_connection_send_binary (self->fake->sockets->data, "{\"op\":\"tops\"}", 13);
  sync_person_wait_state (self->anna, PARLOUR_ACCOUNT_OFFLINE);
  assert_goes_on (self);
}

static void
frame_that_is_too_large (Hostile *self, gconstpointer data)
{
  g_autofree char *body = g_strnfill (2 * 1024 * 1024, 'x');
  g_autofree char *event = sync_fake_event_text (4, body);

  sync_fake_say (self->fake, event);
  sync_person_wait_state (self->anna, PARLOUR_ACCOUNT_OFFLINE);
  assert_goes_on (self);
}

static gint64
memory_used (void)
{
  g_autofree char *text = NULL;
  gint64 size = 0, resident = 0;

  g_assert_true (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL));
  g_assert_cmpint (sscanf (text, "%" G_GINT64_FORMAT " %" G_GINT64_FORMAT, &size, &resident), ==,
                   2);
  return resident * sysconf (_SC_PAGESIZE);
}

/* One message in fragments that never end, past what WebSockets know as a frame's size. */
static void
message_that_never_ends (Hostile *self, gconstpointer data)
{
  g_autoptr (GIOStream) stream =
      g_object_ref (soup_websocket_connection_get_io_stream (self->fake->sockets->data));
  GOutputStream *out = g_io_stream_get_output_stream (stream);
  g_autofree guint8 *frame = g_malloc0 (4 + 65535);
  gint64 before = memory_used ();
  gsize sent = 0, position = 0;

  memset (frame + 4, 'x', 65535);
  frame[0] = 0x01; /* text, more to come */
  frame[1] = 126;
  frame[2] = frame[3] = 0xff;
  gint64 end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;
  while (sync_person_state (self->anna) == PARLOUR_ACCOUNT_ONLINE && sent < 256 * 1024 * 1024 &&
         g_get_monotonic_time () < end) {
    gssize n = g_pollable_output_stream_write_nonblocking (
        G_POLLABLE_OUTPUT_STREAM (out), frame + position, 4 + 65535 - position, NULL, NULL);
    if (n > 0) {
      sent += (gsize)n;
      position = (position + (gsize)n) % (4 + 65535);
      if (position == 0)
        frame[0] = 0x00; /* goes on */
    }
    main_loop_turn ();
  }
  g_test_message ("%" G_GSIZE_FORMAT " bytes were taken", sent);
  g_assert_cmpint (memory_used () - before, <, 64 * 1024 * 1024);
  sync_person_wait_state (self->anna, PARLOUR_ACCOUNT_OFFLINE);
  assert_goes_on (self);
}

/* More than may be sent unacknowledged. */
static void
flood_of_events (Hostile *self, gconstpointer data)
{
  gint64 before = memory_used ();

  for (guint i = 0; i < 20000; i++) {
    g_autofree char *event = sync_fake_event_text (self->fake->top + 2 + i, "a hole is before me");
    sync_fake_say (self->fake, event);
  }
  g_assert_cmpint (count_messages (self), ==, (gint64)self->fake->top);
  wait_until (sync_person_state (self->anna) == PARLOUR_ACCOUNT_OFFLINE ||
              self->fake->n_follows > 0);
  g_assert_cmpint (memory_used () - before, <, 128 * 1024 * 1024);
  wait_until (sync_person_push (self->anna));
  assert_goes_on (self);
}

static void
closes_in_all_ways (Hostile *self, gconstpointer data)
{
  static const gushort codes[] = {1000, 1001, 1011, 4000, 4008, 4009, 4029};

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++) {
    soup_websocket_connection_close (self->fake->sockets->data, codes[i], "because");
    sync_person_wait_state (self->anna, PARLOUR_ACCOUNT_OFFLINE);
    assert_goes_on (self);
  }
  soup_websocket_connection_close (self->fake->sockets->data, 4001, NULL);
  sync_person_wait_state (self->anna, PARLOUR_ACCOUNT_SIGNED_OUT);
  g_assert_cmpint (count_messages (self), ==, (gint64)self->fake->top);
}

/* --- answers ------------------------------------------------------------------------------------
 */

static gboolean
is_list (const char *path)
{
  return strcmp (path, "/conversations") == 0;
}

#define LIE(name_, status_, type_, text_)                                                          \
  static gboolean name_ (SyncFake *fake, SoupServerMessage *message, const char *path)             \
  {                                                                                                \
    if (is_list (path))                                                                            \
      sync_fake_answer (message, status_, type_, text_);                                           \
    return is_list (path);                                                                         \
  }

LIE (answers_no_json, 200, "application/json", "oh no")
LIE (answers_two, 200, "application/json", "{}{}")
LIE (answers_a_list, 200, "application/json", "[]")
LIE (answers_wrong_types, 200, "application/json", "{\"items\":{},\"next\":5}")
LIE (answers_wrong_items, 200, "application/json", "{\"items\":[{\"id\":5}],\"next\":null}")
LIE (answers_a_web_page, 404, "text/html", "<html>")
LIE (answers_nothing, 204, "text/plain", "")
LIE (answers_a_fault, 500, "text/plain", "oops")
LIE (answers_too_many, 429, "application/problem+json", "{\"code\":\"too_many_requests\"}")

static gboolean
sends_elsewhere (SyncFake *fake, SoupServerMessage *message, const char *path)
{
  if (!is_list (path))
    return FALSE;
  soup_server_message_set_redirect (message, 302, "http://127.0.0.1:1/api/v1/conversations");
  return TRUE;
}

static gboolean
nests_deeply (SyncFake *fake, SoupServerMessage *message, const char *path)
{
  g_autofree char *text = g_strnfill (100000, '[');

  if (is_list (path))
    sync_fake_answer (message, 200, "application/json", text);
  return is_list (path);
}

static void
more_cb (SoupServerMessage *message, gpointer data)
{
  static char blanks[65536];

  soup_message_body_append (soup_server_message_get_response_body (message), SOUP_MEMORY_STATIC,
                            blanks, sizeof blanks);
}

static gboolean
never_ends (SyncFake *fake, SoupServerMessage *message, const char *path)
{
  if (!is_list (path))
    return FALSE;
  soup_server_message_set_status (message, 200, NULL);
  soup_message_headers_set_content_type (soup_server_message_get_response_headers (message),
                                         "application/json", NULL);
  soup_message_headers_set_encoding (soup_server_message_get_response_headers (message),
                                     SOUP_ENCODING_CHUNKED);
  soup_message_body_set_accumulate (soup_server_message_get_response_body (message), FALSE);
  g_signal_connect (message, "wrote-headers", G_CALLBACK (more_cb), NULL);
  g_signal_connect (message, "wrote-chunk", G_CALLBACK (more_cb), NULL);
  return TRUE;
}

/* Always one more page. */
static gboolean
has_always_more (SyncFake *fake, SoupServerMessage *message, const char *path)
{
  if (is_list (path))
    sync_fake_answer (message, 200, "application/json", "{\"items\":[],\"next\":\"more\"}");
  return is_list (path);
}

typedef struct {
  const char *name;
  SyncFakeLie lie;
  gboolean ends; /* it is no state to go online from */
} Answer;

static const Answer answers[] = {
    {"no-json", answers_no_json, TRUE},
    {"two", answers_two, TRUE},
    {"a-list", answers_a_list, TRUE},
    {"wrong-types", answers_wrong_types, TRUE},
    {"wrong-items", answers_wrong_items, TRUE},
    {"a-web-page", answers_a_web_page, TRUE},
    {"nothing", answers_nothing, TRUE},
    {"a-fault", answers_a_fault, TRUE},
    {"too-many", answers_too_many, TRUE},
    {"elsewhere", sends_elsewhere, TRUE},
    {"deep", nests_deeply, TRUE},
    {"endless", never_ends, TRUE},
    {"always-more", has_always_more, FALSE},
};

static void
strange_answers (Hostile *self, gconstpointer data)
{
  gint64 before = memory_used ();

  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++) {
    g_test_message ("%s", answers[i].name);
    self->fake->lie = answers[i].lie;
    sync_fake_say (self->fake, "{\"op\":\"reset\",\"stream\":\"me\"}");
    if (answers[i].ends) {
      sync_person_wait_state (self->anna, PARLOUR_ACCOUNT_OFFLINE);
      g_assert_nonnull (parlour_account_get_problem (self->anna->account));
      g_assert_cmpint (count_messages (self), ==, (gint64)self->fake->top);
    } else {
      wait_until (sync_copy_sql_int (self->folder, "SELECT count (*) FROM conversations") == 0);
    }
    self->fake->lie = NULL;
    if (!answers[i].ends)
      sync_fake_say (self->fake, "{\"op\":\"reset\",\"stream\":\"me\"}");
    assert_goes_on (self);
  }
  g_assert_cmpint (memory_used () - before, <, 64 * 1024 * 1024);
}

static gboolean
sends_same_page (SyncFake *fake, SoupServerMessage *message, const char *path)
{
  if (!g_str_has_suffix (path, "/messages"))
    return FALSE;
  sync_fake_answer (message, 200, "application/json", "{\"items\":[],\"next\":\"more\"}");
  return TRUE;
}

/* Filling in behind comes to an end, whatever it is told. */
static void
history_that_never_ends (Hostile *self, gconstpointer data)
{
  self->fake->lie = sends_same_page;
  sync_fake_say (self->fake, "{\"op\":\"reset\",\"stream\":\"" FAKE_CONVERSATION "\"}");
  guint before = self->fake->n_requests;
  wait_until (sync_copy_sql_int (self->folder, "SELECT from_seq FROM ranges") == 1);
  g_assert_cmpuint (self->fake->n_requests, <, before + 10);
}

static gboolean
refuses_token (SyncFake *fake, SoupServerMessage *message, const char *path)
{
  if (!is_list (path))
    return FALSE;
  sync_fake_answer (message, 401, "text/plain", "no");
  return TRUE;
}

static void
token_refused_by_a_call (Hostile *self, gconstpointer data)
{
  self->fake->lie = refuses_token;
  sync_fake_say (self->fake, "{\"op\":\"reset\",\"stream\":\"me\"}");
  sync_person_wait_state (self->anna, PARLOUR_ACCOUNT_SIGNED_OUT);
  g_assert_cmpint (count_messages (self), ==, (gint64)self->fake->top);
}

/* --- silence (takes a minute and more) ----------------------------------------------------------
 */

static gboolean
says_nothing (SyncFake *fake, SoupServerMessage *message, const char *path)
{
  if (is_list (path))
    soup_server_message_pause (message);
  return is_list (path);
}

static void
silence_on_the_socket (Hostile *self, gconstpointer data)
{
  self->fake->is_silent = TRUE;
  wait_seconds (70, sync_person_state (self->anna) == PARLOUR_ACCOUNT_OFFLINE);
  self->fake->is_silent = FALSE;
  assert_goes_on (self);
}

static void
silence_to_a_call (Hostile *self, gconstpointer data)
{
  self->fake->lie = says_nothing;
  sync_fake_say (self->fake, "{\"op\":\"reset\",\"stream\":\"me\"}");
  wait_seconds (100, sync_person_state (self->anna) == PARLOUR_ACCOUNT_OFFLINE);
  self->fake->lie = NULL;
  assert_goes_on (self);
}

#define ADD(name_) g_test_add ("/hostile/" #name_, Hostile, NULL, set_up, name_, tear_down)

int
main (int argc, char **argv)
{
  sync_tests_init (&argc, &argv);
  if (g_test_slow ()) {
    ADD (silence_on_the_socket);
    ADD (silence_to_a_call);
    return sync_tests_run ();
  }
  ADD (strange_frames);
  ADD (word_before_silence);
  ADD (comes_back_without_a_word_in_the_inbox);
  ADD (binary_frame);
  ADD (frame_that_is_too_large);
  ADD (message_that_never_ends);
  ADD (flood_of_events);
  ADD (closes_in_all_ways);
  ADD (strange_answers);
  ADD (history_that_never_ends);
  ADD (token_refused_by_a_call);
  return sync_tests_run ();
}
