/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-people"

#include "server/routes/people.h"

#include "server/authority.h"
#include "server/routes/replies.h"
#include "server/store/blocks.h"
#include "server/store/groups.h"
#include "server/store/users.h"

/* This file owns the directory of people, what one shares with them, and whom one has blocked. */

gboolean
parlour_people_list (ParlourCall *call, ParlourStore *store, GError **error)
{
  const ParlourSearch *list = call->arguments;
  g_autofree char *next = NULL;
  g_autoptr (ParlourSession) session = parlour_authority_enter (call, store, error);

  if (session == NULL)
    return FALSE;
  g_autoptr (GPtrArray) users = parlour_store_search_users (
      store, session->user, list->query, list->cursor, list->limit, &next, error);
  if (users == NULL)
    return FALSE;
  parlour_reply_list (call, users, (ParlourWriteItem)parlour_user_write, next);
  return TRUE;
}

gboolean
parlour_people_show (ParlourCall *call, ParlourStore *store, GError **error)
{
  g_autoptr (ParlourJsonWriter) writer = parlour_json_writer_new ();
  g_autoptr (ParlourSession) session = parlour_authority_enter (call, store, error);

  if (session == NULL)
    return FALSE;
  /* An administrator sees the own view of all. */
  gint64 viewer = session->role == PARLOUR_USER_ADMIN ? 0 : session->user;
  gint64 number = 0;
  gboolean blocked = FALSE;
  g_autoptr (ParlourUser) user =
      parlour_store_find_user (store, viewer, call->params[0], &number, error);
  if (user == NULL || !parlour_store_get_blocked (store, session->user, number, &blocked, error))
    return FALSE;
  parlour_json_writer_begin_object (writer, NULL);
  parlour_user_write_members (user, writer);
  parlour_json_writer_boolean (writer, "blocked", blocked);
  parlour_json_writer_end_object (writer);
  parlour_call_reply (call, 200, writer);
  return TRUE;
}

gboolean
parlour_people_list_groups (ParlourCall *call, ParlourStore *store, GError **error)
{
  const ParlourPage *page = call->arguments;
  g_autofree char *next = NULL;
  gint64 number = 0;
  g_autoptr (ParlourSession) session = parlour_authority_enter (call, store, error);

  if (session == NULL)
    return FALSE;
  g_autoptr (ParlourUser) user =
      parlour_store_find_user (store, session->user, call->params[0], &number, error);
  if (user == NULL)
    return FALSE;
  g_autoptr (GPtrArray) groups = parlour_store_list_shared_groups (
      store, session->user, number, page->cursor, page->limit, &next, error);
  if (groups == NULL)
    return FALSE;
  parlour_reply_list (call, groups, (ParlourWriteItem)parlour_group_write, next);
  return TRUE;
}

static gboolean
set_block (ParlourCall *call, ParlourStore *store, gboolean block, GError **error)
{
  g_autoptr (ParlourSession) session = parlour_authority_enter (call, store, error);

  if (session == NULL ||
      !parlour_store_set_block (store, session->user, call->params[0], block, error))
    return FALSE;
  parlour_call_reply_empty (call);
  return TRUE;
}

gboolean
parlour_people_block (ParlourCall *call, ParlourStore *store, GError **error)
{
  return set_block (call, store, TRUE, error);
}

gboolean
parlour_people_unblock (ParlourCall *call, ParlourStore *store, GError **error)
{
  return set_block (call, store, FALSE, error);
}

gboolean
parlour_people_list_blocks (ParlourCall *call, ParlourStore *store, GError **error)
{
  const ParlourPage *page = call->arguments;
  g_autofree char *next = NULL;
  g_autoptr (ParlourSession) session = parlour_authority_enter (call, store, error);

  if (session == NULL)
    return FALSE;
  g_autoptr (GPtrArray) users =
      parlour_store_list_blocks (store, session->user, page->cursor, page->limit, &next, error);
  if (users == NULL)
    return FALSE;
  parlour_reply_list (call, users, (ParlourWriteItem)parlour_user_write, next);
  return TRUE;
}
