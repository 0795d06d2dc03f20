/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-people"

#include "cli/people.h"

#include "cli/cli-error.h"
#include "cli/pages.h"
#include "core/id.h"
#include "core/problem.h"
#include "core/text.h"

#include <glib/gi18n.h>

/* This file owns the names of people and conversations. Main thread. */

struct _ParlourCliPeople {
  ParlourCliSession *session; /* borrowed: it lives longer */
  GHashTable *names;          /* user's id → username */
  GHashTable *titles;         /* conversation's id → title */
};

ParlourCliPeople *
parlour_cli_people_new (ParlourCliSession *session)
{
  const ParlourAccountEntry *entry = parlour_cli_session_get_entry (session);
  ParlourCliPeople *self = g_new0 (ParlourCliPeople, 1);

  self->session = session;
  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->titles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_hash_table_insert (self->names, g_strdup (entry->user_id), g_strdup (entry->username));
  return self;
}

void
parlour_cli_people_free (ParlourCliPeople *self)
{
  g_hash_table_unref (self->names);
  g_hash_table_unref (self->titles);
  g_free (self);
}

static JsonObject *
show (ParlourCliPeople *self, const char *list, const char *id, GError **error)
{
  g_autofree char *escaped = g_uri_escape_string (id, NULL, FALSE);

  return parlour_cli_session_call (self->session, "GET", NULL, error, "/%s/%s", list, escaped);
}

/* The username of the user @id; the id where it can't be had. */
static const char *
name_of (ParlourCliPeople *self, const char *id)
{
  const char *known = g_hash_table_lookup (self->names, id);

  if (known != NULL)
    return known;

  g_autoptr (JsonObject) object = show (self, "users", id, NULL);
  g_autoptr (ParlourUser) user = object != NULL ? parlour_user_read (object, NULL) : NULL;
  char *name = g_strdup (user != NULL ? user->username : id);
  g_hash_table_insert (self->names, g_strdup (id), name);
  return name;
}

static const char *
keep_title (ParlourCliPeople *self, const char *id, const ParlourConversation *conversation)
{
  const char *me = parlour_cli_session_get_entry (self->session)->user_id;
  const ParlourMember *peer =
      conversation != NULL ? parlour_conversation_get_peer (conversation, me) : NULL;
  const char *title = peer != NULL           ? peer->user->username
                      : conversation != NULL ? conversation->title
                                             : NULL;
  char *kept = g_strdup (title != NULL ? title : id);

  g_hash_table_insert (self->titles, g_strdup (id), kept);
  return kept;
}

/* The other one's username, or the group's title. */
static const char *
title_of (ParlourCliPeople *self, const char *conversation)
{
  const char *known = g_hash_table_lookup (self->titles, conversation);

  if (known != NULL)
    return known;

  g_autoptr (JsonObject) object = show (self, "conversations", conversation, NULL);
  g_autoptr (ParlourConversation) read =
      object != NULL ? parlour_conversation_read (object, NULL) : NULL;
  return keep_title (self, conversation, read);
}

ParlourCliHeading
parlour_cli_people_head (ParlourCliPeople *self, const char *sender, const char *conversation)
{
  ParlourCliHeading heading = {
      .from = sender != NULL ? name_of (self, sender) : NULL,
      .to = conversation != NULL ? title_of (self, conversation) : NULL,
  };

  if (heading.to != NULL && g_strcmp0 (heading.from, heading.to) == 0)
    heading.to = parlour_cli_session_get_entry (self->session)->username;
  return heading;
}

typedef struct {
  const char *me;
  const char *username; /* or a title */
  char *found;
} Search;

static gboolean
is_it (JsonObject *item, gpointer data, GError **error)
{
  Search *search = data;
  g_autoptr (ParlourConversation) conversation = parlour_conversation_read (item, error);

  if (conversation == NULL)
    return FALSE;

  const ParlourMember *peer = parlour_conversation_get_peer (conversation, search->me);
  if (peer == NULL || strcmp (peer->user->username, search->username) != 0)
    return TRUE;
  search->found = g_strdup (conversation->id);
  return FALSE;
}

static gboolean
is_them (JsonObject *item, gpointer data, GError **error)
{
  Search *search = data;
  g_autoptr (ParlourUser) user = parlour_user_read (item, error);

  if (user == NULL)
    return FALSE;
  if (strcmp (user->username, search->username) != 0)
    return TRUE;
  search->found = g_strdup (user->id);
  return FALSE;
}

char *
parlour_cli_people_find_user (ParlourCliPeople *self, const char *username, GError **error)
{
  g_autofree char *name = parlour_username_normalize (username, error);
  Search search = {.username = name};

  if (name == NULL)
    return NULL;

  g_autofree char *query = g_uri_escape_string (name, NULL, FALSE);
  g_autofree char *path = g_strdup_printf ("/users?query=%s", query);
  if (!parlour_cli_read_list (self->session, path, "cursor", 0, is_them, &search, error))
    return NULL;
  if (search.found == NULL)
    parlour_problem_set_field (error, PARLOUR_PROBLEM_RECIPIENT_UNKNOWN, "to",
                               /* Translators: %s is a username */
                               _ ("There is nobody called “%s” here."), name);
  return search.found;
}

static gboolean
check_exists (ParlourCliPeople *self, const char *username, GError **error)
{
  g_autofree char *id = parlour_cli_people_find_user (self, username, error);

  return id != NULL;
}

/* Of several with one title the one with the newest activity. */
static gboolean
is_titled (JsonObject *item, gpointer data, GError **error)
{
  Search *search = data;
  g_autoptr (ParlourConversation) conversation = parlour_conversation_read (item, error);

  if (conversation == NULL)
    return FALSE;
  if (g_strcmp0 (conversation->title, search->username) != 0)
    return TRUE;
  search->found = g_strdup (conversation->id);
  return FALSE;
}

static gboolean
find_titled (ParlourCliPeople *self, const char *title, char **conversation, GError **error)
{
  Search search = {.username = title};

  if (!parlour_cli_read_list (self->session, "/conversations", "cursor", 0, is_titled, &search,
                              error))
    return FALSE;
  *conversation = search.found;
  if (search.found != NULL)
    return TRUE;
  /* Translators: %s is a group's title */
  g_set_error (error, PARLOUR_CLI_ERROR, PARLOUR_CLI_FAILED, _ ("You are in no group “%s”."),
               title);
  return FALSE;
}

gboolean
parlour_cli_people_find_conversation (ParlourCliPeople *self,
                                      const char *with,
                                      char **conversation,
                                      GError **error)
{
  *conversation = NULL;
  if (parlour_id_is_valid (with)) {
    *conversation = g_strdup (with);
    return TRUE;
  }
  if (*with == '#')
    return find_titled (self, with + 1, conversation, error);

  g_autofree char *username = parlour_username_normalize (with, error);
  if (username == NULL)
    return FALSE;

  Search search = {
      .me = parlour_cli_session_get_entry (self->session)->user_id,
      .username = username,
  };
  if (!parlour_cli_read_list (self->session, "/conversations", "cursor", 0, is_it, &search, error))
    return FALSE;
  *conversation = search.found;
  return *conversation != NULL || check_exists (self, username, error);
}
