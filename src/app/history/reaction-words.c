/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-reaction-words"

#include "app/history/reaction-words.h"

#include <glib/gi18n.h>

/* Stateless. */

enum { NAMES_MAX = 10 };

char *
parlour_reaction_label (const ParlourReactionRow *reaction)
{
  /* Translators: an emoji, and how many people gave it to a message */
  return g_strdup_printf (_ ("%s %u"), reaction->emoji, reaction->count);
}

char *
parlour_reaction_people (const ParlourReactionRow *reaction)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  if (reaction->mine)
    g_ptr_array_add (names, _ ("You"));
  for (guint i = 0; reaction->names && reaction->names[i] && names->len < NAMES_MAX; i++)
    g_ptr_array_add (names, reaction->names[i]);
  guint others = reaction->count > names->len ? reaction->count - names->len : 0;
  g_ptr_array_add (names, NULL);
  /* Translators: between the names of a list */
  g_autofree char *list = g_strjoinv (_ (", "), (char **)names->pdata);
  if (others == 0)
    return g_steal_pointer (&list);
  if (!*list)
    return g_strdup_printf (ngettext ("%u person", "%u people", others), others);
  /* Translators: %s is a list of names, %u how many others there are */
  return g_strdup_printf (ngettext ("%s and %u other", "%s and %u others", others), list, others);
}

char *
parlour_reaction_words (const ParlourReactionRow *reaction)
{
  g_autofree char *people = parlour_reaction_people (reaction);
  /* Translators: an emoji, and who gave it to a message, to a screen reader */
  return g_strdup_printf (_ ("%s from %s"), reaction->emoji, people);
}
