/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-offline"

#include "server/offline.h"

#include "server/config.h"

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
run_in_transaction (ParlourCall *call, ParlourStore *store, GError **error)
{
  ParlourDb *db = parlour_store_get_db (store);

  if (!parlour_db_begin (db, TRUE, error))
    return FALSE;
  if (call->route->handle (call, store, error) && parlour_db_commit (db, error))
    return TRUE;
  parlour_db_rollback (db);
  return FALSE;
}

static gboolean
run_stages (ParlourCall *call, ParlourStore *store, GError **error)
{
  g_autoptr (ParlourConfig) config = parlour_config_new (NULL);
  const ParlourHashing cost = {.operations = config->hash_operations,
                               .memory = config->hash_memory};

  return parlour_route_decode (call->route, call, error) &&
         (call->route->hash == NULL || call->route->hash (call, &cost, error)) &&
         run_in_transaction (call, store, error);
}

JsonObject *
parlour_offline_run (ParlourDataFolder *folder,
                     const ParlourRoute *route,
                     JsonObject *request,
                     GError **error)
{
  g_autofree char *path = parlour_data_folder_file (folder, PARLOUR_DATABASE_FILE);
  g_autoptr (ParlourStore) store = parlour_store_open (path, PARLOUR_STORE_WRITER, error);

  if (store == NULL)
    return NULL;
  g_autoptr (ParlourCall) call = parlour_call_new (route, never_cb, NULL);
  call->local = TRUE;
  call->body = json_object_ref (request);
  if (!run_stages (call, store, error))
    return NULL;
  return parlour_json_parse_object (call->reply, strlen (call->reply), error);
}
