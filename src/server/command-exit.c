/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-command-exit"

#include "server/command-private.h"

#include "server/sealed-file.h"

#include "core/problem.h"
#include "db/error.h"

#include <gio/gio.h>

/* This file owns which exit status an error is. Any thread. */

typedef struct {
  int code;
  ParlourExit status;
} Row;

static const Row io_rows[] = {
    {G_IO_ERROR_INVALID_DATA, PARLOUR_EXIT_DAMAGED},
    {G_IO_ERROR_BUSY, PARLOUR_EXIT_BUSY},
    {G_IO_ERROR_NO_SPACE, PARLOUR_EXIT_FULL},
    {G_IO_ERROR_ADDRESS_IN_USE, PARLOUR_EXIT_ADDRESS},
    {G_IO_ERROR_PERMISSION_DENIED, PARLOUR_EXIT_DENIED},
    {G_IO_ERROR_READ_ONLY, PARLOUR_EXIT_DENIED},
    {G_IO_ERROR_NOT_FOUND, PARLOUR_EXIT_MISSING},
    {G_IO_ERROR_NOT_DIRECTORY, PARLOUR_EXIT_MISSING},
    {G_IO_ERROR_EXISTS, PARLOUR_EXIT_EXISTS},
};

static const Row file_rows[] = {
    {G_FILE_ERROR_NOENT, PARLOUR_EXIT_MISSING}, {G_FILE_ERROR_NOTDIR, PARLOUR_EXIT_MISSING},
    {G_FILE_ERROR_ACCES, PARLOUR_EXIT_DENIED},  {G_FILE_ERROR_PERM, PARLOUR_EXIT_DENIED},
    {G_FILE_ERROR_ROFS, PARLOUR_EXIT_DENIED},   {G_FILE_ERROR_NOSPC, PARLOUR_EXIT_FULL},
    {G_FILE_ERROR_EXIST, PARLOUR_EXIT_EXISTS},
};

/* What the server that was asked says. */
static const Row problem_rows[] = {
    {PARLOUR_PROBLEM_STORAGE_FULL, PARLOUR_EXIT_FULL},
    {PARLOUR_PROBLEM_USERNAME_TAKEN, PARLOUR_EXIT_EXISTS},
};

static const Row db_rows[] = {
    {PARLOUR_DB_ERROR_CORRUPT, PARLOUR_EXIT_DAMAGED},
    {PARLOUR_DB_ERROR_NOT_A_DATABASE, PARLOUR_EXIT_DAMAGED},
    {PARLOUR_DB_ERROR_OTHER_APPLICATION, PARLOUR_EXIT_DAMAGED},
    {PARLOUR_DB_ERROR_NEWER_SCHEMA, PARLOUR_EXIT_NEWER},
    {PARLOUR_DB_ERROR_BUSY, PARLOUR_EXIT_BUSY},
    {PARLOUR_DB_ERROR_FULL, PARLOUR_EXIT_FULL},
    {PARLOUR_DB_ERROR_READ_ONLY, PARLOUR_EXIT_DENIED},
    {PARLOUR_DB_ERROR_CANT_OPEN, PARLOUR_EXIT_MISSING},
};

static const Row sealed_rows[] = {
    {PARLOUR_SEALED_ERROR_PASSPHRASE, PARLOUR_EXIT_PASSPHRASE},
    {PARLOUR_SEALED_ERROR_NEWER, PARLOUR_EXIT_NEWER},
    {PARLOUR_SEALED_ERROR_NOT_ONE, PARLOUR_EXIT_DAMAGED},
    {PARLOUR_SEALED_ERROR_DAMAGED, PARLOUR_EXIT_DAMAGED},
    {PARLOUR_SEALED_ERROR_TRUNCATED, PARLOUR_EXIT_DAMAGED},
};

static ParlourExit
find (const Row *rows, gsize n, int code)
{
  for (gsize i = 0; i < n; i++)
    if (rows[i].code == code)
      return rows[i].status;
  return PARLOUR_EXIT_FAILED;
}

ParlourExit
parlour_command_exit_of (const GError *error)
{
  g_return_val_if_fail (error != NULL, PARLOUR_EXIT_FAILED);

  if (error->domain == G_IO_ERROR)
    return find (io_rows, G_N_ELEMENTS (io_rows), error->code);
  if (error->domain == G_FILE_ERROR)
    return find (file_rows, G_N_ELEMENTS (file_rows), error->code);
  if (error->domain == PARLOUR_PROBLEM)
    return find (problem_rows, G_N_ELEMENTS (problem_rows), error->code);
  if (error->domain == PARLOUR_DB_ERROR)
    return find (db_rows, G_N_ELEMENTS (db_rows), error->code);
  if (error->domain == PARLOUR_SEALED_ERROR)
    return find (sealed_rows, G_N_ELEMENTS (sealed_rows), error->code);
  return PARLOUR_EXIT_FAILED;
}
