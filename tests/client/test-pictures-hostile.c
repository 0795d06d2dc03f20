/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync-fake.h"
#include "sync-fixture.h"
#include "test-png.h"

#include <string.h>

/* A server that means harm with the pictures that it gives: they show nothing, and nothing else
 * suffers. */

#define MANY 12

typedef enum {
  LIE_NONE, /* a good picture */
  LIE_GARBAGE,
  LIE_EMPTY,
  LIE_CUT,
  LIE_HUGE,
  LIE_ENDLESS,
  LIE_MISSING,
  N_LIES,
} Lie;

typedef struct {
  SyncFake *fake;
  SyncPerson *anna;
  guint version;
} Hostile;

/* What the fake is to do with pictures; its callback has no data of its own. */
static struct {
  Lie lie;
  gboolean waits;     /* until told to go on */
  GPtrArray *waiting; /* SoupServerMessage */
  guint n_asked;
  guint n_ended; /* of the endless: the client has hung up */
} pictures;

static void
say_more_cb (SoupServerMessage *message)
{
  static const char junk[65536];

  soup_message_body_append (soup_server_message_get_response_body (message), SOUP_MEMORY_STATIC,
                            junk, sizeof junk);
}

static void
ended_cb (SoupServerMessage *message)
{
  pictures.n_ended++;
}

static void
answer_endless (SoupServerMessage *message)
{
  soup_server_message_set_status (message, 200, NULL);
  soup_message_headers_set_encoding (soup_server_message_get_response_headers (message),
                                     SOUP_ENCODING_CHUNKED);
  g_signal_connect (message, "wrote-chunk", G_CALLBACK (say_more_cb), NULL);
  g_signal_connect (message, "finished", G_CALLBACK (ended_cb), NULL);
  say_more_cb (message);
}

static GBytes *
lie_bytes (Lie lie)
{
  GBytes *png = test_png_new (200, 0x2040c0);

  if (lie == LIE_NONE)
    return png;
  g_autoptr (GBytes) cut = g_bytes_new_from_bytes (png, 0, 60);
  g_bytes_unref (png);
  if (lie == LIE_CUT)
    return g_steal_pointer (&cut);
  if (lie == LIE_EMPTY)
    return g_bytes_new (NULL, 0);
  gsize length = lie == LIE_HUGE ? 2 * 1024 * 1024 : 5000;
  return g_bytes_new_take (g_malloc0 (length), length);
}

static void
answer_picture (SoupServerMessage *message)
{
  g_autoptr (GBytes) bytes = lie_bytes (pictures.lie);

  soup_server_message_set_status (message, 200, NULL);
  soup_server_message_set_response (message, "image/png", SOUP_MEMORY_COPY,
                                    g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static gboolean
picture_lie (SyncFake *fake, SoupServerMessage *message, const char *path)
{
  if (!g_str_has_suffix (path, "/avatar"))
    return FALSE;
  pictures.n_asked++;
  if (pictures.lie == LIE_MISSING)
    return FALSE; /* 404 */
  if (pictures.lie == LIE_ENDLESS)
    answer_endless (message);
  else
    answer_picture (message);
  if (pictures.waits) {
    soup_server_message_pause (message);
    g_ptr_array_add (pictures.waiting, g_object_ref (message));
  }
  return TRUE;
}

static void
set_up (Hostile *h, gconstpointer data)
{
  g_autofree char *program =
      g_build_filename (g_getenv ("PARLOUR_BUILD_DIR"), "src", "picture", "parlour-picture", NULL);

  memset (&pictures, 0, sizeof pictures);
  pictures.waiting = g_ptr_array_new_with_free_func (g_object_unref);
  h->fake = sync_fake_new ();
  h->fake->lie = picture_lie;
  h->version = 1;
  h->anna = sync_person_new ("anna");
  sync_person_sign_in (h->anna, h->fake->address, "anna");
  parlour_pictures_set_program (parlour_account_get_pictures (h->anna->account), program);
}

static void
tear_down (Hostile *h, gconstpointer data)
{
  sync_person_free (h->anna);
  sync_fake_free (h->fake);
  g_ptr_array_unref (pictures.waiting);
}

/* Everybody hears that @user has another picture. */
static void
tell_mark (Hostile *h, const char *user, const char *mark)
{
  g_autofree char *text = g_strdup_printf (
      "{\"op\":\"profile\",\"user\":{\"id\":\"%s\",\"username\":\"u%s\",\"display_name\":\"U\","
      "\"status_text\":null,\"avatar\":\"%s\",\"last_seen\":null,\"version\":%u}}",
      user, user + strlen (user) - 3, mark, ++h->version);

  sync_fake_say (h->fake, text);
}

static ParlourPicture *
look_at (Hostile *h, const char *user)
{
  return parlour_pictures_get_person (parlour_account_get_pictures (h->anna->account), user);
}

/* A lie costs one request, however often it is looked at; the next picture is as good as any. */
static void
test_lies (Hostile *h, gconstpointer data)
{
  g_autoptr (ParlourPicture) picture = look_at (h, FAKE_PEER);

  for (Lie lie = LIE_GARBAGE; lie < N_LIES; lie++) {
    g_autofree char *bad = g_strdup_printf ("bad-%d", lie);
    g_autofree char *good = g_strdup_printf ("good-%d", lie);
    pictures.lie = lie;
    pictures.n_asked = 0;
    tell_mark (h, FAKE_PEER, bad);
    wait_until (pictures.n_asked == 1);
    wait_until (parlour_picture_get_png (picture) == NULL);
    g_autoptr (ParlourPicture) again = look_at (h, FAKE_PEER);
    pictures.lie = LIE_NONE;
    tell_mark (h, FAKE_PEER, good);
    wait_until (parlour_picture_get_png (picture) != NULL);
    g_assert_cmpuint (pictures.n_asked, ==, 2);
    g_assert_cmpint (sync_person_state (h->anna), ==, PARLOUR_ACCOUNT_ONLINE);
  }
  wait_until (pictures.n_ended == 1);
}

static void
go_on (void)
{
  g_autoptr (GPtrArray) waiting = g_steal_pointer (&pictures.waiting);

  pictures.waiting = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < waiting->len; i++)
    soup_server_message_unpause (g_ptr_array_index (waiting, i));
}

static guint
count_shown (GPtrArray *all)
{
  guint n = 0;

  for (guint i = 0; i < all->len; i++)
    n += parlour_picture_get_png (g_ptr_array_index (all, i)) != NULL;
  return n;
}

/* Two at a time, so that messages get through. */
static void
test_few_at_a_time (Hostile *h, gconstpointer data)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);

  pictures.waits = TRUE;
  for (guint i = 0; i < MANY; i++) {
    g_autofree char *user = g_strdup_printf ("0190a000-0000-7000-8000-0000000001%02u", i);
    tell_mark (h, user, "mark");
    g_ptr_array_add (all, look_at (h, user));
  }
  wait_until (pictures.waiting->len == 2);
  while (count_shown (all) < MANY) {
    guint n = count_shown (all);
    g_assert_cmpuint (pictures.waiting->len, <=, 2);
    go_on ();
    wait_until (count_shown (all) > n || pictures.waiting->len > 0);
  }
  g_assert_cmpuint (pictures.n_asked, ==, MANY);
}

/* Offline nothing is asked; what was wanted comes with the connection. */
static void
test_offline (Hostile *h, gconstpointer data)
{
  tell_mark (h, FAKE_PEER, "mark");
  sync_fake_event (h->fake); /* told behind it, and kept behind it */
  g_autoptr (ParlourMessageWindow) window =
      parlour_account_open_messages (h->anna->account, FAKE_CONVERSATION);
  wait_until (g_list_model_get_n_items (G_LIST_MODEL (window)) == 4);
  h->fake->is_silent = TRUE;
  for (GList *link = h->fake->sockets; link != NULL; link = link->next)
    soup_websocket_connection_close (link->data, SOUP_WEBSOCKET_CLOSE_GOING_AWAY, NULL);
  sync_person_wait_state (h->anna, PARLOUR_ACCOUNT_OFFLINE);

  g_autoptr (ParlourPicture) picture = look_at (h, FAKE_PEER);
  g_autoptr (ParlourPicture) other = look_at (h, FAKE_ME);
  for (guint turn = 0; turn < 50; turn++)
    main_loop_turn ();
  g_assert_cmpuint (pictures.n_asked, ==, 0);
  h->fake->is_silent = FALSE;
  wait_until (sync_person_push (h->anna));
  wait_until (parlour_picture_get_png (picture) != NULL);
}

int
main (int argc, char **argv)
{
  sync_tests_init (&argc, &argv);
#define ADD(name, function)                                                                        \
  g_test_add ("/client/pictures-hostile/" name, Hostile, NULL, set_up, function, tear_down)
  ADD ("lies", test_lies);
  ADD ("few-at-a-time", test_few_at_a_time);
  ADD ("offline", test_offline);
  return sync_tests_run ();
}
