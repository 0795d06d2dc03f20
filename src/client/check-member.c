/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-check-member"

#include "client/check-private.h"
#include "core/address.h"
#include "core/timestamp.h"

#include <glib/gi18n.h>

/* This file owns the questions of whoever wants to get to a server. Main thread. */

#define CONNECT_SECONDS 5
#define AT_ONCE_MS      1000 /* who says "unreachable" sooner is a firewall: silence takes seconds */
#define CLOCK_MS        (5 * 60 * 1000)

static char *
join_hosts (const ParlourDestination *destination)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (const char *const *address = destination->addresses; *address != NULL; address++)
    g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "",
                            parlour_address_get_host_port (*address));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* --- address: to which computers it leads, and how far one comes ------------------------------
 */

static ParlourReach
judge (ParlourConnectionCheck *self, const GError *error)
{
  gboolean at_once = g_get_monotonic_time () - self->began < AT_ONCE_MS * 1000;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
    return PARLOUR_REACH_CLOSED;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_HOST_UNREACHABLE))
    return at_once ? PARLOUR_REACH_BARRED : PARLOUR_REACH_ABSENT;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    return PARLOUR_REACH_BARRED;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return PARLOUR_REACH_SILENCE;
  return PARLOUR_REACH_NOTHING; /* a name that is none, no network at all */
}

static void
answer_address (ParlourConnectionCheck *self)
{
  char *hosts = join_hosts (self->destination);

  if (self->reach >= PARLOUR_REACH_BARRED || self->reach == PARLOUR_REACH_SILENCE)
    parlour_connection_check_answer (self, PARLOUR_CHECK_GOOD, hosts, NULL);
  else if (self->reach == PARLOUR_REACH_ABSENT)
    parlour_connection_check_answer (
        self, PARLOUR_CHECK_FAILED, hosts,
        g_strdup (_ ("No computer answers at this address. The host’s computer may be off or "
                     "asleep, in another network, or have a new address by now.")));
  else
    parlour_connection_check_answer (
        self, PARLOUR_CHECK_FAILED, hosts,
        g_strdup (_ ("This computer has no way to this address. See whether it is in a network at "
                     "all, and whether the address is spelled right.")));
}

static void
connected_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ParlourConnectionCheck) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketConnection) connection =
      g_socket_client_connect_to_host_finish (G_SOCKET_CLIENT (source), result, &error);
  ParlourReach reach = PARLOUR_REACH_OPEN;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (connection == NULL)
    reach = judge (self, error);
  self->reach = MAX (self->reach, reach);
  if (--self->n_connecting == 0)
    answer_address (self);
}

static void
ask_address (ParlourConnectionCheck *self)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();

  g_socket_client_set_timeout (client, CONNECT_SECONDS);
  g_socket_client_set_enable_proxy (client, FALSE);
  self->began = g_get_monotonic_time ();
  self->n_connecting = g_strv_length ((char **)self->destination->addresses);
  for (const char *const *address = self->destination->addresses; *address != NULL; address++)
    g_socket_client_connect_to_host_async (client, parlour_address_get_host_port (*address), 0,
                                           self->cancellable, connected_cb, g_object_ref (self));
}

/* --- the rest ----------------------------------------------------------------------------------
 */

static void
ask_port (ParlourConnectionCheck *self)
{
  if (self->reach == PARLOUR_REACH_OPEN)
    parlour_connection_check_answer (self, PARLOUR_CHECK_GOOD, NULL, NULL);
  else if (self->reach == PARLOUR_REACH_CLOSED)
    parlour_connection_check_answer (
        self, PARLOUR_CHECK_FAILED, g_strdup (_ ("The computer is there, but no server listens.")),
        g_strdup (_ ("The host’s Parlour may be closed, or have taken another port: its owner sees "
                     "the present address on the page Server.")));
  else
    parlour_connection_check_answer (self, PARLOUR_CHECK_SKIPPED, NULL, NULL);
}

static void
ask_firewall (ParlourConnectionCheck *self)
{
  if (self->reach >= PARLOUR_REACH_CLOSED)
    parlour_connection_check_answer (self, PARLOUR_CHECK_GOOD, NULL, NULL);
  else if (self->reach == PARLOUR_REACH_BARRED || self->reach == PARLOUR_REACH_SILENCE)
    parlour_connection_check_answer (
        self, PARLOUR_CHECK_FAILED,
        g_strdup (self->reach == PARLOUR_REACH_BARRED ? _ ("The connection is turned away.")
                                                      : _ ("Nothing comes back.")),
        g_strdup (_ ("A firewall on the host’s computer keeps others out, or a guest network keeps "
                     "its computers apart; or the computer is off. Its owner can run the "
                     "connection check there.")));
  else
    parlour_connection_check_answer (self, PARLOUR_CHECK_SKIPPED, NULL, NULL);
}

static void
ask_clock (ParlourConnectionCheck *self)
{
  gint64 difference = self->their_time - parlour_timestamp_now ();

  if (self->their_time == 0)
    parlour_connection_check_answer (self, PARLOUR_CHECK_SKIPPED, NULL, NULL);
  else if (ABS (difference) < CLOCK_MS)
    parlour_connection_check_answer (self, PARLOUR_CHECK_GOOD, NULL, NULL);
  else
    parlour_connection_check_answer (
        self, PARLOUR_CHECK_DOUBTFUL,
        g_strdup_printf (ngettext ("The two clocks are %d minute apart.",
                                   "The two clocks are %d minutes apart.",
                                   (gulong)(ABS (difference) / 60000)),
                         (int)(ABS (difference) / 60000)),
        g_strdup (_ ("Messages will show wrong times. Let both computers set their clocks from the "
                     "network.")));
}

const ParlourCheckAsk parlour_check_member_asks[PARLOUR_CHECK_N_STEPS] = {
    [PARLOUR_CHECK_ADDRESS] = ask_address,
    [PARLOUR_CHECK_PORT] = ask_port,
    [PARLOUR_CHECK_FIREWALL] = ask_firewall,
    [PARLOUR_CHECK_DISCOVERY] = parlour_check_ask_discovery,
    [PARLOUR_CHECK_CERTIFICATE] = parlour_check_ask_certificate,
    [PARLOUR_CHECK_CLOCK] = ask_clock,
};
