/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-account-address"

#include "client/account-private.h"
#include "client/probe.h"
#include "core/address.h"
#include "core/fields.h"
#include "core/timestamp.h"

/* This file owns where an account's server is: its addresses, the search among them when it does
 * not answer at the one in use, when it was last heard of. Main thread. */

#define MACS_MAX    16
#define PATIENCE_MS 3000 /* with the address in use, before the others are asked too */

ParlourDestination *
parlour_account_to_destination (ParlourAccount *self)
{
  g_return_val_if_fail (PARLOUR_IS_ACCOUNT (self), NULL);

  const ParlourAccountEntry *entry = self->entry;
  return parlour_destination_new (
      &(ParlourDestination){.addresses = (const char *const *)entry->addresses,
                            .pin = parlour_account_entry_get_pin (entry),
                            .name = entry->place_name});
}

/* --- the address in use ------------------------------------------------------------------------
 */

void
parlour_account_set_address (ParlourAccount *self, const char *address)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNT (self) && address != NULL);
  g_return_if_fail (!self->entry->has_pin || parlour_address_is_secure (address));

  if (strcmp (self->entry->server, address) == 0)
    return;
  parlour_account_entry_add_address (self->entry, address);
  parlour_http_set_server (self->http, address);
  g_object_notify (G_OBJECT (self), "server");
  if (parlour_http_has_token (self->http))
    parlour_sync_start (self->sync);
}

void
parlour_account_keep_address (ParlourAccount *self, const char *address)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNT (self) && address != NULL);
  g_return_if_fail (!self->entry->has_pin || parlour_address_is_secure (address));

  g_autofree char *server = g_strdup (self->entry->server);

  parlour_account_entry_add_address (self->entry, address);
  parlour_account_entry_add_address (self->entry, server);
  g_object_notify (G_OBJECT (self), "server"); /* which is what saves them all */
}

void
parlour_account_learn_addresses (ParlourAccount *self, const ParlourAccountEntry *entry)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNT (self) && entry != NULL);

  g_autofree char *server = g_strdup (self->entry->server);

  for (guint n = g_strv_length (entry->addresses); n > 0; n--)
    parlour_account_entry_add_address (self->entry, entry->addresses[n - 1]);
  parlour_account_entry_add_address (self->entry, server);
  parlour_account_set_address (self, entry->server);
}

/* --- looking around ----------------------------------------------------------------------------
 */

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ParlourAccount) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourPlace) place = parlour_probe_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->searching);
  if (place == NULL)
    g_debug ("the server answers at none of its addresses: %s", error->message);
  else if (strcmp (place->identity, self->entry->identity) == 0)
    parlour_account_set_address (self, place->server);
}

static gboolean
may_look (ParlourAccount *self)
{
  ParlourAccountState state = parlour_account_get_state (self);

  return self->searching == NULL && g_strv_length (self->entry->addresses) > 1 &&
         parlour_http_has_token (self->http) &&
         (state == PARLOUR_ACCOUNT_OFFLINE || state == PARLOUR_ACCOUNT_CONNECTING);
}

/* All of them prove the pin, or are no address of this account. */
static void
look_around (ParlourAccount *self)
{
  if (!may_look (self))
    return;

  g_autoptr (ParlourDestination) destination = parlour_account_to_destination (self);
  self->searching = g_cancellable_new ();
  parlour_probe_async (destination, self->searching, found_cb, g_object_ref (self));
}

static void
impatient_cb (gpointer data)
{
  ParlourAccount *self = PARLOUR_ACCOUNT (data);

  self->patience = 0;
  look_around (self);
}

void
parlour_account_end_search (ParlourAccount *self)
{
  g_clear_handle_id (&self->patience, g_source_remove);
  if (self->searching != NULL)
    g_cancellable_cancel (self->searching);
  g_clear_object (&self->searching);
}

/* --- what the server tells ---------------------------------------------------------------------
 */

/* Candidates only: each is tried with the pin before it is used. */
static void
keep_candidates (ParlourAccount *self, char **hosts)
{
  g_autofree char *server = g_strdup (self->entry->server);
  gboolean any = FALSE;

  for (char **host = hosts; self->entry->has_pin && *host != NULL; host++) {
    g_autofree char *plain = parlour_address_normalize_host_port (*host, NULL);
    g_autofree char *address = plain != NULL ? g_strconcat ("https://", plain, NULL) : NULL;
    if (address == NULL || g_strv_contains ((const char *const *)self->entry->addresses, address))
      continue;
    parlour_account_entry_add_address (self->entry, address);
    any = TRUE;
  }
  if (!any)
    return;
  parlour_account_entry_add_address (self->entry, server);
  g_object_notify (G_OBJECT (self), "server"); /* which is what saves them */
}

static void
reach_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ParlourAccount) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) object = parlour_http_call_finish (PARLOUR_HTTP (source), result, &error);

  if (object == NULL) {
    g_debug ("the server does not say where else it is: %s", error->message);
    return;
  }
  ParlourFields in = PARLOUR_FIELDS (object);
  g_auto (GStrv) addresses = parlour_fields_strings (&in, "addresses", PARLOUR_FIELD_REQUIRED);
  g_auto (GStrv) macs = parlour_fields_strings (&in, "mac_addresses", PARLOUR_FIELD_REQUIRED);
  if (!parlour_fields_end_lax (&in, &error))
    return;
  if (g_strv_length (addresses) <= PARLOUR_INVITE_LINK_ADDRESSES_MAX)
    keep_candidates (self, addresses);
  if (g_strv_length (macs) <= MACS_MAX)
    parlour_account_learn_macs (self, (const char *const *)macs);
}

/* --- what the connection tells -----------------------------------------------------------------
 */

static void
note_seen (ParlourAccount *self, gint64 when)
{
  self->entry->last_seen = when;
  g_object_notify (G_OBJECT (self), "last-seen");
}

void
parlour_account_hear_state (ParlourAccount *self, ParlourAccountState before)
{
  ParlourAccountState state = parlour_account_get_state (self);

  /* That the server has gone is noticed late, after a night's sleep of this computer for example.
   */
  if (state == PARLOUR_ACCOUNT_ONLINE)
    note_seen (self, parlour_timestamp_now ());
  else if (before == PARLOUR_ACCOUNT_ONLINE)
    note_seen (self, parlour_sync_get_heard_at (self->sync));
  if (state == PARLOUR_ACCOUNT_ONLINE || state == PARLOUR_ACCOUNT_SIGNED_OUT)
    parlour_account_end_search (self);
  if (state == PARLOUR_ACCOUNT_ONLINE && self->entry->has_pin)
    parlour_http_call_async (self->http, "GET", "/server/reach", NULL, NULL, reach_cb,
                             g_object_ref (self));
  if (state == PARLOUR_ACCOUNT_CONNECTING && self->patience == 0)
    self->patience = g_timeout_add_once (PATIENCE_MS, impatient_cb, self);
}

void
parlour_account_hear_problem (ParlourAccount *self)
{
  if (parlour_account_get_state (self) == PARLOUR_ACCOUNT_OFFLINE &&
      parlour_account_get_problem (self) != NULL)
    look_around (self);
}

gint64
parlour_account_get_last_seen (ParlourAccount *self)
{
  g_return_val_if_fail (PARLOUR_IS_ACCOUNT (self), 0);
  return parlour_account_get_state (self) == PARLOUR_ACCOUNT_ONLINE ? parlour_timestamp_now ()
                                                                    : self->entry->last_seen;
}
