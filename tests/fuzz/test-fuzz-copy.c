/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "fuzz-copy"

#include "copy-fixture.h"
#include "client/cache/queries.h"
#include "core/json.h"
#include "core/json-writer.h"
#include "fuzz.h"

#include <glib/gstdio.h>
#include <string.h>

/* Whatever stands in the file of a local copy, it is opened, if need be made anew, and can be read;
 * whatever events a server sends, the copy takes them and goes on. */

#define WITH "conversation"

static void
fill (CopyFixture *f)
{
  store_direct (f, WITH, ANNA, 6, 3);
  store_history (f, WITH, 1, 6);
  write_draft (f, WITH, "half a sen");
  add_outbox (f, WITH, "0192f6a0-0000-7000-8000-00000000000a");
}

static void
check_rows (GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++) {
    const ParlourMessageRow *row = g_ptr_array_index (rows, i);
    g_assert_true (row->client_id != NULL || row->notice != PARLOUR_NOTICE_NONE);
    g_assert_true (row->body == NULL || g_utf8_validate (row->body, -1, NULL));
  }
}

/* Reading may fail where a page of the file is damaged that nobody has read before. */
static void
read_window (CopyFixture *f)
{
  const ParlourWindowRequest request = {.move = PARLOUR_WINDOW_OPEN};
  Waiter waiter = {NULL, FALSE};
  g_autoptr (GError) error = NULL;

  parlour_copy_read_window_async (f->copy, WITH, &request, NULL, waiter_cb, &waiter);
  g_autoptr (GAsyncResult) result = waiter_wait (&waiter);
  g_autoptr (ParlourWindowPage) page = parlour_copy_read_window_finish (f->copy, result, &error);
  g_assert_true ((page == NULL) == (error != NULL));
  if (page != NULL)
    check_rows (page->rows);
}

static void
read_list (CopyFixture *f)
{
  Waiter waiter = {NULL, FALSE};
  g_autoptr (GError) error = NULL;

  parlour_copy_read_conversations_async (f->copy, NULL, NULL, waiter_cb, &waiter);
  g_autoptr (GAsyncResult) result = waiter_wait (&waiter);
  g_autoptr (GPtrArray) rows = parlour_copy_read_conversations_finish (f->copy, result, &error);
  g_assert_true ((rows == NULL) == (error != NULL));
}

static void
remove_all (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

  for (const char *name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir)) {
    g_autofree char *path = g_build_filename (folder, name, NULL);
    g_unlink (path);
  }
}

static void
try_file (const char *data, gsize length, gpointer user_data)
{
  CopyFixture *f = user_data;
  g_autofree char *path = g_build_filename (f->folder, "copy.db", NULL);

  copy_fixture_close (f);
  remove_all (f->folder);
  g_assert_true (g_file_set_contents (path, data, (gssize)length, NULL));
  copy_fixture_open (f);
  read_list (f);
  read_window (f);
}

static void
drop_cb (const char *domain, GLogLevelFlags level, const char *message, gpointer data)
{
}

static void
test_file (void)
{
  CopyFixture *f = copy_fixture_new ();
  g_autoptr (Fuzz) fuzz = fuzz_new (NULL);
  g_autofree char *path = g_build_filename (f->folder, "copy.db", NULL);
  g_autofree char *good = NULL;
  gsize length;

  fill (f);
  copy_fixture_close (f);
  g_assert_true (g_file_get_contents (path, &good, &length, NULL));
  fuzz_add (fuzz, good, length);
  copy_fixture_open (f);
  fuzz_run (fuzz, try_file, f);
  copy_fixture_free (f);
}

/* --- events ------------------------------------------------------------------------------------
 */

#define AT "\"at\":\"2026-11-24T13:04:09.123Z\",\"actor\":\"" ANNA "\","
#define MESSAGE                                                                                    \
  "\"message\":{\"conversation\":\"" WITH "\",\"seq\":7,\"rev\":7,\"sender\":\"" ANNA              \
  "\",\"client_id\":\"0192f6a0-0000-7000-8000-00000000000b\",\"subject\":\"Tea\",\"body\":"        \
  "\"now\",\"reply_to\":3,\"mentions\":[\"" ME "\"],\"reactions\":[{\"emoji\":"                    \
  "\"\xf0\x9f\x91\x8d\",\"count\":1,\"users\":[\"" ME "\"]}],\"pinned\":true,"                     \
  "\"created_at\":\"2026-11-24T13:04:09.123Z\"}"
#define EVENT(stream_, seq_, kind_, rest_)                                                         \
  "{\"op\":\"event\",\"stream\":\"" stream_ "\",\"seq\":" seq_ ",\"kind\":\"" kind_ "\"," AT rest_ \
  "}"

static const char *const events[] = {
    EVENT (WITH, "7", "message.created", MESSAGE),
    EVENT (WITH, "8", "message.edited", MESSAGE),
    EVENT (WITH, "8", "message.deleted", MESSAGE),
    EVENT (WITH, "8", "pin.added", MESSAGE),
    EVENT (WITH, "7", "void", "\"x\":1"),
    EVENT (WITH, "7", "reaction.added", "\"emoji\":\"\xf0\x9f\x91\x8d\"," MESSAGE),
    EVENT (WITH,
           "7",
           "member.joined",
           "\"member\":{\"user\":{\"id\":\"u\",\"username\":\"uwe\",\"display_name\":\"Uwe\"},"
           "\"role\":\"admin\"}"),
    EVENT (WITH,
           "7",
           "member.left",
           "\"member\":{\"user\":{\"id\":\"" ME "\",\"username\":\"me\",\"display_name\":\"Me\"},"
           "\"role\":\"member\"}"),
    EVENT (WITH,
           "7",
           "conversation.updated",
           "\"conversation\":{\"id\":\"" WITH "\",\"kind\":\"group\",\"title\":\"Club\"}"),
    EVENT ("me", "1", "conversation.added", "\"conversation\":{\"id\":\"" WITH "\"}"),
    EVENT ("me", "1", "conversation.removed", "\"conversation\":{\"id\":\"" WITH "\"}"),
    EVENT ("me", "1", "message.hidden", "\"conversation\":{\"id\":\"" WITH "\"},\"target\":5"),
    EVENT ("me", "1", "history.cleared", "\"conversation\":{\"id\":\"" WITH "\"},\"through\":5"),
    EVENT ("me", "1", "star.added", "\"conversation\":{\"id\":\"" WITH "\"},\"target\":5"),
    EVENT ("me", "1", "block.changed", "\"user\":{\"id\":\"" ANNA "\"}"),
};

static const char *const words[] = {
    "7",
    "8",
    "9",
    "1",
    "0",
    "9007199254740992",
    "\"rev\":9,",
    "\"seq\":8,",
    "me",
    ANNA,
    BERND,
    WITH,
    "null",
    "\"\"",
    "message.created",
    "message.deleted",
    "pin.removed",
    "\"body\":null,",
    "\"deleted_at\":\"2026-01-01T00:00:00Z\",",
    "everyone",
    "\\n",
    NULL,
};

typedef struct {
  CopyFixture *copy;
  gint64 seq;
  gint64 inbox;
} World;

/* The event with the number that the copy waits for, so that it is looked at at all. */
static ParlourEvent *
read_next (World *world, const char *data, gsize length)
{
  g_autoptr (JsonObject) object = parlour_json_parse_object (data, length, NULL);
  g_autoptr (ParlourEvent) event = object != NULL ? parlour_event_read (object, NULL) : NULL;

  if (event == NULL)
    return NULL;
  ParlourEvent fields = *event;
  if (strcmp (fields.stream, WITH) == 0 && g_test_rand_int_range (0, 4) != 0)
    fields.seq = world->seq + 1;
  if (strcmp (fields.stream, PARLOUR_INBOX_STREAM) == 0)
    fields.seq = world->inbox + 1;
  return parlour_event_new (&fields);
}

static void
note_position (World *world, ParlourCopyApplied *applied)
{
  const gint64 *seq = g_hash_table_lookup (applied->positions, WITH);
  const gint64 *inbox = g_hash_table_lookup (applied->positions, PARLOUR_INBOX_STREAM);

  world->seq = seq != NULL ? *seq : world->seq;
  world->inbox = inbox != NULL ? *inbox : world->inbox;
}

static void
try_event (const char *data, gsize length, gpointer user_data)
{
  World *world = user_data;
  ParlourEvent *event = read_next (world, data, length);

  if (event == NULL)
    return;
  g_autoptr (ParlourCopyApplied) applied = apply (world->copy, event, NULL);
  note_position (world, applied);
  if (applied->unknown->len > 0 || world->seq > 300) {
    store_direct (world->copy, WITH, ANNA, 6, 3);
    world->seq = 6;
  }
  if (g_test_rand_int_range (0, 16) == 0) {
    read_list (world->copy);
    read_window (world->copy);
  }
}

static void
test_events (void)
{
  CopyFixture *f = copy_fixture_new ();
  g_autoptr (Fuzz) fuzz = fuzz_new (words);
  World world = {f, 6, 0};

  fill (f);
  fuzz_add_texts (fuzz, events, G_N_ELEMENTS (events));
  fuzz_run (fuzz, try_event, &world);
  g_assert_cmpint (ask_file (f, "SELECT count (*) FROM pragma_foreign_key_check"), ==, 0);
  copy_fixture_free (f);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL);
  g_log_set_handler ("parlour-copy-file", G_LOG_LEVEL_MESSAGE, drop_cb, NULL);
  g_test_add_func ("/fuzz/copy/file", test_file);
  g_test_add_func ("/fuzz/copy/events", test_events);
  return g_test_run ();
}
