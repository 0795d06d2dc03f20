/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "db/connection.h"
#include "db/driver.h"
#include "db/statement.h"

G_BEGIN_DECLS

struct _ParlourDb {
  const ParlourDriver *driver;
  gpointer connection;    /* the driver's */
  GHashTable *statements; /* SQL text → first ParlourStatement of that text */
  guint open_statements;  /* how many are between their first step and their reset */
};

/** parlour_statement_free_chain: frees a statement and those of the same text */
void parlour_statement_free_chain (ParlourStatement *self);

/** parlour_statement_get_n_parameters: how many parameters its SQL has */
guint parlour_statement_get_n_parameters (ParlourStatement *self);

/** parlour_db_reset_statements: resets what an early return has left open */
void parlour_db_reset_statements (ParlourDb *self);

G_END_DECLS
