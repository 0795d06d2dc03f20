/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-audit"

#include "server/store/audit.h"

#include "server/store/cursor.h"
#include "server/store/sql.h"

/* This file owns the log of what administrators did. On the store's thread; what writes, in the
 * writer's transaction. */

static void
deed_free (ParlourDeed *self)
{
  g_free (self->actor);
  g_free (self->origin);
  g_free (self->action);
  g_free (self->subject);
  g_free (self->detail);
  g_free (self);
}

gboolean
parlour_store_note_deed (ParlourStore *self,
                         const ParlourActor *actor,
                         const char *action,
                         const char *subject,
                         const char *detail,
                         GError **error)
{
  g_return_val_if_fail (actor != NULL && actor->origin != NULL && action != NULL, FALSE);

  return parlour_sql_run (self, error,
                          "INSERT INTO audit (at, actor, origin, action, subject, detail)"
                          " VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                          "isssss", parlour_store_now (self), actor->name, actor->origin, action,
                          subject, detail);
}

static ParlourDeed *
deed_from_row (ParlourStatement *statement)
{
  ParlourDeed *deed = g_new0 (ParlourDeed, 1);

  deed->number = parlour_statement_get_int (statement, 0);
  deed->at = parlour_statement_get_int (statement, 1);
  deed->actor = parlour_statement_dup_text (statement, 2);
  deed->origin = parlour_statement_dup_text (statement, 3);
  deed->action = parlour_statement_dup_text (statement, 4);
  deed->subject = parlour_statement_dup_text (statement, 5);
  deed->detail = parlour_statement_dup_text (statement, 6);
  return deed;
}

/* The oldest stand first, so that only they are looked at. */
gboolean
parlour_store_forget_deeds (ParlourStore *self, GError **error)
{
  return parlour_sql_run (self, error,
                          "DELETE FROM audit WHERE number IN"
                          " (SELECT number FROM audit ORDER BY number LIMIT ?1) AND at < ?2",
                          "ii", PARLOUR_AUDIT_FORGOTTEN,
                          parlour_store_now (self) - PARLOUR_AUDIT_KEPT_MS);
}

GPtrArray *
parlour_store_list_deeds (
    ParlourStore *self, const char *cursor, guint limit, char **next, GError **error)
{
  g_return_val_if_fail (limit > 0 && next != NULL, NULL);

  gint64 below = 0;
  gboolean row = FALSE;
  g_autoptr (GPtrArray) deeds = g_ptr_array_new_with_free_func ((GDestroyNotify)deed_free);

  if (!parlour_number_cursor_parse (cursor, &below, error))
    return NULL;
  g_autoptr (ParlourStatement) statement =
      parlour_sql_prepare (self, error,
                           "SELECT number, at, actor, origin, action, subject, detail FROM audit"
                           " WHERE number < ?1 ORDER BY number DESC LIMIT ?2",
                           "ii", below, (gint64)limit + 1);
  if (statement == NULL || !parlour_sql_step (statement, &row, error))
    return NULL;
  while (row && deeds->len < limit) {
    ParlourDeed *deed = deed_from_row (statement);
    g_ptr_array_add (deeds, deed);
    below = deed->number;
    if (!parlour_sql_step (statement, &row, error))
      return NULL;
  }
  *next = row ? g_strdup_printf ("%" G_GINT64_FORMAT, below) : NULL;
  return g_steal_pointer (&deeds);
}
