/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-check-host"

#include "client/check-private.h"

#include <glib/gi18n.h>

#include <string.h>

/* This file owns the questions of whoever hosts: whether others can get in. Main thread; files are
 * read on GTask's threads. */

#define CONNECT_SECONDS 5
#define FIREWALLD       "org.fedoraproject.FirewallD1"
#define UFW_FILE        "etc/ufw/ufw.conf"
#define SANDBOX_FILE    ".flatpak-info"
#define BUS_MS          3000

static void
ask_address (ParlourConnectionCheck *self)
{
  const char *const *addresses = parlour_host_get_addresses (self->host);

  if (!parlour_host_get_running (self->host)) {
    const GError *problem = parlour_host_get_problem (self->host);
    parlour_connection_check_answer (
        self, PARLOUR_CHECK_FAILED, problem != NULL ? g_strdup (problem->message) : NULL,
        g_strdup (_ ("The server does not run. Start it on the page Server.")));
  } else if (addresses == NULL || *addresses == NULL) {
    parlour_connection_check_answer (
        self, PARLOUR_CHECK_FAILED,
        g_strdup (_ ("This computer has no address that others could reach.")),
        g_strdup (_ ("Connect it to a network, by cable or wireless.")));
  } else {
    parlour_connection_check_answer (self, PARLOUR_CHECK_GOOD,
                                     g_strjoinv (", ", (char **)addresses), NULL);
  }
}

/* --- port --------------------------------------------------------------------------------------
 */

static void
connected_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ParlourConnectionCheck) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketConnection) connection =
      g_socket_client_connect_to_host_finish (G_SOCKET_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (connection == NULL) {
    parlour_connection_check_answer (
        self, PARLOUR_CHECK_FAILED, g_strdup (error->message),
        g_strdup (_ ("The server takes no connections. Stop it and start it again.")));
    return;
  }
  self->reach = PARLOUR_REACH_OPEN;
  parlour_connection_check_answer (
      self, PARLOUR_CHECK_GOOD, g_strdup_printf ("%u", parlour_host_get_port (self->host)), NULL);
}

static void
ask_port (ParlourConnectionCheck *self)
{
  if (!parlour_host_get_running (self->host)) {
    parlour_connection_check_answer (self, PARLOUR_CHECK_SKIPPED, NULL, NULL);
    return;
  }
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_socket_client_set_timeout (client, CONNECT_SECONDS);
  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_connect_to_host_async (client, "127.0.0.1",
                                         (guint16)parlour_host_get_port (self->host),
                                         self->cancellable, connected_cb, g_object_ref (self));
}

/* --- firewall ----------------------------------------------------------------------------------
 */

ParlourFirewall
parlour_check_read_firewall (const char *root)
{
  g_autofree char *sandbox = g_build_filename (root, SANDBOX_FILE, NULL);
  g_autofree char *ufw = g_build_filename (root, UFW_FILE, NULL);
  g_autofree char *text = NULL;

  if (g_file_test (sandbox, G_FILE_TEST_EXISTS))
    return PARLOUR_FIREWALL_HIDDEN;
  return g_file_get_contents (ufw, &text, NULL, NULL) && strstr (text, "\nENABLED=yes") != NULL
             ? PARLOUR_FIREWALL_UFW
             : PARLOUR_FIREWALL_NONE;
}

/* Nothing that is not in sight is told to be good. */
static void
answer_hidden_firewall (ParlourConnectionCheck *self)
{
  parlour_connection_check_answer (
      self, PARLOUR_CHECK_SKIPPED,
      g_strdup (_ ("Inside Flatpak it can’t be seen whether a firewall runs on this computer.")),
      /* Translators: %u is the number of a port */
      g_strdup_printf (_ ("If others can’t get in, let your firewall open port %u (TCP)."),
                       parlour_host_get_port (self->host)));
}

/* What one does about a firewall can't be seen from inside; but which one runs can. */
static void
answer_firewall (ParlourConnectionCheck *self, const char *program, const char *command)
{
  if (program == NULL)
    parlour_connection_check_answer (
        self, PARLOUR_CHECK_GOOD, g_strdup (_ ("No firewall was found on this computer.")), NULL);
  else
    parlour_connection_check_answer (
        self, PARLOUR_CHECK_DOUBTFUL,
        /* Translators: %s is a program's name */
        g_strdup_printf (_ ("The firewall %s runs on this computer."), program),
        /* Translators: %s is a command line */
        g_strdup_printf (_ ("If others can’t get in, open the port: %s"), command));
}

static void
read_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_task_return_int (task, parlour_check_read_firewall ("/"));
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ParlourConnectionCheck) self = data;
  g_autoptr (GError) error = NULL;
  gssize firewall = g_task_propagate_int (G_TASK (result), &error);
  g_autofree char *command =
      g_strdup_printf ("sudo ufw allow %u/tcp", parlour_host_get_port (self->host));

  if (error != NULL)
    return;
  if (firewall == PARLOUR_FIREWALL_HIDDEN)
    answer_hidden_firewall (self);
  else
    answer_firewall (self, firewall == PARLOUR_FIREWALL_UFW ? "ufw" : NULL, command);
}

static void
firewalld_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ParlourConnectionCheck) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer =
      source != NULL ? g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error)
                     : NULL;
  gboolean runs = FALSE;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (answer != NULL)
    g_variant_get (answer, "(b)", &runs);
  if (runs) {
    g_autofree char *command =
        g_strdup_printf ("sudo firewall-cmd --permanent --add-port=%1$u/tcp && sudo firewall-cmd "
                         "--reload",
                         parlour_host_get_port (self->host));
    answer_firewall (self, "firewalld", command);
    return;
  }
  /* without @self as its source, which its thread must not be the one to end */
  g_autoptr (GTask) task = g_task_new (NULL, self->cancellable, read_cb, g_object_ref (self));
  g_task_run_in_thread (task, read_in_thread);
}

static void
bus_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ParlourConnectionCheck) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (bus == NULL) {
    firewalld_cb (NULL, NULL, g_steal_pointer (&self));
    return;
  }
  GCancellable *cancellable = self->cancellable;
  g_dbus_connection_call (bus, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                          "org.freedesktop.DBus", "NameHasOwner", g_variant_new ("(s)", FIREWALLD),
                          G_VARIANT_TYPE ("(b)"), G_DBUS_CALL_FLAGS_NONE, BUS_MS, cancellable,
                          firewalld_cb, g_steal_pointer (&self));
}

static void
ask_firewall (ParlourConnectionCheck *self)
{
  if (self->reach == PARLOUR_REACH_OPEN)
    g_bus_get (G_BUS_TYPE_SYSTEM, self->cancellable, bus_cb, g_object_ref (self));
  else
    parlour_connection_check_answer (self, PARLOUR_CHECK_SKIPPED, NULL, NULL);
}

/* --- clock -------------------------------------------------------------------------------------
 */

static void
clock_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ParlourConnectionCheck) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (answer == NULL) {
    parlour_connection_check_answer (self, PARLOUR_CHECK_SKIPPED, NULL, NULL);
    return;
  }
  g_autoptr (GVariant) value = NULL;
  g_variant_get (answer, "(v)", &value);
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN) && g_variant_get_boolean (value))
    parlour_connection_check_answer (self, PARLOUR_CHECK_GOOD, NULL, NULL);
  else
    parlour_connection_check_answer (
        self, PARLOUR_CHECK_DOUBTFUL,
        g_strdup (_ ("This computer does not set its clock from the network.")),
        g_strdup (_ ("Messages may show wrong times. Switch automatic date and time on in the "
                     "system’s settings.")));
}

static void
clock_bus_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ParlourConnectionCheck) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (bus == NULL) {
    parlour_connection_check_answer (self, PARLOUR_CHECK_SKIPPED, NULL, NULL);
    return;
  }
  GCancellable *cancellable = self->cancellable;
  g_dbus_connection_call (bus, "org.freedesktop.timedate1", "/org/freedesktop/timedate1",
                          "org.freedesktop.DBus.Properties", "Get",
                          g_variant_new ("(ss)", "org.freedesktop.timedate1", "NTPSynchronized"),
                          G_VARIANT_TYPE ("(v)"), G_DBUS_CALL_FLAGS_NONE, BUS_MS, cancellable,
                          clock_cb, g_steal_pointer (&self));
}

static void
ask_clock (ParlourConnectionCheck *self)
{
  g_bus_get (G_BUS_TYPE_SYSTEM, self->cancellable, clock_bus_cb, g_object_ref (self));
}

const ParlourCheckAsk parlour_check_host_asks[PARLOUR_CHECK_N_STEPS] = {
    [PARLOUR_CHECK_ADDRESS] = ask_address,
    [PARLOUR_CHECK_PORT] = ask_port,
    [PARLOUR_CHECK_FIREWALL] = ask_firewall,
    [PARLOUR_CHECK_DISCOVERY] = parlour_check_ask_discovery,
    [PARLOUR_CHECK_CERTIFICATE] = parlour_check_ask_certificate,
    [PARLOUR_CHECK_CLOCK] = ask_clock,
};
