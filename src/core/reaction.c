/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-reaction"

#include "core/reaction.h"

#include "core/limits.h"
#include "core/problem.h"

/* This file owns the value of the reactions under a message and their JSON. Any thread. */

ParlourReaction *
parlour_reactions_copy (const ParlourReaction *reactions, gsize n)
{
  ParlourReaction *copy = n > 0 ? g_new0 (ParlourReaction, n) : NULL;

  for (gsize i = 0; i < n; i++) {
    copy[i].emoji = g_strdup (reactions[i].emoji);
    copy[i].count = reactions[i].count;
    copy[i].users = g_strdupv (reactions[i].users);
  }
  return copy;
}

static void
clear_cb (gpointer data)
{
  ParlourReaction *reaction = data;

  g_free ((char *)reaction->emoji);
  g_strfreev (reaction->users);
}

void
parlour_reactions_free (ParlourReaction *reactions, gsize n)
{
  for (gsize i = 0; i < n; i++)
    clear_cb (&reactions[i]);
  g_free (reactions);
}

void
parlour_reactions_write (const ParlourReaction *reactions, gsize n, ParlourJsonWriter *writer)
{
  parlour_json_writer_begin_array (writer, "reactions");
  for (gsize i = 0; i < n; i++) {
    parlour_json_writer_begin_object (writer, NULL);
    parlour_json_writer_string (writer, "emoji", reactions[i].emoji);
    parlour_json_writer_int (writer, "count", reactions[i].count);
    parlour_json_writer_begin_array (writer, "users");
    for (char **id = reactions[i].users; id != NULL && *id != NULL; id++)
      parlour_json_writer_string (writer, NULL, *id);
    parlour_json_writer_end_array (writer);
    parlour_json_writer_end_object (writer);
  }
  parlour_json_writer_end_array (writer);
}

/* A server may be hostile: a list that it can't have is refused before it is laid out. */
static gboolean
read_one (JsonNode *node, ParlourReaction *reaction, GError **error)
{
  g_autoptr (JsonObject) nothing = json_object_new ();
  ParlourFields in =
      PARLOUR_FIELDS (JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : nothing);
  const char *emoji = parlour_fields_string (&in, "emoji", PARLOUR_FIELD_REQUIRED);

  reaction->count = parlour_fields_int (&in, "count", PARLOUR_FIELD_REQUIRED, 1, G_MAXINT32, 0);
  g_auto (GStrv) users = parlour_fields_strings (&in, "users", PARLOUR_FIELD_REQUIRED);
  if (!parlour_fields_end_lax (&in, error) || !parlour_emoji_check (emoji, error))
    return FALSE;
  if (g_strv_length (users) > PARLOUR_REACTION_USERS_MAX) {
    parlour_problem_set_field (error, PARLOUR_PROBLEM_INVALID_FIELD, "users",
                               "The server named too many people for a reaction.");
    return FALSE;
  }
  reaction->emoji = g_strdup (emoji);
  reaction->users = g_steal_pointer (&users);
  return TRUE;
}

GArray *
parlour_reactions_read (ParlourFields *from)
{
  GArray *reactions = g_array_new (FALSE, TRUE, sizeof (ParlourReaction));
  JsonArray *array = parlour_fields_array (from, "reactions", 0);
  guint n = array != NULL ? json_array_get_length (array) : 0;
  GError *error = NULL;

  g_array_set_clear_func (reactions, clear_cb);
  if (n > PARLOUR_REACTIONS_MAX)
    parlour_problem_set_field (&error, PARLOUR_PROBLEM_INVALID_FIELD, "reactions",
                               "The server sent too many reactions.");
  for (guint i = 0; error == NULL && i < n; i++) {
    ParlourReaction reaction = {0};
    if (read_one (json_array_get_element (array, i), &reaction, &error))
      g_array_append_val (reactions, reaction);
  }
  if (error != NULL)
    parlour_fields_fail (from, error);
  return reactions;
}
