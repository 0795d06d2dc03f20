/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-accounts-move"

#include "client/accounts-private.h"

/* This file owns how accounts follow their server to another address: by its identity, never by its
 * word for an address. Main thread. */

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (!parlour_accounts_save_finish (PARLOUR_ACCOUNTS (source), result, &error))
    g_warning ("The new address of a server is not kept: %s", error->message);
}

static void
probed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ParlourAccounts) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourPlace) place = parlour_probe_finish (result, &error);
  gboolean moved = FALSE;

  if (place == NULL) {
    g_debug ("no server there: %s", error->message);
    return;
  }
  for (guint i = 0; i < self->accounts->len; i++) {
    ParlourAccount *account = g_ptr_array_index (self->accounts, i);
    const ParlourAccountEntry *entry = parlour_account_get_entry (account);
    if (strcmp (entry->identity, place->identity) != 0 ||
        strcmp (entry->server, place->server) == 0)
      continue;
    parlour_account_set_address (account, place->server);
    moved = TRUE;
  }
  if (moved)
    parlour_accounts_save_async (self, saved_cb, NULL);
}

void
parlour_accounts_follow (ParlourAccounts *self, const char *address)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNTS (self) && address != NULL);
  parlour_probe_async (address, NULL, probed_cb, g_object_ref (self));
}
