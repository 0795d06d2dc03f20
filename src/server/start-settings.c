/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-start-settings"

#include "server/start-settings.h"

#include "server/store/common.h"

#include "db/transaction.h"

/* This file owns what the options of a start, or of reading them again, do to the settings that are
 * kept in the folder. */

static gboolean
apply_name (ParlourStore *store, const ParlourConfig *config, GError **error)
{
  gboolean news = FALSE;

  return parlour_store_hear (store, "name", config->name, &news, error) &&
         (!news || parlour_store_set_place_name (store, config->name, error));
}

static gboolean
apply_registration (ParlourStore *store, const ParlourConfig *config, GError **error)
{
  gboolean news = FALSE;
  const char *said =
      config->set_registration ? parlour_registration_to_string (config->registration) : NULL;

  return parlour_store_hear (store, "registration", said, &news, error) &&
         (!news || parlour_store_set_registration (store, config->registration, error));
}

static gboolean
apply_common (ParlourStore *store, const ParlourConfig *config, GError **error)
{
  gboolean news = FALSE;
  const char *said = !config->set_common ? NULL : config->common ? "on" : "off";

  return parlour_store_hear (store, "common", said, &news, error) &&
         (!news || parlour_store_set_common (store, config->common, error));
}

/* Whoever reads the service's options should not take them for what holds. */
static void
tell_what_holds (const ParlourPlace *place, const ParlourConfig *config)
{
  if (config->set_registration && config->registration != place->registration)
    g_message ("Who may join stays “%s”, as it was set since an earlier start",
               parlour_registration_to_string (place->registration));
  if (config->set_common && config->common != place->common)
    g_message ("The common conversation stays %s, as it was set since an earlier start",
               place->common ? "on" : "off");
  if (config->name != NULL && !g_str_equal (config->name, place->name))
    g_message ("The place keeps the name that it was given since an earlier start");
}

ParlourPlace *
parlour_start_settings_hear (ParlourStore *store, const ParlourConfig *config, GError **error)
{
  ParlourPlace *place = NULL;

  if (apply_registration (store, config, error) && apply_common (store, config, error) &&
      apply_name (store, config, error))
    place = parlour_store_get_place (store, error);
  if (place != NULL)
    tell_what_holds (place, config);
  return place;
}

ParlourPlace *
parlour_start_settings_apply (ParlourStore *store, const ParlourConfig *config, GError **error)
{
  ParlourDb *db = parlour_store_get_db (store);

  if (!parlour_db_begin (db, TRUE, error))
    return NULL;
  g_autoptr (ParlourPlace) place = parlour_start_settings_hear (store, config, error);
  if (place == NULL || !parlour_db_commit (db, error)) {
    parlour_db_rollback (db);
    return NULL;
  }
  g_autoptr (ParlourChanges) nobody_hears =
      parlour_changes_take (parlour_store_get_changes (store));
  return g_steal_pointer (&place);
}
