/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-avatar"

#include "server/routes/avatar.h"

#include "server/authority.h"
#include "server/routes/conversations.h"
#include "server/store/avatars.h"
#include "server/store/groups.h"
#include "server/store/users.h"

/* This file owns the calls about the pictures of people and groups. What was sent is made small
 * between the look and the writing. */

gboolean
parlour_avatar_look (ParlourCall *call, ParlourStore *store, GError **error)
{
  g_autoptr (ParlourSession) session = parlour_authority_enter (call, store, error);

  return session != NULL;
}

static gboolean
set_avatar (ParlourCall *call, ParlourStore *store, GBytes *png, GError **error)
{
  g_autoptr (ParlourJsonWriter) writer = parlour_json_writer_new ();
  g_autoptr (ParlourSession) session = parlour_authority_enter (call, store, error);

  if (session == NULL || !parlour_store_set_avatar (store, session->user, png, error))
    return FALSE;
  g_autoptr (ParlourUser) user =
      parlour_store_get_user (store, session->user, session->user, error);
  if (user == NULL)
    return FALSE;
  parlour_user_write (user, writer, NULL);
  parlour_call_reply (call, 200, writer);
  return TRUE;
}

gboolean
parlour_avatar_set (ParlourCall *call, ParlourStore *store, GError **error)
{
  return set_avatar (call, store, call->picture, error);
}

gboolean
parlour_avatar_remove (ParlourCall *call, ParlourStore *store, GError **error)
{
  return set_avatar (call, store, NULL, error);
}

gboolean
parlour_avatar_show (ParlourCall *call, ParlourStore *store, GError **error)
{
  g_autoptr (ParlourSession) session = parlour_authority_enter (call, store, error);

  if (session == NULL)
    return FALSE;
  g_autoptr (GBytes) png = parlour_store_get_avatar (store, call->params[0], error);
  if (png == NULL)
    return FALSE;
  parlour_call_reply_bytes (call, 200, "image/png", png);
  return TRUE;
}

/* --- of groups ---------------------------------------------------------------------------- */

gboolean
parlour_avatar_look_group (ParlourCall *call, ParlourStore *store, GError **error)
{
  g_autoptr (ParlourMembership) membership = parlour_authority_conversation (call, store, error);

  return membership != NULL && parlour_store_check_moderator (membership, error);
}

static gboolean
set_group_avatar (ParlourCall *call, ParlourStore *store, GBytes *png, GError **error)
{
  g_autoptr (ParlourMembership) membership = parlour_authority_conversation (call, store, error);

  return membership != NULL && parlour_store_set_group_avatar (store, membership, png, error) &&
         parlour_conversations_reply (call, store, membership, 200, error);
}

gboolean
parlour_avatar_set_group (ParlourCall *call, ParlourStore *store, GError **error)
{
  return set_group_avatar (call, store, call->picture, error);
}

gboolean
parlour_avatar_remove_group (ParlourCall *call, ParlourStore *store, GError **error)
{
  return set_group_avatar (call, store, NULL, error);
}

gboolean
parlour_avatar_show_group (ParlourCall *call, ParlourStore *store, GError **error)
{
  g_autoptr (ParlourSession) session = parlour_authority_enter (call, store, error);

  if (session == NULL)
    return FALSE;
  g_autoptr (GBytes) png =
      parlour_store_get_group_avatar (store, session->user, call->params[0], error);
  if (png == NULL)
    return FALSE;
  parlour_call_reply_bytes (call, 200, "image/png", png);
  return TRUE;
}
