/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-authority"

#include "server/authority.h"

#include "server/routes.h"

/* This file owns who may do what. On the thread of the store that it asks. */

ParlourSession *
parlour_authority_enter (ParlourCall *call, ParlourStore *store, GError **error)
{
  if (!call->has_token) {
    parlour_problem_set (error, PARLOUR_PROBLEM_NOT_SIGNED_IN, "Sign in first.");
    return NULL;
  }
  g_autoptr (ParlourSession) session = parlour_store_find_session (store, call->token_hash, error);
  if (session == NULL)
    return NULL;
  call->user = session->user;
  if (call->route->access == PARLOUR_ACCESS_ADMIN && session->role != PARLOUR_USER_ADMIN) {
    parlour_problem_set (error, PARLOUR_PROBLEM_FORBIDDEN, "Only an administrator may do this.");
    return NULL;
  }
  if (parlour_store_session_is_stale (store, session))
    call->stale_session = session->number;
  return g_steal_pointer (&session);
}

gboolean
parlour_authority_enter_admin (ParlourCall *call,
                               ParlourStore *store,
                               ParlourActor *actor,
                               GError **error)
{
  *actor = (ParlourActor){.origin = call->origin != NULL ? call->origin : "network"};
  if (call->local)
    return TRUE;
  g_autoptr (ParlourSession) session = parlour_authority_enter (call, store, error);
  if (session == NULL)
    return FALSE;
  actor->user = session->user;
  actor->name = parlour_call_keep (call, g_strdup (session->username));
  return TRUE;
}

ParlourMembership *
parlour_authority_conversation (ParlourCall *call, ParlourStore *store, GError **error)
{
  g_autoptr (ParlourSession) session = parlour_authority_enter (call, store, error);

  return session != NULL
             ? parlour_store_find_membership (store, session->user, call->params[0], error)
             : NULL;
}
