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
  char *instead_of;        /* nullable: an address that is not good any more */
} Following;

static void
following_free (Following *following)
{
  g_object_unref (following->self);
  g_clear_object (&following->account);
  g_free (following->instead_of);
  g_free (following);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Following, following_free)

/* What is being tried is tried to its end: who hosts reaches their own server by the loopback
 * address, which stays when the network changes. A connection to an address that its server has
 * left seems good for a while yet. */
static void
move (ParlourAccount *account, ParlourPlace *place, const Following *following)
{
  gboolean good = parlour_account_get_state (account) != PARLOUR_ACCOUNT_OFFLINE &&
                  g_strcmp0 (parlour_account_get_server (account), following->instead_of) != 0;

  if (strcmp (parlour_account_get_entry (account)->identity, place->identity) != 0)
    return;
  if (following->keeps_current && good)
    parlour_account_keep_address (account, place->server);
  else
    parlour_account_set_address (account, place->server);
}

static void
probed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Following) following = data;
  const ParlourAccounts *self = following->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourPlace) place = parlour_probe_finish (result, &error);

  if (place == NULL) {
    g_debug ("no server of ours there: %s", error->message);
    return;
  }
  if (following->account != NULL) {
    move (following->account, place, following);
    return;
  }
  for (guint i = 0; i < self->accounts->len; i++)
    if (parlour_http_get_pin (parlour_account_get_http (self->accounts->pdata[i])) == NULL)
      move (self->accounts->pdata[i], place, following);
}

static void
look (ParlourAccounts *self,
      const char *address,
      ParlourAccount *account,
      const ParlourFingerprint *pin,
      gboolean keeps_current,
      const char *instead_of)
{
  const char *const addresses[] = {address, NULL};
  g_autoptr (ParlourDestination) destination =
      parlour_destination_new (&(ParlourDestination){.addresses = addresses, .pin = pin});
  Following *following = g_new0 (Following, 1);

  following->self = g_object_ref (self);
  following->keeps_current = keeps_current;
  following->instead_of = g_strdup (instead_of);
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
      look (self, normal, account, pin, FALSE, NULL);
  }
  if (any_without)
    look (self, normal, NULL, NULL, FALSE, NULL);
}

void
parlour_accounts_offer_address (ParlourAccounts *self,
                                const ParlourFingerprint *fingerprint,
                                const char *address,
                                const char *instead_of)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNTS (self) && fingerprint != NULL && address != NULL);

  for (guint i = 0; i < self->accounts->len; i++) {
    ParlourAccount *account = self->accounts->pdata[i];
    const ParlourAccountEntry *entry = parlour_account_get_entry (account);
    if (entry->has_pin && parlour_fingerprint_equal (&entry->pin, fingerprint) &&
        (g_strcmp0 (entry->server, instead_of) == 0 ||
         !g_strv_contains ((const char *const *)entry->addresses, address)))
      look (self, address, account, &entry->pin, TRUE, instead_of);
  }
}
