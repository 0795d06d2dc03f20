/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-avatars"

#include "server/store/avatars.h"

#include "server/store/sql.h"
#include "server/store/users.h"

#include "core/problem.h"

/* This file owns profile pictures. They are small and stand in the database, so that they are
 * written with the profile that names them and a backup has them. On the store's thread. */

#define NAME_CHARS 32 /* hexadecimal digits of the content's SHA-256 */

gboolean
parlour_store_forget_avatar (ParlourStore *self, gint64 user, GError **error)
{
  return parlour_sql_run (self, error, "DELETE FROM avatars WHERE user = ?1", "i", user);
}

gboolean
parlour_store_set_avatar (ParlourStore *self, gint64 user, GBytes *png, GError **error)
{
  ParlourProfile profile = {.set = PARLOUR_PROFILE_AVATAR};
  g_autofree char *name =
      png != NULL ? g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, png) : NULL;

  if (name != NULL)
    name[NAME_CHARS] = '\0';
  profile.avatar = name;
  return parlour_store_forget_avatar (self, user, error) &&
         (png == NULL ||
          parlour_sql_run (self, error, "INSERT INTO avatars (user, png) VALUES (?1, ?2)", "ib",
                           user, png)) &&
         parlour_store_update_profile (self, user, &profile, error);
}

GBytes *
parlour_store_get_avatar (ParlourStore *self, const char *id, GError **error)
{
  g_return_val_if_fail (id != NULL, NULL);

  gboolean row = FALSE;
  g_autoptr (ParlourStatement) statement = parlour_sql_prepare (
      self, error, "SELECT a.png FROM users u JOIN avatars a ON a.user = u.number WHERE u.id = ?1",
      "s", id);
  if (statement == NULL || !parlour_sql_step (statement, &row, error))
    return NULL;
  if (row)
    return parlour_statement_get_bytes (statement, 0);
  parlour_problem_set (error, PARLOUR_PROBLEM_NOT_FOUND, "There is no such picture.");
  return NULL;
}
