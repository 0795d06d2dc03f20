/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-accounts-move"

#include "client/accounts-private.h"
#include "client/probe.h"
#include "core/address.h"

/* This file owns how accounts follow their server to another address: by its identity, never by its
 * word for an address. Main thread. */

/* Those that have a pin are asked for by their pin: what a server without that key says of itself
 * is nothing to them. The rest is plain HTTP on this computer, or a name that somebody vouches for.
 */
typedef struct {
  ParlourAccounts *self;
  ParlourAccount *account; /* nullable: all without a pin */
  gboolean keeps_current;  /* where that is good */
} Following;

static void
move (ParlourAccount *account, ParlourPlace *place, gboolean keeps_current)
{
  if (strcmp (parlour_account_get_entry (account)->identity, place->identity) != 0)
    return;
  if (keeps_current && parlour_account_get_state (account) == PARLOUR_ACCOUNT_ONLINE)
    parlour_account_keep_address (account, place->server);
  else
    parlour_account_set_address (account, place->server);
}

static void
probed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Following *following = data;
  g_autoptr (ParlourAccounts) self = following->self;
  g_autoptr (ParlourAccount) account = following->account;
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourPlace) place = parlour_probe_finish (result, &error);

  if (place == NULL) {
    g_debug ("no server of ours there: %s", error->message);
    return;
  }
  if (account != NULL) {
    move (account, place, following->keeps_current);
    return;
  }
  for (guint i = 0; i < self->accounts->len; i++)
    if (parlour_http_get_pin (parlour_account_get_http (self->accounts->pdata[i])) == NULL)
      move (self->accounts->pdata[i], place, FALSE);
}

static void
look (ParlourAccounts *self,
      const char *address,
      ParlourAccount *account,
      const ParlourFingerprint *pin,
      gboolean keeps_current)
{
  const char *const addresses[] = {address, NULL};
  g_autoptr (ParlourDestination) destination =
      parlour_destination_new (&(ParlourDestination){.addresses = addresses, .pin = pin});
  Following *following = g_new0 (Following, 1);

  following->self = g_object_ref (self);
  following->keeps_current = keeps_current;
  following->account = account != NULL ? g_object_ref (account) : NULL;
  parlour_probe_async (destination, NULL, probed_cb, following);
}

void
parlour_accounts_follow (ParlourAccounts *self, const char *address)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNTS (self) && address != NULL);

  gboolean any_without = FALSE;
  g_autofree char *normal = parlour_address_normalize (address, NULL);

  for (guint i = 0; normal != NULL && i < self->accounts->len; i++) {
    ParlourAccount *account = self->accounts->pdata[i];
    const ParlourFingerprint *pin = parlour_http_get_pin (parlour_account_get_http (account));
    any_without |= pin == NULL;
    if (pin != NULL && parlour_address_is_secure (normal) &&
        strcmp (parlour_account_get_server (account), normal) != 0)
      look (self, normal, account, pin, FALSE);
  }
  if (any_without)
    look (self, normal, NULL, NULL, FALSE);
}

void
parlour_accounts_offer_address (ParlourAccounts *self,
                                const ParlourFingerprint *fingerprint,
                                const char *address)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNTS (self) && fingerprint != NULL && address != NULL);

  for (guint i = 0; i < self->accounts->len; i++) {
    ParlourAccount *account = self->accounts->pdata[i];
    const ParlourAccountEntry *entry = parlour_account_get_entry (account);
    if (entry->has_pin && parlour_fingerprint_equal (&entry->pin, fingerprint) &&
        !g_strv_contains ((const char *const *)entry->addresses, address))
      look (self, address, account, &entry->pin, TRUE);
  }
}
