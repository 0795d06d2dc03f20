/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test-check"

#include "avahi-fake.h"
#include "sync-fixture.h"
#include "tls-front.h"

#include "client/check-private.h"
#include "client/connection-check.h"

/* Proves that the connection check names the step that fails, and only that one. */

static TlsKey *right;
static TlsKey *wrong;

static TlsFront *
front_of (TlsKey *key)
{
  const TlsCard card = {.key = key, .name = "P", .days_from = -1, .days_to = 10};

  return tls_front_new (&card, 0);
}

static ParlourDestination *
destination_at (const char *address, TlsKey *pinned)
{
  const char *const addresses[] = {address, NULL};
  ParlourFingerprint pin = tls_key_fingerprint (right);

  return parlour_destination_new (
      &(ParlourDestination){.addresses = addresses, .pin = pinned != NULL ? &pin : NULL});
}

static ParlourConnectionCheck *
check_for (const char *address, TlsKey *pinned, ParlourDiscovery *discovery)
{
  g_autoptr (ParlourDestination) destination = destination_at (address, pinned);
  ParlourConnectionCheck *check = parlour_connection_check_new_for_member (destination, discovery);

  parlour_connection_check_run (check);
  wait_until (!parlour_connection_check_get_running (check));
  return check;
}

/* "gggsgs": one letter a step: good, doubtful, failed, skipped. */
static void
assert_states (ParlourConnectionCheck *check, const char *expected)
{
  static const char letters[] = {
      [PARLOUR_CHECK_WAITING] = 'w',  [PARLOUR_CHECK_RUNNING] = 'r', [PARLOUR_CHECK_GOOD] = 'g',
      [PARLOUR_CHECK_DOUBTFUL] = 'd', [PARLOUR_CHECK_FAILED] = 'f',  [PARLOUR_CHECK_SKIPPED] = 's'};
  g_autoptr (GString) states = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (check)); i++) {
    g_autoptr (ParlourCheckStep) step = g_list_model_get_item (G_LIST_MODEL (check), i);
    ParlourCheckState state = parlour_check_step_get_state (step);
    g_string_append_c (states, letters[state]);
    if (state == PARLOUR_CHECK_FAILED || state == PARLOUR_CHECK_DOUBTFUL)
      g_assert_nonnull (parlour_check_step_get_advice (step));
  }
  g_assert_cmpstr (states->str, ==, expected);
}

static void
test_good (void)
{
  TlsFront *front = front_of (right);
  g_autofree char *address = tls_front_to_address (front);
  g_autoptr (ParlourConnectionCheck) check = check_for (address, right, NULL);

  assert_states (check, "gggsgs");
  parlour_connection_check_run (check);
  wait_until (!parlour_connection_check_get_running (check));
  assert_states (check, "gggsgs");
  tls_front_free (front);
}

static void
test_nobody_listens (void)
{
  TlsFront *front = front_of (right);
  g_autofree char *address = tls_front_to_address (front);

  tls_front_free (front);
  g_autoptr (ParlourConnectionCheck) check = check_for (address, right, NULL);
  assert_states (check, "gfgsss");
}

static void
test_no_such_name (void)
{
  g_autoptr (ParlourConnectionCheck) check =
      check_for ("https://nowhere.invalid:7447", right, NULL);

  assert_states (check, "fsssss");
}

static void
test_keys (void)
{
  TlsFront *front = front_of (wrong);
  ParlourFingerprint shown = tls_key_fingerprint (wrong);
  g_autofree char *groups = parlour_fingerprint_to_groups (&shown);
  g_autofree char *address = tls_front_to_address (front);
  g_autoptr (ParlourConnectionCheck) other = check_for (address, right, NULL);
  g_autoptr (ParlourConnectionCheck) unknown = check_for (address, NULL, NULL);

  assert_states (other, "gggsfs");
  g_assert_cmpstr (
      parlour_check_step_get_finding (parlour_connection_check_find (other, "certificate")), ==,
      groups);
  assert_states (unknown, "gggsds");
  g_assert_cmpuint (tls_front_count_bytes (front), ==, 0);
  tls_front_free (front);
}

static void
test_clock (void)
{
  SyncServer *server = sync_server_new (); /* which says the time */
  const TlsCard card = {.key = right, .name = "P", .days_from = -1, .days_to = 10};
  TlsFront *front = tls_front_new (&card, server->port);
  g_autofree char *address = tls_front_to_address (front);
  g_autoptr (ParlourConnectionCheck) check = check_for (address, right, NULL);

  assert_states (check, "gggsgg");
  tls_front_free (front);
  sync_server_free (server);
}

static void
test_discovery (void)
{
  AvahiFake *avahi = avahi_fake_new ();
  TlsFront *front = front_of (right);
  ParlourFingerprint fingerprint = tls_key_fingerprint (right);
  g_autofree char *text = parlour_fingerprint_to_text (&fingerprint);
  g_autofree char *line = g_strconcat ("fp=", text, NULL);
  const AvahiFakeService service = {.interface = 2,
                                    .name = "P",
                                    .address = "127.0.0.1",
                                    .port = tls_front_get_port (front),
                                    .txt = {line}};
  g_autofree char *address = tls_front_to_address (front);
  ParlourDiscovery *discovery = parlour_discovery_new (NULL, avahi_fake_get_bus (avahi));

  avahi_fake_start (avahi);
  wait_until (parlour_discovery_get_available (discovery));
  g_autoptr (ParlourConnectionCheck) before = check_for (address, right, discovery);
  assert_states (before, "gggdgs");
  avahi_fake_announce (avahi, &service);
  wait_until (g_list_model_get_n_items (G_LIST_MODEL (discovery)) == 1);
  g_autoptr (ParlourConnectionCheck) after = check_for (address, right, discovery);
  assert_states (after, "gggggs");
  g_clear_object (&before);
  g_clear_object (&after);
  g_object_unref (discovery);
  tls_front_free (front);
  avahi_fake_free (avahi);
}

/* Whoever closes the page in the middle of it hears nothing more. */
static void
test_dropped (void)
{
  TlsFront *front = front_of (right);
  g_autofree char *address = tls_front_to_address (front);
  g_autoptr (ParlourDestination) destination = destination_at (address, right);
  ParlourConnectionCheck *check = parlour_connection_check_new_for_member (destination, NULL);

  parlour_connection_check_run (check);
  parlour_connection_check_run (check);
  wait_until (!parlour_connection_check_get_running (check));
  assert_states (check, "gggsgs");
  g_assert_finalize_object (check);
  tls_front_free (front);
}

static void
write_below (const char *root, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (root, name, NULL);
  g_autofree char *folder = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

/* Inside a sandbox the computer's own files are out of sight: that is not the same as none. */
static void
test_firewall_files (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_cache_dir (), "computer", NULL);

  g_assert_cmpint (parlour_check_read_firewall (folder), ==, PARLOUR_FIREWALL_NONE);
  write_below (folder, "etc/ufw/ufw.conf", "# of ufw\nENABLED=no\n");
  g_assert_cmpint (parlour_check_read_firewall (folder), ==, PARLOUR_FIREWALL_NONE);
  write_below (folder, "etc/ufw/ufw.conf", "# of ufw\nENABLED=yes\n");
  g_assert_cmpint (parlour_check_read_firewall (folder), ==, PARLOUR_FIREWALL_UFW);
  write_below (folder, ".flatpak-info", "[Application]\n");
  g_assert_cmpint (parlour_check_read_firewall (folder), ==, PARLOUR_FIREWALL_HIDDEN);
}

int
main (int argc, char **argv)
{
  sync_tests_init (&argc, &argv);
  right = tls_key_new ();
  wrong = tls_key_new ();
  g_test_add_func ("/check/good", test_good);
  g_test_add_func ("/check/nobody-listens", test_nobody_listens);
  g_test_add_func ("/check/no-such-name", test_no_such_name);
  g_test_add_func ("/check/keys", test_keys);
  g_test_add_func ("/check/clock", test_clock);
  g_test_add_func ("/check/discovery", test_discovery);
  g_test_add_func ("/check/dropped", test_dropped);
  g_test_add_func ("/check/firewall-files", test_firewall_files);
  int status = sync_tests_run ();
  tls_key_free (right);
  tls_key_free (wrong);
  return status;
}
