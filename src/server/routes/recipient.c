/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-recipient"

#include "server/routes/recipient.h"

#include "server/store/users.h"

#include "core/problem.h"

/* This file finds the people that a request names. What is not found there is the request's mistake
 * (422), not a missing page (404). */

ParlourUser *
parlour_recipient_find (ParlourStore *store,
                        gint64 viewer,
                        const char *id,
                        const char *field,
                        gint64 *number,
                        GError **error)
{
  g_autoptr (GError) inner = NULL;
  g_autoptr (ParlourUser) user = parlour_store_find_user (store, viewer, id, number, &inner);

  if (user != NULL)
    return g_steal_pointer (&user);
  if (g_error_matches (inner, PARLOUR_PROBLEM, PARLOUR_PROBLEM_NOT_FOUND))
    parlour_recipient_refuse (field, error);
  else
    g_propagate_error (error, g_steal_pointer (&inner));
  return NULL;
}

void
parlour_recipient_refuse (const char *field, GError **error)
{
  parlour_problem_set_field (error, PARLOUR_PROBLEM_RECIPIENT_UNKNOWN, field,
                             "Nobody here is that.");
}
