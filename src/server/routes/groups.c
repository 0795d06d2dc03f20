/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-groups"

#include "server/routes/groups.h"

#include "server/authority.h"
#include "server/routes/conversations.h"
#include "server/routes/recipient.h"
#include "server/routes/replies.h"
#include "server/store/removals.h"
#include "server/store/users.h"

#include "core/limits.h"
#include "core/text.h"

/* This file owns groups: what they are made of, changing that, and finding those that are open. */

static void
refuse (ParlourFields *fields, const char *field, const char *detail)
{
  GError *error = NULL;

  parlour_problem_set_field (&error, PARLOUR_PROBLEM_INVALID_FIELD, field, "%s", detail);
  parlour_fields_fail (fields, error);
}

/* A title is shown like a person's name. */
static const char *
read_title (ParlourCall *call, ParlourFields *fields)
{
  const char *text = parlour_fields_string (fields, "title", PARLOUR_FIELD_REQUIRED);
  char *title = text != NULL ? parlour_display_name_normalize (text, NULL) : NULL;

  if (title != NULL)
    return parlour_call_keep (call, title);
  if (text != NULL)
    refuse (fields, "title", "A group's title has 1 to 80 characters that one can see.");
  return NULL;
}
G_STATIC_ASSERT (PARLOUR_GROUP_TITLE_MAX == PARLOUR_DISPLAY_NAME_MAX);

/* White space alone is no description. */
static const char *
read_description (ParlourFields *fields)
{
  const char *text = parlour_fields_string (fields, "description", 0);

  if (parlour_text_is_blank (text))
    return NULL;
  if (g_utf8_strlen (text, -1) > PARLOUR_DESCRIPTION_MAX)
    refuse (fields, "description", "A group's description has at most 1,000 characters.");
  return text;
}

/* What is named must be one of the words; what is not stays as it is. */
static ParlourGroupFields
read_rules (ParlourFields *fields,
            ParlourPosting *posting,
            ParlourJoining *joining,
            ParlourPast *past)
{
  const char *who_posts = parlour_fields_string (fields, "posting", 0);
  const char *how_to_join = parlour_fields_string (fields, "joining", 0);
  const char *what_to_read = parlour_fields_string (fields, "past", 0);

  if (who_posts != NULL && !parlour_posting_from_string (who_posts, posting))
    refuse (fields, "posting", "“posting” is all or admins.");
  if (how_to_join != NULL && !parlour_joining_from_string (how_to_join, joining))
    refuse (fields, "joining", "“joining” is invited or open.");
  if (what_to_read != NULL && !parlour_past_from_string (what_to_read, past))
    refuse (fields, "past", "“past” is joined or all.");
  return (ParlourGroupFields)((who_posts != NULL ? PARLOUR_GROUP_POSTING : 0) |
                              (how_to_join != NULL ? PARLOUR_GROUP_JOINING : 0) |
                              (what_to_read != NULL ? PARLOUR_GROUP_PAST : 0));
}

/* They live as long as the call. */
static char **
read_members (ParlourCall *call, ParlourFields *fields)
{
  char **ids = parlour_fields_strings (fields, "members", PARLOUR_FIELD_REQUIRED);

  for (char **id = ids; id != NULL && *id != NULL; id++)
    parlour_call_keep (call, *id);
  parlour_call_keep (call, (char *)ids);
  return ids;
}

ParlourGroupDraft *
parlour_groups_read_draft (ParlourCall *call, ParlourFields *fields)
{
  ParlourGroupDraft *draft = parlour_call_alloc (call, sizeof *draft);
  ParlourNewGroup *group = &draft->group;

  parlour_read_client_id (fields, group->client_id);
  group->title = read_title (call, fields);
  group->description = read_description (fields);
  read_rules (fields, &group->posting, &group->joining, &group->past);
  draft->members = read_members (call, fields);
  return draft;
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  gint64 left = *(const gint64 *)a, right = *(const gint64 *)b;

  return (left > right) - (left < right);
}

/* Each once, rising, without the maker: so that the same people are the same request. */
static GArray *
find_members (ParlourStore *store, gint64 me, char **ids, GError **error)
{
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (char **id = ids; *id != NULL; id++) {
    gint64 number = 0;
    if (!g_hash_table_add (seen, *id))
      continue;
    g_autoptr (ParlourUser) user =
        parlour_recipient_find (store, me, *id, "members", &number, error);
    if (user == NULL)
      return NULL;
    if (number != me)
      g_array_append_val (numbers, number);
  }
  g_array_sort (numbers, compare_numbers);
  return g_steal_pointer (&numbers);
}

ParlourMembership *
parlour_groups_make (
    ParlourStore *store, gint64 me, const ParlourGroupDraft *draft, gboolean *made, GError **error)
{
  ParlourNewGroup group = draft->group;
  g_autoptr (GArray) members = find_members (store, me, draft->members, error);

  if (members == NULL)
    return NULL;
  group.members = (const gint64 *)(gpointer)members->data;
  group.n_members = members->len;
  return parlour_store_make_group (store, me, &group, made, error);
}

gboolean
parlour_groups_decode_change (ParlourCall *call, GError **error)
{
  ParlourFields fields = PARLOUR_FIELDS (call->body);
  ParlourGroupChange *in = parlour_call_alloc (call, sizeof *in);

  call->arguments = in;
  if (parlour_fields_has (&fields, "title")) {
    in->set |= PARLOUR_GROUP_TITLE;
    in->title = read_title (call, &fields);
  }
  if (parlour_fields_has (&fields, "description")) {
    in->set |= PARLOUR_GROUP_DESCRIPTION;
    in->description = read_description (&fields);
  }
  in->set |= read_rules (&fields, &in->posting, &in->joining, &in->past);
  return parlour_fields_end (&fields, error);
}

gboolean
parlour_groups_change (ParlourCall *call, ParlourStore *store, GError **error)
{
  g_autoptr (ParlourMembership) membership = parlour_authority_conversation (call, store, error);

  return membership != NULL &&
         parlour_store_change_group (store, membership, call->arguments, error) &&
         parlour_conversations_reply (call, store, membership, 200, error);
}

gboolean
parlour_groups_remove (ParlourCall *call, ParlourStore *store, GError **error)
{
  g_autoptr (ParlourMembership) membership = parlour_authority_conversation (call, store, error);

  if (membership == NULL || !parlour_store_remove_group (store, membership, error))
    return FALSE;
  call->upkeep = TRUE;
  parlour_call_reply_empty (call);
  return TRUE;
}

gboolean
parlour_groups_list (ParlourCall *call, ParlourStore *store, GError **error)
{
  const ParlourSearch *list = call->arguments;
  g_autofree char *next = NULL;
  g_autoptr (ParlourSession) session = parlour_authority_enter (call, store, error);

  if (session == NULL)
    return FALSE;
  g_autoptr (GPtrArray) groups = parlour_store_list_open_groups (
      store, session->user, list->query, list->cursor, list->limit, &next, error);
  if (groups == NULL)
    return FALSE;
  parlour_reply_list (call, groups, (ParlourWriteItem)parlour_group_write, next);
  return TRUE;
}
