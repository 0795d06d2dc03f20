/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync-fixture.h"
#include "test-png.h"

#include "client/account-calls.h"
#include "client/picture-folder.h"

#include <glib/gstdio.h>
#include <utime.h>

/* Profile pictures between two people at a real server. */

#define BLUE 0x2040c0
#define RED  0xc04020

typedef struct {
  SyncServer *server;
  SyncPerson *anna;
  SyncPerson *ben;
  char *folder; /* of files that people choose */
} World;

static void
use_built_program (SyncPerson *person)
{
  g_autofree char *program =
      g_build_filename (g_getenv ("PARLOUR_BUILD_DIR"), "src", "picture", "parlour-picture", NULL);

  parlour_pictures_set_program (parlour_account_get_pictures (person->account), program);
}

static void
set_up (World *world, gconstpointer data)
{
  world->server = sync_server_new ();
  world->anna = sync_person_join ("anna", world->server);
  world->ben = sync_person_join ("ben", world->server);
  world->folder = g_dir_make_tmp ("parlour-pictures-XXXXXX", NULL);
  use_built_program (world->ben);
}

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);

  for (const char *name; (name = g_dir_read_name (dir)) != NULL;) {
    g_autofree char *inner = g_build_filename (path, name, NULL);
    g_unlink (inner);
  }
  g_rmdir (path);
}

/* Signing out takes the pictures along: the folder would not go if one were left. */
static void
tear_down (World *world, gconstpointer data)
{
  g_autofree char *copy = sync_person_folder (world->ben);

  sync_person_sign_out (world->anna);
  sync_person_sign_out (world->ben);
  g_assert_false (g_file_test (copy, G_FILE_TEST_EXISTS));
  sync_person_free (world->anna);
  sync_person_free (world->ben);
  sync_server_free (world->server);
  remove_folder (world->folder);
  g_free (world->folder);
}

static GFile *
write_file (World *world, GBytes *content)
{
  g_autofree char *path = g_build_filename (world->folder, "chosen", NULL);
  gsize length;
  const char *data = g_bytes_get_data (content, &length);

  g_assert_true (g_file_set_contents (path, data, (gssize)length, NULL));
  return g_file_new_for_path (path);
}

static ParlourUser *
set_file (SyncPerson *person, GFile *file, GError **error)
{
  GAsyncResult *place = NULL;

  parlour_account_set_picture_async (person->account, file, NULL, result_cb, &place);
  g_autoptr (GAsyncResult) result = await (&place);
  return parlour_account_me_finish (person->account, result, error);
}

static void
set_picture (World *world, SyncPerson *person, guint32 colour)
{
  g_autoptr (GBytes) png = test_png_new (300, colour);
  g_autoptr (GFile) file = write_file (world, png);
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourUser) me = set_file (person, file, &error);

  g_assert_no_error (error);
  g_assert_nonnull (me->avatar);
}

static void
remove_picture (SyncPerson *person)
{
  GAsyncResult *place = NULL;
  g_autoptr (GError) error = NULL;

  parlour_account_remove_picture_async (person->account, NULL, result_cb, &place);
  g_autoptr (GAsyncResult) result = await (&place);
  g_autoptr (ParlourUser) me = parlour_account_me_finish (person->account, result, &error);
  g_assert_no_error (error);
  g_assert_null (me->avatar);
}

static ParlourPicture *
look_at (SyncPerson *person, SyncPerson *whom)
{
  return parlour_pictures_get_person (parlour_account_get_pictures (person->account),
                                      parlour_account_get_user_id (whom->account));
}

static void
never_gone_cb (ParlourPicture *picture)
{
  g_assert_nonnull (parlour_picture_get_png (picture));
}

static void
test_set_changed_removed (World *world, gconstpointer data)
{
  g_autofree char *conversation = sync_person_compose (world->ben, "anna", NULL, "hello");
  g_autoptr (ParlourPicture) picture = look_at (world->ben, world->anna);
  g_autoptr (ParlourPicture) own = look_at (world->anna, world->anna);

  use_built_program (world->anna);
  g_assert_null (parlour_picture_get_png (picture));
  set_picture (world, world->anna, BLUE);
  wait_until (parlour_picture_get_png (picture) != NULL);
  wait_until (parlour_picture_get_png (own) != NULL);
  g_autoptr (GBytes) first = g_bytes_ref (parlour_picture_get_png (picture));
  g_assert_cmpuint (test_png_read_side (first), ==, PARLOUR_PICTURE_SIDE);

  /* The old one shows until the new one has come. */
  gulong watch = g_signal_connect (picture, "notify::png", G_CALLBACK (never_gone_cb), NULL);
  set_picture (world, world->anna, RED);
  wait_until (parlour_picture_get_png (picture) != first);
  g_assert_false (g_bytes_equal (parlour_picture_get_png (picture), first));
  g_signal_handler_disconnect (picture, watch);

  remove_picture (world->anna);
  wait_until (parlour_picture_get_png (picture) == NULL);
}

/* Of somebody whose profile changed while nobody here was running, too. */
static void
test_set_before (World *world, gconstpointer data)
{
  set_picture (world, world->anna, BLUE);
  g_autofree char *conversation = sync_person_compose (world->ben, "anna", NULL, "hello");
  g_autoptr (ParlourPicture) picture = look_at (world->ben, world->anna);
  wait_until (parlour_picture_get_png (picture) != NULL);
}

static void
test_without_network (World *world, gconstpointer data)
{
  set_picture (world, world->anna, BLUE);
  g_autofree char *conversation = sync_person_compose (world->ben, "anna", NULL, "hello");
  ParlourPicture *picture = look_at (world->ben, world->anna);
  wait_until (parlour_picture_get_png (picture) != NULL);
  g_autoptr (GBytes) before = g_bytes_ref (parlour_picture_get_png (picture));
  g_object_unref (picture);
  sync_person_free (world->ben);
  sync_server_stop (world->server);

  world->ben = sync_person_new ("ben");
  sync_person_load (world->ben);
  picture = look_at (world->ben, world->anna);
  wait_until (parlour_picture_get_png (picture) != NULL);
  g_assert_true (g_bytes_equal (parlour_picture_get_png (picture), before));
  g_assert_cmpint (sync_person_state (world->ben), !=, PARLOUR_ACCOUNT_ONLINE);
  g_object_unref (picture);
}

/* Nobody told Ben, who was not there; he asks about whom he sees. */
static void
test_changed_meanwhile (World *world, gconstpointer data)
{
  g_autofree char *conversation = sync_person_compose (world->ben, "anna", NULL, "hello");
  g_autoptr (ParlourPicture) picture = look_at (world->ben, world->anna);
  set_picture (world, world->anna, BLUE);
  wait_until (parlour_picture_get_png (picture) != NULL);
  g_autoptr (GBytes) first = g_bytes_ref (parlour_picture_get_png (picture));

  sync_server_stop (world->server);
  sync_person_wait_state (world->ben, PARLOUR_ACCOUNT_OFFLINE);
  sync_server_start (world->server);
  set_picture (world, world->anna, RED);
  sync_person_wait_state (world->ben, PARLOUR_ACCOUNT_OFFLINE);
  wait_until (sync_person_push (world->ben));
  wait_until (!g_bytes_equal (parlour_picture_get_png (picture), first));
}

/* --- of groups ------------------------------------------------------------------------------- */

static void
finish_call (SyncPerson *person, GAsyncResult **place)
{
  g_autoptr (GAsyncResult) result = await (place);
  g_autoptr (GError) error = NULL;

  g_assert_true (parlour_account_call_finish (person->account, result, &error));
  g_assert_no_error (error);
}

static void
set_group_picture (World *world, SyncPerson *person, const char *group, guint32 colour)
{
  g_autoptr (GBytes) png = test_png_new (300, colour);
  g_autoptr (GFile) file = write_file (world, png);
  GAsyncResult *place = NULL;

  parlour_account_set_group_picture_async (person->account, group, file, NULL, result_cb, &place);
  finish_call (person, &place);
}

static char *
make_group (SyncPerson *owner, SyncPerson *member)
{
  GAsyncResult *place = NULL;
  g_autoptr (GError) error = NULL;
  const char *members[] = {member != NULL ? parlour_account_get_user_id (member->account) : NULL,
                           NULL};

  parlour_account_make_group_async (owner->account, "Choir", members, NULL, result_cb, &place);
  g_autoptr (GAsyncResult) result = await (&place);
  char *id = parlour_account_make_group_finish (owner->account, result, &error);
  g_assert_no_error (error);
  return id;
}

static void
test_of_a_group (World *world, gconstpointer data)
{
  g_autofree char *group = make_group (world->anna, world->ben);
  ParlourPictures *pictures = parlour_account_get_pictures (world->ben->account);
  g_autoptr (ParlourPicture) picture = parlour_pictures_get_group (pictures, group, NULL);
  GAsyncResult *place = NULL;

  set_group_picture (world, world->anna, group, BLUE);
  wait_until (parlour_picture_get_png (picture) != NULL);
  g_autoptr (GBytes) first = g_bytes_ref (parlour_picture_get_png (picture));
  set_group_picture (world, world->anna, group, RED);
  wait_until (!g_bytes_equal (parlour_picture_get_png (picture), first));
  parlour_account_remove_group_picture_async (world->anna->account, group, NULL, result_cb, &place);
  finish_call (world->anna, &place);
  wait_until (parlour_picture_get_png (picture) == NULL);
}

/* Ben is not in it, so that his copy does not know it. */
static void
test_of_an_open_group (World *world, gconstpointer data)
{
  g_autofree char *group = make_group (world->anna, NULL);
  ParlourPictures *pictures = parlour_account_get_pictures (world->ben->account);
  GAsyncResult *place = NULL;

  set_group_picture (world, world->anna, group, BLUE);
  parlour_account_set_joining (world->anna->account, group, PARLOUR_JOINING_OPEN);
  wait_until (sync_person_state (world->ben) == PARLOUR_ACCOUNT_ONLINE);
  g_autoptr (GPtrArray) groups = NULL;
  while (groups == NULL || groups->len == 0) {
    g_clear_pointer (&groups, g_ptr_array_unref);
    parlour_account_find_groups_async (world->ben->account, "", NULL, result_cb, &place);
    g_autoptr (GAsyncResult) result = await (&place);
    place = NULL;
    groups = parlour_account_list_finish (world->ben->account, result, NULL);
    g_assert_nonnull (groups);
  }
  const ParlourGroup *found = g_ptr_array_index (groups, 0);
  g_autoptr (ParlourPicture) picture =
      parlour_pictures_get_group (pictures, found->id, found->avatar);
  wait_until (parlour_picture_get_png (picture) != NULL);
}

static void
refuse (World *world, GBytes *content, int code)
{
  g_autoptr (GFile) file = write_file (world, content);
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourUser) me = set_file (world->anna, file, &error);

  g_assert_null (me);
  g_assert_error (error, G_IO_ERROR, code);
}

static void
test_what_is_not_sent (World *world, gconstpointer data)
{
  g_autoptr (GBytes) text = g_bytes_new_static ("GIF89a and more", 15);
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);
  gsize length = PARLOUR_ACCOUNT_PICTURE_BYTES_MAX + 1;
  g_autoptr (GBytes) large = g_bytes_new_take (g_malloc0 (length), length);
  g_autoptr (GFile) missing = g_file_new_for_path ("/nonexistent/picture.png");
  g_autoptr (GError) error = NULL;

  refuse (world, text, G_IO_ERROR_INVALID_DATA);
  refuse (world, nothing, G_IO_ERROR_INVALID_DATA);
  refuse (world, large, G_IO_ERROR_MESSAGE_TOO_LARGE);
  g_assert_null (set_file (world->anna, missing, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

/* --- the folder ------------------------------------------------------------------------------ */

static void
make_old (const char *path, gint64 age)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);

  for (const char *name; (name = g_dir_read_name (dir)) != NULL;) {
    g_autofree char *inner = g_build_filename (path, name, NULL);
    GStatBuf facts;
    g_assert_cmpint (g_stat (inner, &facts), ==, 0);
    struct utimbuf times = {facts.st_atime, facts.st_mtime - age};
    g_assert_cmpint (g_utime (inner, &times), ==, 0);
  }
}

static void
test_folder_is_bounded (void)
{
  g_autofree char *path = g_dir_make_tmp ("parlour-pictures-XXXXXX", NULL);
  g_autoptr (ParlourPictureFolder) folder = parlour_picture_folder_new (path, 2);
  g_autoptr (GBytes) png = test_png_new (4, BLUE);

  parlour_picture_folder_save (folder, "../../anna", "1", png);
  make_old (path, 100);
  parlour_picture_folder_save (folder, "ben", "1", png);
  make_old (path, 100);
  g_autoptr (GBytes) anna = parlour_picture_folder_load (folder, "../../anna", "1");
  g_assert_nonnull (anna);
  g_assert_null (parlour_picture_folder_load (folder, "../../anna", "2"));

  parlour_picture_folder_save (folder, "carla", "1", png);
  g_autoptr (GBytes) still = parlour_picture_folder_load (folder, "../../anna", "1");
  g_assert_nonnull (still);
  g_assert_null (parlour_picture_folder_load (folder, "ben", "1"));

  parlour_picture_folder_close (folder);
  parlour_picture_folder_save (folder, "dora", "1", png);
  g_assert_null (parlour_picture_folder_load (folder, "dora", "1"));
  remove_folder (path);
}

int
main (int argc, char **argv)
{
  sync_tests_init (&argc, &argv);
#define ADD(name, function)                                                                        \
  g_test_add ("/client/pictures/" name, World, NULL, set_up, function, tear_down)
  ADD ("set-changed-removed", test_set_changed_removed);
  ADD ("set-before", test_set_before);
  ADD ("changed-meanwhile", test_changed_meanwhile);
  ADD ("without-network", test_without_network);
  ADD ("of-a-group", test_of_a_group);
  ADD ("of-an-open-group", test_of_an_open_group);
  ADD ("what-is-not-sent", test_what_is_not_sent);
  g_test_add_func ("/client/pictures/folder-is-bounded", test_folder_is_bounded);
  return sync_tests_run ();
}
