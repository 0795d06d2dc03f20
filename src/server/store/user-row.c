/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-user-row"

#include "server/store/user-row.h"

#include "server/store/sql.h"

/* This file owns how a person's row becomes a value: the own view only for whom it is. On the
 * store's thread. */

enum {
  COLUMN_NUMBER,
  COLUMN_ID,
  COLUMN_USERNAME,
  COLUMN_DISPLAY_NAME,
  COLUMN_STATUS_TEXT,
  COLUMN_AVATAR,
  COLUMN_LAST_SEEN,
  COLUMN_VERSION,
  COLUMN_GIVEN_NAME,
  COLUMN_FAMILY_NAME,
  COLUMN_EMAIL,
  COLUMN_ROLE,
  COLUMN_ACTIVE,
  COLUMN_JOINED_AT,
  COLUMN_LAST_LOGIN_AT,
  COLUMN_SHARE_READ,
  COLUMN_SHARE_PRESENCE,
  COLUMN_OWN_VIEW,
  COLUMN_DELETED,
};

static void
read_own_view (ParlourStatement *statement, int first, ParlourUser *user)
{
  user->own_view = TRUE;
  user->given_name = parlour_statement_get_text (statement, first + COLUMN_GIVEN_NAME);
  user->family_name = parlour_statement_get_text (statement, first + COLUMN_FAMILY_NAME);
  user->email = parlour_statement_get_text (statement, first + COLUMN_EMAIL);
  user->role = (ParlourUserRole)parlour_statement_get_int (statement, first + COLUMN_ROLE);
  user->active = parlour_statement_get_int (statement, first + COLUMN_ACTIVE) != 0;
  user->joined_at = parlour_statement_get_int (statement, first + COLUMN_JOINED_AT);
  user->last_login_at = parlour_statement_get_int (statement, first + COLUMN_LAST_LOGIN_AT);
  user->share_read = parlour_statement_get_int (statement, first + COLUMN_SHARE_READ) != 0;
  user->share_presence = parlour_statement_get_int (statement, first + COLUMN_SHARE_PRESENCE) != 0;
}

ParlourUser *
parlour_user_from_row (ParlourStatement *statement, int first)
{
  ParlourUser user = {
      .id = parlour_statement_get_text (statement, first + COLUMN_ID),
      .username = parlour_statement_get_text (statement, first + COLUMN_USERNAME),
      .display_name = parlour_statement_get_text (statement, first + COLUMN_DISPLAY_NAME),
      .status_text = parlour_statement_get_text (statement, first + COLUMN_STATUS_TEXT),
      .avatar = parlour_statement_get_text (statement, first + COLUMN_AVATAR),
      .last_seen = parlour_statement_get_int (statement, first + COLUMN_LAST_SEEN),
      .version = parlour_statement_get_int (statement, first + COLUMN_VERSION),
      .deleted = parlour_statement_get_int (statement, first + COLUMN_DELETED) != 0,
  };
  if (parlour_statement_get_int (statement, first + COLUMN_OWN_VIEW) != 0)
    read_own_view (statement, first, &user);
  return parlour_user_new (&user);
}

/* The last page's end as a user name; an id would not give an order. */
GPtrArray *
parlour_users_read_page (ParlourStatement *statement, guint limit, char **next, GError **error)
{
  g_autoptr (GPtrArray) users = g_ptr_array_new_with_free_func ((GDestroyNotify)parlour_user_unref);
  gboolean row = FALSE;

  *next = NULL;
  if (statement == NULL || !parlour_sql_step (statement, &row, error))
    return NULL;
  while (row && users->len < limit) {
    g_ptr_array_add (users, parlour_user_from_row (statement, 0));
    if (!parlour_sql_step (statement, &row, error))
      return NULL;
  }
  if (row && users->len > 0)
    *next = g_strdup (((ParlourUser *)users->pdata[users->len - 1])->username);
  return g_steal_pointer (&users);
}
