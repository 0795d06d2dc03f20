/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-limits"

#include "server/limits.h"
#include "server/origin.h"

/* Counting by key and time, and whose address a request counts for. */

#define SECOND ((gint64)G_USEC_PER_SEC)

static void
test_so_many_within_so_long (void)
{
  g_autoptr (ParlourLimits) limits = parlour_limits_new (3, 600);

  g_assert_cmpuint (parlour_limits_take (limits, "a", 1000 * SECOND), ==, 0);
  g_assert_cmpuint (parlour_limits_take (limits, "a", 1100 * SECOND), ==, 0);
  g_assert_cmpuint (parlour_limits_take (limits, "a", 1200 * SECOND), ==, 0);
  g_assert_cmpuint (parlour_limits_take (limits, "a", 1300 * SECOND), ==, 300);
  g_assert_cmpuint (parlour_limits_take (limits, "b", 1300 * SECOND), ==, 0);
  /* what was refused does not count: the first one's time is over, and only that one's */
  g_assert_cmpuint (parlour_limits_take (limits, "a", 1599 * SECOND), ==, 1);
  g_assert_cmpuint (parlour_limits_take (limits, "a", 1600 * SECOND), ==, 0);
  g_assert_cmpuint (parlour_limits_take (limits, "a", 1600 * SECOND), ==, 100);
}

static void
test_given_back (void)
{
  g_autoptr (ParlourLimits) limits = parlour_limits_new (2, 60);

  for (guint i = 0; i < 100; i++) {
    g_assert_cmpuint (parlour_limits_take (limits, "a", i * SECOND), ==, 0);
    parlour_limits_give_back (limits, "a");
  }
  g_assert_cmpuint (parlour_limits_get_count (limits), ==, 0);
  parlour_limits_give_back (limits, "nobody");
}

static void
test_none (void)
{
  g_autoptr (ParlourLimits) limits = parlour_limits_new (0, 60);

  for (guint i = 0; i < 100; i++)
    g_assert_cmpuint (parlour_limits_take (limits, "a", 0), ==, 0);
  g_assert_cmpuint (parlour_limits_get_count (limits), ==, 0);
}

/* Whoever has a million addresses fills no memory with them, and the others stay counted. */
static void
test_many_keys_are_forgotten (void)
{
  g_autoptr (ParlourLimits) limits = parlour_limits_new (1, 10);

  for (guint i = 0; i < 200000; i++) {
    g_autofree char *key = g_strdup_printf ("%u", i);
    parlour_limits_take (limits, key, (gint64)i * 1000);
  }
  g_assert_cmpuint (parlour_limits_get_count (limits), <=, 65536);
  g_assert_cmpuint (parlour_limits_take (limits, "199999", 200000 * 1000), >, 0);
}

static void
check_origin (const ParlourConfig *config, const char *peer, const char *header, const char *wanted)
{
  g_autofree char *origin = parlour_origin_choose (config, peer, header);

  g_assert_cmpstr (origin, ==, wanted);
}

static void
test_origin (void)
{
  g_autoptr (ParlourConfig) config = parlour_config_new ("x");

  check_origin (config, "10.0.0.1", NULL, "10.0.0.1");
  check_origin (config, "10.0.0.1", "192.0.2.1", "10.0.0.1");
  config->proxies = g_strsplit ("10.0.0.1 fd00::1", " ", -1);
  check_origin (config, "10.0.0.1", "192.0.2.1", "192.0.2.1");
  check_origin (config, "fd00:0::1", " 2001:db8::1 ", "2001:db8::1");
  check_origin (config, "10.0.0.2", "192.0.2.1", "10.0.0.2");
  check_origin (config, "10.0.0.1", NULL, "10.0.0.1");
  /* what the client wrote itself stands before what the proxy has appended */
  check_origin (config, "10.0.0.1", "127.0.0.1, 192.0.2.7", "192.0.2.7");
  check_origin (config, "10.0.0.1", "192.0.2.7, fd00::1", "192.0.2.7");
  check_origin (config, "10.0.0.1", "192.0.2.7, nonsense", "10.0.0.1");
  check_origin (config, "10.0.0.1", "10.0.0.1", "10.0.0.1");
}

int
main (int argc, char **argv)
{
  g_setenv ("G_DEBUG", "fatal-criticals", TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/limits/so-many-within-so-long", test_so_many_within_so_long);
  g_test_add_func ("/limits/given-back", test_given_back);
  g_test_add_func ("/limits/none", test_none);
  g_test_add_func ("/limits/many-keys-are-forgotten", test_many_keys_are_forgotten);
  g_test_add_func ("/limits/origin", test_origin);
  return g_test_run ();
}
