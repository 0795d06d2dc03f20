/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PARLOUR_DB_ERROR:
 *
 * The error domain of this layer. Every message is a sentence that a person can read, with the
 * driver's own words behind it in parentheses.
 */
#define PARLOUR_DB_ERROR (parlour_db_error_quark ())

/**
 * ParlourDbError:
 * @PARLOUR_DB_ERROR_FAILED: anything else, for example SQL that the database does not understand
 * @PARLOUR_DB_ERROR_BUSY: another connection holds a lock for longer than the busy timeout
 * @PARLOUR_DB_ERROR_LOCKED: the connection stands in its own way (an open statement on the table)
 * @PARLOUR_DB_ERROR_CONSTRAINT: UNIQUE, NOT NULL, CHECK or FOREIGN KEY is violated
 * @PARLOUR_DB_ERROR_FULL: no room on the disk, or the quota is used up
 * @PARLOUR_DB_ERROR_IO: the disk or file system reported an error
 * @PARLOUR_DB_ERROR_NO_MEMORY: memory could not be allocated
 * @PARLOUR_DB_ERROR_TOO_BIG: a value is larger than the database can store
 * @PARLOUR_DB_ERROR_CORRUPT: the file is damaged
 * @PARLOUR_DB_ERROR_NOT_A_DATABASE: the file is something else than a database
 * @PARLOUR_DB_ERROR_READ_ONLY: file, folder or connection can't be written to
 * @PARLOUR_DB_ERROR_CANT_OPEN: the file or its folder is missing or may not be opened
 * @PARLOUR_DB_ERROR_NEWER_SCHEMA: a newer version of Parlour has written the file
 * @PARLOUR_DB_ERROR_OTHER_APPLICATION: the file is a database of another application
 */
typedef enum {
  PARLOUR_DB_ERROR_FAILED,
  PARLOUR_DB_ERROR_BUSY,
  PARLOUR_DB_ERROR_LOCKED,
  PARLOUR_DB_ERROR_CONSTRAINT,
  PARLOUR_DB_ERROR_FULL,
  PARLOUR_DB_ERROR_IO,
  PARLOUR_DB_ERROR_NO_MEMORY,
  PARLOUR_DB_ERROR_TOO_BIG,
  PARLOUR_DB_ERROR_CORRUPT,
  PARLOUR_DB_ERROR_NOT_A_DATABASE,
  PARLOUR_DB_ERROR_READ_ONLY,
  PARLOUR_DB_ERROR_CANT_OPEN,
  PARLOUR_DB_ERROR_NEWER_SCHEMA,
  PARLOUR_DB_ERROR_OTHER_APPLICATION,
} ParlourDbError;

GQuark parlour_db_error_quark (void);

/**
 * parlour_db_error_set:
 * @error: (nullable): where to put it
 * @code: what went wrong
 * @detail: (nullable): the driver's own words
 *
 * Sets @error to the sentence for @code with @detail behind it. For drivers.
 */
void parlour_db_error_set (GError **error, ParlourDbError code, const char *detail);

G_END_DECLS
