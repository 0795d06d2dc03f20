/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-listen-address"

#include "server/net/listen-address.h"

#include "core/limits.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Where a server listens: the spelling of it, and the socket. Any thread. */

static gboolean
split (const char *text, char **host, char **port)
{
  const char *end;

  if (text[0] == '[') {
    end = strchr (text, ']');
    if (end == NULL || (end[1] != ':' && end[1] != '\0'))
      return FALSE;
    *host = g_strndup (text + 1, (gsize)(end - text - 1));
    *port = g_strdup (end[1] == ':' ? end + 2 : NULL);
    return TRUE;
  }

  end = strrchr (text, ':');
  *host = end != NULL ? g_strndup (text, (gsize)(end - text)) : g_strdup (text);
  *port = g_strdup (end != NULL ? end + 1 : NULL);
  return strchr (*host, ':') == NULL;
}

static GSocketAddress *
parse (const char *text)
{
  g_autofree char *host = NULL;
  g_autofree char *port = NULL;
  guint64 number = PARLOUR_DEFAULT_PORT;

  if (!split (text, &host, &port))
    return NULL;
  if (port != NULL && !g_ascii_string_to_unsigned (port, 10, 0, G_MAXUINT16, &number, NULL))
    return NULL;
  if (g_ascii_strcasecmp (host, "localhost") == 0)
    return g_inet_socket_address_new_from_string ("127.0.0.1", (guint)number);
  return g_inet_socket_address_new_from_string (host, (guint)number);
}

GSocketAddress *
parlour_listen_address_parse (const char *text, GError **error)
{
  GSocketAddress *address = parse (text);

  if (address == NULL)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                 "“%s” is no address to listen on: write IP:PORT, for instance 127.0.0.1:%d", text,
                 PARLOUR_DEFAULT_PORT);
  return address;
}

char *
parlour_listen_address_to_text (GSocketAddress *address)
{
  GInetSocketAddress *inet = G_INET_SOCKET_ADDRESS (address);
  GInetAddress *host = g_inet_socket_address_get_address (inet);
  g_autofree char *text = g_inet_address_to_string (host);
  guint port = g_inet_socket_address_get_port (inet);

  if (g_inet_address_get_family (host) == G_SOCKET_FAMILY_IPV6)
    return g_strdup_printf ("[%s]:%u", text, port);
  return g_strdup_printf ("%s:%u", text, port);
}

GSocketAddress *
parlour_listen_address_from_native (const struct sockaddr_storage *native, socklen_t length)
{
  struct sockaddr_in v4 = {.sin_family = AF_INET};
  struct sockaddr_in6 v6;

  if (native->ss_family == AF_INET6 && length >= sizeof v6) {
    memcpy (&v6, native, sizeof v6);
    if (IN6_IS_ADDR_V4MAPPED (&v6.sin6_addr)) {
      memcpy (&v4.sin_addr, v6.sin6_addr.s6_addr + 12, sizeof v4.sin_addr);
      v4.sin_port = v6.sin6_port;
      return g_socket_address_new_from_native (&v4, sizeof v4);
    }
  }
  return g_socket_address_new_from_native ((gpointer)native, length);
}

static void
set_open_error (GError **error, GSocketAddress *address, int code)
{
  g_autofree char *text = parlour_listen_address_to_text (address);
  guint port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address));
  GIOErrorEnum kind = g_io_error_from_errno (code);

  if (code == EADDRINUSE)
    g_set_error (error, G_IO_ERROR, kind, "Port %u is taken: another program listens on %s", port,
                 text);
  else if (code == EADDRNOTAVAIL)
    g_set_error (error, G_IO_ERROR, kind, "%s is not an address of this computer", text);
  else if (code == EACCES)
    g_set_error (error, G_IO_ERROR, kind, "Port %u needs more rights: choose one above 1023", port);
  else
    g_set_error (error, G_IO_ERROR, kind, "Cannot listen on %s: %s", text, g_strerror (code));
}

static int
open_and_bind (const struct sockaddr *native, socklen_t length, gboolean v6_alone)
{
  int one = 1, v6_only = v6_alone;
  int fd = socket (native->sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_TCP);
  int code;

  if (fd < 0)
    return -1;

  setsockopt (fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  if (native->sa_family == AF_INET6)
    setsockopt (fd, IPPROTO_IPV6, IPV6_V6ONLY, &v6_only, sizeof v6_only);
  if (bind (fd, native, length) == 0 && listen (fd, SOMAXCONN) == 0)
    return fd;

  code = errno;
  close (fd);
  errno = code;
  return -1;
}

static int
open_any_v4 (guint16 port)
{
  struct sockaddr_in any = {.sin_family = AF_INET, .sin_port = htons (port)};

  return open_and_bind ((const struct sockaddr *)&any, sizeof any, FALSE);
}

int
parlour_listen_socket_open (GSocketAddress *address, GError **error)
{
  GInetSocketAddress *inet = G_INET_SOCKET_ADDRESS (address);
  gboolean any = g_inet_address_get_is_any (g_inet_socket_address_get_address (inet));
  struct sockaddr_storage native;
  gssize length = g_socket_address_get_native_size (address);
  int fd;

  if (!g_socket_address_to_native (address, &native, sizeof native, error))
    return -1;

  fd = open_and_bind ((const struct sockaddr *)&native, (socklen_t)length, !any);
  if (fd < 0 && any && native.ss_family == AF_INET6 &&
      (errno == EAFNOSUPPORT || errno == EADDRNOTAVAIL))
    fd = open_any_v4 (g_inet_socket_address_get_port (inet));
  if (fd < 0)
    set_open_error (error, address, errno);
  return fd;
}
