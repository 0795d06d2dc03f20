/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-copy-reactions"

#include "client/cache/reactions.h"

/* This file owns how reactions stand in the copy, and what one more or less makes of them. Any
 * thread. */

static gboolean
is_word (const char *text)
{
  return *text != '\0' && strpbrk (text, " \t\n") == NULL;
}

static void
append_users (GString *text, char **users)
{
  const char *separator = "";

  for (char **user = users; user != NULL && *user != NULL; user++) {
    if (!is_word (*user))
      continue;
    g_string_append_printf (text, "%s%s", separator, *user);
    separator = " ";
  }
}

char *
parlour_reactions_to_text (const ParlourReaction *reactions, gsize n)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (gsize i = 0; i < n; i++) {
    if (!is_word (reactions[i].emoji))
      continue;
    g_string_append_printf (text, "%s\t%" G_GINT64_FORMAT "\t", reactions[i].emoji,
                            reactions[i].count);
    append_users (text, reactions[i].users);
    g_string_append_c (text, '\n');
  }
  return text->len > 0 ? g_strdup (text->str) : NULL;
}

static void
clear_reaction (gpointer data)
{
  ParlourReaction *reaction = data;

  g_free ((char *)reaction->emoji);
  g_strfreev (reaction->users);
}

static void
add_line (GArray *reactions, const char *line)
{
  g_auto (GStrv) parts = g_strsplit (line, "\t", 3);

  if (g_strv_length (parts) < 3)
    return;

  ParlourReaction reaction = {
      .emoji = g_strdup (parts[0]),
      .count = g_ascii_strtoll (parts[1], NULL, 10),
      .users = *parts[2] != '\0' ? g_strsplit (parts[2], " ", -1) : g_new0 (char *, 1),
  };
  g_array_append_val (reactions, reaction);
}

GArray *
parlour_reactions_from_text (const char *text)
{
  GArray *reactions = g_array_new (FALSE, TRUE, sizeof (ParlourReaction));
  g_auto (GStrv) lines = g_strsplit (text != NULL ? text : "", "\n", -1);

  g_array_set_clear_func (reactions, clear_reaction);
  for (char **line = lines; *line != NULL; line++)
    add_line (reactions, *line);
  return reactions;
}

static char **
with_user (char **users, const char *user, gboolean on)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (char **other = users; *other != NULL; other++)
    if (!g_str_equal (*other, user))
      g_strv_builder_add (builder, *other);
  if (on)
    g_strv_builder_add (builder, user);
  return g_strv_builder_end (builder);
}

static void
change (GArray *reactions, guint i, const char *user, gboolean on)
{
  ParlourReaction *reaction = &g_array_index (reactions, ParlourReaction, i);
  gboolean there = g_strv_contains ((const char *const *)reaction->users, user);

  if (there == on)
    return;
  char **users = with_user (reaction->users, user, on);
  g_strfreev (reaction->users);
  reaction->users = users;
  reaction->count += on ? 1 : -1;
  if (reaction->count <= 0)
    g_array_remove_index (reactions, i);
}

void
parlour_reactions_set (GArray *reactions, const char *emoji, const char *user, gboolean on)
{
  for (guint i = 0; i < reactions->len; i++) {
    if (!g_str_equal (g_array_index (reactions, ParlourReaction, i).emoji, emoji))
      continue;
    change (reactions, i, user, on);
    return;
  }
  if (!on)
    return;

  ParlourReaction added = {
      .emoji = g_strdup (emoji),
      .count = 1,
      .users = g_strsplit (user, "\n", -1),
  };
  g_array_append_val (reactions, added);
}
