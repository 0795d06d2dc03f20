/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-copy-fold"

#include "client/cache/wish-fold.h"

#include "client/cache/group-store.h"

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

static const struct {
  const char *key;
  const char *sql; /* ?1: conversation, ?2: value */
} groups[] = {
    {"title", "UPDATE conversations SET title = ?2 WHERE id = ?1"},
    {"description", "UPDATE conversations SET description = ?2 WHERE id = ?1"},
    {"posting", "UPDATE conversations SET posting = CAST (?2 AS INTEGER) WHERE id = ?1"},
    {"joining", "UPDATE conversations SET joining = CAST (?2 AS INTEGER) WHERE id = ?1"},
    {"past", "UPDATE conversations SET past = CAST (?2 AS INTEGER) WHERE id = ?1"},
};

static gboolean
fold_group (ParlourDb *db, const ParlourWish *wish, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (groups); i++)
    if (g_str_equal (groups[i].key, wish->key))
      return parlour_db_run (db, error, groups[i].sql, "ss", wish->conversation, wish->value);
  return TRUE;
}

/* Who comes and who goes is counted by the events; a role may be told now. */
static gboolean
fold_member (ParlourDb *db, const ParlourWish *wish, GError **error)
{
  if (wish->value == NULL || wish->extra != NULL)
    return TRUE;
  return parlour_db_run (db, error,
                         "UPDATE members SET role = ?3 WHERE "
                         "conversation = (SELECT number FROM conversations WHERE id = ?1) AND "
                         "person = (SELECT number FROM people WHERE id = ?2)",
                         "ssi", wish->conversation, wish->key, parlour_wish_get_number (wish));
}

gboolean
parlour_wish_fold (ParlourDb *db, const ParlourWish *wish, GError **error)
{
  switch (wish->kind) {
  case PARLOUR_WISH_SETTING:
    return fold_setting (db, wish, error);
  case PARLOUR_WISH_GROUP:
    return fold_group (db, wish, error);
  case PARLOUR_WISH_MEMBER:
    return fold_member (db, wish, error);
  case PARLOUR_WISH_STAR:
    return parlour_store_star (db, wish->conversation, wish->seq,
                               parlour_wish_get_number (wish) != 0, error);
  case PARLOUR_WISH_BLOCK:
    return parlour_db_run (db, error, "UPDATE people SET blocked = ?2 WHERE id = ?1", "si",
                           wish->key, parlour_wish_get_number (wish));
  default:
    return TRUE; /* the message that was answered says it all */
  }
}
