/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-hosting"

#include "hosting.h"

#include <glib/gstdio.h>

#define LIMIT_SECONDS   30
#define SERVER_VARIABLE "PARLOUR_SERVER"

/* Main thread. */

void
hosting_keep_cb (GObject *source, GAsyncResult *result, gpointer slot)
{
  *(GAsyncResult **)slot = g_object_ref (result);
}

gboolean
hosting_is_set (gpointer slot)
{
  return *(gpointer *)slot != NULL;
}

static gboolean
is_gone (gpointer slot)
{
  return *(gpointer *)slot == NULL;
}

static void
late_cb (gpointer data)
{
  g_error ("waited for %s in vain", (const char *)data);
}

void
hosting_wait_until (HostingCondition condition, gpointer data, const char *what)
{
  guint limit = g_timeout_add_once (LIMIT_SECONDS * 1000, late_cb, (gpointer)what);

  while (!condition (data))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (limit);
}

gboolean
hosting_is_up (gpointer host)
{
  return parlour_host_get_running (host);
}

gboolean
hosting_is_down (gpointer host)
{
  return !parlour_host_get_running (host);
}

ParlourHost *
hosting_make (const char *profile, const char *program)
{
  g_autoptr (ParlourProfile) made = parlour_profile_new (profile, NULL);

  return parlour_host_new (made, program != NULL ? program : g_getenv (SERVER_VARIABLE));
}

char *
hosting_start (ParlourHost *host, const char *owner, const char *password, GError **error)
{
  const ParlourHostOwner account = {owner, "Ada Lindqvist", password};
  g_autoptr (GAsyncResult) result = NULL;

  parlour_host_start_async (host, "Our place", owner != NULL ? &account : NULL, NULL,
                            hosting_keep_cb, &result);
  hosting_wait_until (hosting_is_set, &result, "the start");
  return parlour_host_start_finish (host, result, error);
}

void
hosting_stop (ParlourHost *host)
{
  parlour_host_stop (host);
  hosting_wait_until (hosting_is_down, host, "the end");
}

ParlourSignedIn *
hosting_sign_in (ParlourHost *host, const char *username, GError **error)
{
  g_autoptr (ParlourDestination) destination = parlour_host_to_destination (host);
  g_autoptr (GAsyncResult) result = NULL;

  parlour_sign_in_async (destination, username, HOSTING_PASSWORD, NULL, hosting_keep_cb, &result);
  hosting_wait_until (hosting_is_set, &result, "signing in");
  return parlour_sign_in_finish (result, error);
}

void
hosting_end (ParlourHost *host)
{
  g_object_add_weak_pointer (G_OBJECT (host), (gpointer *)&host);
  hosting_stop (host);
  g_object_unref (host);
  hosting_wait_until (is_gone, &host, "the last question to the server");
}

void
hosting_write_port (const char *profile, guint16 port)
{
  g_autoptr (ParlourProfile) made = parlour_profile_new (profile, NULL);
  g_autofree char *path =
      g_build_filename (parlour_profile_get_config_dir (made), "host-port", NULL);
  g_autofree char *text = g_strdup_printf ("%u", port);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (parlour_profile_get_config_dir (made), 0700), ==, 0);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

GSocketListener *
hosting_take_port (guint16 *port)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) bound = NULL;

  g_assert_true (g_socket_listener_add_address (listener, address, G_SOCKET_TYPE_STREAM,
                                                G_SOCKET_PROTOCOL_TCP, NULL, &bound, NULL));
  *port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  return g_steal_pointer (&listener);
}

void
hosting_write_own_port (const char *profile)
{
  guint16 port = 0;
  g_autoptr (GSocketListener) listener = hosting_take_port (&port);

  g_socket_listener_close (listener);
  hosting_write_port (profile, port);
}
