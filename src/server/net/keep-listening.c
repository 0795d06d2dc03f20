/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-keep-listening"

#include "server/net/keep-listening.h"

#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>

/* The listener that keeps libsoup's connections alive. Runs on the main loop, once. */

static GSocket *
open_socket (const char *path, GError **error)
{
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (path);
  g_autoptr (GSocket) socket = NULL;

  socket =
      g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, error);
  if (socket == NULL || !g_socket_bind (socket, address, FALSE, error) ||
      !g_socket_listen (socket, error))
    return NULL;
  return g_steal_pointer (&socket);
}

gboolean
parlour_keep_listening (SoupServer *server, GError **error)
{
  g_autofree char *folder = g_dir_make_tmp ("parlour-XXXXXX", error);
  g_autofree char *path = NULL;
  g_autoptr (GSocket) socket = NULL;

  if (folder == NULL)
    return FALSE;

  path = g_build_filename (folder, "socket", NULL);
  socket = open_socket (path, error);
  g_unlink (path);
  g_rmdir (folder);
  return socket != NULL && soup_server_listen_socket (server, socket, 0, error);
}
