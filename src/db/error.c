/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-db-error"

#include "db/error.h"

#include <glib/gi18n.h>

/* This file owns the sentences for what can go wrong with a database. Any thread. */

G_DEFINE_QUARK (parlour_db_error, parlour_db_error)

static const char *
sentence (ParlourDbError code)
{
  switch (code) {
  case PARLOUR_DB_ERROR_BUSY:
    return _ ("The database is in use by another program");
  case PARLOUR_DB_ERROR_LOCKED:
    return _ ("The database is busy with another task");
  case PARLOUR_DB_ERROR_CONSTRAINT:
    return _ ("The new data does not fit what is already stored");
  case PARLOUR_DB_ERROR_FULL:
    return _ ("The disk is full");
  case PARLOUR_DB_ERROR_IO:
    return _ ("The disk could not be read or written");
  case PARLOUR_DB_ERROR_NO_MEMORY:
    return _ ("There is not enough memory");
  case PARLOUR_DB_ERROR_TOO_BIG:
    return _ ("The data is too large to be stored");
  case PARLOUR_DB_ERROR_CORRUPT:
    return _ ("The database is damaged");
  case PARLOUR_DB_ERROR_NOT_A_DATABASE:
    return _ ("The file is not a database");
  case PARLOUR_DB_ERROR_READ_ONLY:
    return _ ("The database or its folder can’t be written to");
  case PARLOUR_DB_ERROR_CANT_OPEN:
    return _ ("The database can’t be opened");
  case PARLOUR_DB_ERROR_NEWER_SCHEMA:
    return _ ("A newer version of Parlour has written this database; please update Parlour");
  case PARLOUR_DB_ERROR_OTHER_APPLICATION:
    return _ ("The database belongs to another application");
  case PARLOUR_DB_ERROR_FAILED:
  default:
    return _ ("The database did not carry out a request");
  }
}

void
parlour_db_error_set (GError **error, ParlourDbError code, const char *detail)
{
  if (detail == NULL) {
    g_set_error_literal (error, PARLOUR_DB_ERROR, code, sentence (code));
    return;
  }
  /* Translators: first a sentence such as “The disk is full”, then technical words in English. */
  g_set_error (error, PARLOUR_DB_ERROR, code, _ ("%s (%s)"), sentence (code), detail);
}
