/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-offline"

#include "server/offline.h"

#include "server/config.h"
#include "server/identity.h"
#include "server/op.h"
#include "server/store/accounts.h"

#include "core/json.h"
#include "db/transaction.h"

#include <string.h>

/* This file owns what is done on a data folder while no server runs on it. Any thread. */

static void
never_cb (ParlourCall *call, gpointer data)
{
  g_assert_not_reached ();
}

static gboolean
in_transaction (ParlourStore *store, gboolean good, GError **error)
{
  ParlourDb *db = parlour_store_get_db (store);

  if (good && parlour_db_commit (db, error))
    return TRUE;
  parlour_db_rollback (db);
  return FALSE;
}

static gboolean
handle (ParlourCall *call, ParlourStore *store, GError **error)
{
  return parlour_db_begin (parlour_store_get_db (store), TRUE, error) &&
         in_transaction (store, call->route->handle (call, store, error), error);
}

/* What a server does bit by bit afterwards. */
static gboolean
keep_up (ParlourCall *call, ParlourStore *store, GError **error)
{
  for (gboolean more = call->upkeep; more;)
    if (!parlour_db_begin (parlour_store_get_db (store), TRUE, error) ||
        !in_transaction (store, parlour_store_erase_some (store, &more, error), error))
      return FALSE;
  return TRUE;
}

static gboolean
run_stages (ParlourCall *call, ParlourStore *store, GError **error)
{
  g_autoptr (ParlourConfig) config = parlour_config_new (NULL);
  const ParlourHashing cost = {.operations = config->hash_operations,
                               .memory = config->hash_memory};

  return (call->route->keep == NULL ||
          (call->route->look (call, store, error) && call->route->keep (call, store, error))) &&
         (call->route->hash == NULL || call->route->hash (call, &cost, error)) &&
         handle (call, store, error) && keep_up (call, store, error);
}

/* NULL where the server has none yet, or none of its own. */
static char *
fingerprint_of (ParlourDataFolder *folder)
{
  g_autofree char *key = parlour_data_folder_file (folder, PARLOUR_KEY_FILE);
  g_autoptr (ParlourIdentity) identity =
      g_file_test (key, G_FILE_TEST_EXISTS)
          ? parlour_identity_open (parlour_data_folder_get_path (folder), NULL)
          : NULL;

  return identity != NULL ? parlour_fingerprint_to_text (&identity->fingerprint) : NULL;
}

JsonObject *
parlour_offline_run (ParlourDataFolder *folder, const char *op, JsonObject *members, GError **error)
{
  g_autofree char *path = parlour_data_folder_file (folder, PARLOUR_DATABASE_FILE);
  const ParlourRoute *route = parlour_op_find (op, error);
  g_autoptr (ParlourStore) store =
      route != NULL ? parlour_store_open (path, PARLOUR_STORE_WRITER, error) : NULL;

  if (store == NULL)
    return NULL;
  g_autofree char *fingerprint = fingerprint_of (folder);
  g_autoptr (ParlourStanding) standing =
      parlour_standing_new (parlour_data_folder_get_path (folder), NULL, fingerprint, NULL);
  g_autoptr (ParlourCall) call = parlour_call_new (route, never_cb, NULL);
  call->standing = standing;
  if (!parlour_op_fill (call, json_object_ref (members), "folder", error) ||
      !run_stages (call, store, error))
    return NULL;
  return call->reply != NULL ? parlour_json_parse_object (call->reply, strlen (call->reply), error)
                             : json_object_new ();
}
