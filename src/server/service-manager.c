/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-service-manager"

#include "server/service-manager.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* This file owns the words with the service manager. Main thread. */

#define FIRST_FD    3 /* SD_LISTEN_FDS_START */
#define SOCKETS_MAX 64

/* A path, or with "@" before it a name in Linux's abstract namespace. */
static socklen_t
make_address (const char *path, struct sockaddr_un *address)
{
  gsize length = strlen (path);

  if ((path[0] != '/' && path[0] != '@') || length >= sizeof address->sun_path)
    return 0;
  *address = (struct sockaddr_un){.sun_family = AF_UNIX};
  memcpy (address->sun_path, path, length);
  if (path[0] == '@')
    address->sun_path[0] = '\0';
  return (socklen_t)(offsetof (struct sockaddr_un, sun_path) + length);
}

void
parlour_service_manager_notify (const char *state)
{
  const char *path = g_getenv ("NOTIFY_SOCKET");
  struct sockaddr_un address;
  socklen_t length = path != NULL ? make_address (path, &address) : 0;

  if (length == 0)
    return;
  int fd = socket (AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0 ||
      sendto (fd, state, strlen (state), MSG_NOSIGNAL, (struct sockaddr *)&address, length) < 0)
    g_warning ("The service manager can't be told %s: %s", state, g_strerror (errno));
  if (fd >= 0)
    close (fd);
}

void
parlour_service_manager_notify_reloading (void)
{
  g_autofree char *state =
      g_strdup_printf ("RELOADING=1\nMONOTONIC_USEC=%" G_GINT64_FORMAT, g_get_monotonic_time ());

  parlour_service_manager_notify (state);
}

static guint
count_sockets (void)
{
  const char *pid = g_getenv ("LISTEN_PID"), *count = g_getenv ("LISTEN_FDS");
  guint64 number = 0;

  if (pid == NULL || count == NULL ||
      !g_ascii_string_to_unsigned (pid, 10, 1, G_MAXINT, &number, NULL) ||
      number != (guint64)getpid () ||
      !g_ascii_string_to_unsigned (count, 10, 0, SOCKETS_MAX, &number, NULL))
    return 0;
  return (guint)number;
}

GArray *
parlour_service_manager_take_sockets (void)
{
  GArray *sockets = g_array_new (FALSE, FALSE, sizeof (int));
  guint n = count_sockets ();

  for (guint i = 0; i < n; i++) {
    int fd = FIRST_FD + (int)i;

    fcntl (fd, F_SETFD, FD_CLOEXEC);
    g_array_append_val (sockets, fd);
  }
  g_unsetenv ("LISTEN_PID");
  g_unsetenv ("LISTEN_FDS");
  g_unsetenv ("LISTEN_FDNAMES");
  return sockets;
}
