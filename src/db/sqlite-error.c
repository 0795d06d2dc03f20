/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-sqlite-error"

#include "db/sqlite-driver.h"

#include <errno.h>

/* This file owns how SQLite's result codes become ours. On the connection's thread. */

static gboolean
is_full (int system_errno)
{
  return system_errno == ENOSPC || system_errno == EDQUOT;
}

static gboolean
is_refused (int system_errno)
{
  return system_errno == EACCES || system_errno == EPERM || system_errno == EROFS;
}

static ParlourDbError
code_of_errno (int system_errno)
{
  if (is_full (system_errno))
    return PARLOUR_DB_ERROR_FULL;
  return is_refused (system_errno) ? PARLOUR_DB_ERROR_READ_ONLY : PARLOUR_DB_ERROR_CANT_OPEN;
}

/* SQLite knows ENOSPC only while it writes; a log that cannot grow or be made (quota, a folder
 * without permission) is a bare I/O or open error, and only errno tells. */
static ParlourDbError
code_of (int rc, int system_errno)
{
  if (rc == SQLITE_IOERR_NOMEM)
    return PARLOUR_DB_ERROR_NO_MEMORY;

  switch (rc & 0xff) {
  case SQLITE_BUSY:
    return PARLOUR_DB_ERROR_BUSY;
  case SQLITE_LOCKED:
    return PARLOUR_DB_ERROR_LOCKED;
  case SQLITE_CONSTRAINT:
    return PARLOUR_DB_ERROR_CONSTRAINT;
  case SQLITE_FULL:
    return PARLOUR_DB_ERROR_FULL;
  case SQLITE_IOERR:
    return is_full (system_errno) ? PARLOUR_DB_ERROR_FULL : PARLOUR_DB_ERROR_IO;
  case SQLITE_NOMEM:
    return PARLOUR_DB_ERROR_NO_MEMORY;
  case SQLITE_TOOBIG:
    return PARLOUR_DB_ERROR_TOO_BIG;
  case SQLITE_CORRUPT:
    return PARLOUR_DB_ERROR_CORRUPT;
  case SQLITE_NOTADB:
    return PARLOUR_DB_ERROR_NOT_A_DATABASE;
  case SQLITE_READONLY:
    return PARLOUR_DB_ERROR_READ_ONLY;
  case SQLITE_CANTOPEN:
    return code_of_errno (system_errno);
  case SQLITE_PERM:
  case SQLITE_AUTH:
    return PARLOUR_DB_ERROR_CANT_OPEN;
  default:
    return PARLOUR_DB_ERROR_FAILED;
  }
}

void
parlour_sqlite_error_set (GError **error, sqlite3 *handle, int rc)
{
  gboolean system = (rc & 0xff) == SQLITE_IOERR || (rc & 0xff) == SQLITE_CANTOPEN;
  int system_errno = system && handle != NULL ? sqlite3_system_errno (handle) : 0;
  const char *words = handle != NULL ? sqlite3_errmsg (handle) : sqlite3_errstr (rc);
  g_autofree char *detail = NULL;

  if (system_errno != 0)
    detail = g_strdup_printf ("%s: %s", words, g_strerror (system_errno));
  parlour_db_error_set (error, code_of (rc, system_errno), detail != NULL ? detail : words);
}

void
parlour_sqlite_error_set_errno (GError **error, int system_errno)
{
  parlour_db_error_set (error, code_of_errno (system_errno), g_strerror (system_errno));
}
