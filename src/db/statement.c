/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-db-statement"

#include "db/statement.h"

#include "db/connection-private.h"

/* This file owns statements and the cache that keeps them. On the connection's thread. */

struct _ParlourStatement {
  ParlourDb *db;
  gpointer handle; /* the driver's */
  char *sql;
  guint n_parameters;
  gboolean bound;         /* has had a value since the last reset */
  gboolean open;          /* between its first step and its reset */
  GError *bind_error;     /* waits for the next step */
  GPtrArray *repaired;    /* texts of this row that the file had damaged; nullable */
  ParlourStatement *next; /* another one of the same text, made while this one was open */
};

static ParlourStatement *
statement_new (ParlourDb *db, const char *sql, GError **error)
{
  guint n_parameters = 0;
  gpointer handle = db->driver->prepare (db->connection, sql, &n_parameters, error);
  ParlourStatement *self;

  if (handle == NULL)
    return NULL;
  self = g_new0 (ParlourStatement, 1);
  self->db = db;
  self->handle = handle;
  self->sql = g_strdup (sql);
  self->n_parameters = n_parameters;
  return self;
}

static gboolean
can_bind (ParlourStatement *self)
{
  self->bound = TRUE;
  return self->bind_error == NULL;
}

/* Takes the next argument off @args. */
static void
bind_letter (ParlourStatement *self, int index, char letter, va_list *args)
{
  gint64 number;

  switch (letter) {
  case 'i':
    parlour_statement_bind_int (self, index, va_arg (*args, gint64));
    break;
  case 'd':
    parlour_statement_bind_int (self, index, va_arg (*args, int));
    break;
  case 's':
    parlour_statement_bind_text (self, index, va_arg (*args, const char *));
    break;
  case 'b':
    parlour_statement_bind_bytes (self, index, va_arg (*args, GBytes *));
    break;
  case 'z':
    number = va_arg (*args, gint64);
    if (number == 0)
      parlour_statement_bind_null (self, index);
    else
      parlour_statement_bind_int (self, index, number);
    break;
  case 'n':
    parlour_statement_bind_null (self, index);
    break;
  default:
    g_error ("\"%c\" is not a type of a parameter", letter);
  }
}

void
parlour_statement_free_chain (ParlourStatement *self)
{
  while (self != NULL) {
    ParlourStatement *next = self->next;

    self->db->driver->finalize (self->handle);
    g_clear_error (&self->bind_error);
    g_clear_pointer (&self->repaired, g_ptr_array_unref);
    g_free (self->sql);
    g_free (self);
    self = next;
  }
}

guint
parlour_statement_get_n_parameters (ParlourStatement *self)
{
  return self->n_parameters;
}

void
parlour_db_reset_statements (ParlourDb *self)
{
  GHashTableIter iter;
  gpointer value;

  if (self->open_statements == 0)
    return;
  g_hash_table_iter_init (&iter, self->statements);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    for (ParlourStatement *statement = value; statement != NULL; statement = statement->next)
      parlour_statement_reset (statement);
  }
}

ParlourStatement *
parlour_db_prepare (ParlourDb *self, const char *sql, GError **error)
{
  ParlourStatement *first, *statement;

  g_return_val_if_fail (self != NULL && sql != NULL, NULL);

  first = g_hash_table_lookup (self->statements, sql);
  for (statement = first; statement != NULL; statement = statement->next) {
    if (statement->open)
      continue;
    parlour_statement_reset (statement);
    return statement;
  }

  statement = statement_new (self, sql, error);
  if (statement == NULL)
    return NULL;
  if (first == NULL) {
    g_hash_table_insert (self->statements, statement->sql, statement);
  } else {
    statement->next = first->next;
    first->next = statement;
  }
  return statement;
}

void
parlour_statement_bind_int (ParlourStatement *self, int index, gint64 value)
{
  if (can_bind (self))
    self->db->driver->bind_int (self->handle, index, value, &self->bind_error);
}

void
parlour_statement_bind_text (ParlourStatement *self, int index, const char *value)
{
  if (value == NULL)
    parlour_statement_bind_null (self, index);
  else if (can_bind (self))
    self->db->driver->bind_text (self->handle, index, value, &self->bind_error);
}

void
parlour_statement_bind_bytes (ParlourStatement *self, int index, GBytes *value)
{
  if (value == NULL)
    parlour_statement_bind_null (self, index);
  else if (can_bind (self))
    self->db->driver->bind_bytes (self->handle, index, value, &self->bind_error);
}

void
parlour_statement_bind_null (ParlourStatement *self, int index)
{
  if (can_bind (self))
    self->db->driver->bind_null (self->handle, index, &self->bind_error);
}

void
parlour_statement_bind_va (ParlourStatement *self, const char *types, va_list args)
{
  va_list copy;

  /* A va_list that is a parameter may be an array that decayed; only a copy can be passed on by
   * its address. */
  va_copy (copy, args);
  for (int i = 0; types[i] != '\0'; i++)
    bind_letter (self, i + 1, types[i], &copy);
  va_end (copy);
}

void
parlour_statement_bind (ParlourStatement *self, const char *types, ...)
{
  va_list args;

  va_start (args, types);
  parlour_statement_bind_va (self, types, args);
  va_end (args);
}

gboolean
parlour_statement_step (ParlourStatement *self, gboolean *row, GError **error)
{
  gboolean has_row = FALSE;
  gboolean ok = FALSE;

  if (self->bind_error != NULL) {
    g_propagate_error (error, g_steal_pointer (&self->bind_error));
  } else {
    if (!self->open)
      self->db->open_statements++;
    self->open = TRUE;
    g_clear_pointer (&self->repaired, g_ptr_array_unref);
    ok = self->db->driver->step (self->handle, &has_row, error);
  }
  if (!has_row)
    parlour_statement_reset (self);
  if (row != NULL)
    *row = has_row;
  return ok;
}

void
parlour_statement_reset (ParlourStatement *self)
{
  if (self == NULL || (!self->open && !self->bound))
    return;
  self->db->driver->reset (self->handle);
  if (self->open)
    self->db->open_statements--;
  self->open = FALSE;
  self->bound = FALSE;
  g_clear_error (&self->bind_error);
  g_clear_pointer (&self->repaired, g_ptr_array_unref);
}

gint64
parlour_statement_get_int (ParlourStatement *self, int column)
{
  return self->db->driver->get_int (self->handle, column);
}

static const char *
repair (ParlourStatement *self, const char *text)
{
  char *valid = g_utf8_make_valid (text, -1);

  if (self->repaired == NULL)
    self->repaired = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->repaired, valid);
  return valid;
}

/* No check of a database sees a letter that the disk has changed, and whoever reads an answer
 * refuses all of it for one byte that is no text. */
const char *
parlour_statement_get_text (ParlourStatement *self, int column)
{
  const char *text = self->db->driver->get_text (self->handle, column);

  return text == NULL || g_utf8_validate (text, -1, NULL) ? text : repair (self, text);
}

char *
parlour_statement_dup_text (ParlourStatement *self, int column)
{
  return g_strdup (parlour_statement_get_text (self, column));
}

GBytes *
parlour_statement_get_bytes (ParlourStatement *self, int column)
{
  return self->db->driver->get_bytes (self->handle, column);
}

gboolean
parlour_statement_is_null (ParlourStatement *self, int column)
{
  return self->db->driver->is_null (self->handle, column);
}
