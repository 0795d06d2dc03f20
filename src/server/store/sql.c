/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-store-sql"

#include "server/store/sql.h"

#include "core/problem.h"

#include "db/error.h"

/* This file owns how the store asks its database: the statement's values in one call, and errors
 * turned where they arise into what the wire can say. On the store's thread. */

#define FULL_RETRY_SECONDS 30
#define BUSY_RETRY_SECONDS 1

static ParlourProblem
problem_of (const GError *error)
{
  if (error->domain != PARLOUR_DB_ERROR)
    return PARLOUR_PROBLEM_INTERNAL;
  switch ((ParlourDbError)error->code) {
  case PARLOUR_DB_ERROR_FULL:
    return PARLOUR_PROBLEM_STORAGE_FULL;
  case PARLOUR_DB_ERROR_BUSY:
  case PARLOUR_DB_ERROR_LOCKED:
  case PARLOUR_DB_ERROR_IO:
  case PARLOUR_DB_ERROR_NO_MEMORY:
  case PARLOUR_DB_ERROR_READ_ONLY:
    return PARLOUR_PROBLEM_UNAVAILABLE;
  default:
    return PARLOUR_PROBLEM_INTERNAL;
  }
}

static GError *
problem_new (const GError *cause)
{
  ParlourProblem problem = problem_of (cause);
  GError *error = NULL;

  if (problem == PARLOUR_PROBLEM_STORAGE_FULL) {
    parlour_problem_set (&error, problem, "The server's disk is full. Nothing was stored.");
    parlour_problem_set_retry_after (error, FULL_RETRY_SECONDS);
  } else if (problem == PARLOUR_PROBLEM_UNAVAILABLE) {
    parlour_problem_set (&error, problem, "The server can't do this now. Try again.");
    parlour_problem_set_retry_after (error, BUSY_RETRY_SECONDS);
  } else {
    parlour_problem_set (&error, problem, "Something went wrong on the server.");
  }
  return error;
}

void
parlour_store_translate (GError **error)
{
  if (error == NULL || *error == NULL || (*error)->domain == PARLOUR_PROBLEM)
    return;

  GError *problem = problem_new (*error);
  g_warning ("The database refused: %s", (*error)->message);
  g_error_free (*error);
  *error = problem;
}

/* Also where the caller wants no error it is logged. */
static void
pass_on (GError **error, GError *local)
{
  parlour_store_translate (&local);
  g_propagate_error (error, local);
}

static ParlourStatement *
prepare_va (ParlourStore *self, GError **error, const char *sql, const char *types, va_list args)
{
  GError *local = NULL;
  ParlourStatement *statement = parlour_db_prepare (parlour_store_get_db (self), sql, &local);

  if (statement != NULL)
    parlour_statement_bind_va (statement, types, args);
  else
    pass_on (error, local);
  return statement;
}

ParlourStatement *
parlour_sql_prepare (ParlourStore *self, GError **error, const char *sql, const char *types, ...)
{
  va_list args;

  va_start (args, types);
  ParlourStatement *statement = prepare_va (self, error, sql, types, args);
  va_end (args);
  return statement;
}

gboolean
parlour_sql_step (ParlourStatement *statement, gboolean *row, GError **error)
{
  GError *local = NULL;

  if (parlour_statement_step (statement, row, &local))
    return TRUE;
  pass_on (error, local);
  return FALSE;
}

gboolean
parlour_sql_run (ParlourStore *self, GError **error, const char *sql, const char *types, ...)
{
  gboolean row = TRUE;
  va_list args;

  va_start (args, types);
  g_autoptr (ParlourStatement) statement = prepare_va (self, error, sql, types, args);
  va_end (args);
  if (statement == NULL)
    return FALSE;
  while (row)
    if (!parlour_sql_step (statement, &row, error))
      return FALSE;
  return TRUE;
}

gboolean
parlour_sql_int (ParlourStore *self,
                 gint64 *value,
                 gint64 fallback,
                 GError **error,
                 const char *sql,
                 const char *types,
                 ...)
{
  gboolean row = FALSE;
  va_list args;

  *value = fallback;
  va_start (args, types);
  g_autoptr (ParlourStatement) statement = prepare_va (self, error, sql, types, args);
  va_end (args);
  if (statement == NULL || !parlour_sql_step (statement, &row, error))
    return FALSE;
  if (row && !parlour_statement_is_null (statement, 0))
    *value = parlour_statement_get_int (statement, 0);
  return TRUE;
}
