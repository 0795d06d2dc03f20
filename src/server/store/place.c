/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-place"

#include "server/store/place.h"

#include "server/store/common.h"
#include "server/store/place-private.h"
#include "server/store/sql.h"

#include "core/id.h"
#include "core/problem.h"

#include <sodium.h>

#include <string.h>

/* This file owns what the server knows about itself, one row a fact. On the store's thread. */

#define DEFAULT_NAME "Parlour"

static const char *const registrations[] = {
    [PARLOUR_REGISTRATION_OPEN] = "open",
    [PARLOUR_REGISTRATION_INVITE] = "invite",
    [PARLOUR_REGISTRATION_CLOSED] = "closed",
};

static gboolean
set_fact (ParlourStore *self, const char *name, const char *value, GError **error)
{
  return parlour_sql_run (self, error,
                          "INSERT INTO place (name, value) VALUES (?1, ?2)"
                          " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                          "ss", name, value);
}

static gboolean
set_number (ParlourStore *self, const char *name, gint64 number, GError **error)
{
  return parlour_sql_run (self, error,
                          "INSERT INTO place (name, value) VALUES (?1, ?2)"
                          " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                          "si", name, number);
}

static gboolean
add_text (ParlourStore *self, const char *name, const char *value, GError **error)
{
  return parlour_sql_run (self, error,
                          "INSERT INTO place (name, value) VALUES (?1, ?2)"
                          " ON CONFLICT (name) DO NOTHING",
                          "ss", name, value);
}

static gboolean
add_key (ParlourStore *self, GError **error)
{
  guint8 key[PARLOUR_PLACE_KEY_BYTES];

  randombytes_buf (key, sizeof key);
  g_autoptr (GBytes) bytes = g_bytes_new (key, sizeof key);
  sodium_memzero (key, sizeof key);
  return parlour_sql_run (self, error,
                          "INSERT INTO place (name, value) VALUES ('key', ?1)"
                          " ON CONFLICT (name) DO NOTHING",
                          "b", bytes);
}

gboolean
parlour_store_fill_place (ParlourStore *self, GError **error)
{
  g_autofree char *id = parlour_id_new ();
  g_autofree char *epoch = parlour_id_new ();

  return add_text (self, "id", id, error) && add_text (self, "epoch", epoch, error) &&
         add_text (self, "name", DEFAULT_NAME, error) &&
         add_text (self, "registration", registrations[PARLOUR_REGISTRATION_INVITE], error) &&
         add_key (self, error) &&
         parlour_sql_run (self, error,
                          "INSERT INTO place (name, value) VALUES ('created_at', ?1)"
                          " ON CONFLICT (name) DO NOTHING",
                          "i", parlour_store_now (self));
}

static gboolean
refuse_place (GError **error)
{
  g_warning ("The database lacks what tells about the place");
  parlour_problem_set (error, PARLOUR_PROBLEM_INTERNAL, "The server's database is damaged.");
  return FALSE;
}

gboolean
parlour_store_read_key (ParlourStore *self, guint8 key[PARLOUR_PLACE_KEY_BYTES], GError **error)
{
  gboolean row = FALSE;
  g_autoptr (ParlourStatement) statement =
      parlour_sql_prepare (self, error, "SELECT value FROM place WHERE name = 'key'", "");

  if (statement == NULL || !parlour_sql_step (statement, &row, error))
    return FALSE;

  g_autoptr (GBytes) bytes = row ? parlour_statement_get_bytes (statement, 0) : NULL;
  if (bytes == NULL || g_bytes_get_size (bytes) != PARLOUR_PLACE_KEY_BYTES)
    return refuse_place (error);
  memcpy (key, g_bytes_get_data (bytes, NULL), PARLOUR_PLACE_KEY_BYTES);
  return TRUE;
}

void
parlour_place_free (ParlourPlace *self)
{
  g_free (self->id);
  g_free (self->epoch);
  g_free (self->name);
  g_free (self->welcome_text);
  g_free (self);
}

static void
take_fact (ParlourPlace *place, const char *name, ParlourStatement *statement)
{
  if (strcmp (name, "id") == 0)
    place->id = parlour_statement_dup_text (statement, 1);
  else if (strcmp (name, "epoch") == 0)
    place->epoch = parlour_statement_dup_text (statement, 1);
  else if (strcmp (name, "name") == 0)
    place->name = parlour_statement_dup_text (statement, 1);
  else if (strcmp (name, "registration") == 0)
    parlour_registration_from_string (parlour_statement_get_text (statement, 1),
                                      &place->registration);
  else if (strcmp (name, "max_accounts") == 0)
    place->max_accounts = parlour_statement_get_int (statement, 1);
  else if (strcmp (name, "common") == 0)
    place->common = parlour_statement_get_int (statement, 1) != 0;
  else if (strcmp (name, "welcome_text") == 0)
    place->welcome_text = parlour_statement_dup_text (statement, 1);
  else if (strcmp (name, "space_warning") == 0)
    place->space_warning = parlour_statement_get_int (statement, 1);
  else if (strcmp (name, "created_at") == 0)
    place->created_at = parlour_statement_get_int (statement, 1);
}

ParlourPlace *
parlour_store_get_place (ParlourStore *self, GError **error)
{
  gboolean row = FALSE;
  g_autoptr (ParlourStatement) statement =
      parlour_sql_prepare (self, error, "SELECT name, value FROM place WHERE name <> 'key'", "");
  g_autoptr (ParlourPlace) place = g_new0 (ParlourPlace, 1);

  place->registration = PARLOUR_REGISTRATION_INVITE;
  place->common = TRUE;
  place->space_warning = PARLOUR_SPACE_WARNING;
  if (statement == NULL || !parlour_sql_step (statement, &row, error))
    return NULL;
  while (row) {
    take_fact (place, parlour_statement_get_text (statement, 0), statement);
    if (!parlour_sql_step (statement, &row, error))
      return NULL;
  }
  if (place->id == NULL || place->epoch == NULL || place->name == NULL) {
    refuse_place (error);
    return NULL;
  }
  if (place->welcome_text == NULL)
    place->welcome_text = g_strdup (PARLOUR_WELCOME_TEXT);
  return g_steal_pointer (&place);
}

gboolean
parlour_store_set_place_name (ParlourStore *self, const char *name, GError **error)
{
  g_return_val_if_fail (name != NULL, FALSE);

  g_autoptr (ParlourPlace) place = parlour_store_get_place (self, error);
  return place != NULL && parlour_store_rename_common (self, place->name, name, error) &&
         set_fact (self, "name", name, error);
}

gboolean
parlour_store_set_registration (ParlourStore *self,
                                ParlourRegistration registration,
                                GError **error)
{
  return set_fact (self, "registration", parlour_registration_to_string (registration), error);
}

gboolean
parlour_store_set_max_accounts (ParlourStore *self, gint64 max_accounts, GError **error)
{
  return set_number (self, "max_accounts", max_accounts, error);
}

gboolean
parlour_store_set_space_warning (ParlourStore *self, gint64 mebibytes, GError **error)
{
  return set_number (self, "space_warning", mebibytes, error);
}

static gboolean
forget_fact (ParlourStore *self, const char *name, GError **error)
{
  return parlour_sql_run (self, error, "DELETE FROM place WHERE name = ?1", "s", name);
}

gboolean
parlour_store_hear (
    ParlourStore *self, const char *what, const char *said, gboolean *news, GError **error)
{
  g_return_val_if_fail (what != NULL && news != NULL, FALSE);

  g_autofree char *name = g_strconcat ("said_", what, NULL);
  gint64 same = 0;

  *news = FALSE;
  if (said == NULL)
    return forget_fact (self, name, error);
  if (!parlour_sql_int (self, &same, 0, error, "SELECT 1 FROM place WHERE name = ?1 AND value = ?2",
                        "ss", name, said))
    return FALSE;
  *news = same == 0;
  return same != 0 || set_fact (self, name, said, error);
}

gboolean
parlour_store_renew_epoch (ParlourStore *self, GError **error)
{
  g_autofree char *epoch = parlour_id_new ();

  return set_fact (self, "epoch", epoch, error);
}

const char *
parlour_registration_to_string (ParlourRegistration registration)
{
  g_return_val_if_fail (registration < G_N_ELEMENTS (registrations), NULL);
  return registrations[registration];
}

gboolean
parlour_registration_from_string (const char *text, ParlourRegistration *registration)
{
  for (gsize i = 0; i < G_N_ELEMENTS (registrations); i++)
    if (g_strcmp0 (registrations[i], text) == 0) {
      *registration = (ParlourRegistration)i;
      return TRUE;
    }
  return FALSE;
}
