/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-standing"

#include "server/standing.h"

#include <net/if.h>

/* Which addresses a server tells others, and whether a link from it names its key. */

#define KEY "the key"

static void
check (ParlourTlsMode tls, const char *host, const char *proxy, const char *wanted, const char *key)
{
  static const char *const uris[] = {"https://192.0.2.7:7447", NULL};
  g_autoptr (ParlourStanding) standing = parlour_standing_new ("/nowhere", uris, KEY, NULL);
  g_autoptr (ParlourConfig) config = parlour_config_new ("/nowhere");

  config->tls = tls;
  config->hosts = host != NULL ? g_strsplit (host, " ", -1) : NULL;
  config->proxies = proxy != NULL ? g_strsplit (proxy, " ", -1) : NULL;
  parlour_standing_set_names (standing, config);
  g_auto (GStrv) addresses = parlour_standing_list_addresses (standing);
  g_autofree char *all = g_strjoinv (" ", addresses);
  g_assert_cmpstr (all, ==, wanted);
  g_assert_cmpstr (parlour_standing_get_link_key (standing), ==, key);
}

/* By whichever of them a client comes, the key decides. */
static void
test_own_key (void)
{
  check (PARLOUR_TLS_OWN, NULL, NULL, "192.0.2.7:7447", KEY);
  check (PARLOUR_TLS_OWN, "Home.Example", NULL, "home.example:7447 192.0.2.7:7447", KEY);
  check (PARLOUR_TLS_OWN, "no/name", NULL, "192.0.2.7:7447", KEY);
}

/* Who vouches does so for the names alone, and the key may be another one after each renewal. */
static void
test_files (void)
{
  check (PARLOUR_TLS_FILES, "chat.example.org chat.example.com", NULL,
         "chat.example.org:7447 chat.example.com:7447", NULL);
  check (PARLOUR_TLS_FILES, NULL, NULL, "192.0.2.7:7447", KEY);
}

static void
check_link (const char *uri, const char *host, const char *proxy, gboolean wanted)
{
  const char *const uris[] = {uri, NULL};
  g_autoptr (ParlourStanding) standing = parlour_standing_new ("/nowhere", uris, NULL, NULL);
  g_autoptr (ParlourConfig) config = parlour_config_new ("/nowhere");

  config->hosts = host != NULL ? g_strsplit (host, " ", -1) : NULL;
  config->proxies = proxy != NULL ? g_strsplit (proxy, " ", -1) : NULL;
  parlour_standing_set_names (standing, config);
  g_assert_cmpint (parlour_standing_has_link (standing), ==, wanted);
}

/* A link is followed with TLS. */
static void
test_link (void)
{
  check_link ("https://192.0.2.7:7447", NULL, NULL, TRUE);
  check_link ("http://127.0.0.1:7447", NULL, NULL, FALSE);
  check_link ("http://127.0.0.1:7447", "chat.example.org", NULL, FALSE);
  check_link ("http://127.0.0.1:7447", NULL, "127.0.0.1", FALSE);
  check_link ("http://127.0.0.1:7447", "chat.example.org", "127.0.0.1", TRUE);
  check_link (NULL, "chat.example.org", "127.0.0.1", FALSE);
}

/* Where the server listens is the proxy's business. */
static void
test_proxy (void)
{
  check (PARLOUR_TLS_OFF, "chat.example.org", "127.0.0.1", "chat.example.org:443", KEY);
  check (PARLOUR_TLS_OFF, NULL, "127.0.0.1", "192.0.2.7:7447", KEY);
}

static void
test_folder_without_a_server (void)
{
  g_autoptr (ParlourStanding) standing = parlour_standing_new ("/nowhere", NULL, NULL, NULL);
  g_autoptr (ParlourConfig) config = parlour_config_new ("/nowhere");

  config->hosts = g_strsplit ("home.example", " ", -1);
  parlour_standing_set_names (standing, config);
  g_auto (GStrv) addresses = parlour_standing_list_addresses (standing);
  g_assert_cmpuint (g_strv_length (addresses), ==, 0);
  g_assert_null (parlour_standing_get_link_key (standing));
}

/* Whoever hosts with a VPN on is reached by those around first. */
static void
test_nearness (void)
{
  g_assert_cmpint (parlour_standing_judge_interface ("wlp3s0", IFF_UP | IFF_BROADCAST), ==,
                   PARLOUR_NEARNESS_LAN);
  g_assert_cmpint (parlour_standing_judge_interface ("tun0", IFF_UP | IFF_POINTOPOINT), ==,
                   PARLOUR_NEARNESS_TUNNEL);
  g_assert_cmpint (parlour_standing_judge_interface ("wg0", IFF_UP | IFF_POINTOPOINT), ==,
                   PARLOUR_NEARNESS_TUNNEL);
  g_assert_cmpint (parlour_standing_judge_interface ("docker0", IFF_UP | IFF_BROADCAST), ==,
                   PARLOUR_NEARNESS_INNER);
  g_assert_cmpint (parlour_standing_judge_interface ("br-0123456789ab", IFF_UP), ==,
                   PARLOUR_NEARNESS_INNER);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/standing/own-key", test_own_key);
  g_test_add_func ("/standing/files", test_files);
  g_test_add_func ("/standing/proxy", test_proxy);
  g_test_add_func ("/standing/link", test_link);
  g_test_add_func ("/standing/nearness", test_nearness);
  g_test_add_func ("/standing/folder-without-a-server", test_folder_without_a_server);
  return g_test_run ();
}
