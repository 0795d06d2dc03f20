/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-standing"

#include "server/standing.h"

#include "core/address.h"
#include "core/timestamp.h"

#include <gio/gio.h>
#include <ifaddrs.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <string.h>

/* This file owns what a server knows of itself beside its database, and under which addresses this
 * computer is reached. Any thread. */

#define ADDRESSES_MAX 8   /* what an invite's link holds */
#define PROXY_PORT    443 /* where a proxy is reached that nobody said more about */

typedef struct _ParlourNames {
  GMutex lock;
  char **hosts; /* nullable */
  guint port;   /* 0: the server's own */
  gboolean alone;
  gboolean vouched;
} ParlourNames;

ParlourStanding *
parlour_standing_new (const char *data_dir,
                      const char *const *uris,
                      const char *fingerprint,
                      ParlourOnline *online)
{
  ParlourStanding *self = g_new0 (ParlourStanding, 1);

  self->data_dir = g_strdup (data_dir);
  self->uris = g_strdupv ((char **)uris);
  self->fingerprint = g_strdup (fingerprint);
  self->online = online != NULL ? parlour_online_ref (online) : parlour_online_new ();
  self->names = g_new0 (ParlourNames, 1);
  g_mutex_init (&self->names->lock);
  self->started_at = uris != NULL ? parlour_timestamp_now () : 0;
  return self;
}

static void
names_free (ParlourNames *names)
{
  g_mutex_clear (&names->lock);
  g_strfreev (names->hosts);
  g_free (names);
}

void
parlour_standing_free (ParlourStanding *self)
{
  g_free (self->data_dir);
  g_strfreev (self->uris);
  g_free (self->fingerprint);
  parlour_online_unref (self->online);
  names_free (self->names);
  g_free (self);
}

void
parlour_standing_set_names (ParlourStanding *self, const ParlourConfig *config)
{
  ParlourNames *names = self->names;
  gboolean proxied = config->proxies != NULL && config->proxies[0] != NULL;
  gboolean any = config->hosts != NULL && config->hosts[0] != NULL;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&names->lock);

  g_strfreev (names->hosts);
  names->hosts = g_strdupv (config->hosts);
  names->port = proxied ? PROXY_PORT : 0;
  names->vouched = any && !proxied && config->tls == PARLOUR_TLS_FILES;
  names->alone = any && (proxied || names->vouched);
}

const char *
parlour_standing_get_link_key (const ParlourStanding *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->names->lock);

  return self->names->vouched ? NULL : self->fingerprint;
}

/* Of a network that somebody else may be in. */
static GInetAddress *
inet_address (const struct ifaddrs *interface, GSocketFamily family)
{
  if (interface->ifa_addr == NULL || interface->ifa_addr->sa_family != family ||
      (interface->ifa_flags & (IFF_UP | IFF_LOOPBACK)) != IFF_UP)
    return NULL;
  if (family == G_SOCKET_FAMILY_IPV4) {
    struct sockaddr_in v4;
    memcpy (&v4, interface->ifa_addr, sizeof v4);
    return g_inet_address_new_from_bytes ((const guint8 *)&v4.sin_addr, family);
  }
  struct sockaddr_in6 v6;
  memcpy (&v6, interface->ifa_addr, sizeof v6);
  return g_inet_address_new_from_bytes ((const guint8 *)&v6.sin6_addr, family);
}

/* Takes @whole. */
static void
add_text (GPtrArray *into, char *whole)
{
  if (into->len < ADDRESSES_MAX &&
      !g_ptr_array_find_with_equal_func (into, whole, g_str_equal, NULL))
    g_ptr_array_add (into, whole);
  else
    g_free (whole);
}

static void
add_address (GPtrArray *into, GInetAddress *address, guint port)
{
  g_autofree char *text = g_inet_address_to_string (address);
  gboolean v6 = g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6;

  add_text (into, g_strdup_printf (v6 ? "[%s]:%u" : "%s:%u", text, port));
}

/* A network of containers or virtual machines, which every other computer may have as well: an
 * address there leads whoever tries it to their own. */
static gboolean
is_inner (const char *interface)
{
  static const char *const beginnings[] = {"docker", "podman", "cni",   "virbr",  "vboxnet",
                                           "vmnet",  "lxcbr",  "lxdbr", "incusbr"};

  for (gsize i = 0; i < G_N_ELEMENTS (beginnings); i++)
    if (g_str_has_prefix (interface, beginnings[i]))
      return TRUE;
  return g_regex_match_simple ("^br-[0-9a-f]{12}$", interface, 0, 0);
}

ParlourNearness
parlour_standing_judge_interface (const char *name, guint flags)
{
  if (is_inner (name))
    return PARLOUR_NEARNESS_INNER;
  return (flags & IFF_POINTOPOINT) != 0 ? PARLOUR_NEARNESS_TUNNEL : PARLOUR_NEARNESS_LAN;
}

static void
add_interfaces (GPtrArray *into,
                const struct ifaddrs *interfaces,
                GSocketFamily family,
                guint port,
                ParlourNearness nearness)
{
  for (const struct ifaddrs *one = interfaces; one != NULL; one = one->ifa_next) {
    g_autoptr (GInetAddress) address = inet_address (one, family);
    if (address != NULL && !g_inet_address_get_is_link_local (address) &&
        parlour_standing_judge_interface (one->ifa_name, one->ifa_flags) == nearness)
      add_address (into, address, port);
  }
}

/* What there is of such networks. "[::]" takes IPv4 as well. */
static void
add_networks (GPtrArray *into,
              const struct ifaddrs *interfaces,
              GInetAddress *bound,
              guint port,
              ParlourNearness nearness)
{
  add_interfaces (into, interfaces, G_SOCKET_FAMILY_IPV4, port, nearness);
  if (g_inet_address_get_family (bound) == G_SOCKET_FAMILY_IPV6)
    add_interfaces (into, interfaces, G_SOCKET_FAMILY_IPV6, port, nearness);
}

/* In the order in which whoever joins tries them. */
static void
add_all_networks (GPtrArray *into, GInetAddress *bound, guint port)
{
  struct ifaddrs *interfaces = NULL;
  guint before = into->len;

  if (getifaddrs (&interfaces) != 0)
    return;
  add_networks (into, interfaces, bound, port, PARLOUR_NEARNESS_LAN);
  add_networks (into, interfaces, bound, port, PARLOUR_NEARNESS_TUNNEL);
  if (into->len == before)
    add_networks (into, interfaces, bound, port, PARLOUR_NEARNESS_INNER);
  freeifaddrs (interfaces);
}

static void
add_uri (GPtrArray *into, const char *text)
{
  g_autoptr (GUri) uri = g_uri_parse (text, G_URI_FLAGS_NONE, NULL);
  g_autoptr (GInetAddress) bound =
      uri != NULL ? g_inet_address_new_from_string (g_uri_get_host (uri)) : NULL;

  if (bound == NULL)
    return;
  guint port = (guint)g_uri_get_port (uri);
  if (g_inet_address_get_is_any (bound))
    add_all_networks (into, bound, port);
  else
    add_address (into, bound, port);
}

static char **
finish (GPtrArray *texts)
{
  g_ptr_array_add (texts, NULL);
  return (char **)g_ptr_array_free (texts, FALSE);
}

static guint
own_port (const ParlourStanding *self)
{
  g_autoptr (GUri) uri = g_uri_parse (self->uris[0], G_URI_FLAGS_NONE, NULL);

  return uri != NULL ? (guint)g_uri_get_port (uri) : 0;
}

/* What could not stand in a link is left out. */
static void
add_names (const ParlourStanding *self, GPtrArray *into)
{
  const ParlourNames *names = self->names;

  for (char **host = names->hosts; host != NULL && *host != NULL; host++) {
    g_autofree char *whole =
        g_strdup_printf ("%s:%u", *host, names->port != 0 ? names->port : own_port (self));
    char *address = parlour_address_normalize_host_port (whole, NULL);
    if (address != NULL)
      add_text (into, address);
  }
}

char **
parlour_standing_list_addresses (const ParlourStanding *self)
{
  GPtrArray *addresses = g_ptr_array_new ();
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->names->lock);

  if (self->uris != NULL && self->uris[0] != NULL)
    add_names (self, addresses);
  for (guint i = 0; !self->names->alone && self->uris != NULL && self->uris[i] != NULL; i++)
    add_uri (addresses, self->uris[i]);
  return finish (addresses);
}

gboolean
parlour_standing_has_link (const ParlourStanding *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->names->lock);

  return self->uris != NULL && self->uris[0] != NULL &&
         (self->names->alone || g_str_has_prefix (self->uris[0], "https://"));
}

/* A loopback device's is all zeros. */
static void
add_mac (GPtrArray *into, const struct sockaddr_ll *link)
{
  static const guint8 none[6] = {0};
  const guint8 *mac = link->sll_addr;

  if (link->sll_halen != sizeof none || memcmp (mac, none, sizeof none) == 0)
    return;
  g_ptr_array_add (into, g_strdup_printf ("%02x:%02x:%02x:%02x:%02x:%02x", mac[0], mac[1], mac[2],
                                          mac[3], mac[4], mac[5]));
}

char **
parlour_standing_list_macs (void)
{
  GPtrArray *macs = g_ptr_array_new ();
  struct ifaddrs *interfaces = NULL;

  if (getifaddrs (&interfaces) == 0) {
    for (const struct ifaddrs *one = interfaces; one != NULL; one = one->ifa_next) {
      struct sockaddr_ll link;
      if (one->ifa_addr == NULL || one->ifa_addr->sa_family != AF_PACKET ||
          (one->ifa_flags & IFF_UP) == 0)
        continue;
      memcpy (&link, one->ifa_addr, sizeof link);
      add_mac (macs, &link);
    }
    freeifaddrs (interfaces);
  }
  return finish (macs);
}
