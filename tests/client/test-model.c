/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model-world.h"

#include "db/connection.h"

#include <string.h>

/* People do everything at random while connections are cut and the server is killed. Whenever they
 * rest, each device knows exactly what the server tells a new one; and at the end every stream is
 * dense and no client_id stands twice. The seed is printed; PARLOUR_MODEL_SEED=N replays it. */

static char *
first_difference (const char *had, const char *wanted)
{
  g_auto (GStrv) here = g_strsplit (had != NULL ? had : "", "\n", -1);
  g_auto (GStrv) there = g_strsplit (wanted != NULL ? wanted : "", "\n", -1);
  GString *text = g_string_new (NULL);

  for (char **line = there; *line != NULL; line++)
    if (g_str_has_prefix (*line, "c "))
      g_string_append_printf (text, "\n  %s", *line);
  for (char **line = here; *line != NULL; line++)
    if (!g_strv_contains ((const char *const *)there, *line))
      g_string_append_printf (text, "\n  only the old device: %s", *line);
  for (char **line = there; *line != NULL; line++)
    if (!g_strv_contains ((const char *const *)here, *line))
      g_string_append_printf (text, "\n  only the new device: %s", *line);
  return g_string_free (text, FALSE);
}

/* Both may still be reading when they first look the same as before. */
static void
compare (ModelWorld *world, guint i, SyncPerson *fresh)
{
  gint64 deadline = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;

  for (;;) {
    g_autofree char *had = model_dump (world->clients[i]);
    g_autofree char *wanted = model_dump (fresh);
    if (g_strcmp0 (had, wanted) == 0)
      return;
    if (g_get_monotonic_time () > deadline) {
      g_autofree char *difference = first_difference (had, wanted);
      g_error ("seed %u, after %u things, %s's device %u differs:%s", world->seed, world->n_done,
               world->users[i], i, difference);
    }
    main_loop_turn ();
  }
}

static void
compare_with_new_devices (ModelWorld *world)
{
  for (guint i = 0; i < MODEL_CLIENTS; i++) {
    g_autofree char *profile =
        g_strdup_printf ("new-%s-%u-%u-%u", world->users[i], world->seed, world->n_done, i);
    SyncPerson *fresh = sync_person_new (profile);
    sync_person_sign_in (fresh, world->server->address, world->users[i]);
    compare (world, i, fresh);
    sync_person_free (fresh);
  }
}

static gint64
ask_server (ModelWorld *world, const char *sql)
{
  g_autofree char *path = g_build_filename (world->server->folder, "parlour.db", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourDb) db = parlour_db_open (path, PARLOUR_DB_READ_WRITE_CREATE, &error);
  gint64 value = -1;

  g_assert_no_error (error);
  parlour_db_query_int (db, &value, &error, sql, "");
  g_assert_no_error (error);
  return value;
}

static void
check_streams (ModelWorld *world)
{
  sync_server_stop (world->server);
  g_assert_cmpint (ask_server (world, "SELECT count (*) FROM (SELECT count (*) AS n, "
                                      "max (key & 0xffffffff) AS top FROM events "
                                      "GROUP BY key >> 32) WHERE n <> top"),
                   ==, 0);
  g_assert_cmpint (ask_server (world, "SELECT count (*) FROM (SELECT 1 FROM events WHERE "
                                      "client_id IS NOT NULL GROUP BY key >> 32, client_id "
                                      "HAVING count (*) > 1)"),
                   ==, 0);
}

static guint32
choose_seed (void)
{
  const char *given = g_getenv ("PARLOUR_MODEL_SEED");

  return given != NULL ? (guint32)g_ascii_strtoull (given, NULL, 10) : g_random_int ();
}

static void
live (guint32 seed, guint n_rests, guint n_things)
{
  ModelWorld *world = model_world_new (seed);

  g_test_message ("seed %u", seed);
  for (guint rest = 0; rest < n_rests; rest++) {
    for (guint i = 0; i < n_things; i++)
      model_world_act (world);
    model_world_calm (world);
    compare_with_new_devices (world);
  }
  check_streams (world);
  model_world_free (world);
}

static void
every_device_knows_what_the_server_tells (void)
{
  guint n_worlds = g_test_slow () ? 20 : 1;

  for (guint i = 0; i < n_worlds; i++)
    live (choose_seed () + i, g_test_slow () ? 5 : 2, 60);
}

int
main (int argc, char **argv)
{
  sync_tests_init (&argc, &argv);
  g_test_add_func ("/client/model/every_device_knows_what_the_server_tells",
                   every_device_knows_what_the_server_tells);
  return sync_tests_run ();
}
