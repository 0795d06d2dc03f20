/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test-settings"

#include "app/settings.h"

/* Preferences that are kept, and what follows from them. No display. */

static ParlourSettings *
open_settings (void)
{
  g_autoptr (ParlourProfile) profile = parlour_profile_new ("test", NULL);
  return parlour_settings_new (profile);
}

static void
test_are_kept_and_told (void)
{
  g_autoptr (ParlourSettings) one = open_settings ();
  g_autoptr (ParlourSettings) other = open_settings ();
  g_assert_true (parlour_settings_get_notify_preview (other));
  g_assert_true (parlour_settings_get_enter_sends (other));
  g_object_set (one, "notify-preview", FALSE, "enter-sends", FALSE, "quiet-from", 3u, NULL);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  guint from = 0;
  g_object_get (other, "quiet-from", &from, NULL);
  g_assert_cmpuint (from, ==, 3);
  g_assert_false (parlour_settings_get_notify_preview (other));
  g_assert_false (parlour_settings_get_enter_sends (other));
}

static void
test_quiet_hours (void)
{
  static const struct {
    guint from;
    guint to;
    guint minute;
    gboolean quiet;
  } cases[] = {
      {44, 14, 22 * 60, TRUE},  {44, 14, 0, TRUE},        {44, 14, 7 * 60 - 1, TRUE},
      {44, 14, 7 * 60, FALSE},  {44, 14, 12 * 60, FALSE}, {44, 14, 22 * 60 - 1, FALSE},
      {26, 28, 13 * 60, TRUE},  {26, 28, 14 * 60, FALSE}, {26, 28, 12 * 60, FALSE},
      {20, 20, 10 * 60, FALSE},
  };
  g_autoptr (ParlourSettings) settings = open_settings ();
  g_assert_false (parlour_settings_is_quiet (settings, 0));
  g_object_set (settings, "quiet-hours", TRUE, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_object_set (settings, "quiet-from", cases[i].from, "quiet-to", cases[i].to, NULL);
    g_assert_cmpint (parlour_settings_is_quiet (settings, cases[i].minute), ==, cases[i].quiet);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/settings/are-kept-and-told", test_are_kept_and_told);
  g_test_add_func ("/settings/quiet-hours", test_quiet_hours);
  return g_test_run ();
}
