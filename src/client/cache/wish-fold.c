/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-copy-fold"

#include "client/cache/wish-fold.h"

/* This file owns what a wish that the server has does to the copy's tables. On the copy's thread.
 */

/* The statements are whole texts, for no name of a column is ever put together. */
static const struct {
  const char *key;
  const char *sql; /* ?1: conversation, ?2: value */
} settings[] = {
    {"archived", "UPDATE conversations SET archived = CAST (?2 AS INTEGER) WHERE id = ?1"},
    {"pinned", "UPDATE conversations SET pinned = CAST (?2 AS INTEGER) WHERE id = ?1"},
    {"marked_unread",
     "UPDATE conversations SET marked_unread = CAST (?2 AS INTEGER) WHERE id = ?1"},
    {"muted_until", "UPDATE conversations SET muted_until = CAST (?2 AS INTEGER) WHERE id = ?1"},
    {"notify", "UPDATE conversations SET notify = CAST (?2 AS INTEGER) WHERE id = ?1"},
    {"draft", "UPDATE conversations SET draft = ?2 WHERE id = ?1"},
};

static gboolean
fold_setting (ParlourDb *db, const ParlourWish *wish, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++)
    if (g_str_equal (settings[i].key, wish->key))
      return parlour_db_run (db, error, settings[i].sql, "ss", wish->conversation, wish->value);
  return TRUE;
}

gboolean
parlour_wish_fold (ParlourDb *db, const ParlourWish *wish, GError **error)
{
  switch (wish->kind) {
  case PARLOUR_WISH_SETTING:
    return fold_setting (db, wish, error);
  default:
    return TRUE; /* the message that was answered says it all */
  }
}
