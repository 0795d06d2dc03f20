/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-avatars"

#include "server/store/avatars.h"

#include "server/store/groups.h"
#include "server/store/sql.h"
#include "server/store/users.h"

#include "core/problem.h"

/* This file owns the pictures of people and groups. They are small and stand in the database, so
 * that they are written with what names them and a backup has them. On the store's thread. */

#define NAME_CHARS 32 /* hexadecimal digits of the content's SHA-256 */

/* The same picture has the same name. */
static char *
make_name (GBytes *png)
{
  char *name = png != NULL ? g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, png) : NULL;

  if (name != NULL)
    name[NAME_CHARS] = '\0';
  return name;
}

gboolean
parlour_store_forget_avatar (ParlourStore *self, gint64 user, GError **error)
{
  return parlour_sql_run (
      self, error, "DELETE FROM avatars WHERE stream = (SELECT inbox FROM users WHERE number = ?1)",
      "i", user);
}

static gboolean
keep (ParlourStore *self, gint64 stream, GBytes *png, GError **error)
{
  return parlour_sql_run (self, error, "DELETE FROM avatars WHERE stream = ?1", "i", stream) &&
         (png == NULL ||
          parlour_sql_run (self, error, "INSERT INTO avatars (stream, png) VALUES (?1, ?2)", "ib",
                           stream, png));
}

gboolean
parlour_store_set_avatar (ParlourStore *self, gint64 user, GBytes *png, GError **error)
{
  g_autofree char *name = make_name (png);
  const ParlourProfile profile = {.set = PARLOUR_PROFILE_AVATAR, .avatar = name};
  gint64 inbox = 0;

  return parlour_sql_int (self, &inbox, 0, error, "SELECT inbox FROM users WHERE number = ?1", "i",
                          user) &&
         keep (self, inbox, png, error) &&
         parlour_store_update_profile (self, user, &profile, error);
}

gboolean
parlour_store_set_group_avatar (ParlourStore *self,
                                const ParlourMembership *caller,
                                GBytes *png,
                                GError **error)
{
  g_return_val_if_fail (caller != NULL, FALSE);

  g_autofree char *name = make_name (png);
  const ParlourGroupChange change = {.set = PARLOUR_GROUP_AVATAR, .avatar = name};

  return parlour_store_change_group (self, caller, &change, error) &&
         keep (self, caller->stream, png, error);
}

/* Takes @statement. */
static GBytes *
read_png (ParlourStatement *prepared, GError **error)
{
  g_autoptr (ParlourStatement) statement = prepared;
  gboolean row = FALSE;

  if (statement == NULL || !parlour_sql_step (statement, &row, error))
    return NULL;
  if (row)
    return parlour_statement_get_bytes (statement, 0);
  parlour_problem_set (error, PARLOUR_PROBLEM_NOT_FOUND, "There is no such picture.");
  return NULL;
}

GBytes *
parlour_store_get_avatar (ParlourStore *self, const char *id, GError **error)
{
  g_return_val_if_fail (id != NULL, NULL);

  return read_png (
      parlour_sql_prepare (
          self, error,
          "SELECT a.png FROM users u JOIN avatars a ON a.stream = u.inbox WHERE u.id = ?1", "s",
          id),
      error);
}

GBytes *
parlour_store_get_group_avatar (ParlourStore *self, gint64 user, const char *id, GError **error)
{
  g_return_val_if_fail (id != NULL, NULL);

  return read_png (
      parlour_sql_prepare (self, error,
                           "SELECT a.png FROM streams st JOIN conversations c ON c.stream ="
                           " st.number JOIN avatars a ON a.stream = c.stream WHERE st.id = ?2"
                           " AND (c.joining = ?3 OR EXISTS (SELECT 1 FROM spans s"
                           "   WHERE s.stream = c.stream AND s.user = ?1 AND s.last IS NULL))",
                           "isd", user, id, PARLOUR_JOINING_OPEN),
      error);
}
