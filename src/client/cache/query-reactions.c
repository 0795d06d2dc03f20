/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-copy-reactions"

#include "client/cache/query-rows.h"
#include "client/cache/reactions.h"
#include "client/cache/store.h"

/* This file owns how a view sees the reactions of a message. On the copy's thread. */

#define NAMES_MOST 20 /* that a view shows beside one emoji */

static gboolean
add_names (ParlourDb *db, char **users, const char *me, GStrvBuilder *names, GError **error)
{
  guint n = 0;

  for (char **user = users; *user != NULL && n < NAMES_MOST; user++) {
    GError *local = NULL;
    if (g_strcmp0 (*user, me) == 0)
      continue;
    g_autofree char *name = parlour_db_query_text (
        db, &local, "SELECT display_name FROM people WHERE id = ?1", "s", *user);
    if (local != NULL) {
      g_propagate_error (error, local);
      return FALSE;
    }
    if (name == NULL)
      continue;
    g_strv_builder_add (names, name);
    n++;
  }
  return TRUE;
}

static gboolean
add_row (
    ParlourDb *db, const ParlourReaction *reaction, const char *me, GPtrArray *rows, GError **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (!add_names (db, reaction->users, me, builder, error))
    return FALSE;

  g_auto (GStrv) names = g_strv_builder_end (builder);
  const ParlourReactionRow row = {
      .emoji = reaction->emoji,
      .count = (guint)reaction->count,
      .mine = me != NULL && g_strv_contains ((const char *const *)reaction->users, me),
      .names = names,
  };
  g_ptr_array_add (rows, parlour_reaction_row_new (&row));
  return TRUE;
}

static void
lay_over (GArray *reactions, GPtrArray *wishes, const char *me)
{
  for (guint i = 0; wishes != NULL && me != NULL && i < wishes->len; i++) {
    const ParlourWish *wish = g_ptr_array_index (wishes, i);
    if (wish->kind == PARLOUR_WISH_REACTION)
      parlour_reactions_set (reactions, wish->key, me, parlour_wish_get_number (wish) != 0);
  }
}

gboolean
parlour_query_reactions (ParlourDb *db,
                         const char *conversation,
                         gint64 seq,
                         const char *text,
                         const ParlourWishes *wishes,
                         GPtrArray **rows,
                         GError **error)
{
  GPtrArray *wished = parlour_wishes_get (wishes, conversation, seq);
  g_autoptr (GPtrArray) made = NULL;
  g_autoptr (GArray) reactions = NULL;
  g_autofree char *me = NULL;

  *rows = NULL;
  if (text == NULL && wished == NULL)
    return TRUE;
  if (!parlour_store_get_me (db, &me, error))
    return FALSE;
  reactions = parlour_reactions_from_text (text);
  lay_over (reactions, wished, me);
  made = g_ptr_array_new_with_free_func ((GDestroyNotify)parlour_reaction_row_free);
  for (guint i = 0; i < reactions->len; i++)
    if (!add_row (db, &g_array_index (reactions, ParlourReaction, i), me, made, error))
      return FALSE;
  if (made->len > 0)
    *rows = g_steal_pointer (&made);
  return TRUE;
}
